"""Opens everything a run needs, in one place: configuration, state, vault, source, engine.

A dry run is other adapters: a rehearsed state, a vault that only rehearses, a store that only reads, a door to
arXiv that keeps nothing, and no engine.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.cli.console import Screen
from vaultgen.cli.engine import MeteredEngine, engine_for, never_translated
from vaultgen.cli.late_arxiv import LateArxiv
from vaultgen.cli.limits import flavour_of, is_billed, limit_of, measure_of
from vaultgen.cli.offline_session import await_turn
from vaultgen.cli.options import Choices
from vaultgen.cli.progress import progress
from vaultgen.cli.reading import reading_of
from vaultgen.cli.theme import fingerprint_of, gather, own_templates
from vaultgen.config.environment import Environment
from vaultgen.disk.libraries import read_libraries
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import Problem
from vaultgen.reconcile.renamed_folder import renamed_folder
from vaultgen.render.content import CodeStore
from vaultgen.render.daily_place import daily_problem
from vaultgen.settings import Settings
from vaultgen.state.compiled import CompiledTemplates
from vaultgen.state.store import State
from vaultgen.translate.ports import Engine
from vaultgen.translate.request import Why
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.vault.obsidian_settings import habits
from vaultgen.vault.vault import DiskVault
from vaultgen.workflows.ports import Source, Tools

if TYPE_CHECKING:
    from vaultgen.vault.dry_run import DryRunVault


class OpenRun(Struct):
    """A run that is ready to begin.

    Attributes:
        now: When the run began, after any run that it had to wait for.
        tools: The adapters.
        asked: What the engine was asked.
        problems_beside: What the state and the stores have to say.
        arxiv_requests: How many requests went to arXiv.
    """

    now: datetime
    tools: Tools
    asked: MeteredEngine
    problems_beside: Callable[[], tuple[Problem, ...]]
    arxiv_requests: Callable[[], int]


@contextmanager
def opened(
    command: str,
    settings: Settings,
    environment: Environment,
    choices: Choices,
    screen: Screen,
    *,
    source: Source | None = None,
    store: PaidTranslations | None = None,
    state: State | None = None,
    engine: Engine | Why | None = None,
) -> Iterator[OpenRun]:
    """Open what a command needs, and close it again however it ends.

    Args:
        command: For the journal.
        environment: Clock, state folder, addresses.
        source: In place of arXiv (the demo's shipped day).
        store: In place of the store of paid translations (the demo's shipped texts).
        state: In place of what the state folder holds of the vault (the demo's own); closed like any other.
        engine: In place of the configured engine.

    Raises:
        VaultgenError: Something cannot be opened, or another run is at work and was not to be waited for; nothing
            was written.
    """
    folder = environment.state_folder
    with ExitStack() as stack:
        opening = State.rehearse if choices.is_dry_run else State.open
        state = stack.enter_context(state or opening(folder, settings.vault_root))
        await_turn(state, choices, screen)
        now = environment.now()
        vault = stack.enter_context(
            DiskVault(
                settings.vault_root,
                state,
                command=command,
                now=now,
                progress=partial(progress, screen),
                is_missing_meant=command == "restore",
                names=dict(settings.properties.rename),
            )
        )
        arxiv = LateArxiv(environment, now, screen, stack, keeps=not choices.is_dry_run)
        paid = store or stack.enter_context(_store(folder, settings, now, choices))
        chosen = engine if engine is not None else engine_for(settings, environment, choices, stack)
        asked = MeteredEngine(
            chosen,
            paid,
            screen,
            limit=limit_of(settings),
            service=settings.translation.engine,
            measure=measure_of(settings),
            price=settings.translation.price,
            is_billed=is_billed(settings),
            never_translate=never_translated(settings),
            is_asked_again=command == "refresh",
        )
        library, unread = read_libraries(settings.vault_root, settings.reading.library)
        own = own_templates(settings.vault_root, settings.vault.templates)
        look = gather(
            own,
            settings.language,
            habits(settings.vault_root),
            settings.timezone or machine_zone(),
            library,
        )
        compiled = CompiledTemplates(state.folder / "templates.db", rehearsal=state.is_rehearsal)
        stack.callback(compiled.close)
        look = replace(look, code=CodeStore(compiled.find, compiled.keep))
        daily = daily_problem(now.date(), settings.vault, look.habits)
        seen = _rehearsed(vault) if choices.is_dry_run else vault
        tools = Tools(
            source=source or arxiv,
            translate=asked.translate,
            can_translate=chosen is Why.DRY_RUN or not isinstance(chosen, Why),
            vault=seen,
            days=state,
            look=look,
            look_fingerprint=fingerprint_of(look, settings),
            due=paid.due,
            reuse=asked.reuse,
            is_short=asked.is_short,
            is_asked_again=asked.is_asked_again,
            reading=reading_of(seen, own, look.labels, library, with_others=settings.reading.near > 0)
            if settings.reading.rank
            else None,
        )
        yield OpenRun(
            now,
            tools,
            asked,
            problems_beside=lambda: (
                *vault.problems,
                *paid.problems,
                *unread,
                *filter(None, (daily, renamed_folder(vault.first_look, settings.vault.folder))),
            ),
            arxiv_requests=lambda: arxiv.sent,
        )


def _rehearsed(vault: DiskVault) -> "DryRunVault":
    from vaultgen.vault.dry_run import DryRunVault  # noqa: PLC0415 (only in a dry run)

    return DryRunVault(vault)


def _store(folder: Path, settings: Settings, now: datetime, choices: Choices) -> PaidTranslations:
    file = folder / "translations.db"
    return PaidTranslations(
        file,
        flavour_of(settings),
        today=now.date(),
        is_rehearsal=choices.is_dry_run,
        is_billed=is_billed(settings),
    )
