"""`vaultgen schedule`: prints a daily job for the machine's scheduler; puts it there, or removes it, on request."""

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from vaultgen import config
from vaultgen.cli import terminal
from vaultgen.cli.command import Mistyped, command
from vaultgen.cli.console import Screen
from vaultgen.cli.job_status import DailyJob, daily, job_line, wrong
from vaultgen.cli.options import TALKS, Choices
from vaultgen.config import environment as environment_of
from vaultgen.config.environment import Environment
from vaultgen.config.places import FILE_NAME
from vaultgen.errors import VaultgenError
from vaultgen.report import heading
from vaultgen.schedule.installer import InstalledJob, find, install, remove
from vaultgen.schedule.job import GITHUB, KINDS, JobPlan
from vaultgen.schedule.times import WEEKDAYS, RunTime

PRINT, INSTALL, REMOVE, STATUS = ("print", "install", "remove", "status")


@command(
    "schedule",
    example="vaultgen schedule --install --vault ~/Notes",
    shares=("vault", "config", "is_dry_run", *TALKS),
)
def run_schedule(
    choices: Choices,
    screen: Screen,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="systemd|cron|launchd|windows|github", help="Default: the one this machine has."
        ),
    ] = None,
    is_installed: Annotated[bool, typer.Option("--install", help="Install it; safe to repeat.")] = False,
    is_removed: Annotated[bool, typer.Option("--remove", help="Remove it, and nothing else.")] = False,
    is_asked: Annotated[
        bool, typer.Option("--status", help="Show what is installed and when it runs.")
    ] = False,
) -> int:
    """Print a daily job for this machine's scheduler, or install it; the times follow arXiv's calendar."""
    if kind is not None and kind not in KINDS:
        raise Mistyped(f'"{kind}" is not a scheduler that vaultgen knows', f"write one of {', '.join(KINDS)}")
    typed = {INSTALL: is_installed, REMOVE: is_removed, STATUS: is_asked}
    actions = [name for name, is_typed in typed.items() if is_typed] or [PRINT]
    if len(actions) > 1:
        raise Mistyped("one thing at a time", f"write one of {', '.join(f'--{name}' for name in typed)}")
    (action,) = actions
    run = _daily(choices, environment_of.read(os.environ, cwd=Path.cwd()), is_leaving=action == REMOVE)
    speaks = _Speaks(run, choices, screen)
    if action == REMOVE:
        return speaks.remove(kind)
    if action == STATUS:
        return speaks.status(kind)
    draft = run.draft(kind)
    return speaks.install(draft) if action == INSTALL else speaks.show(draft)


def proposed(vault: Path, screen: Screen) -> tuple[str, Callable[[], int]] | None:
    """Return the daily job that a vault could have, in words, and what puts it there.

    None where it has one already, or no scheduler of this machine can have it.
    """
    choices = Choices(vault=vault)
    try:
        run = _daily(choices, environment_of.read(os.environ, cwd=Path.cwd()), is_leaving=False)
        draft, drafts = run.draft(None), run.drafts()
        if draft.kind not in {one.kind for one in drafts} or any(find(one).is_there for one in drafts):
            return None
    except VaultgenError:
        return None
    return f"by {draft.kind}. {_when(draft)}", lambda: _Speaks(run, choices, screen).install(draft)


def _daily(choices: Choices, environment: Environment, *, is_leaving: bool) -> DailyJob:
    """Return the daily run of the vault that was chosen; to take it away, the vault need not be there any more."""
    try:
        settings = config.load(config=choices.config, vault=choices.vault, environ=os.environ, cwd=Path.cwd())
    except VaultgenError:
        if not is_leaving or choices.vault is None:
            raise
        vault = (Path.cwd() / choices.vault.expanduser()).resolve()
        return daily(vault, vault / FILE_NAME, environment)
    return daily(settings.vault_root, settings.source or Path(), environment, settings.timezone or "")


