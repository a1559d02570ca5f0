"""The region `record`: what was ever written into this note, so that what the person removed stays away.

It is an empty region at the end of the note; its begin marker says everything:

    <!-- vaultgen:begin record title=1a2b3c4d tags=0f0f0f0f.1e1e1e1e regions=abstract,translation -->

One entry for each property, by parsed value (re-quoting is no edit); for a list one fingerprint an element.
Fingerprints have eight digits here too: elements are removed by them, and with four digits the tags of a large
vault would meet one of ours by accident.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultgen.plan.fingerprint import SHORT_DIGITS
from vaultgen.plan.markers import Begin, End
from vaultgen.plan.regions import RECORD

_REGIONS = "regions"
_BEGIN = f"<!-- vaultgen:begin {RECORD} ".encode()


@dataclass(frozen=True, slots=True)
class Record:
    """What was ever written into a note.

    Attributes:
        properties: By name, the fingerprints: one for a scalar, one an element for a list.
        regions: Names of the regions, in the order in which they were first written.
    """

    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()

    def to_marker(self) -> Begin:
        """The begin marker that says this; properties and regions keep their order."""
        written = tuple((name, ".".join(prints)) for name, prints in self.properties.items())
        return Begin(RECORD, (*written, (_REGIONS, ",".join(self.regions))))


def read_record(begin: Begin) -> Record:
    """What a record's begin marker says."""
    properties = {
        name: tuple(filter(None, raw.split("."))) for name, raw in begin.attributes if name != _REGIONS
    }
    return Record(properties, tuple(filter(None, (begin.raw(_REGIONS) or "").split(","))))


def written_mark(data: bytes, name: str) -> bytes:
    """The first fingerprint that a note's record has of a property, by a search in the bytes alone; else empty."""
    begin = data.rfind(_BEGIN)
    line = data[begin : data.find(b"\n", begin)] if begin >= 0 else b""
    _, _, mark = line.partition(b" %b=" % name.encode())
    return mark[:SHORT_DIGITS]


def record_lines(record: Record) -> tuple[str, str]:
    """The region as it is written, without line ends."""
    return str(record.to_marker()), str(End(RECORD))


def in_place(names: Sequence[str], name: str, order: Sequence[str]) -> tuple[str, ...]:
    """Names with one more, after its nearest predecessor, so that the record does not tell in which order runs came.

    Args:
        names: Those that are there; they keep their order.
        name: To be added where it is not there.
        order: The names as we would like them.
    """
    if name in names:
        return tuple(names)
    before = order[: order.index(name)] if name in order else order
    at = next((names.index(each) + 1 for each in reversed(before) if each in names), 0)
    return (*names[:at], name, *names[at:])
