"""What a note tells about what its owner reads: words of their own, `read`, `rating`, papers that they link to.

A mark is a short text, so that it can be kept for each note of a vault: of a paper's note letters, of a listing the
papers that it shows from outside the interests, of a note of the person's the identifiers and names that it links to.
"""

import re
from collections.abc import Iterable, Iterator
from zlib import crc32

from vaultgen.document.document import Document, identifier_of
from vaultgen.document.fast_front_matter import Properties, quick_properties
from vaultgen.document.front_matter import FrontMatter
from vaultgen.document.listings import NEAR, existing_listing
from vaultgen.document.normal_form import lines_digest, normal_line
from vaultgen.document.seal import Seal, passage_code, section_code
from vaultgen.document.seal_items import TEXT_DIGITS
from vaultgen.document.text import content, read_lines
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.said_day import day_in
from vaultgen.patterns import pattern

OWN_WORDS, READ, RATED, RATED_LOW = "w", "r", "g", "x"
"""The letters of a paper's mark."""
LEAST_RATING = 3
"""A rating of so much or more says that the paper was worth reading."""

_HEADING = re.compile(r" ?#{1,6}(?!#)")
_EMBED = pattern(r" ?(?:-?!\[\[[^\]]*\]\]|!\[[^\]]*\]\([^)]*\))")
_RATING = pattern(r"\d{1,3}(?:\.\d{1,3})?")
_MAY_NAME = re.compile(rb"\.\d{4}"), re.compile(rb"/\d{7}"), re.compile(rb"-\d{7}")
"""Each begins with a plain character, for which bytes are searched quickly."""
_IDENTIFIER = pattern(
    r"(?<![\d.])(?P<new>\d{4}\.\d{4,5})(?!\d)"
    r"|(?<![\w/.-])(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?[-/](?P<old>\d{7})(?!\d)",
    re.ASCII,
)
_NEAR_SECTION = f" i:{section_code(NEAR)}:".encode()
"""Is in the seal of a listing that has the section."""
_WIKILINK = pattern(r"\[\[([^\]\[|#^\n]+)")
_NAME = "|"
"""Begins the name of a note to which a link leads."""


def paper_mark(data: bytes, plain: re.Pattern[str] | None = None) -> str:
    """Return the letters that say what a paper's note tells about reading.

    Args:
        plain: Lines in normal form that the template writes as plain text; None where there are none.
    """
    quick = quick_properties(data)
    document = _paper_note(data, quick) or Document.parse(data)
    if document is None:
        return ""
    said = quick if quick is not None else {one.name: one.value for one in document.head.entries}
    by_name = {name.casefold(): value for name, value in said.items()}
    rating = _rating(by_name.get("rating"))
    letters = OWN_WORDS if _has_own_words(document, plain) else ""
    letters += READ if _is_yes(by_name.get("read")) else ""
    letters += RATED if rating >= LEAST_RATING else RATED_LOW if rating > 0 else ""
    return letters


def is_followed(data: bytes) -> bool:
    """Return whether `follow` is ticked in the properties of an author's note."""
    if b"follow" not in data:
        return False
    quick = quick_properties(data)
    if quick is not None:
        return _is_yes(quick.get("follow"))
    document = Document.parse(data)
    entry = document.head.entry("follow") if document is not None else None
    return entry is not None and _is_yes(entry.value)


def other_mark(data: bytes) -> str:
    """Return the identifiers and the names of notes that a note of the person's own holds, in order, each once."""
    may_link = b"[[" in data
    may_name = any(pattern.search(data) for pattern in _MAY_NAME)
    if not (may_link or may_name):
        return ""
    text = data.decode("utf-8", "replace")
    found = {*_identifiers(text)} if may_name else set()
    names = {name_mark(link.rpartition("/")[2]) for link in _WIKILINK.findall(text)} if may_link else set()
    return " ".join((*sorted(found), *sorted(names)))


