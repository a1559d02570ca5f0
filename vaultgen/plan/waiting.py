"""Whether a paper note waits for a translation: by what vaultgen wrote, not by what a person may change.

The record says which status was written last, the regions whether a text stands. The properties `translation` and
`announced` are the person's as soon as they edit them; a text that waits must not stop waiting for that.
"""

from vaultgen.document.front_matter import FrontMatter, read_front_matter
from vaultgen.document.text import Lines, read_lines
from vaultgen.plan.fingerprint import normal, short_fingerprint
from vaultgen.plan.record import Record, read_record, written_mark
from vaultgen.plan.regions import Regions, read_regions

PENDING, PARTIAL = "pending", "partial"
_STATUS = {short_fingerprint(status).encode(): status for status in (PENDING, PARTIAL, "done", "off")}


def written_status(data: bytes, said: str) -> str:
    """Which status of its translation vaultgen wrote into a note; `pending` only while a text is waited for.

    Asked of every note of a vault: a note is only parsed where the bytes of its record say `pending`.

    Args:
        data: The whole note.
        said: Its property `translation`, which counts where no record tells.
    """
    status = recorded_status(data, said)
    return "" if status == PENDING and not waits_for(data) else status


def recorded_status(data: bytes, said: str) -> str:
    """As `written_status`, by a search in the bytes alone: `pending` also where the text came in the meantime."""
    return _STATUS.get(written_mark(data, "translation"), said)


def waits_for(data: bytes) -> tuple[str, ...]:
    """Which of `title` and `abstract` have a place for their translation in a note, with none standing there.

    A note whose markers are damaged waits for nothing: nothing could be written into it.
    """
    note, head, regions = _read(data)
    if regions.damage or not regions.has_markers:
        return ()
    missing = []
    if _has_no_title(note, head, regions):
        missing.append("title")
    if _is_empty("translation", note, regions):
        missing.append("abstract")
    return tuple(missing)


def day_is_edited(data: bytes) -> bool:
    """Whether the property `announced` is not what vaultgen wrote, or is gone."""
    _, head, regions = _read(data)
    entry = head.entry("announced")
    said = entry.value if entry is not None and isinstance(entry.value, str) else ""
    marks = _record(regions).properties.get("announced")
    return marks is not None and marks != (short_fingerprint(said),)


def _has_no_title(note: Lines, head: FrontMatter, regions: Regions) -> bool:
    """A template, or a person, may do without the title's region; the property is there all the same."""
    if "title-translated" in regions.found:
        return _is_empty("title-translated", note, regions)
    name = "title_translated"
    return head.entry(name) is None and name not in _record(regions).properties


def _is_empty(name: str, note: Lines, regions: Regions) -> bool:
    found = regions.found.get(name)
    return found is not None and not normal("".join(found.body(note.lines)))


def _record(regions: Regions) -> Record:
    return read_record(regions.record[1]) if regions.record else Record()


def _read(data: bytes) -> tuple[Lines, FrontMatter, Regions]:
    note = read_lines(data) or Lines(())
    head = read_front_matter(note.lines)
    return note, head, read_regions(note.lines, head.body_start)
