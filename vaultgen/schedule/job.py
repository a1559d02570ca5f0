"""What is to be run daily, and the texts that a scheduler is given for it; nothing here reads the machine."""

import hashlib
import unicodedata
from datetime import tzinfo
from pathlib import PurePath

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.schedule.times import RunTime, minute_of

SYSTEMD, CRON, LAUNCHD, WINDOWS, GITHUB = KINDS = ("systemd", "cron", "launchd", "windows", "github")
"""The schedulers, by the names that a person may type."""

_UNWRITABLE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Control characters, bytes that are not text, what no letter is, separators of lines: some scheduler's file lacks each."""

Words = tuple[str, ...]
"""A command with its arguments, not quoted."""


class Job(Struct, frozen=True):
    """A daily run for one vault.

    Attributes:
        vault: Its folder, absolute.
        command: What is run; its first word is an absolute path.
        environ: Variables that it needs besides, by name.
    """

    vault: str
    command: Words
    environ: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The same for the same vault, another one for another: `vaultgen-1a2b3c4d`."""
        return f"vaultgen-{hashlib.sha256(self.vault.encode()).hexdigest()[:8]}"

    @property
    def minute(self) -> int:
        """Minutes after midnight Eastern at which its first run begins."""
        return minute_of(self.vault)

    @property
    def about(self) -> str:
        """What the job does, in one line."""
        return f"arXiv's announcements into {self.vault}"


class File(Struct, frozen=True):
    """A file of the scheduler's, signed.

    Attributes:
        path: Absolute.
        text: All of it.
        encoding: As Python names it.
    """

    path: PurePath
    text: str
    encoding: str = "utf-8"


class JobPlan(Struct, frozen=True):
    """What a scheduler needs for a job.

    Attributes:
        kind: Which scheduler.
        job: What is run.
        runs: When.
        zone: By the clock of which zone.
        files: To be written.
        lines: To be added to the person's crontab, signed; empty for other schedulers.
        start: Commands once the files are there.
        stop: Commands before the files go.
        stopped: Commands once the files are gone.
        asked: The command that ends with 0 where the scheduler has the job; none where the files are all.
        last: The command that says when it ran last; none where a file tells, or nothing does.
        failed: The command that ends with 0 where the last run failed.
        look: What a person types to see how the last run went.
        log: Where that stands, where it is a file; it is taken away with the job.
        told: What a person should know, a line each.
    """

    kind: str
    job: Job
    runs: tuple[RunTime, ...]
    zone: tzinfo
    files: tuple[File, ...] = ()
    lines: str = ""
    start: tuple[Words, ...] = ()
    stop: tuple[Words, ...] = ()
    stopped: tuple[Words, ...] = ()
    asked: Words = ()
    last: Words = ()
    failed: Words = ()
    look: str = ""
    log: PurePath | None = None
    told: tuple[str, ...] = ()


def checked(job: Job) -> Job:
    """Return the job, every word of which can be written into any scheduler's file.

    Raises:
        VaultgenError: A path holds a control character, a line break, or bytes that are not text.
    """
    for word in (job.vault, *job.command, *(value for _, value in job.environ)):
        if any(unicodedata.category(letter) in _UNWRITABLE for letter in word):
            shown = ascii(word)[1:-1]
            raise VaultgenError(
                f"{shown} holds a character that a scheduler's file cannot hold",
                "rename that folder, or give the program or the vault a plainer path",
            )
    return job
