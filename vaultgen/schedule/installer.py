"""Puts a job where the scheduler looks for it, sees whether it is there, and removes it again.

Promised: what vaultgen did not write, or somebody changed since, is left as it is; the rest of a crontab stays byte
for byte; what could not be put there whole is taken back.
"""

import contextlib
import os
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from vaultgen.disk.reading import SETTINGS_CEILING, read_at
from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import CRON, WINDOWS, File, JobPlan, Words
from vaultgen.schedule.programs import run_or_raise, run_program
from vaultgen.schedule.signed import is_ours

_NO_CRONTAB = ("no crontab for", "no such file or directory")
"""What `crontab -l` says where a person has none; whatever else it says, the crontab is not touched."""


class InstalledJob(Struct, frozen=True):
    """What is installed of a job.

    Attributes:
        is_there: Anything.
        is_current: All of it, as it would be written now.
        is_on: The scheduler has it.
    """

    is_there: bool
    is_current: bool
    is_on: bool


def find(draft: JobPlan) -> InstalledJob:
    """Return what is installed of a job.

    Raises:
        VaultgenError: Something is there that vaultgen did not write, or that was changed.
    """
    if draft.lines:
        from vaultgen.schedule.cron import without  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        _, lines = without(_crontab() or "", draft.job.name)
        return InstalledJob(bool(lines), lines == draft.lines, is_on=bool(lines))
    texts = [_read(file) for file in draft.files]
    is_there = any(text is not None for text in texts)
    is_current = texts == [file.text for file in draft.files]
    if not draft.asked:
        return InstalledJob(is_there, is_current, is_on=is_there)
    is_on = (is_there or draft.kind == WINDOWS) and _agrees(draft.asked)
    return InstalledJob(is_there or is_on, is_current, is_on)


def install(draft: JobPlan) -> None:
    """Put the job there, over what vaultgen put there earlier.

    Raises:
        VaultgenError: It could not be done; the files are as they were.
    """
    if draft.lines:
        from vaultgen.schedule.cron import without  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        rest, _ = without(_crontab_there(), draft.job.name)
        return _set_crontab(rest + ("\n" if rest and not rest.endswith("\n") else "") + draft.lines)
    before = [(file, _read(file)) for file in draft.files]
    is_there = any(text is not None for _, text in before)
    try:
        for file in draft.files:
            _write(file)
        for words in draft.stop[:1] if is_there else ():
            run_program(words)  # else a scheduler that has the job goes on with what it read earlier
        for words in draft.start:
            run_or_raise(words, draft.kind)
    except (VaultgenError, OSError):
        _put_back(before)
        for words in draft.stopped:
            run_program(words)
        raise
    return None


def remove(draft: JobPlan) -> bool:
    """Remove the job, and nothing else; return whether there was one.

    Raises:
        VaultgenError: It was changed by somebody, or the scheduler does not let it go; it is still there.
    """
    if not find(draft).is_there:
        return False
    if draft.lines:
        from vaultgen.schedule.cron import without  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        rest, _ = without(_crontab_there(), draft.job.name)
        _set_crontab(rest)
    else:
        ended = [run_program(words) for words in draft.stop]
        refusal = next((one.err for one in ended if one is not None and one.status), None)
        if refusal is not None and draft.asked and _agrees(draft.asked):
            raise VaultgenError(
                f"{draft.kind} does not let the job go{f': {refusal.splitlines()[0]}' if refusal else ''}",
                f"see why: {' '.join(draft.stop[0])}",
            )
        for file in draft.files:
            Path(file.path).unlink(missing_ok=True)
        for words in draft.stopped:
            run_program(words)
    if draft.log is not None:
        with contextlib.suppress(OSError):
            Path(draft.log).unlink(missing_ok=True)
    return True


def last_run(draft: JobPlan) -> str:
    """Return when it ran last and how that went, in words; empty where that is not known."""
    if draft.last:
        answer = run_program(draft.last)
        said = (
            answer.out.decode(errors="replace").strip() if answer is not None and answer.status == 0 else ""
        )
        if said in {"", "n/a", "0"}:
            return ""
        return f"{said}, failed: {draft.look}" if has_failed(draft) else said
    if draft.lines and draft.log is not None:
        return _of_log(Path(draft.log), draft)
    return ""


def has_failed(draft: JobPlan) -> bool:
    """Return whether the scheduler says that the last run failed; False where it does not say."""
    return bool(draft.failed) and _agrees(draft.failed)


def is_crontab_readable() -> bool:
    """Return whether this person may have a crontab on this machine; where they may not, no job is there either."""
    try:
        return _crontab() is not None
    except VaultgenError:
        return False


def _of_log(log: Path, draft: JobPlan) -> str:
    try:
        of = log.stat()
    except OSError:
        return ""
    at = datetime.fromtimestamp(of.st_mtime, draft.zone)
    return f"{at:%Y-%m-%d %H:%M}{f', it said something: {draft.look}' if of.st_size else ''}"


def _agrees(words: Words) -> bool:
    answer = run_program(words)
    return answer is not None and answer.status == 0


def _read(file: File) -> str | None:
    """Return the content of a scheduler's file; None where there is no such file.

    Raises:
        VaultgenError: Vaultgen did not write it, or somebody changed it since.
    """
    try:
        text = read_at(str(file.path), ceiling=SETTINGS_CEILING)[0].decode(file.encoding)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError):
        text = ""
    if not is_ours(text):
        raise VaultgenError(
            f"{file.path} is not as vaultgen wrote it: left alone",
            "move it away, or delete it, and type the same again",
        )
    return text


def _write(file: File) -> None:
    """Write the whole file or none."""
    path = Path(file.path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        import tempfile  # noqa: PLC0415 (only where it is needed: every command comes by here)

        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(file.text.encode(file.encoding))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise VaultgenError(
            f"{path} cannot be written: {error.strerror}", "make that folder writable"
        ) from None


def _put_back(before: list[tuple[File, str | None]]) -> None:
    for file, text in before:
        if text is None:
            Path(file.path).unlink(missing_ok=True)
        else:
            _write(File(file.path, text, file.encoding))


def _crontab() -> str | None:
    """Return the person's crontab; empty where they have none, None where this machine has no cron.

    Raises:
        VaultgenError: It cannot be read.
    """
    answer = run_program(("crontab", "-l"))
    if answer is None:
        return None
    if answer.status == 0:
        return answer.out.decode(errors="surrogateescape")
    if any(said in answer.err.lower() for said in _NO_CRONTAB):
        return ""
    said = (answer.err or f"status {answer.status}").splitlines()[0]
    raise VaultgenError(f"your crontab cannot be read: {said}", "see for yourself: crontab -l")


def _crontab_there() -> str:
    crontab = _crontab()
    if crontab is None:
        run_or_raise(("crontab", "-l"), CRON)
    return crontab or ""


def _set_crontab(text: str) -> None:
    run_or_raise(("crontab", "-"), CRON, text.encode(errors="surrogateescape"))
