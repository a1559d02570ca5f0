"""Where the cards of a canvas stand: in each group columns of papers, subjects to their left, authors to their right.

Promised: no two cards overlap and none leaves its group; groups stand side by side, apart. All numbers are whole, as
JSON Canvas asks. A subject or an author stands as near as may be to the middle of the papers it is linked with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

PAPER, SIDE = (480, 200), (300, 100)
"""Width and height: of a paper enough for title and translated title, of the others for a name."""

ROWS = 16
"""Papers in a column: more are hard to see at once."""

MOST_AUTHORS = 24
"""Authors beside a column, those with most of its papers."""

_GAP, _LANE, _PADDING, _BETWEEN = 40, 200, 60, 240


@dataclass(frozen=True, slots=True, order=True)
class Card:
    """A note to be shown.

    Attributes:
        key: By which the card is known.
        path: The note.
    """

    key: str
    path: PurePosixPath


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the notes that it is linked with.

    Attributes:
        card: The paper.
        subjects: Of its subjects those that have notes, the first one first.
        authors: Of its authors those that have notes.
    """

    card: Card
    subjects: tuple[Card, ...] = ()
    authors: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels; y grows downwards."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of papers between its subjects and its authors."""

    papers: tuple[tuple[Paper, Box], ...]
    subjects: tuple[tuple[Card, Box], ...]
    authors: tuple[tuple[Card, Box], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The frame of an interest and what stands in it."""

    frame: Box
    columns: tuple[Column, ...]


def laid_out(groups: Sequence[Sequence[Paper]]) -> tuple[Group, ...]:
    """The groups from left to right, their top edge at 0.

    Args:
        groups: Papers in the order in which they are to stand.
    """
    found: list[Group] = []
    left = 0
    for papers in groups:
        group = _group(papers, left)
        found.append(group)
        left += group.frame.width + _BETWEEN
    return tuple(found)


def _group(papers: Sequence[Paper], left: int) -> Group:
    columns: list[Column] = []
    x, height = left + _PADDING, PAPER[1]
    for chunk in _chunks(papers):
        column, right, bottom = _column(chunk, x)
        columns.append(column)
        x, height = right + _LANE, max(height, bottom)
    width = x - _LANE - left if columns else _PADDING + PAPER[0]
    return Group(Box(left, 0, width + _PADDING, height + 2 * _PADDING), tuple(columns))


def _chunks(papers: Sequence[Paper]) -> list[Sequence[Paper]]:
    """Columns of as good as equal length."""
    count = -(-len(papers) // ROWS)
    return [
        papers[len(papers) * number // count : len(papers) * (number + 1) // count] for number in range(count)
    ]


def _column(papers: Sequence[Paper], left: int) -> tuple[Column, int, int]:
    """A column, its right edge, and its height without padding."""
    rows = {paper.card: number * (PAPER[1] + _GAP) for number, paper in enumerate(papers)}
    subjects = _wished({card: _rows_of(card, papers, rows) for paper in papers for card in paper.subjects})
    linked = {card: _rows_of(card, papers, rows) for paper in papers for card in paper.authors}
    most = sorted(linked, key=lambda card: (-len(linked[card]), card))[:MOST_AUTHORS]
    authors = _wished({card: linked[card] for card in most})
    height = max(
        len(papers) * (PAPER[1] + _GAP), len(subjects) * (SIDE[1] + _GAP), len(authors) * (SIDE[1] + _GAP)
    )
    of_papers = left + (SIDE[0] + _LANE if subjects else 0)
    of_authors = of_papers + PAPER[0] + _LANE
    column = Column(
        tuple((paper, Box(of_papers, _PADDING + rows[paper.card], *PAPER)) for paper in papers),
        _spread(subjects, left, height - _GAP),
        _spread(authors, of_authors, height - _GAP),
    )
    return column, of_authors + SIDE[0] if authors else of_papers + PAPER[0], height - _GAP


def _rows_of(card: Card, papers: Sequence[Paper], rows: Mapping[Card, int]) -> list[int]:
    return [rows[paper.card] for paper in papers if card in paper.subjects or card in paper.authors]


def _wished(linked: Mapping[Card, Sequence[int]]) -> list[tuple[int, Card]]:
    """Cards with the height at which they would best stand, from top to bottom."""
    middle = (PAPER[1] - SIDE[1]) // 2
    return sorted((sum(rows) // len(rows) + middle, card) for card, rows in linked.items())


def _spread(wished: Sequence[tuple[int, Card]], x: int, height: int) -> tuple[tuple[Card, Box], ...]:
    """As near to their wishes as they fit below one another within this height: first down, then up again."""
    tops: list[int] = []
    for wish, _ in wished:
        tops.append(max(wish, tops[-1] + SIDE[1] + _GAP) if tops else wish)
    limit = height - SIDE[1]
    for number in reversed(range(len(tops))):
        tops[number] = min(tops[number], limit)
        limit = tops[number] - SIDE[1] - _GAP
    return tuple((card, Box(x, _PADDING + top, *SIDE)) for (_, card), top in zip(wished, tops, strict=True))
