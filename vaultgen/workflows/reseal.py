"""Makes a new seal for a note whose own is damaged or gone, at the person's word; nothing else of the note changes.

What the note would say now is rendered as for any run. Nothing is paid for: a translation that is not known any more
counts as the person's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from msgspec.structs import replace

from vaultgen.document.listings import Listing
from vaultgen.document.reseal import NotResealable, resealed
from vaultgen.errors import VaultgenError
from vaultgen.note.desired import Note, Wanted
from vaultgen.note.identity import TRENDS, Identity, Kind, paper_identity
from vaultgen.note.lookup import note_of
from vaultgen.note.names import fold
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier, InvalidIdentifier, mentioned
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType, Paper
from vaultgen.reconcile.changes import Plan, Update
from vaultgen.render.catalogue import papers_of
from vaultgen.render.content import DayContent, PaperContent
from vaultgen.render.day import render_day, render_papers
from vaultgen.render.trends_note import trends_note
from vaultgen.select.select import select
from vaultgen.settings import Settings
from vaultgen.translate.request import Request, Result, Untranslated, Why
from vaultgen.workflows.followed import with_followed
from vaultgen.workflows.ports import Tools, busy_problems

_ASKED = 20
"""Of so many papers of a list arXiv is asked again: of names that fold alike not each leads to its author's note."""


def reseal(name: str, settings: Settings, tools: Tools) -> Update | None:
    """Give a note a new seal.

    Args:
        name: Its path, its name, or the identifier of its paper.

    Returns:
        What was written; None where the note has an intact seal.

    Raises:
        VaultgenError: There is no such note of ours, or it cannot have one; nothing was written.
    """
    snapshot = tools.vault.look()
    settings = with_followed(settings, snapshot, tools.look.labels)
    identity, path = _named(name, snapshot)
    data = tools.vault.read([path]).get(path)
    if not isinstance(data, bytes):
        raise VaultgenError(f"{path} cannot be read", "make it readable, then run again")
    if identity.kind is Kind.PAPER:
        wanted = _paper(Identifier(identity.key), path, snapshot, settings, tools)
    elif identity.kind is Kind.LISTING:
        wanted = _listing(date.fromisoformat(identity.key), data, snapshot, settings, tools)
    elif identity == TRENDS:
        drawn = trends_note(settings, tools.look, snapshot)
        wanted = () if drawn is None else (drawn,)
    else:
        wanted = _list(identity, snapshot, settings, tools)
    note = next((each for each in wanted if isinstance(each, Note) and each.identity == identity), None)
    if note is None:
        raise VaultgenError(
            f"{path}: no paper of the vault belongs in it any more",
            "the note is yours now: take the line <!-- vaultgen … --> out of it",
        )
    try:
        after = resealed(note, data)
    except NotResealable as error:
        raise VaultgenError(f"{path}: {error}", "take that text out, then run again") from None
    if after == data:
        return None
    change = Update(identity, path, data, after)
    outcome = tools.vault.apply(Plan((change,)))
    problems = (*outcome.problems, *busy_problems(outcome.changed_meanwhile))
    if problems:
        raise VaultgenError(problems[0].problem, problems[0].hint)
    return change


def _named(name: str, snapshot: Snapshot) -> tuple[Identity, PurePosixPath]:
    """Return the note that a person names; raise where there is none, or there are several."""
    try:
        meant = paper_identity(Identifier.parse(name))
    except InvalidIdentifier:
        meant = None
    found = [
        (identity, path)
        for identity, paths in snapshot.notes.items()
        for path in paths
        if identity == meant or fold(name) in {fold(str(path)), fold(path.name), fold(path.stem)}
    ]
    if len(found) != 1:
        what = "several notes are called" if found else "no note of ours is called"
        raise VaultgenError(f"{what} {name}", "write its path, as vaultgen doctor shows it")
    return found[0]


