"""What a note that is there says: whose it is, what it lists, which translation stands in it.

Read for the index of the vault, which asks every note: bytes that hold neither `arxiv_id` nor a marker are
answered without being parsed. A note that is damaged is still the same note: its identity is found in odd front
matter and between damaged markers too, or it would be taken for deleted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from vaultgen.document.fast_front_matter import quick_properties
from vaultgen.document.front_matter import FrontMatter, read_front_matter
from vaultgen.document.text import Lines, content, read_lines
from vaultgen.document.yaml_block import canonical
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key
from vaultgen.note.said_day import day_in
from vaultgen.note.snapshot import ListingFacts, PaperFacts
from vaultgen.note.wanted import Note
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.paper.paper import AnnounceType
from vaultgen.plan.blocks import recorded_identifiers
from vaultgen.plan.fingerprint import fingerprint, normal, short_fingerprint
from vaultgen.plan.markers import Begin, read_marker
from vaultgen.plan.record import read_record, written_mark
from vaultgen.plan.regions import RECORD, Regions, read_regions
from vaultgen.plan.waiting import written_status
from vaultgen.render.content import StandingListing

_BEGIN = b"<!-- vaultgen:begin "
_RECORD = b"<!-- vaultgen:begin record "
"""Every note of ours bears it; only the line in a person's daily note does not."""
_ARXIV_ID = re.compile(
    r"""^["']?arxiv_id["']?[ \t]*:[ \t\n]*(?:-[ \t]+)?[\["']*([^"'\]\s#]+)""", re.MULTILINE | re.IGNORECASE
)
_ABSTRACT_PAGE = re.compile(r"//arxiv\.org/abs/([\w./-]+)")
_HEAD, _OF, _TYPE, _REPLACE = "head", "of", "type", "replace"
_TYPES = {short_fingerprint(kind.value).encode(): kind.value for kind in AnnounceType}
_VERSIONS = {short_fingerprint(str(number)).encode(): number for number in range(1, 100)}
"""Later ones are read from the property."""

_OLD_STYLE_NAME = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})")

COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class StandingTranslation:
    """Which translation stands in a paper note.

    Attributes:
        title: The property `title`; empty where there is none.
        title_translated: The property `title_translated`; empty where there is none.
        src: Fingerprint of the abstract that was translated; empty where no translation stands.
        language: BCP 47; empty where the note does not tell.
        text: Body of the region, normalised, as Markdown; empty where it waits to be filled; None where there
            is no such region or the markers are damaged.
        title_src: Fingerprint of the title whose translation stands; empty where none stands, None where the note
            does not tell.
        title_is_edited: Whether the person changed the translated title, or removed it: the same as below.
        title_text: Body of the title's region, as Markdown, where it is as vaultgen wrote it; else empty.
        status: As vaultgen wrote it last (`PaperFacts.translation`).
        is_edited: Whether the person changed the region's text: nothing is to be paid for it unasked.
        is_removed: Whether the region was written once and is gone: the same.
    """

    title: str = ""
    title_translated: str = ""
    src: str = ""
    language: str = ""
    title_src: str | None = None
    title_is_edited: bool = False
    title_text: str = ""
    text: str | None = None
    status: str = ""
    is_edited: bool = False
    is_removed: bool = False


def may_be_ours(data: bytes) -> bool:
    """Whether it has to be read who a note is; False is certain."""
    return b"arxiv_id" in data or _BEGIN in data


def facts(data: bytes) -> tuple[Identity | None, PaperFacts | ListingFacts | None]:
    """Who a note is, and what links and lists need of it.

    Args:
        data: The whole file.

    Returns:
        Its identity, None where it is not one of ours; with facts for papers and listings.
    """
    if not may_be_ours(data):
        return None, None
    quick = _quick_facts(data)
    if quick is not None:
        return quick
    note = read_lines(data)
    if note is None:
        return None, None
    head = read_front_matter(note.lines)
    identifier = _paper_of(note, head)
    if identifier is not None:
        return Identity(Kind.PAPER, str(identifier)), _paper_facts(_strings(head), _lists(head), data)
    return next(_marked(note, head), (None, None))


def _quick_facts(data: bytes) -> tuple[Identity, PaperFacts] | None:
    """The same for a paper whose properties stand as we write them; None where more has to be read."""
    says = quick_properties(data)
    named = says.get("arxiv_id") if says else None
    identifier = _identifier(named) if isinstance(named, str) else None
    if says is None or identifier is None:
        return None
    strings = {name: value for name, value in says.items() if isinstance(value, str)}
    lists = {name: value for name, value in says.items() if isinstance(value, tuple)}
    return Identity(Kind.PAPER, str(identifier)), _paper_facts(strings, lists, data)


