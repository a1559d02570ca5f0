"""Notes of the first edition, with a marker line above and below each text: read as if they had a seal instead.

Everything that the markers told is told by a seal afterwards: a text in which nobody wrote is ours still, one that was
edited or removed is the person's. This file can be deleted once nobody has such notes; it is called at two places
(`Document.parse`, `Draft.of`) and in `vaultgen.document.facts`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct, field

from vaultgen.document.front_matter import FrontMatter
from vaultgen.document.lists import list_digest
from vaultgen.document.normal_form import value_digest
from vaultgen.document.seal import (
    PROPERTY_DIGITS,
    PROPERTY_NAMES,
    Seal,
    is_recorded,
    passage_code,
    section_code,
    source_digest,
)
from vaultgen.document.seal_items import ITEM_DIGITS, TEXT_DIGITS, SectionRecord, TextRecord, item_digest
from vaultgen.document.text import Lines, content, is_blank
from vaultgen.patterns import pattern

MARKER = b"<!-- vaultgen:begin "

_UNKNOWN = "."
_UNKNOWN_TEXT = TextRecord(_UNKNOWN * TEXT_DIGITS, 0)
_UNKNOWN_ITEM, _UNKNOWN_PROPERTY = _UNKNOWN * ITEM_DIGITS, _UNKNOWN * PROPERTY_DIGITS
_MARKER = pattern(r"<!-- vaultgen:(begin|end) ([a-z0-9-]+)((?: [a-z][a-z0-9_]*=\S*)*) -->[ \t]*")
_ALMOST = pattern(r"vaultgen\s*:\s*(?:begin|end)", re.IGNORECASE)
_ITEM = pattern(r"[-*+][ \t]")
_ABSTRACT_PAGE = pattern(r"\]\(https://arxiv\.org/abs/")
_RECORD = "record"
_SAID = (
    "day",
    "zone",
    "announced",
    "categories",
    "missing",
    "left",
    "in_daily",
    "author",
    "subject",
    "trends",
    "counted",
)
_NAMES = {
    "head": ("title", "count", "announced", "missing"),
    "links": ("authors", "subjects", "links", "withdrawn", "comment", "journal"),
    "papers": ("title", "count", "papers", "older"),
}
"""Texts that were one region and are several passages now."""


class _Region(Struct):
    name: str
    attributes: Mapping[str, str]
    first: int
    last: int = 0
    body: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip("\n")

    @property
    def is_untouched(self) -> bool:
        return self.attributes.get("h") == _fingerprint(self.text, 16)


def upgraded(text: Lines, head: FrontMatter, of: str) -> tuple[Lines, Seal] | None:
    """Return the lines of a note of the first edition with a seal instead of markers; None for any other note.

    Args:
        text: The lines of the note.
        head: Its properties.
        of: Whose note it is, as the check of a seal spells it.
    """
    regions = _regions(text.lines, head.body_start)
    if not regions or any("daily" in region.attributes for region in regions):
        return None
    record = next((region for region in regions if region.name == _RECORD), None)
    own = [region for region in regions if region is not record]
    seal = Seal(of)
    for region in own:
        seal.says |= {key: value for key in _SAID if (value := region.attributes.get(key, ""))}
        if region.attributes.get("complete") == "no":
            seal.says["complete"] = "no"
    seal.says = _in_order(seal.says)
    seal.properties = dict(_properties(record, head))
    if of.startswith("listing "):
        seal.properties.pop("announced", None)  # it never changes, and is not recorded
    _record_texts(seal, own, record)
    return _without_markers(text, own, record, str(seal)), seal


def settled(seal: Seal, marks: Mapping[str, str]) -> Seal:
    """Return a seal in which what the person had edited or removed counts as unchanged by the source until now.

    Args:
        seal: Of a note of the first edition; any other stays as it is.
        marks: Digests of the properties as they are wanted now.
    """
    if _UNKNOWN_PROPERTY not in seal.properties.values():
        return seal
    found = seal.copy()
    for name, mark in found.properties.items():
        if mark == _UNKNOWN_PROPERTY:
            found.properties[name] = marks.get(name, mark)
    return found


def is_unknown(record: TextRecord) -> bool:
    """Return whether a text was edited or removed in a note of the first edition."""
    return set(record.mark) == {_UNKNOWN}


def _regions(lines: Sequence[str], start: int) -> list[_Region]:
    """Return the regions in order; none where anything about the markers is irregular."""
    found: list[_Region] = []
    opened: _Region | None = None
    for at in range(start, len(lines)):
        line = content(lines[at])
        if not _ALMOST.search(line):
            if opened is not None:
                opened.body.append(line)
            continue
        match = _MARKER.fullmatch(line)
        if match is None:
            return []
        which, name, attributes = match.groups()
        if which == "begin" and opened is None and all(region.name != name for region in found):
            pairs = (word.partition("=") for word in attributes.split())
            opened = _Region(name, {key: unquote(value) for key, _, value in pairs}, at)
        elif which == "end" and opened is not None and opened.name == name:
            opened.last = at
            found.append(opened)
            opened = None
        else:
            return []
    return [] if opened is not None else found


def _properties(record: _Region | None, head: FrontMatter) -> Iterator[tuple[str, str]]:
    if record is None:
        yield from ((name, _UNKNOWN_PROPERTY) for name in PROPERTY_NAMES)
        return
    for name, marks in record.attributes.items():
        if name == "regions" or not is_recorded(name):
            continue
        entry = head.entry(name)
        value = entry.value if entry is not None else None
        written = marks.split(".")
        if isinstance(value, str) and written == [_fingerprint(value, 8)]:
            yield name, value_digest(value, PROPERTY_DIGITS)
            continue
        ours = [each for each in value if isinstance(each, str)] if isinstance(value, tuple) else []
        ours = [each for each in ours if _fingerprint(each, 8) in written]
        yield name, list_digest(ours) if ours and len(ours) == len(written) else _UNKNOWN_PROPERTY


def _record_texts(seal: Seal, own: Sequence[_Region], record: _Region | None) -> None:
    pending = record is not None and record.attributes.get("translation") == _fingerprint("pending", 8)
    for region in own:
        if "blocks" in region.attributes:
            name = region.attributes.get("of", "")
            is_apart = region.attributes.get("type") == "replace"
            key = (f"replaced: {name}" if name else "replaced") if is_apart else name
            seal.sections[section_code(key)] = _section(region)
            continue
        names = _NAMES.get(region.name, (region.name,))
        if region.is_untouched:
            for name, text in _passages(region, seal):
                is_waiting = name == "note" and pending
                seal.texts[passage_code("translation" if is_waiting else name)] = TextRecord.of(text)
        else:
            seal.texts |= {passage_code(name): _UNKNOWN_TEXT for name in names}
        src, language = region.attributes.get("src", ""), region.attributes.get("lang", "")
        if src and passage_code(region.name) in seal.texts and region.text:
            seal.sources[passage_code(region.name)] = source_digest(language, src)
    there = {region.name for region in own}
    for name in (record.attributes.get("regions", "") if record else "").split(","):
        if name and name not in there and not name.startswith(("interest-", "replaced")):
            seal.texts |= {passage_code(each): _UNKNOWN_TEXT for each in _NAMES.get(name, (name,))}


def _passages(region: _Region, seal: Seal) -> Iterator[tuple[str, str]]:
    """Yield the passages into which a region was divided, as far as they are in it."""
    texts = [text for text in re.split(r"\n(?:[ \t]*\n)+", region.text) if text.strip()]
    if region.name == "links":
        at = next((at for at, text in enumerate(texts) if _ABSTRACT_PAGE.search(text)), len(texts))
        yield from zip(("links", "subjects", "authors"), reversed(texts[: at + 1]), strict=False)
        rest = texts[at + 1 :]
        if rest and rest[0].startswith("**"):
            yield "withdrawn", rest.pop(0)
        names = [
            name
            for name, has in (("comment", "comment"), ("journal", "journal_ref"))
            if has in seal.properties
        ]
        yield from zip(names, rest, strict=False)
    elif region.name == "head":
        is_missing = "missing" in seal.says or "complete" in seal.says
        if is_missing and len(texts) > len("abc"):
            yield "missing", texts.pop()
        yield from zip(("title", "count"), texts, strict=False)
        if len(texts) > 2:  # noqa: PLR2004 - title and count
            yield "announced", "\n\n".join(texts[2:])
    elif region.name == "papers" and "trends" in region.attributes:
        yield from zip(("title", "count"), texts, strict=False)
        yield "papers", "\n\n".join(texts[2:])
    elif region.name == "papers":
        yield from zip(_NAMES["papers"], texts, strict=False)
    elif region.text.strip():
        yield region.name, region.text


def _section(region: _Region) -> SectionRecord:
    entries = [entry.rpartition(":") for entry in region.attributes["blocks"].split(",") if entry]
    marks = {unquote(key): mark for key, _, mark in entries}
    items = [at for at, line in enumerate(region.body) if _ITEM.match(line)]
    above = "\n".join(region.body[: items[0]] if items else region.body).strip("\n")
    head, _, empty = above.partition("\n\n")
    found = SectionRecord()
    if "head" in marks:
        found.head = TextRecord.of(head) if _fingerprint(head, 8) == marks["head"] else _UNKNOWN_TEXT
    if "empty" in marks:
        is_ours = _fingerprint(empty, 8) == marks["empty"]
        found.empty = TextRecord.of(empty.strip("\n")) if is_ours else _UNKNOWN_TEXT
    texts = {_fingerprint(text, 8): text for text in _items(region.body, items)}
    for key, mark in marks.items():
        if key not in {"head", "empty"}:
            found.items[key] = item_digest(texts[mark]) if mark in texts else _UNKNOWN_ITEM
    return found


def _items(body: Sequence[str], starts: Sequence[int]) -> Iterator[str]:
    for at in starts:
        end = at + 1
        while end < len(body) and body[end][:1] in {" ", "\t"}:
            end += 1
        yield "\n".join(body[at:end])


def _without_markers(text: Lines, own: Sequence[_Region], record: _Region | None, seal: str) -> Lines:
    """Return the lines without markers, with one seal below the last text; an empty text goes with a blank line."""
    gone: set[int] = set()
    lines = text.lines
    for region in (*own, *([record] if record else [])):
        gone |= {region.first, region.last}
        is_empty = all(is_blank(line) for line in lines[region.first + 1 : region.last])
        before = region.first - 1
        if is_empty and before > 0 and before not in gone and is_blank(lines[before]):
            gone |= {before, *range(region.first, region.last)}
    last = max((region.last for region in own), default=len(lines) - 1)
    kept: list[str] = []
    for at, line in enumerate(lines):
        if at not in gone:
            kept.append(line)
        if at == last:
            kept += [] if not kept or is_blank(kept[-1]) else [text.newline]
            kept.append(seal + text.newline)
    return Lines(tuple(kept), text.newline, text.has_bom)


def _in_order(says: Mapping[str, str]) -> dict[str, str]:
    order = ("day", "zone", "announced", "categories", "complete", "missing", "left", "in_daily")
    return {key: says[key] for key in (*order, *says) if key in says}


def _fingerprint(text: str, digits: int) -> str:
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return hashlib.sha256(unicodedata.normalize("NFC", lines).encode("utf-8", "surrogatepass")).hexdigest()[
        :digits
    ]
