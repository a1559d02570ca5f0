"""The seal: the one machine line of a note, an HTML comment that holds digests of what was last generated.

    <!-- vaultgen day=2026-02-23 t:TLGHnnUgB… s:1EXszoWYz p:ArOlsBzy7… i:a9Bd:=OY3aK2BABc4d c:4WdQ -->

Its words, in this order: what it says of the note (`key=value`, percent-encoded); `t:` passages, each with the code of
its name, the digest of its text and its number of lines modulo 64, which is left out where `t:-` says that every text
has one line; `s:` what passages translate; `p:` properties, each with a code, or where that is shorter behind bits and
`~`;
`i:` a section with its heading, its sentence for no papers and its papers (`vaultgen.document.seal_items`); and `c:`,
the check over whose note it is and all words before. A seal that was pasted into another note, lost a character or was
merged out of two is therefore not believed.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from msgspec import Struct, field

from vaultgen.document.normal_form import digest, lines_digest
from vaultgen.document.seal_items import (
    ITEM_DIGITS,
    TEXT_DIGITS,
    MalformedSeal,
    SectionRecord,
    TextRecord,
    decoded_section,
    encoded_section,
)
from vaultgen.document.seal_properties import (
    PROPERTY_DIGITS,
    PROPERTY_NAMES,
    UNSHOWN,
    cells_of,
    decoded_properties,
    encoded_properties,
    is_recorded,
)
from vaultgen.patterns import pattern

_BEGINS, _ENDS = b"<!-- vaultgen ", b" -->"
NAME_DIGITS, SECTION_DIGITS = 2, 4
SOURCE_DIGITS, CHECK_DIGITS = 5, 4
__all__ = [
    "ITEM_DIGITS", "PROPERTY_DIGITS", "PROPERTY_NAMES", "TEXT_DIGITS", "UNSHOWN", "MalformedSeal", "Seal",
    "SectionRecord", "TextRecord", "is_recorded",
]  # fmt: skip

_RECURRING = 256  # names of passages and sections are the same in note after note
_OF_ONE_LINE = "-"
"""Begins passages of which each has one line; no digest holds it."""


_DIGESTS = ("t:", "s:", "p:", "i:")

SEAL = pattern(r"<!-- vaultgen ((?:[^\s<>]+ )*)c:([A-Za-z0-9_.]{4}) -->")
"""An intact seal, wherever it stands on its line."""


class Seal(Struct):
    """What was last generated into a note.

    Attributes:
        of: Whose note it is (`paper 2602.17676`), part of the check.
        says: What it says of the note as a whole.
        texts: By the code of a passage's name, what was last generated for it.
        sources: By the code of a passage's name, the digest of what it translates.
        properties: By name, the digest of the value last written; by its code where a later version wrote it.
        sections: By the code of a section's name, what was last generated into it.
    """

    of: str
    says: dict[str, str] = field(default_factory=dict)
    texts: dict[str, TextRecord] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    sections: dict[str, SectionRecord] = field(default_factory=dict)

    def __str__(self) -> str:
        words = [f"{key}={_encoded(value)}" for key, value in self.says.items()]
        texts = _encoded_texts(self.texts)
        sources = "".join(code + mark for code, mark in self.sources.items())
        properties = encoded_properties(self.properties)
        words += [
            f"{kind}:{cells}"
            for kind, cells in zip("tsp", (texts, sources, properties), strict=True)
            if cells
        ]
        words += [
            f"i:{code}:{encoded_section(section, _month(self.says))}"
            for code, section in self.sections.items()
        ]
        text = "".join(f"{word} " for word in words)
        return f"<!-- vaultgen {text}c:{_check(self.of, text)} -->"

    def copy(self) -> "Seal":
        """Return a copy of the seal, which can be changed without changing this one."""
        sections = {code: section.copy() for code, section in self.sections.items()}
        return Seal(
            self.of, dict(self.says), dict(self.texts), dict(self.sources), dict(self.properties), sections
        )

    def section(self, name: str) -> SectionRecord:
        """Return what was last generated into a section; nothing where it was never written."""
        return self.sections.get(section_code(name), SectionRecord())


@lru_cache(maxsize=_RECURRING)
def passage_code(name: str) -> str:
    """Return the code by which a seal knows a passage."""
    return digest(f"name {name}", NAME_DIGITS)


@lru_cache(maxsize=_RECURRING)
def section_code(name: str) -> str:
    """Return the code by which a seal knows a section."""
    return digest(f"section {name}", SECTION_DIGITS)


def source_digest(language: str, fingerprint: str) -> str:
    """Return the digest by which a seal knows what was translated.

    Args:
        language: BCP 47, into which.
        fingerprint: Of the original (`vaultgen.translate.request.fingerprint`).
    """
    return digest(f"{language}\n{fingerprint}", SOURCE_DIGITS)


def read_seal(line: str, of: str) -> Seal:
    """Return the seal on a line, whatever else stands on it.

    Args:
        of: Whose note it is in.

    Raises:
        MalformedSeal: There is no intact seal of that note.
    """
    match = SEAL.search(line)
    if match is None or _check(of, match[1]) != match[2]:
        raise MalformedSeal
    return _decoded(match[1].split(), of)


class RecordedProperties(NamedTuple):
    """What a seal says about a note's properties.

    Attributes:
        marks: The digests of the values last written, by name.
        says: What it says of the note, as `Seal.says`; None where there is no intact seal of this note.
    """

    marks: Mapping[str, str]
    says: Mapping[str, str] | None


_NOTHING_RECORDED = RecordedProperties({}, None)


def recorded_properties(data: bytes, of: str) -> RecordedProperties:
    """Return what the last seal of a note says about its properties, by a search in its bytes alone.

    Args:
        of: Whose note it is; nothing is returned where the seal is not intact, or of another note.
    """
    begin = data.rfind(_BEGINS)
    end = data.find(_ENDS, begin)
    try:
        words = data[begin + len(_BEGINS) : end].decode("ascii") if 0 <= begin < end else ""
    except UnicodeDecodeError:
        return _NOTHING_RECORDED
    text, check, mark = words.rpartition("c:")
    if not check or _check(of, text) != mark:
        return _NOTHING_RECORDED
    said = {} if text.startswith(_DIGESTS) else claims(text)
    _, found, cells = f" {text}".partition(" p:")
    try:
        marks = decoded_properties(cells.partition(" ")[0] if found else "")
    except MalformedSeal:
        return _NOTHING_RECORDED
    return RecordedProperties(marks, said)


def claims(line: str) -> Mapping[str, str]:
    """Return what a seal says of its note as a whole, unchecked, even if the seal is damaged."""
    pairs = (word.partition("=") for word in line.split())
    return {key: unquote(value) for key, _, value in pairs if value and key.isidentifier()}


def _decoded(words: Sequence[str], of: str) -> Seal:
    seal = Seal(of)
    sections: list[tuple[str, str]] = []
    seen: set[str] = set()
    for word in words:
        kind, colon, payload = word.partition(":")
        if not colon or kind not in {"t", "s", "p", "i"}:
            key, equals, value = word.partition("=")
            if not equals or key in seal.says:
                raise MalformedSeal
            seal.says[key] = unquote(value)
            continue
        if kind == "i":
            code, _, items = payload.partition(":")
            sections.append((code, items))
            kind = f"i{code}"
        if kind in seen:
            raise MalformedSeal
        seen.add(kind)
        if kind == "t":
            seal.texts = _decoded_texts(payload)
        elif kind == "s":
            seal.sources = cells_of(payload, NAME_DIGITS, SOURCE_DIGITS)
        elif kind == "p":
            seal.properties = decoded_properties(payload)
    seal.sections = {code: decoded_section(items, _month(seal.says)) for code, items in sections}
    return seal


def _encoded_texts(texts: Mapping[str, TextRecord]) -> str:
    if texts and all(record.lines == 1 for record in texts.values()):
        return _OF_ONE_LINE + "".join(f"{code}{record.mark}" for code, record in texts.items())
    return "".join(f"{code}{record}" for code, record in texts.items())


def _decoded_texts(payload: str) -> dict[str, TextRecord]:
    if payload.startswith(_OF_ONE_LINE):
        marks = cells_of(payload.removeprefix(_OF_ONE_LINE), NAME_DIGITS, TEXT_DIGITS)
        return {code: TextRecord(mark, 1) for code, mark in marks.items()}
    pairs = cells_of(payload, NAME_DIGITS, TEXT_DIGITS + 1)
    return {code: TextRecord.read(record) for code, record in pairs.items()}


def _month(says: Mapping[str, str]) -> str:
    """Return the month (`2602`) with which the identifiers of a listing begin."""
    return says.get("day", "")[2:7].replace("-", "")


def _check(of: str, text: str) -> str:
    return lines_digest((of, text), CHECK_DIGITS)


def _encoded(value: str) -> str:
    return quote(value, safe=",:/.", errors="replace").replace("--", "-%2D")