def facts_just_written(note: Note, data: bytes) -> PaperFacts | None:
    """What `facts` reads out of a paper's note just made, of which it is known what its properties say.

    Args:
        note: As we would like it.
        data: What was made of it.
    """
    if note.identity.kind is not Kind.PAPER:
        return None
    says = {own.name: canonical(own.value) for own in note.properties}
    strings = {name: value for name, value in says.items() if isinstance(value, str)}
    lists = {name: value for name, value in says.items() if isinstance(value, tuple)}
    return _paper_facts(strings, lists, data)


def standing_listing(data: bytes) -> StandingListing:
    """What a listing note shows; empty where it is none."""
    note, head, regions = _read(data)
    begin = regions.found[_HEAD].begin if _HEAD in regions.found else None
    sections: dict[str, tuple[Identifier, ...]] = {}
    replacements: dict[str, tuple[Identifier, ...]] = {}
    for found in regions.found.values():
        name, papers = found.begin.value(_OF), recorded_identifiers(found.begin)
        if found.begin.value(_TYPE) == _REPLACE:
            replacements[name or ""] = papers
        if name is not None:
            sections[name] = tuple(sorted({*sections.get(name, ()), *papers}))
    if begin is None:
        begin = next((b for b in _begins(note, head) if b.value("day")), Begin(_HEAD))
    return StandingListing(
        _day(begin.value("day") or ""),
        begin.value("zone") or "",
        begin.value("complete") == "yes",
        tuple(sections.items()),
        replacements=tuple(replacements.items()),
        announced=_number(begin.value("announced")),
        categories=_words(begin.value("categories")),
        missing=_words(begin.value("missing")),
        is_in_daily_note=begin.value("in_daily") == "yes",
        left_out={
            reason: _number(count)
            for reason, _, count in (word.partition(":") for word in _words(begin.value("left")))
        },
    )


def standing_translation(data: bytes) -> StandingTranslation:
    """Which translation stands in a paper note; empty where it is none."""
    note, head, regions = _read(data)
    says = _strings(head)
    found = regions.found.get("translation")
    properties = StandingTranslation(
        title=says.get("title", ""),
        title_translated=says.get("title_translated", ""),
        title_src=_title_src(note, regions),
        title_is_edited=_is_edited("title_translated", says, regions),
        title_text=_title_text(note, regions),
        language=says.get("language", ""),
        status=written_status(data, says.get("translation", "")),
    )
    if found is None:
        is_removed = regions.record is not None and "translation" in read_record(regions.record[1]).regions
        return replace(properties, is_removed=is_removed and not regions.damage)
    text = normal("".join(found.body(note.lines)))
    return replace(
        properties,
        src=found.begin.value("src") or "",
        language=found.begin.value("lang") or properties.language,
        text=text,
        is_edited=fingerprint(text) != found.begin.raw("h"),
    )


def takes_texts(data: bytes) -> bool:
    """Whether a translation can be written into this paper's note."""
    regions = _read(data)[2]
    has_place = not {"translation", "title-translated"}.isdisjoint(regions.found)
    return not regions.damage and (regions.record is not None or has_place)


def papers_counted(data: bytes) -> int:
    """How many papers the vault had when a note of trends was last written; 0 where it does not tell."""
    regions = _read(data)[2]
    return max((_number(found.begin.value(COUNTED)) for found in regions.found.values()), default=0)


def _title_src(note: Lines, regions: Regions) -> str | None:
    found = regions.found.get("title-translated")
    if found is None:
        return None
    return (found.begin.value("src") or "") if normal("".join(found.body(note.lines))) else ""


def _title_text(note: Lines, regions: Regions) -> str:
    found = regions.found.get("title-translated")
    text = normal("".join(found.body(note.lines))) if found is not None else ""
    return text if found is not None and fingerprint(text) == found.begin.raw("h") else ""


def _is_edited(name: str, says: Mapping[str, str], regions: Regions) -> bool:
    """Whether a scalar property that was written is not what was written."""
    if regions.record is None:
        return name in says
    marks = read_record(regions.record[1]).properties.get(name)
    return marks is not None and marks != (short_fingerprint(says.get(name, "")),)


