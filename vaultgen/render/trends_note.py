"""The note of trends: papers a week, per interest and per subject, and new names, as charts and as tables."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from vaultgen.document.listings import COUNTED
from vaultgen.note.desired import Note, Property
from vaultgen.note.identity import TRENDS, Identity
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.catalogue import papers_of
from vaultgen.render.content import Look
from vaultgen.render.escape import literal
from vaultgen.render.mermaid import SQUARES, bars, lines
from vaultgen.render.names import NoteNames
from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.properties import TAG
from vaultgen.render.templates import Templates
from vaultgen.render.weekly import Series, Weekly, week_name, weekly
from vaultgen.settings import Settings

TEMPLATE = "trends.md.j2"
MOST = len(SQUARES)
"""Interests and subjects that are told by name, those with most papers."""

FEWEST = 2
"""Finished weeks from which on there is something to compare."""

_NAME = "arXiv Trends.md"


def trends_note(settings: Settings, look: Look, snapshot: Snapshot) -> Note | None:
    """Return the note as we would like it; None where fewer than `FEWEST` weeks are finished.

    Args:
        look: Templates and labels.

    Raises:
        TemplateError: The template is wrong.
    """
    shelf = snapshot.shelf or PaperIndex(partial(papers_of, snapshot))
    told = weekly(shelf, lambda identity: snapshot.papers.get(_place(identity, snapshot)))
    if told is None or len(told.mondays) < FEWEST:
        return None
    path = NoteNames(snapshot).path_of(TRENDS, settings.vault.folder, _NAME)
    marks = (("trends", TRENDS.key), (COUNTED, str(told.counted)))
    templates = Templates(look.templates, look.labels, look.code)
    body = templates.body(TEMPLATE, _context(told, look.labels), RequiredParts(("papers",)))
    return Note(TRENDS, path, (Property("tags", (TAG, f"{TAG}/trends")),), body, marks)


def counted_in(note: Note) -> int:
    """Return how many papers a note of trends counts."""
    return int(dict(note.says)[COUNTED])


def _place(identity: Identity, snapshot: Snapshot) -> PurePosixPath:
    """Return where a paper's note is; of several notes of one paper the first counts."""
    found = note_of(snapshot, identity)
    assert found is not None
    return found.paths[0] if isinstance(found, Duplicates) else found


def _context(told: Weekly, labels: Mapping[str, str]) -> Mapping[str, object]:
    """Return what a template may say; tables have the newest week first, charts the oldest."""
    names = [week_name(monday) for monday in told.mondays]
    numbers = [name[-2:] for name in names]
    years = "–".join(sorted({name[:4] for name in (names[0], names[-1])}))
    axis = f"{labels['calendar_week']}, {years}"
    rows = zip(names, told.papers, told.new_names, strict=True)
    return {
        "span": safe(f"{names[0]} – {names[-1]}"),
        "count": sum(told.papers),
        "weeks": [{"week": safe(week), "papers": papers, "new_names": new} for week, papers, new in rows][
            ::-1
        ],
        "papers_chart": safe(bars(numbers, axis, told.papers)),
        "names_chart": safe(bars(numbers, axis, told.new_names)),
        "interests": _group(told.interests, names, axis),
        "subjects": _group(told.subjects, names, axis),
    }


def _group(series: Sequence[Series], weeks: Sequence[str], axis: str) -> Mapping[str, object]:
    """Return interests or subjects for a template: those that are named, with their chart and their table."""
    told = series[:MOST]
    numbers = [week[-2:] for week in weeks]
    return {
        "members": [
            {
                "name": safe(literal(each.name)),
                "count": each.total,
                "square": safe(square),
            }
            for each, square in zip(told, SQUARES, strict=False)
        ],
        "left_out": len(series) - len(told),
        "chart": safe(lines(numbers, axis, told)) if told else "",
        "weeks": [
            {"week": safe(week), "counts": [each.counts[position] for each in told]}
            for position, week in enumerate(weeks)
        ][::-1],
    }
