"""`vaultgen status`: how things stand, on one screen. It is never an error that DeepL does not answer."""

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vaultgen.cli.command import command
from vaultgen.cli.console import Screen
from vaultgen.cli.job_status import job_lines
from vaultgen.cli.messages import counted, weekday
from vaultgen.cli.month import Month, count_as_json, deepl_words, month_of, remaining, zone_of
from vaultgen.cli.offline_session import OfflineSession, at_hand
from vaultgen.cli.options import READS, Choices
from vaultgen.config import deepl_key
from vaultgen.config.environment import is_near
from vaultgen.config.secrets import OPENAI, key_of
from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Kind
from vaultgen.paper import announcement
from vaultgen.reconcile.renamed_folder import renamed_folder
from vaultgen.report import heading, problems_as_json
from vaultgen.translate.measures import Measure
from vaultgen.workflows.review import waiting
from vaultgen.workflows.status import VaultStatus, vault_status

if TYPE_CHECKING:
    from vaultgen.relevance.reading import CountedReading
    from vaultgen.vault.dry_run import DryRunVault
    from vaultgen.vault.vault import DiskVault


ENOUGH = 5_000
"""Characters that do for a paper: arXiv's longest abstracts have 3,600, and titles are counted, too."""

_NOTHING = "Nothing needs doing; vaultgen doctor also checks notes, templates and connections."
"""No more than was looked at: to open every note takes longer than a glance may."""

_NOUNS = {Kind.PAPER: "paper", Kind.AUTHOR: "author", Kind.SUBJECT: "subject", Kind.LISTING: "listing"}


_Job = tuple[str, Problem | None]
"""A line on a daily job, and what is wrong with it."""


@command("status", example="vaultgen status --vault ~/Notes", shares=READS)
def run_status(choices: Choices, screen: Screen) -> int:
    """Show finished and missing days, notes, pending translations, and characters used this month."""
    with at_hand(choices, screen) as hand:
        now = hand.environment.now()
        with hand.vault("status") as vault:
            snapshot = vault.look()
            last = hand.state.last_finished()
            known = hand.state.places().values() if snapshot.unreadable else ()
            stands = vault_status(now, hand.settings, snapshot, hand.state, last_finished=last, known=known)
            kept = len(waiting(hand.state.proposals, snapshot, vault))
            renamed = renamed_folder(snapshot, hand.settings.vault.folder)
            read, of_library = _read(hand, vault) if stands.notes.get(Kind.PAPER) else (None, ())
            problems = (*vault.problems, *of_library, *filter(None, (renamed,)))
        month = month_of(hand, now)
        if choices.as_json:
            document = _as_json(hand, stands, kept, month, read)
            screen.json_document({**document, "problems": problems_as_json(problems)})
            return 0
        jobs = tuple(job_lines(hand.settings, hand.environment))
        for words, said in _rows(hand, stands, kept, month, read, jobs):
            screen.row(words, said)
        to_do = [
            *_to_do(stands, kept, month, can_translate=_can_translate(hand)),
            *_to_repair(hand, stands, jobs),
        ]
        if to_do or not problems:
            screen.result("What to do:" if to_do else _NOTHING)
        for typed, why in to_do:
            screen.row(f"  {typed}", why)
        for problem in problems:
            screen.problem(problem)
    return 0


def _read(
    hand: OfflineSession, vault: "DiskVault | DryRunVault"
) -> "tuple[CountedReading | None, tuple[Problem, ...]]":
    """Return what counts as read, and what is wrong with the library; None and nothing if papers are not ranked."""
    if not hand.settings.reading.rank:
        return None, ()
    from vaultgen.cli.reading import reading_at  # noqa: PLC0415 (only where it is needed: every command comes by here)

    reading, problems = reading_at(hand, vault)
    return reading.counted, problems


def _rows(
    hand: OfflineSession,
    stands: VaultStatus,
    kept: int,
    month: Month,
    read: "CountedReading | None",
    jobs: Sequence[_Job],
) -> Iterator[tuple[str, str]]:
    yield "vault", str(hand.settings.vault_root)
    yield "last finished day", str(stands.last_finished or "none yet")
    yield "days missing", ", ".join(map(str, stands.missing)) or "none"
    yield "next announcement", _next_announcement(hand)
    notes = [counted(stands.notes.get(kind, 0), noun) for kind, noun in _NOUNS.items()]
    yield "notes", ", ".join(notes)
    yield "pending translations", counted(stands.pending, "paper")
    yield "kept edits", str(kept)
    if read is not None:
        from vaultgen.cli.reading import rows_of  # noqa: PLC0415 (only where it is needed: every command comes by here)

        yield from rows_of(read, is_near_shown=bool(hand.settings.reading.near))
    reset = f"resets in {counted(month.days_until_reset, 'day')}"
    left = f"{remaining(month)} left, " if month.limit else "no limit, "
    of = f" of {month.limit}" if month.limit else ""
    yield f"{month.measure} this month", f"{month.used}{of}, {left}{reset}"
    yield "DeepL's own count", deepl_words(month)
    lines = [f"{line}   (vaultgen doctor says what to do)" if problem else line for line, problem in jobs]
    yield "daily job", "; ".join(lines) or "none   (vaultgen schedule prints one, or installs it)"


