"""The daily job of a vault: what is run, on which machine, and a line on how it stands for `status` and `doctor`."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from vaultgen.config.environment import Environment
from vaultgen.config.places import find as find_configuration
from vaultgen.errors import Problem, VaultgenError
from vaultgen.schedule.installer import InstalledJob, find, has_failed, is_crontab_readable, last_run
from vaultgen.schedule.job import CRON, Job, JobPlan
from vaultgen.schedule.machine import Machine, drafted, guessed_kind, job, machine, possible
from vaultgen.settings import Settings


class DailyJob(Struct, frozen=True):
    """The daily run of a vault on this machine.

    Attributes:
        job: What is run.
        source: The configuration that counts, absolute.
        machine: This machine.
        zone: In which the person reads times; empty for the machine's.
    """

    job: Job
    source: Path
    machine: Machine
    zone: str = ""

    def draft(self, kind: str | None) -> JobPlan:
        """Return the plan of the job for a scheduler; for the one that this machine has, where none is named.

        Raises:
            VaultgenError: This scheduler cannot be told about this job.
        """
        return drafted(kind or guessed_kind(self.machine), self.job, self.machine, self.source)

    def drafts(self) -> tuple[JobPlan, ...]:
        """Return the plan of the job for each scheduler that may have it."""
        besides = () if is_crontab_readable() else (CRON,)
        return tuple(possible(self.job, self.machine, self.source, besides))

    def next_run(self, draft: JobPlan) -> datetime:
        """Return when the job runs next, in the person's zone."""
        from vaultgen.schedule.times import next_run  # noqa: PLC0415 (only where a job is)

        there = ZoneInfo(self.zone) if self.zone else self.machine.zone
        return next_run(draft.runs, draft.zone, self.machine.now).astimezone(there)


def daily(vault: Path, source: Path, environment: Environment, zone: str = "") -> DailyJob:
    """Return the daily run of a vault.

    Args:
        vault: Absolute.
        source: The configuration that counts, absolute.
        environment: Clock and state folder.
        zone: In which the person reads times.

    Raises:
        VaultgenError: A path holds what a scheduler's file cannot hold.
    """
    folder = environment.state_folder
    named = None if _is_found_from(vault, source) else source
    return DailyJob(
        job(vault, named, os.environ, folder), source, machine(os.environ, folder, environment.now()), zone
    )


def job_lines(settings: Settings, environment: Environment) -> Iterator[tuple[str, Problem | None]]:
    """Yield a line on each daily job that a vault has, and what is wrong with it; nothing where it has none."""
    try:
        run = daily(settings.vault_root, settings.source or Path(), environment, settings.timezone or "")
        drafts = run.drafts()
    except VaultgenError:  # no scheduler can have a job for such a path
        return
    for draft in drafts:
        try:
            found = find(draft)
            told = (job_line(run, draft, found), wrong(draft, found)) if found.is_there else None
        except VaultgenError as error:
            told = f"{draft.kind}: {error.problem.problem}", error.problem
        if told is not None:
            yield told


def job_line(run: DailyJob, draft: JobPlan, found: InstalledJob) -> str:
    """Return how a job that is there stands: scheduler, next run, last run."""
    if not found.is_on:
        return f"{draft.kind}: switched off"
    due = run.next_run(draft)
    last = last_run(draft)
    return f"{draft.kind}, next {due:%Y-%m-%d %H:%M}" + (f"; last {last}" if last else "")


def wrong(draft: JobPlan, found: InstalledJob) -> Problem | None:
    """Return what is wrong with a job that is there."""
    again = f"vaultgen schedule {draft.kind} --install"
    if not found.is_on:
        return Problem(
            f"the daily job is there, and {draft.kind} does not run it", f"install it again: {again}"
        )
    if has_failed(draft):
        return Problem("the last daily run failed", f"see what it said: {draft.look}")
    return None


def _is_found_from(vault: Path, source: Path) -> bool:
    """Return whether a run that is given only the vault finds this configuration: a scheduler has no VAULTGEN_CONFIG."""
    environ = {name: value for name, value in os.environ.items() if name != "VAULTGEN_CONFIG"}
    try:
        return find_configuration(None, vault, environ, vault).file == source
    except VaultgenError:
        return False
