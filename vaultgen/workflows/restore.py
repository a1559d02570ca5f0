"""Bring back notes that the person had deleted: those of named papers, of a day, or all of them.

Everything is fetched again and written as if it had never been deleted. Restoring a paper neither finishes its day nor
reopens it; restoring a day brings the notes of it that are there up to date, as `vaultgen today --day` does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.document.listings import ExistingListing, existing_listing
from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Identity, Kind, listing_identity, paper_identity
from vaultgen.note.link_values import name_in
from vaultgen.note.lookup import Duplicates, lost_note_of, note_of
from vaultgen.note.names import author_key
from vaultgen.note.paper_index import codes_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import AnnounceType, Paper
from vaultgen.reconcile.changes import Memory
from vaultgen.settings import Settings
from vaultgen.workflows.alone import announced_later, sections_of, write_alone
from vaultgen.workflows.day import announce
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import Omission, not_answered
from vaultgen.workflows.ports import Days, FetchedPapers, Tools
from vaultgen.workflows.refresh import failed
from vaultgen.workflows.today import renew
from vaultgen.workflows.trends import both, restored_files


class RestoredPaper(Struct, frozen=True):
    """Say what became of the note of one paper.

    Attributes:
        path: Where it is; None where it could not be written, which `done` explains.
        done: The day to which it belongs; None where the note had not been deleted.
    """

    path: PurePosixPath | None
    done: DayDone | None = None


class RestoredDays(Struct, frozen=True):
    """Say what became of everything that was to come back.

    Attributes:
        days: What was written, by day; papers that belong to no listing each have an entry of their own.
        left_out: Papers that arXiv did not give.
        problems: Why they are missing.
    """

    days: tuple[DayDone, ...]
    left_out: tuple[Omission, ...] = ()
    problems: tuple[Problem, ...] = ()


class _NothingDeleted:
    """Hide from a run which notes are known to have been deleted, so that it writes them again."""

    def __init__(self, days: Days) -> None:
        self._days = days

    def __getattr__(self, name: str) -> object:
        return getattr(self._days, name)

    def memory(self, identities: Iterable[Identity]) -> Memory:
        """Return the base texts alone."""
        return Memory(bases=self._days.memory(identities).bases)


def restore(paper: Identifier, settings: Settings, tools: Tools) -> RestoredPaper:
    """Bring the note of a paper back.

    Raises:
        VaultgenError: The vault never had a note of it or has several, or arXiv does not answer; nothing was written.
    """
    snapshot = tools.vault.look()
    identity = paper_identity(paper)
    there = note_of(snapshot, identity)
    if isinstance(there, Duplicates):
        raise VaultgenError(
            f"there are several notes of {paper}: {', '.join(map(str, there.paths))}",
            "keep one and delete the others, or take arxiv_id out of them",
        )
    if there is not None:
        return RestoredPaper(there)
    lost = lost_note_of(snapshot, identity)
    if lost is not None:
        raise VaultgenError(
            f"{lost} is the note of {paper} and has lost its arxiv_id (nothing was written)",
            f'write this line into its properties: arxiv_id: "{paper.uri}"; or delete it, then restore it',
        )
    listings = [each for each in _listings(snapshot, tools) if paper in each.papers]
    if not listings and identity not in tools.days.memory(()).written:
        raise VaultgenError(
            f"no note of {paper} was ever in this vault", f"to write one: vaultgen add {paper}"
        )
    told = tools.source.papers([paper])
    if paper not in told.found:
        raise VaultgenError(
            told.problems[0].problem if told.problems else f"arXiv knows no paper {paper}",
            told.problems[0].hint if told.problems else "check the identifier: vaultgen restore ID",
        )
    done = write_alone(
        told.found[paper], listings[0] if listings else None, settings, _with_nothing_deleted(tools)
    )
    path = next((change.path for change in done.written.applied if change.identity == identity), None)
    return RestoredPaper(path, done)


def restore_day(day: date, settings: Settings, tools: Tools) -> RestoredDays:
    """Bring back everything of a day that was deleted: its papers, their authors and subjects, its listing.

    Raises:
        VaultgenError: The vault never had anything of this day.
    """
    snapshot = tools.vault.look()
    papers = _papers_of(day, snapshot, tools)
    listing = listing_identity(day)
    if not (papers or listing in snapshot.notes or listing in tools.days.memory(()).written):
        raise VaultgenError(
            f"nothing of {day} was ever in this vault", f"to bring it in: vaultgen today --day {day}"
        )
    done = _restored_day(day, settings, tools)
    return _with_single_papers((done,), papers, settings, tools)


def restore_all(settings: Settings, tools: Tools) -> RestoredDays:
    """Bring back everything that was deleted, oldest day first.

    Raises:
        VaultgenError: The vault cannot be used.
    """
    snapshot = tools.vault.look()
    gone = deleted_notes(snapshot, tools)
    days = tuple(_restored_day(day, settings, tools) for day in _days_of(gone, snapshot, tools))
    papers = [Identifier(one.key) for one in gone if one.kind is Kind.PAPER]
    done = _with_single_papers(days, papers, settings, tools)
    written = restored_files(gone, settings, tools)
    if written is None:
        return done
    newest = max((one.day for one in _listings(snapshot, tools) if one.day), default=announcement.BEGAN)
    *before, last = done.days or (DayDone(newest, "already-done"),)
    return replace(done, days=(*before, replace(last, written=both(last.written, written))))


def deleted_notes(snapshot: Snapshot, tools: Tools) -> frozenset[Identity]:
    """Return every note that was in this vault once and is not there now, as far as state and vault know."""
    gone = {one for one in tools.days.memory(()).written if one not in snapshot.notes}
    gone |= {
        identity
        for listing in _listings(snapshot, tools)
        for paper in listing.papers
        if (identity := paper_identity(paper)) not in snapshot.notes
    }
    if not tools.days.has_memory:
        days = {facts.announced for facts in snapshot.papers.values() if facts.announced is not None}
        gone |= {one for one in map(listing_identity, days) if one not in snapshot.notes}
    return frozenset(gone)


def _with_nothing_deleted(tools: Tools) -> Tools:
    return replace(tools, days=cast("Days", _NothingDeleted(tools.days)))


def _days_of(gone: frozenset[Identity], snapshot: Snapshot, tools: Tools) -> list[date]:
    """Return the days to be looked at so that all of these notes come back, oldest first."""
    days = {date.fromisoformat(one.key) for one in gone if one.kind is Kind.LISTING}
    papers = {one.key for one in gone if one.kind is Kind.PAPER}
    listings = {one.day: one for one in _listings(snapshot, tools) if one.day is not None}
    days |= {day for day, one in listings.items() if any(str(paper) in papers for paper in one.papers)}
    authors = {one.key for one in gone if one.kind is Kind.AUTHOR}
    subjects = {one.key for one in gone if one.kind is Kind.SUBJECT}
    for facts in snapshot.papers.values() if authors or subjects else ():
        is_named = any(author_key(name_in(one)) in authors for one in facts.authors)
        if facts.announced in listings and (is_named or subjects & set(codes_of(facts))):
            days.add(facts.announced)
    if not days and listings and any(one.kind is Kind.BASE for one in gone):
        days.add(max(listings))
    return sorted(days)


def _restored_day(day: date, settings: Settings, tools: Tools) -> DayDone:
    """Bring back what is missing of a day; its listing tells what it had, or arXiv where that is gone, too."""
    restoring = _with_nothing_deleted(tools)
    snapshot = tools.vault.look()
    standing = next((one for one in _listings(snapshot, tools) if one.day == day), None)
    if standing is None:
        return announce(day, settings, restoring, on_request=True)
    told = tools.source.papers(sorted(standing.papers))
    kinds = _announce_types(day, tools)
    papers = {
        paper: _facts(told.found[paper], standing, snapshot, settings, kinds.get(paper))
        for paper in sorted(told.found)
    }
    done = renew(day, papers, settings, replace(restoring, source=FetchedPapers(told.found)), on_request=True)
    missing = [paper for paper in sorted(standing.papers) if paper not in told.found]
    done = replace(done, left_out=(*done.left_out, *not_answered(missing)))
    return failed(done, told.problems) if told.problems else done


def _announce_types(day: date, tools: Tools) -> dict[Identifier, AnnounceType]:
    """Return the announce type of each paper of a day, as far as the state remembers it; the strongest one."""
    strength = [kind.value for kind in AnnounceType]
    kinds: dict[Identifier, AnnounceType] = {}
    for batch in tools.days.batches_between(day, day).get(day, {}).values():
        for identifier, _, kind in batch:
            paper = Identifier(identifier)
            known = kinds.get(paper)
            if kind in strength and (known is None or strength.index(kind) < strength.index(known.value)):
                kinds[paper] = AnnounceType(kind)
    return kinds


def _facts(
    paper: Paper,
    standing: ExistingListing,
    snapshot: Snapshot,
    settings: Settings,
    kind: AnnounceType | None,
) -> PaperFacts:
    """Return what the note of a paper says, or would say had it not been deleted."""
    place = note_of(snapshot, paper_identity(paper.identifier))
    if isinstance(place, PurePosixPath) and place in snapshot.papers:
        return snapshot.papers[place]
    announced = announced_later(paper, standing, settings)
    sections = sections_of(announced, standing, settings)
    keywords = tuple(interest for interest, papers in sections if paper.identifier in papers)
    kind = kind or announced.announce_type
    return PaperFacts(keywords=keywords, announce_type=kind.value, announced=standing.day)


def _with_single_papers(
    days: tuple[DayDone, ...], papers: Iterable[Identifier], settings: Settings, tools: Tools
) -> RestoredDays:
    """Bring back those of these papers that no day has brought back, such as papers that were added by hand."""
    snapshot = tools.vault.look()
    told_already = {one.identity for day in days for one in day.left_out}
    gone = [paper for paper in sorted(set(papers)) if paper_identity(paper) not in snapshot.notes]
    left = [paper for paper in gone if paper_identity(paper) not in told_already]
    if not left or any(day.status == "failed" for day in days):
        return RestoredDays(days)
    told = tools.source.papers(left)
    restoring = _with_nothing_deleted(tools)
    alone = [
        write_alone(told.found[paper], None, settings, restoring) for paper in left if paper in told.found
    ]
    missing = [paper for paper in left if paper not in told.found]
    return RestoredDays((*days, *alone), not_answered(missing), told.problems)


def _papers_of(day: date, snapshot: Snapshot, tools: Tools) -> frozenset[Identifier]:
    """Return the papers of a day that are in this vault or were: by their notes, its listing, and the state."""
    found = {
        Identifier(identity.key)
        for identity, places in snapshot.notes.items()
        if identity.kind is Kind.PAPER and _is_of(day, places, snapshot)
    }
    for listing in _listings(snapshot, tools):
        found |= listing.papers if listing.day == day else set()
    written = tools.days.memory(()).written
    for batch in tools.days.batches_between(day, day).get(day, {}).values():
        members = (Identifier(identifier) for identifier, _, _ in batch)
        found |= {paper for paper in members if paper_identity(paper) in written}
    return frozenset(found)


def _is_of(day: date, places: Sequence[PurePosixPath], snapshot: Snapshot) -> bool:
    facts: Mapping[PurePosixPath, PaperFacts] = snapshot.papers
    return any(place in facts and facts[place].announced == day for place in places)


def _listings(snapshot: Snapshot, tools: Tools) -> tuple[ExistingListing, ...]:
    """Return what the listings of the vault show, oldest first."""
    contents = tools.vault.read(snapshot.listings)
    standing = (existing_listing(data) for data in contents.values() if isinstance(data, bytes))
    return tuple(sorted((each for each in standing if each.day), key=lambda each: str(each.day)))
