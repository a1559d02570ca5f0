"""`vaultgen doctor`: what is wrong with configuration, key, reachability and vault, each with what to do."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.engine import no_key, openai_engine
from vaultgen.cli.findings import Findings, Level, problems_of, show
from vaultgen.cli.job_status import job_lines
from vaultgen.cli.messages import counted
from vaultgen.cli.offline_session import OfflineSession, at_hand
from vaultgen.cli.options import READS, Choices
from vaultgen.cli.reading import reading_at, said_of, speaking
from vaultgen.cli.templates import check
from vaultgen.config import refuse_key_in_files
from vaultgen.config.secrets import DEEPL, Secret, looked_up
from vaultgen.errors import ConfigurationError, Problem, VaultgenError
from vaultgen.note.link_values import name_in
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.reconcile.checkup import examine, notes_to_examine
from vaultgen.reconcile.renamed_folder import renamed_folder
from vaultgen.render.daily_place import daily_path, daily_problem
from vaultgen.report import heading, problems_as_json
from vaultgen.select.terms import Field, terms
from vaultgen.settings import FOLDERS
from vaultgen.translate.request import Why
from vaultgen.vault.dry_run import DryRunVault
from vaultgen.vault.folders import unusable
from vaultgen.vault.left_alone import is_reported, left_alone
from vaultgen.vault.obsidian_settings import habits
from vaultgen.vault.trash import TRASH
from vaultgen.vault.vault import DiskVault

if TYPE_CHECKING:
    from vaultgen.fetch.http import Http

KNOWN_PAPER = "1706.03762"
"""Asked for to see whether the API answers; what it says is not looked at."""
PATIENCE = 15.0
_WAIT = "translations wait"


@command("doctor", example="vaultgen doctor --offline", shares=READS)
def run_doctor(
    choices: Choices,
    screen: Screen,
    confirm_deleted: Annotated[
        bool,
        typer.Option("--confirm-deleted", help="Confirm that the missing notes were deleted on purpose."),
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Send nothing over the network.")] = False,
    note: Annotated[
        str | None,
        typer.Option("--reseal", metavar="NOTE", help="Make a new seal for this note; check nothing else."),
    ] = None,
) -> int:
    """Check configuration, key, network and vault, and say how to fix what is wrong."""
    if note is not None:
        from vaultgen.cli.resealing import reseal_note  # noqa: PLC0415 - loaded where it is asked for

        return reseal_note(note, choices, screen)
    found = Findings()
    try:
        with at_hand(choices, screen, writes=confirm_deleted) as hand:
            _check(hand, found, confirms_deleted=confirm_deleted, is_offline=offline)
            root = str(hand.settings.vault_root)
    except VaultgenError as error:
        if choices.as_json:
            raise
        found.fail("configuration" if isinstance(error, ConfigurationError) else "vault", problems_of(error))
    if choices.as_json:
        screen.json_document({**heading("doctor", root), **_as_json(found)})
    else:
        show(found, screen)
    return int(bool(found.of(Level.PROBLEM)))


def _check(hand: OfflineSession, found: Findings, *, confirms_deleted: bool, is_offline: bool) -> None:
    found.look("configuration", lambda: _configuration(hand))
    found.look("state folder", lambda: _state_folder(hand))
    found.look("translation", lambda: _translation(hand, is_offline=is_offline))
    if not is_offline:
        _arxiv(hand, found)
    _templates(hand, found)
    if hand.settings.vault.daily_note:
        found.look("daily note", lambda: _daily_note(hand))
    _daily_jobs(hand, found)
    _vault(hand, found, confirms_deleted=confirms_deleted)


def _as_json(found: Findings) -> dict[str, object]:
    return {
        "well": [{"what": one.what, "word": one.said} for one in found.of(Level.OK)],
        "warnings": problems_as_json(one.as_problem() for one in found.of(Level.WARNING)),
        "problems": problems_as_json(one.as_problem() for one in found.of(Level.PROBLEM)),
    }


def _configuration(hand: OfflineSession) -> str:
    settings = hand.settings
    categories = f"{len(settings.categories)} {'category' if len(settings.categories) == 1 else 'categories'}"
    return f"{settings.source}: {categories}, {counted(len(settings.interests), 'interest')}"


def _state_folder(hand: OfflineSession) -> str:
    folder = hand.environment.state_folder
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK)):
        raise VaultgenError(
            f"the state folder {folder} cannot be written",
            "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
        )
    return str(folder)


def _translation(hand: OfflineSession, *, is_offline: bool) -> str | Problem:
    """Check engine and key; the key itself is never shown. Without a key notes are written all the same."""
    chosen = hand.settings.translation
    if not hand.settings.language or chosen.engine == "off":
        return "off"
    if chosen.engine == "command":
        if shutil.which(chosen.command[0]) is None:
            raise VaultgenError(
                f'translation.command: "{chosen.command[0]}" cannot be started',
                "check that it is installed and on the PATH",
            )
        return f"by the command {' '.join(chosen.command)}"
    if chosen.engine == "openai":
        return _openai(hand, is_offline=is_offline)
    key, is_silent = looked_up(DEEPL, os.environ)
    if key is None:
        return no_key(Why.KEYRING if is_silent else Why.NO_KEY, "deepl", _WAIT)
    refuse_key_in_files(key, hand.settings.vault_root, hand.settings.source)
    return "a DeepL key is there" if is_offline else _deepl(hand, key)


def _openai(hand: OfflineSession, *, is_offline: bool) -> str | Problem:
    engine = openai_engine(hand.settings)
    if isinstance(engine, Why):
        return no_key(engine, "openai", _WAIT)
    if not is_offline:
        try:
            engine.check()
        finally:
            engine.close()
    chosen = hand.settings.translation
    return f"{chosen.model} at {chosen.base_url}"


def _templates(hand: OfflineSession, found: Findings) -> None:
    what = "templates"
    try:
        checked = check(hand.settings)
    except VaultgenError as error:
        found.fail(what, problems_of(error))
        return
    found.fail(what, checked.problems)
    if not checked.problems:
        edited = len(checked.edited) - len(checked.unchanged)
        found.ok(what, f"{counted(edited, 'template')} of your own" if edited else "the built-in ones")


def _daily_note(hand: OfflineSession) -> str:
    """Say where Obsidian's settings put the daily note of the newest announcement, as they are read here."""
    settings, day = hand.settings, announcement.newest(hand.environment.now())
    how = habits(settings.vault_root)
    problem = daily_problem(day, settings.vault, how)
    if problem is not None:
        raise VaultgenError(problem.problem, problem.hint)
    path = daily_path(day, how)
    is_there = path is not None and (settings.vault_root / path).is_file()
    return f"{path}{'' if is_there else ' (not there yet: it gets its line once you begin it)'}"