def listing_mark(data: bytes) -> str:
    """Return the papers that a listing shows from outside the interests, in order."""
    return " ".join(map(str, existing_listing(data).near)) if _NEAR_SECTION in data else ""


def name_mark(name: str) -> str:
    """Return by what a mark knows the name of a note, with or without its ending."""
    return f"{_NAME}{crc32(fold(name.strip().removesuffix('.md')).encode('utf-8', 'replace')):08x}"


def paper_texts(data: bytes) -> tuple[str, str]:
    """Return title and abstract as a paper's note has them, whatever the person made of them; Markdown."""
    document = Document.parse(data)
    if document is None:
        return "", ""
    entry = document.entry("title")
    title = entry.value if entry is not None and isinstance(entry.value, str) else ""
    places = document.places
    place = places.get(passage_code("abstract"))
    lines = document.text.lines
    if place is not None:
        return title, "\n\n".join(content(line) for line in lines[place.first : place.end] if line.strip())
    taken = {at for one in places.values() for at in range(one.first, one.end)}
    zone = document.zone
    left = (content(lines[at]) for at, line in zone.filled if at not in taken and not _HEADING.match(line))
    return title, "\n\n".join(left)


def _paper_note(data: bytes, quick: Properties | None) -> Document | None:
    """Return a paper's note whose properties were read already; None where they have to be parsed."""
    told = [value for name, value in quick.items() if name.casefold() == "arxiv_id"] if quick else []
    paper = identifier_of(told[0].strip()) if len(told) == 1 and isinstance(told[0], str) else None
    text = read_lines(data) if paper is not None else None
    if text is None:
        return None
    head = FrontMatter(closing=text.lines.index("---\n", 1))
    return Document.of(text, head, Identity(Kind.PAPER, str(paper)))


def _identifiers(text: str) -> Iterator[str]:
    for match in _IDENTIFIER.finditer(text):
        yield match["new"] or f"{match['archive']}/{match['old']}"


def _is_yes(value: object) -> bool:
    return isinstance(value, str) and (value.casefold() == "true" or day_in(value) is not None)


def _rating(value: object) -> float:
    match = _RATING.match(value.strip()) if isinstance(value, str) else None
    return float(match[0]) if match is not None else 0.0


def _has_own_words(document: Document, plain: re.Pattern[str] | None) -> bool:
    """Return whether the note has words of the person's own; False where the seal is damaged, for then it is not known."""
    if document.damage:
        return False
    zone, lines = document.zone, document.text.lines
    if document.seal_at is not None and _any_own(_normal(lines[document.seal_at + 1 :]), plain):
        return True
    if document.seal is not None and _is_as_written(zone.normal, document.seal, plain):
        return False
    taken = {at for one in document.places.values() for at in range(one.first, one.end)}
    left = (line for at, line in zone.filled if at not in taken)
    return _any_own(left, plain)


def _normal(lines: Iterable[str]) -> Iterator[str]:
    return (normal for line in lines if (normal := normal_line(content(line))))


def _any_own(lines: Iterable[str], plain: re.Pattern[str] | None) -> bool:
    return any(_is_own(line, plain) for line in lines)


def _is_own(line: str, plain: re.Pattern[str] | None) -> bool:
    """Return whether a line in normal form is neither a heading, nor an embed, nor plain text of the template."""
    if not any(map(str.isalnum, line)) or _HEADING.match(line) or _EMBED.fullmatch(line):
        return False
    return plain is None or plain.fullmatch(line.strip()) is None


def _is_as_written(lines: list[str], seal: Seal, plain: re.Pattern[str] | None) -> bool:
    """Return whether passages are in order as last generated, with nothing of the person's between: the usual case."""
    at = 0
    for record in seal.texts.values():
        size = next(iter(record.sizes(len(lines))), 0)
        while not size or lines_digest(lines[at : at + size], TEXT_DIGITS) != record.mark:
            if at >= len(lines) or _is_own(lines[at], plain):
                return False
            at += 1
        at += size
    return not _any_own(lines[at:], plain)
