"""Where the regions of a note are: all of them, or none where anything about the markers is irregular.

Markers count wherever they stand in the body, inside code fences too: a region that the person put into a fence
is still current, and a marker quoted in one is a doubled marker. One rule, and it errs on leaving alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultgen.document.text import content
from vaultgen.plan.markers import AlmostMarker, Begin, End, read_marker

RECORD = "record"


@dataclass(frozen=True, slots=True)
class Found:
    """A region in a note.

    Attributes:
        begin: Its begin marker.
        first: Line of the begin marker.
        last: Line of the end marker; the body stands between.
    """

    begin: Begin
    first: int
    last: int

    def body(self, lines: Sequence[str]) -> Sequence[str]:
        """The lines between the markers."""
        return lines[self.first + 1 : self.last]


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of a note, in order.

    Attributes:
        found: By name; empty where the markers are irregular.
        damage: What is irregular, completing "the markers are damaged: …"; empty where nothing is.
        record: The record's begin marker with its line, readable even where other markers are damaged; None
            where there is not exactly one.
        has_markers: Whether the note holds anything like a marker at all.
    """

    found: Mapping[str, Found] = field(default_factory=dict)
    damage: str = ""
    record: tuple[int, Begin] | None = None
    has_markers: bool = False


def read_regions(lines: Sequence[str], start: int) -> Regions:
    """The regions of a note.

    Args:
        lines: All lines of the note.
        start: Where the body begins; front matter holds no regions.
    """
    markers = [
        (index, marker)
        for index in range(start, len(lines))
        if (marker := read_marker(content(lines[index]))) is not None
    ]
    records = [(at, it) for at, it in markers if isinstance(it, Begin) and it.name == RECORD]
    record = records[0] if len(records) == 1 else None
    paired = _pair(markers)
    if isinstance(paired, str):
        return Regions(damage=paired, record=record, has_markers=True)
    return Regions(paired, record=record, has_markers=bool(markers))


def _pair(markers: Sequence[tuple[int, Begin | End | AlmostMarker]]) -> dict[str, Found] | str:
    found: dict[str, Found] = {}
    opened: tuple[int, Begin] | None = None
    for index, marker in markers:
        where = f"line {index + 1}"
        match marker:
            case AlmostMarker():
                return f"{where} is almost a marker"
            case Begin(name) if opened is not None:
                return f"{where}: {name} begins inside {opened[1].name}"
            case Begin(name) if name in found:
                return f"{where}: {name} stands there twice"
            case Begin():
                opened = (index, marker)
            case End(name) if opened is None or opened[1].name != name:
                return f"{where}: {name} ends and has not begun"
            case End(name) if opened is not None:
                found[name] = Found(opened[1], opened[0], index)
                opened = None
    return f"{opened[1].name} begins in line {opened[0] + 1} and never ends" if opened else found