def _daily_jobs(hand: OfflineSession, found: Findings) -> None:
    """Check the daily jobs; a vault without any is fine: many type the command themselves."""
    jobs = tuple(job_lines(hand.settings, hand.environment))
    for line, problem in jobs:
        if problem is None:
            found.ok("daily job", line)
        else:
            found.fail("daily job", [problem])
    if not jobs:
        found.ok("daily job", "none; install one: vaultgen schedule --install")


def _deepl(hand: OfflineSession, key: Secret) -> str | Problem:
    from vaultgen.translators.deepl_api import DeepL  # noqa: PLC0415 (not offline)

    engine = DeepL(
        key.reveal(), server_url=hand.environment.deepl_server_url, timeout=PATIENCE, pause=lambda _: None
    )
    try:
        usage = engine.usage()
    finally:
        engine.close()
    if usage.allowed and usage.used >= usage.allowed:
        return Problem(
            f"DeepL's quota is used up: {usage.used} of {usage.allowed} characters",
            "nothing to do: the first run after it renews finishes what waits; or take a larger plan",
        )
    return "DeepL answers and accepts the key"


def _arxiv(hand: OfflineSession, found: Findings) -> None:
    """Check arXiv with one request to the feed and one to the API, at the pace of any run."""
    from vaultgen.fetch.http import Http  # noqa: PLC0415 (not offline)

    place = hand.environment
    delay = min(place.delay_for(place.feed_url), place.delay_for(place.api_url))
    with Http(delay=delay, folder=place.state_folder / "arxiv") as http:
        category = hand.settings.categories[0]
        found.look("arXiv's feed", lambda: _reach(http, f"{place.feed_url}/{category}"))
        found.look(
            "arXiv's API", lambda: _reach(http, f"{place.api_url}?id_list={KNOWN_PAPER}&max_results=1")
        )


