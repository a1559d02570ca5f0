"""What of this machine a scheduler's texts depend on, and which schedulers it could have."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from vaultgen import __version__
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import CRON, GITHUB, LAUNCHD, SYSTEMD, WINDOWS, Job, JobPlan, Words, checked
from vaultgen.schedule.programs import run_program


class Machine(Struct, frozen=True):
    """This machine and its person.

    Attributes:
        platform: As `sys.platform` says.
        home: The person's.
        config_home: Where their programs keep settings.
        state_folder: Where vaultgen's state is kept.
        user: Their number; 0 where there are none.
        account: Their name as Windows writes it; elsewhere empty.
        now: Aware.
    """

    platform: str
    home: Path
    config_home: Path
    state_folder: Path
    user: int
    account: str
    now: datetime

    @property
    def zone(self) -> tzinfo:
        """The zone by which the machine's clock goes; asked for where a scheduler needs it."""
        return ZoneInfo(machine_zone())


def machine(environ: Mapping[str, str], state_folder: Path, now: datetime) -> Machine:
    """Return what a scheduler's texts depend on of this machine.

    Args:
        environ: Such as `os.environ`.
        state_folder: Where vaultgen's state is kept, absolute.
        now: The time, aware.
    """
    home = Path.home()
    config = environ.get("XDG_CONFIG_HOME", "")
    is_windows = sys.platform == "win32"
    return Machine(
        platform=sys.platform,
        home=home,
        config_home=Path(config) if Path(config).is_absolute() else home / ".config",
        state_folder=state_folder,
        user=0 if is_windows else os.getuid(),
        account=_account(environ) if is_windows else "",
        now=now,
    )


def _account(environ: Mapping[str, str]) -> str:
    import getpass  # noqa: PLC0415 (where Windows is)

    return f"{environ.get('USERDOMAIN', '.')}\\{getpass.getuser()}"


def job(vault: Path, config: Path | None, environ: Mapping[str, str], state_folder: Path) -> Job:
    """Return the daily run of a vault, as this very program would do it.

    Args:
        vault: Absolute.
        config: The configuration, absolute, where the person named one; None where it is found from the vault.
        environ: Such as `os.environ`; a state folder that it names is carried along, a key is not.
        state_folder: Where vaultgen's state is kept, absolute.

    Raises:
        VaultgenError: A path holds what a scheduler's file cannot hold.
    """
    named = ("--config", str(config)) if config is not None else ()
    own = (("VAULTGEN_STATE_DIR", str(state_folder)),) if environ.get("VAULTGEN_STATE_DIR") else ()
    return checked(Job(str(vault), (*_program(), "today", "-q", "--vault", str(vault), *named), own))


def guessed_kind(here: Machine) -> str:
    """Return the scheduler that this machine most likely has: its own, and on Linux systemd's where a person has a session."""
    if here.platform == "darwin":
        return LAUNCHD
    if here.platform == "win32":
        return WINDOWS
    session = run_program(("systemctl", "--user", "show-environment"))
    return SYSTEMD if session is not None and session.status == 0 else CRON


def drafted(kind: str, job: Job, here: Machine, config: Path) -> JobPlan:
    """Return what a scheduler needs for a job.

    Args:
        kind: One of `KINDS`.
        here: This machine.
        config: The configuration that counts, absolute.

    Raises:
        VaultgenError: This scheduler cannot be told about this job.
    """
    year = here.now.year
    if kind == SYSTEMD:
        from vaultgen.schedule.systemd import systemd  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        return systemd(job, here.config_home)
    if kind == CRON:
        from vaultgen.schedule.cron import cron  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        return cron(job, here.state_folder, here.zone, year)
    if kind == LAUNCHD:
        from vaultgen.schedule.launchd import launchd  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        return launchd(job, here.home, here.user, here.zone, year)
    if kind == WINDOWS:
        from vaultgen.schedule.windows import windows  # noqa: PLC0415 (only where it is needed: one scheduler of five)

        return windows(job, here.state_folder, here.account, here.zone, year)
    root = _work_tree(Path(job.vault))
    if root is None:
        raise VaultgenError(
            f"{job.vault} is in no git repository, which GitHub Actions need",
            "make it one (git init) and push it to GitHub, or take another scheduler: vaultgen schedule",
        )
    from vaultgen.schedule.github import github  # noqa: PLC0415 (only where it is needed: one scheduler of five)

    return github(job, root, config, __version__, year)


def possible(job: Job, here: Machine, config: Path, besides: Sequence[str] = ()) -> Iterator[JobPlan]:
    """Plan the job for each scheduler that may have it, save those `besides`."""
    own = {"darwin": (LAUNCHD, CRON), "win32": (WINDOWS,)}
    kinds = own.get(here.platform, (SYSTEMD, CRON))
    for kind in (*(kind for kind in kinds if kind not in besides), GITHUB):
        try:
            yield drafted(kind, job, here, config)
        except VaultgenError:  # this one cannot have it, then
            continue


def _program() -> Words:
    """Return the command that starts vaultgen: the path by which it was called, or `python -m vaultgen`."""
    called = sys.argv[0]
    found = shutil.which(called) if Path(called).stem == "vaultgen" else None
    return (str(Path(found).absolute()),) if found is not None else (sys.executable, "-m", "vaultgen")


def _work_tree(vault: Path) -> Path | None:
    return next((folder for folder in (vault, *vault.parents) if (folder / ".git").exists()), None)
