"""`vaultgen today`: the newest announcement, after any missed ones; also finishes pending translations."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from vaultgen.cli.command import command, day_of
from vaultgen.cli.console import Screen
from vaultgen.cli.offline_session import OfflineSession, chosen
from vaultgen.cli.options import TRANSLATES, Choices
from vaultgen.config.environment import Environment
from vaultgen.settings import Settings
from vaultgen.state.store import State


@command("today", example="vaultgen today --vault ~/Notes --dry-run", shares=TRANSLATES)
def run_today(
    choices: Choices,
    screen: Screen,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar="YYYY-MM-DD", help="Redo this day."),
    ] = None,
    opens: Annotated[
        bool,
        typer.Option("--open", help="Open the listing afterwards; not with --dry-run, --json or -q."),
    ] = False,
) -> int:
    """Write notes for the newest announcement and any missed days; finish pending translations."""
    named = day_of(day)
    settings, environment = chosen(choices)
    opening = State.rehearse if choices.is_dry_run else State.open
    state = opening(environment.state_folder, settings.vault_root)
    if not (named or opens or choices.is_dry_run or settings.reading.library):
        with state:
            if _is_told_as_idle(OfflineSession(settings, environment, state, screen, choices)):
                return 0
    return _bring(named, settings, environment, choices, screen, state, opens=opens)


def _is_told_as_idle(hand: OfflineSession) -> bool:
    """Report that nothing is to be done, if nothing changed since a run that found so; return whether it did."""
    from vaultgen.workflows.idle import Situation, idle_days, may_be_idle  # noqa: PLC0415 (`today --help` asks for nothing)

    state, settings, now = hand.state, hand.settings, hand.environment.now()
    if not may_be_idle(now, state) or state.journal.open_steps() or state.problems:
        return False
    from vaultgen.cli.theme import inputs_digest, own_templates  # noqa: PLC0415 (only on the same day again)
    from vaultgen.disk.zone import machine_zone  # noqa: PLC0415
    from vaultgen.vault.obsidian_settings import habits  # noqa: PLC0415

    with hand.vault("today") as vault:
        snapshot = vault.look()
        look = inputs_digest(
            own_templates(settings.vault_root, settings.vault.templates),
            habits(settings.vault_root),
            settings.source,
        )
        zone = ZoneInfo(settings.timezone or machine_zone())
        days = idle_days(Situation(now, settings, snapshot, state, look), zone)
        if days is None or vault.problems:
            return False
    from vaultgen.cli.idle_report import idle_report  # noqa: PLC0415

    report = idle_report(settings, days)
    if hand.choices.as_json:
        hand.screen.json(report)
    else:
        hand.screen.report(report)
    return True


def _bring(
    named: date | None,
    settings: Settings,
    environment: Environment,
    choices: Choices,
    screen: Screen,
    state: State,
    *,
    opens: bool,
) -> int:
    from vaultgen.cli.report import exit_status, report_of, show_report  # noqa: PLC0415 (where nothing is to be done, nothing that writes notes is loaded)
    from vaultgen.cli.session import opened  # noqa: PLC0415
    from vaultgen.cli.theme import inputs_digest, own_templates  # noqa: PLC0415
    from vaultgen.workflows.followed import with_followed  # noqa: PLC0415
    from vaultgen.workflows.idle import Situation, remember_idle  # noqa: PLC0415
    from vaultgen.workflows.today import one_day, today  # noqa: PLC0415
    from vaultgen.workflows.trends import trends_after  # noqa: PLC0415
    from vaultgen.workflows.update import update  # noqa: PLC0415

    with opened("today", settings, environment, choices, screen, state=state) as run:
        vault = run.tools.vault.look()
        settings = with_followed(settings, vault, run.tools.look.labels)
        due = (
            one_day(named, run.now, vault, settings, run.tools)
            if named
            else today(run.now, vault, settings, run.tools)
        )
        days = trends_after(vault, settings, run.tools)(update(due, settings, run.tools))
        report = report_of("today", settings, choices, days, run)
        show_report(report, choices, days, run, screen)
        if not (named or choices.is_dry_run or report.problems):
            own = own_templates(settings.vault_root, settings.vault.templates)
            look = inputs_digest(own, run.tools.look.habits, settings.source)
            situation = Situation(run.now, settings, vault, run.tools.days, look)
            remember_idle(situation, days)
        if opens and not (choices.is_dry_run or choices.as_json or choices.is_quiet):
            from vaultgen.cli.opening import open_listing  # noqa: PLC0415 - loaded where it is asked for

            open_listing(named, settings.vault_root, run.tools.vault.current(), screen)
    return exit_status(days)