def _paper(
    paper: Identifier, path: PurePosixPath, snapshot: Snapshot, settings: Settings, tools: Tools
) -> Sequence[Wanted]:
    facts = snapshot.papers.get(path, PaperFacts())
    (content,) = _contents({paper: facts}, settings, tools)
    return render_papers([content], settings, tools.look, snapshot)


def _list(identity: Identity, snapshot: Snapshot, settings: Settings, tools: Tools) -> Sequence[Wanted]:
    """Return the notes of some papers by an author or on a subject, that of the author or subject among them.

    What it lists is what the notes of the papers say: arXiv is asked for the author's full name.
    """
    shelf = snapshot.shelf or PaperIndex(partial(papers_of, snapshot))
    if identity.kind is Kind.AUTHOR:
        found = sorted(Identifier(paper.key) for paper in shelf.signed_by(identity.key))
    else:
        found = sorted(identifier for _, _, identifier in shelf.on(identity.key))
    places = {paper: note_of(snapshot, paper_identity(paper)) for paper in found[-_ASKED:]}
    facts = {
        paper: snapshot.papers.get(place, PaperFacts())
        for paper, place in places.items()
        if isinstance(place, PurePosixPath)
    }
    contents = _contents(facts, settings, tools) if facts else []
    return render_papers([_as_known(each, facts) for each in contents], settings, tools.look, snapshot)


def _as_known(content: PaperContent, facts: Mapping[Identifier, PaperFacts]) -> PaperContent:
    """Return a paper in the version that its note has: a list says what the note says."""
    paper = content.announced.paper
    version = facts[paper.identifier].version or paper.version
    announced = replace(content.announced, paper=replace(paper, version=min(version, paper.version)))
    return replace(content, announced=announced)


def _listing(
    day: date, data: bytes, snapshot: Snapshot, settings: Settings, tools: Tools
) -> Sequence[Wanted]:
    """Return the notes of a day of which nothing is known but the papers that its listing shows, and its notes.

    A paper of the day that the listing does not show was taken out of it.
    """
    named = {str(paper) for paper in mentioned(data.decode("utf-8", "replace"))}
    papers = {
        Identifier(identity.key): snapshot.papers.get(paths[0], PaperFacts())
        for identity, paths in snapshot.notes.items()
        if identity.kind is Kind.PAPER
    }
    shown = {paper: facts for paper, facts in papers.items() if str(paper) in named or facts.announced == day}
    contents = _contents(shown, settings, tools)
    announced = tuple(content.announced for content in contents)
    selection = select(Announcement(day, announced), settings.interests, tuple(AnnounceType))
    listing = Listing(day, sections=selection.sections, categories=settings.categories, is_complete=True)
    return render_day(DayContent(listing, tuple(contents)), settings, tools.look, snapshot)


def _contents(papers: dict[Identifier, PaperFacts], settings: Settings, tools: Tools) -> list[PaperContent]:
    told = tools.source.papers(sorted(papers))
    if told.problems:
        raise VaultgenError(told.problems[0].problem, told.problems[0].hint)
    return [_content(told.found[paper], papers[paper], settings, tools) for paper in sorted(told.found)]


def _content(paper: Paper, facts: PaperFacts, settings: Settings, tools: Tools) -> PaperContent:
    kinds = [kind for kind in AnnounceType if kind.value == facts.announce_type]
    day = facts.announced or paper.due or paper.submitted or date.min
    announced = Announced(paper, day, kinds[0] if kinds else AnnounceType.NEW)
    if not settings.language:
        return PaperContent(announced, facts.keywords)
    title = Request(paper.title, settings.language, is_title=True)
    abstract = Request(paper.abstract, settings.language)
    known = _paid_for([title, abstract], tools)
    return PaperContent(announced, facts.keywords, known[title], known[abstract])


def _paid_for(requests: Iterable[Request], tools: Tools) -> dict[Request, Result]:
    """Return the texts that were paid for before; of the others, that they are waited for."""
    wanted = list(requests)
    found = tools.reuse(wanted).results if tools.reuse is not None else {}
    waits = Untranslated(Why.NOT_ASKED)
    return {request: found.get(request, waits) for request in wanted}
