"""`vaultgen doctor`: what is wrong with configuration, key, reachability and vault, each with what to do."""

import os
import shutil
from collections.abc import Callable
from typing import Annotated

import typer
from msgspec import Struct, field

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.engine import no_key, openai_engine
from vaultgen.cli.job_status import job_lines
from vaultgen.cli.messages import counted
from vaultgen.cli.offline_session import AtHand, at_hand
from vaultgen.cli.options import READS, Choices
from vaultgen.cli.reading import reading_at, said_of, speaking
from vaultgen.cli.templates import check
from vaultgen.config import refuse_key_in_files
from vaultgen.config.secrets import DEEPL, Secret, looked_up
from vaultgen.errors import ConfigurationError, Problem, VaultgenError
from vaultgen.fetch.http import Http
from vaultgen.fetch.transport import OK
from vaultgen.note.link_values import name_in
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper import announcement
from vaultgen.reconcile.checkup import examine, notes_to_examine
from vaultgen.reconcile.renamed_folder import renamed_folder
from vaultgen.render.daily_note import daily_path, daily_problem
from vaultgen.render.paths import FOLDERS
from vaultgen.report import heading, problems_as_json
from vaultgen.select.evidence import unanswered_authors
from vaultgen.translate.request import Why
from vaultgen.translators.deepl_api import DeepL
from vaultgen.vault.dry_run import Rehearsal
from vaultgen.vault.folders import unusable
from vaultgen.vault.left_alone import is_told, left_alone
from vaultgen.vault.obsidian_settings import habits
from vaultgen.vault.trash import TRASH
from vaultgen.vault.vault import Vault

KNOWN_PAPER = "1706.03762"
"""Asked for to see whether the API answers; what it says is not looked at."""
PATIENCE = 15.0


class _Findings(Struct):
    """What was looked at, and what is wrong.

    Attributes:
        well: What is in order, each with a word on it.
        problems: What is not.
    """

    well: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def look(self, what: str, check: Callable[[], str]) -> None:
        """Look at one thing; a check says a word, or raises what is wrong."""
        try:
            self.well.append((what, check()))
        except ConfigurationError as error:
            self.problems += error.problems
        except VaultgenError as error:
            self.problems.append(error.problem)


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
    with at_hand(choices, screen, writes=confirm_deleted) as hand:
        found = _Findings()
        found.look("configuration", lambda: _configuration(hand))
        found.look("state folder", lambda: _state_folder(hand))
        found.look("translation", lambda: _translation(hand, is_offline=offline))
        if not offline:
            _arxiv(hand, found)
        found.look("templates", lambda: _templates(hand, found))
        if hand.settings.vault.daily_note:
            found.look("daily note", lambda: _daily_note(hand))
        _daily_jobs(hand, found)
        _vault(hand, found, confirms_deleted=confirm_deleted)
        problems = tuple(dict.fromkeys(found.problems))
        if choices.as_json:
            head = heading("doctor", str(hand.settings.vault_root))
            well = [{"what": what, "word": word} for what, word in found.well]
            screen.json_document({**head, "well": well, "problems": problems_as_json(problems)})
            return int(bool(problems))
    for what, word in found.well:
        screen.result(f"{what:14}  {word}")
    for problem in problems:
        screen.problem(problem)
    screen.result(f"{counted(len(problems), 'finding')}." if problems else "Nothing needs doing.")
    return int(bool(problems))


def _configuration(hand: AtHand) -> str:
    settings = hand.settings
    categories = f"{len(settings.categories)} {'category' if len(settings.categories) == 1 else 'categories'}"
    return f"{settings.source}: {categories}, {counted(len(settings.interests), 'interest')}"


def _state_folder(hand: AtHand) -> str:
    folder = hand.environment.state_folder
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(existing, os.W_OK):
        raise VaultgenError(
            f"the state folder {folder} cannot be written",
            "make it writable, or name another one: VAULTGEN_STATE_DIR=DIR",
        )
    return str(folder)


def _translation(hand: AtHand, *, is_offline: bool) -> str:
    """Engine and key; the key itself is never shown."""
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
        raise _no_key(Why.KEYRING if is_silent else Why.NO_KEY, "deepl")
    refuse_key_in_files(key, hand.settings.vault_root, hand.settings.source)
    return "a DeepL key is there" if is_offline else _deepl(hand, key)


def _openai(hand: AtHand, *, is_offline: bool) -> str:
    engine = openai_engine(hand.settings)
    if isinstance(engine, Why):
        raise _no_key(engine, "openai")
    if not is_offline:
        try:
            engine.check()
        finally:
            engine.close()
    chosen = hand.settings.translation
    return f"{chosen.model} at {chosen.base_url}"


def _no_key(why: Why, engine: str) -> VaultgenError:
    told = no_key(why, engine, "translations wait")
    return VaultgenError(told.problem, told.hint)


def _templates(hand: AtHand, found: _Findings) -> str:
    checked = check(hand.settings)
    found.problems += checked.problems
    edited = len(checked.edited) - len(checked.unchanged)
    return f"{counted(edited, 'template')} of your own" if edited else "the built-in ones"


