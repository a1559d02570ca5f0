"""A canvas of a week's papers, or of a day's: drawn because the person asks for it, from what stands in the vault."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath

from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.note.wanted import WholeFile
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.render.canvas import Drawn, canvas
from vaultgen.render.names import Names
from vaultgen.render.weekly import week_name
from vaultgen.run.ports import Tools
from vaultgen.run.there import listing_identity
from vaultgen.run.write import Written, write
from vaultgen.settings import Settings

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row.

    Attributes:
        name: `2026-W09`, or a day.
        days: Oldest first.
    """

    name: str
    days: tuple[date, ...]


def week_of(day: date) -> Span:
    """The ISO week of a day."""
    monday = day - timedelta(days=day.weekday())
    return Span(week_name(day), tuple(monday + timedelta(days=number) for number in range(_WEEK)))


def day_alone(day: date) -> Span:
    """One day."""
    return Span(day.isoformat(), (day,))


def draw_canvas(span: Span | None, settings: Settings, tools: Tools) -> tuple[PurePosixPath, Written]:
    """Draw a canvas, also where the person had deleted it.

    Args:
        span: What it shows; None for the newest week that has papers.
        settings: What the person chose.
        tools: The adapters.

    Returns:
        Where it is, and what became of it.

    Raises:
        VaultgenError: No paper of the vault was announced then.
    """
    snapshot = tools.vault.look()
    span = span or _newest_week(snapshot)
    if not _papers(span.days, snapshot):
        newest = _newest_week(snapshot).name
        raise VaultgenError(
            f"no paper of this vault was announced in {span.name}",
            f"the newest week that has papers: vaultgen canvas --week {newest}",
        )
    identity = Identity(Kind.CANVAS, span.name)
    if identity not in snapshot.notes and identity in tools.days.memory(()).written:
        tools.days.forget([identity])

    def wanted(now: Snapshot) -> tuple[WholeFile]:
        drawn = Drawn(
            span.name,
            _papers(span.days, now),
            tuple(_listings(span.days, now)),
            [interest.name for interest in settings.interests],
        )
        return (canvas(drawn, settings.vault.folder, tools.look, Names(now)),)

    return wanted(snapshot)[0].path, write(wanted, tools, frozenset())


def _newest_week(snapshot: Snapshot) -> Span:
    days = [facts.announced for facts in snapshot.papers.values() if facts.announced is not None]
    if not days:
        raise VaultgenError("this vault has no papers yet", "bring some in first: vaultgen today")
    return week_of(max(days))


def _papers(days: Iterable[date], snapshot: Snapshot) -> dict[Identifier, PaperFacts]:
    """The papers that were announced on these days."""
    return {
        identifier: facts
        for day in days
        for identifier, facts in _saying(day.isoformat(), snapshot)
        if facts.announced == day
    }


def _saying(text: str, snapshot: Snapshot) -> Iterator[tuple[Identifier, PaperFacts]]:
    for identity in snapshot.notes if snapshot.papers_saying is None else snapshot.papers_saying(text):
        place = note_of(snapshot, identity) if identity.kind is Kind.PAPER else None
        path = place.paths[0] if isinstance(place, Duplicates) else place
        if path is None or path not in snapshot.papers:
            continue
        try:
            yield Identifier(identity.key), snapshot.papers[path]
        except InvalidIdentifier:
            continue  # somebody wrote it by hand; it is not arXiv's


def _listings(days: Iterable[date], snapshot: Snapshot) -> Iterator[PurePosixPath]:
    for day in days:
        place = note_of(snapshot, listing_identity(day))
        if isinstance(place, PurePosixPath):
            yield place