def _reach(http: "Http", url: str) -> str:
    from vaultgen.fetch.transport import OK  # noqa: PLC0415 (not offline)

    answer = http.get(url)
    if answer.status != OK:
        raise VaultgenError(f"{url} answered {answer.status}", "run again later today")
    return f"answers ({url.partition('?')[0]})"


def _vault(hand: OfflineSession, found: Findings, *, confirms_deleted: bool) -> None:
    with hand.vault("doctor") as vault:
        if confirms_deleted and isinstance(vault, DiskVault):
            gone = vault.confirm_deleted()
            hint = "to restore them: vaultgen restore --all" if gone else ""
            found.ok("deleted", f"{counted(len(gone), 'note')} taken for deleted on purpose", hint)
        try:
            snapshot = vault.look()
        except VaultgenError as error:
            found.fail("vault", [error.problem])
            return
        found.fail("vault", _of_notes(hand, vault, snapshot))
        _unanswered(hand, snapshot, found)
        _reading(hand, vault, found)
        count = len(notes_to_examine(snapshot))
        found.ok("vault", f"{hand.settings.vault_root}: {counted(count, 'note')} written by vaultgen")


def _of_notes(hand: OfflineSession, vault: DiskVault | DryRunVault, snapshot: Snapshot) -> Iterator[Problem]:
    home = hand.settings.vault.folder
    places = (*(home / name for name in FOLDERS), TRASH)
    yield from unusable(hand.settings.vault_root, places)
    yield from filter(None, (renamed_folder(snapshot, home),))
    names = dict(hand.settings.properties.rename)
    yield from examine(snapshot, vault.read(notes_to_examine(snapshot)), names)
    known = set(hand.state.places().values()) if snapshot.unreadable else set()
    for path, why in sorted(snapshot.unreadable.items()):
        if path in known or is_reported(why):
            yield Problem(
                f"{path}: {why}; it is left alone",
                "make it a readable file, or leave it: nothing of it is needed",
            )
    named = left_alone(snapshot)  # `examine` told what to write into each
    yield from (one for one in vault.problems if one not in named)


def _reading(hand: OfflineSession, vault: DiskVault | DryRunVault, found: Findings) -> None:
    """Look at what counts as read, at the person's library, and at whether a template speaks for the person."""
    if not hand.settings.reading.rank:
        return
    reading, problems = reading_at(hand, vault)
    found.fail("library", problems)
    if reading.counted.total:
        found.ok("read papers", said_of(reading.counted))
    for one in filter(None, (speaking(reading.counted),)):
        found.warn("read papers", one)


def _unanswered(hand: OfflineSession, snapshot: Snapshot, found: Findings) -> None:
    """Name author queries that no paper in the vault answers: a name written in an unknown form finds nothing for ever."""
    queries = [one.query for one in hand.settings.interests]
    if not any(term.field is Field.AUTHOR for query in queries for term in terms(query)):
        return
    from vaultgen.select.evidence import unanswered_authors  # noqa: PLC0415 (only where an author is sought)

    papers = snapshot.papers.values()
    names = {name_in(element) for facts in papers for element in facts.authors}
    for words in unanswered_authors(queries, names) if papers else ():
        said = f'au:"{words}" never matched any of the {counted(len(papers), "paper")} in the vault'
        found.warn(
            "author query", Problem(said, 'forms that work: au:"Family", au:"G. Family", au:"Family, G."')
        )
