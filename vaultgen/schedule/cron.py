"""cron: marked lines in the person's crontab (crontab(5)), by the machine's own clock.

`CRON_TZ` would be simpler, but Debian's cron does not know it and would take it for a variable. cron makes up for
nothing; the second line of the day is all the help there is. What a run says goes into a file in the state folder,
rewritten by each run, because most machines deliver no mail.
"""

import re
from datetime import tzinfo
from pathlib import PurePath

from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import CRON, Job, JobPlan
from vaultgen.schedule.signed import MARK, is_ours, signed
from vaultgen.schedule.times import RunTime, local_runs

_LONGEST = 990
"""Bytes of a command; Debian's cron takes 998."""
_SUNDAY = 7


def cron(job: Job, state_folder: PurePath, zone: tzinfo, year: int) -> JobPlan:
    """Return what cron needs for a job.

    Args:
        state_folder: Where what a run says is kept.
        zone: The machine's.

    Raises:
        VaultgenError: The paths are too long for a line of a crontab.
    """
    runs = local_runs(job.minute, zone, year)
    log = state_folder / f"{job.name}.log"
    return JobPlan(
        CRON,
        job,
        runs,
        zone,
        lines=_lines(job, runs, _command(job, log)),
        look=f"cat {quoted(str(log))}",
        log=log,
        told=(
            "cron does not make up for what the machine slept through; arXiv's records do, at the next run.",
            "It goes by the machine's clock; when you move to another time zone: vaultgen schedule cron --install",
            "A key that you export in a shell is not seen here; to store it where this job finds it: vaultgen key --file",
        ),
    )


def quoted(word: str) -> str:
    r"""Return a word for the shell that cron starts.

    cron ends a command at `%`, also within quotes, and takes `\%` for it; the shell takes `\%` outside quotes for it,
    too. So each `%` is outside quotes, where a cron that knows nothing of it (BusyBox) does no harm.
    """
    return "'" + word.replace("'", r"'\''").replace("%", r"'\%'") + "'"


def without(crontab: str, name: str) -> tuple[str, str]:
    """Return a crontab without the lines of a job, and those lines; empty where there are none.

    Raises:
        VaultgenError: The lines were changed since vaultgen wrote them.
    """
    found = re.search(
        rf"^# {MARK}[^\n]* begin {re.escape(name)}:[^\n]*\n.*?^# end {re.escape(name)}\n",
        crontab,
        re.DOTALL | re.MULTILINE,
    )
    if found is None:
        return crontab, ""
    if not is_ours(found[0]):
        raise VaultgenError(
            f"the crontab's lines of {name} were changed by somebody: left alone",
            "delete them, from the begin line to the end line: crontab -e",
        )
    return crontab[: found.start()] + crontab[found.end() :], found[0]


def _lines(job: Job, runs: tuple[RunTime, ...], command: str) -> str:
    days = [",".join(str(day % _SUNDAY) for day in run.weekdays) for run in runs]
    times = [
        f"{run.at.minute} {run.at.hour} * * {day} {command}" for run, day in zip(runs, days, strict=True)
    ]
    begin = f"# {MARK} begin {job.name}: {job.about} (vaultgen schedule --remove removes these lines)"
    return signed("\n".join([begin, *times, f"# end {job.name}"]) + "\n")


def _command(job: Job, log: PurePath) -> str:
    """Return the command of a crontab line; it makes the log's folder first, without which nothing would run."""
    environ = "".join(f"{name}={quoted(value)} " for name, value in job.environ)
    run = " ".join(quoted(word) for word in job.command)
    command = f"mkdir -p {quoted(str(log.parent))} && {environ}{run} >{quoted(str(log))} 2>&1"
    if len(command.encode()) > _LONGEST:
        raise VaultgenError(
            "the paths of program, vault and state folder are too long for a line of a crontab",
            "take another scheduler (vaultgen schedule systemd), or shorter paths",
        )
    return command
