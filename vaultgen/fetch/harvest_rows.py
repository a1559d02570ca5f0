"""What a harvest brings, and how it is stored in rows."""

import json
import zlib
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import fields

from vaultgen.disk.damage import texts
from vaultgen.fetch.oai import Record
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper

_OF_A_PAPER = tuple(field.name for field in fields(Paper))


class Harvest(Struct, frozen=True):
    """How far the harvest of a category is.

    Attributes:
        since: Records that changed on this day or later are in it.
        begun: When it was begun.
        token: How it goes on; empty at its beginning and at its end.
        count: Records that came.
        is_whole: Whether its end was reached.
    """

    since: date
    begun: datetime
    token: str = ""
    count: int = 0
    is_whole: bool = False


class Derived(Struct, frozen=True):
    """A paper that was announced on a day, as far as its record tells.

    Attributes:
        paper: The newest version.
        version: The version that was announced.
        is_first: Whether it was announced for the first time.
        day: The day that the version history makes.
        changed: Day of the last change of the record; None where unknown.
    """

    paper: Paper
    version: int
    is_first: bool
    day: date
    changed: date | None = None


def row_of(record: Record) -> tuple[str, str, str, bytes]:
    """Return identifier, submissions, date of change and paper, as they are stored."""
    submitted = json.dumps([(version, moment.isoformat()) for version, moment in record.submitted])
    changed = record.changed.isoformat() if record.changed else ""
    described = {name: getattr(record.paper, name) for name in _OF_A_PAPER}
    stored = json.dumps(described, default=str, ensure_ascii=False, separators=(",", ":"))
    return str(record.paper.identifier), submitted, changed, zlib.compress(stored.encode(), 1)


def paper_in(stored_paper: bytes) -> Paper:
    """Return a stored paper."""
    described = json.loads(zlib.decompress(stored_paper))
    for name in ("submitted", "updated", "due"):
        described[name] = date.fromisoformat(stored) if (stored := described.get(name)) else None
    for name in ("authors", "categories"):
        described[name] = texts(described[name])
    return Paper(**described | {"identifier": Identifier(described["identifier"])})


def moment_in(stored: str) -> datetime:
    """Return a stored moment with its zone.

    Raises:
        ValueError: It is damaged.
    """
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is None:
        raise ValueError(stored)
    return moment


def day_in(stored: str) -> date | None:
    """Return a stored day; None where none is."""
    return date.fromisoformat(stored) if stored else None