def _daily_note(hand: AtHand) -> str:
    """Where Obsidian's settings put the daily note of the newest announcement, as they are read here."""
    settings, day = hand.settings, announcement.newest(hand.environment.now())
    how = habits(settings.vault_root)
    problem = daily_problem(day, settings.vault, how)
    if problem is not None:
        raise VaultgenError(problem.problem, problem.hint)
    path = daily_path(day, how)
    is_there = path is not None and (settings.vault_root / path).is_file()
    return f"{path}{'' if is_there else ' (not there yet: it gets its line once you begin it)'}"


def _daily_jobs(hand: AtHand, found: _Findings) -> None:
    """None is not a fault: many type the command themselves."""
    jobs = tuple(job_lines(hand.settings, hand.environment))
    for line, problem in jobs:
        found.well.append(("daily job", line))
        found.problems += [problem] if problem is not None else []
    if not jobs:
        found.well.append(("daily job", "none; install one: vaultgen schedule --install"))


def _deepl(hand: AtHand, key: Secret) -> str:
    engine = DeepL(
        key.reveal(), server_url=hand.environment.deepl_server_url, timeout=PATIENCE, pause=lambda _: None
    )
    try:
        usage = engine.usage()
    finally:
        engine.close()
    if usage.allowed and usage.used >= usage.allowed:
        raise VaultgenError(
            f"DeepL's quota is used up: {usage.used} of {usage.allowed} characters",
            "nothing to do: the first run after it renews finishes what waits; or take a larger plan",
        )
    return "DeepL answers and accepts the key"


def _arxiv(hand: AtHand, found: _Findings) -> None:
    """One request to the feed and one to the API, through the one door and at its pace."""
    place = hand.environment
    delay = min(place.delay_for(place.feed_url), place.delay_for(place.api_url))
    with Http(delay=delay, folder=place.state_folder / "arxiv") as http:
        category = hand.settings.categories[0]
        found.look("arXiv's feed", lambda: _asked(http, f"{place.feed_url}/{category}"))
        found.look(
            "arXiv's API", lambda: _asked(http, f"{place.api_url}?id_list={KNOWN_PAPER}&max_results=1")
        )


def _asked(http: Http, url: str) -> str:
    answer = http.get(url)
    if answer.status != OK:
        raise VaultgenError(f"{url} answered {answer.status}", "run again later today")
    return f"answers ({url.partition('?')[0]})"


def _vault(hand: AtHand, found: _Findings, *, confirms_deleted: bool) -> None:
    with hand.vault("doctor") as vault:
        if confirms_deleted and isinstance(vault, Vault):
            gone = vault.confirm_deleted()
            found.well.append(("deleted", f"{counted(len(gone), 'note')} taken for deleted on purpose"))
            if gone:
                found.well.append(("", "to restore them: vaultgen restore --all"))
        try:
            snapshot = vault.look()
        except VaultgenError as error:
            found.problems.append(error.problem)
            return
        home = hand.settings.vault.folder
        places = (*(home / name for name in FOLDERS), TRASH)
        found.problems += dict.fromkeys(unusable(hand.settings.vault_root, places))
        renamed = renamed_folder(snapshot, home)
        found.problems += [renamed] if renamed is not None else []
        found.problems += examine(snapshot, vault.read(notes_to_examine(snapshot)))
        known = set(hand.state.places().values()) if snapshot.unreadable else set()
        for path, why in sorted(snapshot.unreadable.items()):
            if path in known or is_told(why):
                found.problems.append(
                    Problem(
                        f"{path}: {why}; it is left alone",
                        "make it a readable file, or leave it: nothing of it is needed",
                    )
                )
        named = left_alone(snapshot)  # `examine` told what to write into each
        found.problems += (one for one in vault.problems if one not in named)
        found.well += _unanswered(hand, snapshot)
        _reading(hand, vault, found)
        count = len(notes_to_examine(snapshot))
        found.well.append(
            ("vault", f"{hand.settings.vault_root}: {counted(count, 'note')} written by vaultgen")
        )


def _reading(hand: AtHand, vault: Vault | Rehearsal, found: _Findings) -> None:
    """Look at what counts as read, at the person's library, and at whether a template speaks for the person."""
    if not hand.settings.reading.rank:
        return
    reading, problems = reading_at(hand, vault)
    found.problems += problems
    if reading.counted.total:
        found.well.append(("read papers", said_of(reading.counted)))
    found.problems += filter(None, (speaking(reading.counted),))


def _unanswered(hand: AtHand, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Name author queries that no paper in the vault answers: a name written in an unknown form finds nothing for ever."""
    papers = snapshot.papers.values()
    names = {name_in(element) for facts in papers for element in facts.authors}
    queries = (one.query for one in hand.settings.interests)
    missed = unanswered_authors(queries, names) if papers else ()
    told = [
        (
            "author query",
            f'au:"{words}" never matched any of the {counted(len(papers), "paper")} in the vault',
        )
        for words in missed
    ]
    return [*told, ("", 'forms that work: au:"Family", au:"G. Family", au:"Family, G."')] if told else []