class _Speaks:
    """What the command says and does, once vault and machine are known."""

    def __init__(self, run: DailyJob, choices: Choices, screen: Screen) -> None:
        self._run = run
        self._choices = choices
        self._screen = screen

    def show(self, draft: JobPlan) -> int:
        """Print what the scheduler needs: the texts alone on stdout."""
        if self._choices.as_json:
            return self._as_json((draft,))
        lines = _texts(draft)
        self._refuse_other_letters(lines, draft)
        for line in lines:
            self._result(line)
        self._screen.talk(_when(draft))
        self._due(draft)
        self._screen.talk(f"Install it: {self._command(draft, '--install')}")
        return 0

    def install(self, draft: JobPlan) -> int:
        """Install the job; change nothing where it is installed already."""
        self._refuse_second(draft)
        found = find(draft)
        if found.is_current and found.is_on:
            self._result("Already installed; nothing changed.")
        elif self._choices.is_dry_run:
            for line in _would(draft):
                self._result(line)
            return self._as_json((draft,)) if self._choices.as_json else 0
        else:
            install(draft)
            for place in _places(draft):
                self._result(f"Written: {place}")
            for line in draft.told:
                self._screen.talk(line)
        self._screen.talk(_when(draft))
        self._due(draft)
        self._screen.talk(f"See how a run went: {draft.look}")
        self._screen.talk(f"Remove it: {self._command(draft, '--remove')}")
        return self._as_json((draft,)) if self._choices.as_json else 0

    def remove(self, kind: str | None) -> int:
        """Remove the job from the scheduler that is named, else from all that this machine has."""
        gone = []
        for draft in self._of(kind):
            if kind is None and draft.kind == GITHUB:
                continue  # it is the repository's, and may run for other devices
            if self._choices.is_dry_run:
                if find(draft).is_there:
                    gone += [f"would remove: {place}" for place in _places(draft)]
            elif remove(draft):
                gone += [f"Taken away: {place}" for place in _places(draft)]
        for line in gone or ["No daily job; nothing changed."]:
            self._result(line)
        return self._as_json(self._of(kind)) if self._choices.as_json else 0

    def status(self, kind: str | None) -> int:
        """Say which job is there, when it runs next and how it ran last."""
        drafts = self._of(kind)
        if self._choices.as_json:
            return self._as_json(drafts)
        there = [(draft, found) for draft in drafts if (found := find(draft)).is_there]
        for draft, found in there:
            self._result(job_line(self._run, draft, found))
            if not found.is_current:
                self._screen.talk(f"It is out of date; update it: {self._command(draft, '--install')}")
            if problem := wrong(draft, found):
                self._screen.problem(problem)
        if not there:
            self._result("No daily job for this vault.")
            self._screen.talk("Print one: vaultgen schedule. Install it: vaultgen schedule --install")
        return 0

    def _result(self, line: str) -> None:
        if not self._choices.as_json:
            self._screen.result(line)

    def _of(self, kind: str | None) -> tuple[JobPlan, ...]:
        return (self._run.draft(kind),) if kind else self._run.drafts()

    def _refuse_second(self, wanted: JobPlan) -> None:
        """Refuse a second job: two of one machine would ask arXiv twice as often, for nothing."""
        for draft in self._run.drafts():
            if draft.kind not in {wanted.kind, GITHUB} and wanted.kind != GITHUB and find(draft).is_there:
                raise VaultgenError(
                    f"this vault has a daily job of {draft.kind} already",
                    f"keep it, or remove it first: {self._command(draft, '--remove')}",
                )

    def _refuse_other_letters(self, lines: Sequence[str], draft: JobPlan) -> None:
        """Refuse letters that the terminal cannot print: what is copied without them would name another folder."""
        if all(terminal.shows_exactly(line, self._screen.out.encoding) for line in lines):
            return
        raise VaultgenError(
            f"the path of this vault holds letters that cannot be printed: {self._run.job.vault!a}",
            f"install it from within that folder: vaultgen schedule {draft.kind} --install; "
            "or rename the folder",
        )

    def _due(self, draft: JobPlan) -> None:
        due = self._run.next_run(draft)
        self._screen.talk(f"Next: {WEEKDAYS[due.weekday()]} {due:%Y-%m-%d %H:%M} ({due.tzinfo}).")

    def _command(self, draft: JobPlan, option: str) -> str:
        """Return what to type; where the path cannot be shown exactly, from where to type it."""
        command = f"vaultgen schedule {draft.kind} {option}"
        if self._choices.vault is None:
            return command
        whole = f"{command} --vault {shlex.quote(str(self._choices.vault))}"
        if terminal.shows_exactly(whole, self._screen.out.encoding):
            return whole
        return f"{command} (typed within the vault's folder, whose path cannot be printed)"

    def _as_json(self, drafts: tuple[JobPlan, ...]) -> int:
        head = heading("schedule", self._run.job.vault)
        jobs = [self._job_as_json(draft, find(draft)) for draft in drafts]
        self._screen.json_document({**head, "dry_run": self._choices.is_dry_run, "jobs": jobs})
        return 0

    def _job_as_json(self, draft: JobPlan, found: InstalledJob) -> dict[str, object]:
        return {
            "scheduler": draft.kind,
            "installed": found.is_there,
            "current": found.is_current,
            "on": found.is_on,
            "next": self._run.next_run(draft).isoformat(),
            "files": [{"path": str(file.path), "text": file.text} for file in draft.files],
            "crontab": draft.lines,
        }


def _texts(draft: JobPlan) -> list[str]:
    """Return the lines to print; each of several files below its name."""
    if draft.lines:
        return draft.lines.splitlines()
    if len(draft.files) == 1:
        return draft.files[0].text.splitlines()
    return [line for file in draft.files for line in (f"# {file.path}", *file.text.splitlines(), "")]


def _places(draft: JobPlan) -> list[str]:
    if draft.lines:
        return ["lines of your crontab"]
    return [str(file.path) for file in draft.files]


def _would(draft: JobPlan) -> list[str]:
    would = [f"would write: {place}" for place in _places(draft)]
    return would + [f"would run: {shlex.join(words)}" for words in draft.start]


def _when(draft: JobPlan) -> str:
    """Return the days and times in words, by the scheduler's clock."""
    by_days: dict[str, list[str]] = {}
    for run in draft.runs:
        by_days.setdefault(_days(run), []).append(f"{run.at:%H:%M}")
    spoken = "; ".join(f"{days} at {' and '.join(times)}" for days, times in by_days.items())
    return f"Runs {spoken} ({draft.zone})."


def _days(run: RunTime) -> str:
    first, last = run.weekdays[0], run.weekdays[-1]
    if len(run.weekdays) == last - first + 1:
        return f"{WEEKDAYS[first - 1]} to {WEEKDAYS[last - 1]}"
    return ", ".join(WEEKDAYS[day - 1] for day in run.weekdays)