def _next_announcement(hand: OfflineSession) -> str:
    day = announcement.upcoming(hand.environment.now())
    zone = zone_of(hand)
    return f"{weekday(day)} {day}, in the feed from {announcement.in_feed_from(day).astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


def _to_do(stands: VaultStatus, kept: int, month: Month, *, can_translate: bool) -> Iterator[tuple[str, str]]:
    """Yield what the person could type now, and what for."""
    does = ["brings in what is missing"] if stands.missing else []
    does += [_finishes(stands, month)] if stands.pending and can_translate else []
    if does:
        yield "vaultgen today", ", ".join(does)
    if stands.pending and not can_translate:
        yield (
            "vaultgen doctor",
            f"says what the translations of {counted(stands.pending, 'paper')} still lack",
        )
    if stands.left_alone:
        yield (
            "vaultgen doctor",
            f"says what to do about {counted(stands.left_alone, 'note')} that nothing writes to",
        )
    if kept:
        yield "vaultgen review", f"shows {counted(kept, 'new text')} that your edits held back"


def _to_repair(hand: OfflineSession, stands: VaultStatus, jobs: Sequence[_Job]) -> Iterator[tuple[str, str]]:
    """Yield what doctor would warn of, as far as it shows without opening notes or asking anybody."""
    if not stands.pending and _wants_translation(hand) and not _can_translate(hand):
        yield "vaultgen doctor", "says what translating still lacks"
    if any(problem for _, problem in jobs):
        yield "vaultgen doctor", "says what to do about the daily job"


def _finishes(stands: VaultStatus, month: Month) -> str:
    """Return what a run can do for the papers that wait, with the characters that may still be sent."""
    papers = f"the translations of {counted(stands.pending, 'paper')}"
    usage = month.deepl
    own = remaining(month) if month.limit else None
    deepls = max(0, usage.allowed - usage.used) if usage is not None and usage.allowed else None
    by_texts = month.measure is Measure.TEXTS
    if own is not None and own < (1 if by_texts else stands.shortest):
        again = counted(month.days_until_reset, "day")
        return f"finishes {papers} in {again}, or once translation.{month.measure}_per_month is raised"
    if deepls is not None and deepls < stands.shortest:
        return f"finishes {papers} once DeepL's quota renews"
    left = min((each for each in (own, deepls) if each is not None), default=None)
    if left is not None and left < stands.pending * (2 if by_texts else ENOUGH):
        return f"finishes {papers} as far as {counted(left, month.measure.removesuffix('s'))} go"
    return f"finishes {papers}"


def _wants_translation(hand: OfflineSession) -> bool:
    return hand.settings.translation.engine != "off" and bool(hand.settings.language)


def _can_translate(hand: OfflineSession) -> bool:
    """Return whether a run would have an engine; DeepL itself is not asked."""
    chosen = hand.settings.translation
    if not _wants_translation(hand):
        return False
    try:
        if chosen.engine == "openai":
            return is_near(chosen.base_url) or key_of(OPENAI, os.environ) is not None
        if chosen.engine == "command":
            return shutil.which(chosen.command[0]) is not None
        return deepl_key(os.environ) is not None
    except VaultgenError:
        return False


def _as_json(
    hand: OfflineSession, stands: VaultStatus, kept: int, month: Month, read: "CountedReading | None"
) -> dict[str, object]:
    usage, reading = month.deepl, {}
    if read is not None:
        from vaultgen.cli.reading import as_json  # noqa: PLC0415 (only where it is needed: every command comes by here)

        reading = {"reading": as_json(read)}
    return {
        **heading("status", str(hand.settings.vault_root)),
        "last_finished": stands.last_finished.isoformat() if stands.last_finished else None,
        "missing": [day.isoformat() for day in stands.missing],
        "notes": {noun: stands.notes.get(kind, 0) for kind, noun in _NOUNS.items()},
        "pending": stands.pending,
        "left_alone": stands.left_alone,
        "kept": kept,
        **reading,
        "characters": count_as_json(month, Measure.CHARACTERS),
        **({"texts": count_as_json(month, Measure.TEXTS)} if month.measure is Measure.TEXTS else {}),
        "deepl": {"used": usage.used, "limit": usage.allowed} if usage else None,
        "daily_jobs": [line for line, _ in job_lines(hand.settings, hand.environment)],
    }
