"""Brings back notes that the person had deleted: those of named papers, of a day, or all of them.

Everything is fetched again and written as if it had never been deleted. Restoring a paper neither finishes its day nor
reopens it; restoring a day brings the notes of it that are there up to date, as `vaultgen today --day` does.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.document.listings import Listing, existing_listing
from vaultgen.errors import VaultgenError
from vaultgen.note.identity import Identity, Kind, listing_identity, paper_identity
from vaultgen.note.link_values import name_in
from vaultgen.note.lookup import Duplicates, lost_note_of, note_of
from vaultgen.note.names import author_key
from vaultgen.note.paper_index import codes_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper import announcement
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import PapersFound
from vaultgen.paper.paper import AnnounceType, Paper
from vaultgen.settings import Settings
from vaultgen.workflows.alone import announced_later, bring_alone, sections_of, unfinished
from vaultgen.workflows.day import announced, listed
from vaultgen.workflows.day_done import DayDone
from vaultgen.workflows.omissions import OmissionReason, not_answered, omissions
from vaultgen.workflows.ports import Tools
from vaultgen.workflows.refresh import failed
from vaultgen.workflows.trends import restored_files
from vaultgen.workflows.update import Agenda, DayAndVault, DueOrDone, RunNotices, brought


def restore(
    papers: Sequence[Identifier], vault: Snapshot, settings: Settings, tools: Tools, *, words: str = "is back"
) -> Agenda:
    """Bring the notes of papers back.

    Args:
        words: What is said of a note that was brought back.

    Raises:
        VaultgenError: The vault never had a note of one or has several, or arXiv does not answer.
    """
    there: list[tuple[Identifier, PurePosixPath]] = []
    for paper in papers:
        found = _restored(paper, vault, tools)
        if isinstance(found, PurePosixPath):
            there.append((paper, found))
            continue
        done, vault = yield from bring_alone(*found, settings, tools, restores=True)
        identity = paper_identity(paper)
        path = next((change.path for change in done.written.applied if change.identity == identity), None)
        yield done if path is None else replace(done, sentence=f"{path} {words}.")
    left_out = omissions((paper for paper, _ in there), OmissionReason.THERE)
    return RunNotices(left_out=left_out, there=tuple(str(path) for _, path in there))


def _restored(
    paper: Identifier, snapshot: Snapshot, tools: Tools
) -> tuple[Paper, Listing | None] | PurePosixPath:
    """Return the paper whose note is to come back and the listing that names it; the note's path if it is there."""
    identity = paper_identity(paper)
    there = note_of(snapshot, identity)
    if isinstance(there, Duplicates):
        raise VaultgenError(
            f"there are several notes of {paper}: {', '.join(map(str, there.paths))}",
            "keep one and delete the others, or take arxiv_id out of them",
        )
    if there is not None and str(paper) not in unfinished(tools.days):
        return there
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
    return told.found[paper], listings[0] if listings else None


def restore_day(day: date, vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Bring back everything of a day that was deleted: its papers, their authors and subjects, its listing.

    Raises:
        VaultgenError: The vault never had anything of this day.
    """
    papers = _papers_of(day, vault, tools)
    listing = listing_identity(day)
    if not (papers or listing in vault.notes or listing in tools.days.memory(()).written):
        raise VaultgenError(
            f"nothing of {day} was ever in this vault", f"to bring it in: vaultgen today --day {day}"
        )
    done, vault = yield from _restored_day(day, vault, settings, tools)
    days, _, notices = yield from _with_single_papers([done], papers, vault, settings, tools)
    yield from days
    return notices


def restore_all(vault: Snapshot, settings: Settings, tools: Tools) -> Agenda:
    """Bring back everything that was deleted, oldest day first."""
    before = vault
    gone = deleted_notes(before, tools)
    days: list[DayDone] = []
    for day in _days_of(gone, before, tools):
        done, vault = yield from _restored_day(day, vault, settings, tools)
        days.append(done)
    papers = [Identifier(one.key) for one in gone if one.kind is Kind.PAPER]
    days, vault, notices = yield from _with_single_papers(days, papers, vault, settings, tools)
    written = restored_files(gone, vault, settings, tools)
    if written is not None:
        newest = max((one.day for one in _listings(before, tools) if one.day), default=announcement.BEGAN)
        *earlier, last = days or [DayDone(newest, "already-done")]
        days = [*earlier, replace(last, written=last.written.with_more(written))]
    yield from days
    return notices


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


def _restored_day(
    day: date, vault: Snapshot, settings: Settings, tools: Tools
) -> Generator[DueOrDone, DayAndVault, DayAndVault]:
    """Bring back what is missing of a day; its listing tells what it had, or arXiv where that is gone, too."""
    standing = next((one for one in _listings(vault, tools) if one.day == day), None)
    if standing is None:
        step = announced(day, vault, settings, tools)
        step = step if isinstance(step, DayDone) else replace(step, is_on_request=True, restores=True)
        return (yield from brought(step, vault))
    told = tools.source.papers(sorted(standing.papers))
    kinds = _announce_types(day, tools)
    papers = {
        paper: _facts(told.found[paper], standing, vault, settings, kinds.get(paper))
        for paper in sorted(told.found)
    }
    due = listed(day, papers, PapersFound(told.found), vault, tools)
    done, vault = yield replace(due, is_on_request=True, restores=True)
    missing = [paper for paper in sorted(standing.papers) if paper not in told.found]
    done = replace(done, left_out=(*done.left_out, *not_answered(missing)))
    return (failed(done, told.problems) if told.problems else done), vault


def _announce_types(day: date, tools: Tools) -> dict[Identifier, AnnounceType]:
    """Return the strongest announce type of each paper of a day, as far as the state remembers it."""
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
    standing: Listing,
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
    days: list[DayDone], papers: Iterable[Identifier], vault: Snapshot, settings: Settings, tools: Tools
) -> Generator[DueOrDone, DayAndVault, tuple[list[DayDone], Snapshot, RunNotices]]:
    """Bring back those of these papers that no day has brought back, such as papers that were added by hand."""
    told_already = {one.identity for day in days for one in day.left_out}
    gone = [paper for paper in sorted(set(papers)) if paper_identity(paper) not in vault.notes]
    left = [paper for paper in gone if paper_identity(paper) not in told_already]
    if not left or any(day.status == "failed" for day in days):
        return days, vault, RunNotices()
    told = tools.source.papers(left)
    for paper in left:
        if paper in told.found:
            done, vault = yield from bring_alone(told.found[paper], None, settings, tools, restores=True)
            days = [*days, done]
    missing = [paper for paper in left if paper not in told.found]
    return days, vault, RunNotices(told.problems, not_answered(missing))


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


def _listings(snapshot: Snapshot, tools: Tools) -> tuple[Listing, ...]:
    """Return what the listings of the vault show, oldest first."""
    contents = tools.vault.read(snapshot.listings)
    standing = (existing_listing(data) for data in contents.values() if isinstance(data, bytes))
    return tuple(sorted((each for each in standing if each.day), key=lambda each: str(each.day)))