def _read(data: bytes) -> tuple[Lines, FrontMatter, Regions]:
    note = read_lines(data) or Lines(())
    head = read_front_matter(note.lines)
    return note, head, read_regions(note.lines, head.body_start)


def lost_paper(data: bytes, name: str) -> str | None:
    """Which paper a note tells of that bears vaultgen's marks and no `arxiv_id` that can be read.

    Args:
        data: The whole note; `facts` found nobody's note in it.
        name: What the file is called.

    Returns:
        The identifier; empty where nothing in the note tells it; None where the note bears no marks of a note of its own.
    """
    note = read_lines(data) if _RECORD in data else None
    if note is None:
        return None
    text = "".join(note.lines)
    told = [
        *(match[1] for match in _ARXIV_ID.finditer(text)),
        _OLD_STYLE_NAME.sub(r"\1/\2", name.partition(" ")[0].removesuffix(".md")),
        *(match[1] for match in _ABSTRACT_PAGE.finditer(text)),
    ]
    found = (_identifier(each) for each in told)
    return next((str(identifier) for identifier in found if identifier is not None), "")


def _paper_of(note: Lines, head: FrontMatter) -> Identifier | None:
    """The identifier in the front matter, read as text where the front matter is odd."""
    if head.odd:
        match = _ARXIV_ID.search("".join(note.lines[1 : head.closing or len(note.lines)]))
        return _identifier(match[1]) if match else None
    named = (entry.value for entry in head.entries if entry.name.casefold() == "arxiv_id")
    read = [identifier for value in named if (identifier := _identifier_in(value)) is not None]
    return read[0] if read else None


def _identifier_in(value: object) -> Identifier | None:
    """The one identifier that the property holds: as text, or in a list, into which editors make it; brackets go."""
    if isinstance(value, tuple):
        return _identifier_in(value[0]) if len(value) == 1 else None
    return _identifier(value.strip().strip("[]")) if isinstance(value, str) else None


def _identifier(text: str) -> Identifier | None:
    try:
        return Identifier.parse(text)
    except InvalidIdentifier:
        return None


def _begins(note: Lines, head: FrontMatter) -> Iterator[Begin]:
    for line in note.lines[head.body_start :]:
        marker = read_marker(content(line)) if line.startswith("<!-- vaultgen:begin ") else None
        if isinstance(marker, Begin) and marker.name != RECORD:
            yield marker


def _marked(note: Lines, head: FrontMatter) -> Iterator[tuple[Identity, ListingFacts | None]]:
    for begin in _begins(note, head):
        author, subject, trends = begin.value("author"), begin.value("subject"), begin.value("trends")
        daily = _day(begin.value("daily") or "")
        day = _day(begin.value("day") or "")
        if day is not None:
            yield Identity(Kind.LISTING, day.isoformat()), ListingFacts(day, begin.value("complete") == "yes")
        elif daily is not None:
            yield Identity(Kind.DAILY, daily.isoformat()), None
        elif author:
            yield Identity(Kind.AUTHOR, author_key(author)), None
        elif subject:
            yield Identity(Kind.SUBJECT, subject), None
        elif trends:
            yield Identity(Kind.TRENDS, trends), None


def _paper_facts(says: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], data: bytes) -> PaperFacts:
    return PaperFacts(
        title=says.get("title", ""),
        title_translated=says.get("title_translated", ""),
        authors=lists.get("authors", ()),
        subjects=lists.get("subjects", ()),
        keywords=lists.get("keywords", ()),
        announced=day_in(says.get("announced") or lists.get("announced")),
        announce_type=_TYPES.get(written_mark(data, "announce_type"), says.get("announce_type", "")),
        version=_written_version(data, says.get("version", "")),
        translation=written_status(data, says.get("translation", "")),
        is_withdrawn=says.get("withdrawn", "").casefold() == "true",
    )


def _written_version(data: bytes, said: str) -> int | None:
    """The version that vaultgen wrote last, whatever the person made of the property; else what that says."""
    number = int(said) if re.fullmatch(r"[0-9]{1,6}", said) else None
    return _VERSIONS.get(written_mark(data, "version"), number)


def _strings(head: FrontMatter) -> Mapping[str, str]:
    return {entry.name: entry.value for entry in head.entries if isinstance(entry.value, str)}


def _lists(head: FrontMatter) -> Mapping[str, tuple[str, ...]]:
    return {
        entry.name: tuple(element for element in entry.value if isinstance(element, str))
        for entry in head.entries
        if isinstance(entry.value, tuple)
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else 0
