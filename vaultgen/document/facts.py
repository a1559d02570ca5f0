"""Reads what links, lists and the index need of a note: whose it is, and what it says.

Asked of every note of a vault: bytes that hold neither `arxiv_id` nor a seal are answered without being parsed. A note
whose seal is damaged is still the same note: its identity is found all the same, or it would be taken for deleted.
"""

import re
from collections.abc import Mapping
from datetime import date

from vaultgen.bibliography.citekey import usable_key
from vaultgen.document.document import ARXIV_ID, Document, claimed_identity, identifier_of, seal_name
from vaultgen.document.fast_front_matter import quick_properties
from vaultgen.document.first_edition import MARKER
from vaultgen.document.normal_form import value_digest
from vaultgen.document.property_words import RENAMED, names_in, unshown_mark, values_in
from vaultgen.document.seal import PROPERTY_DIGITS, RecordedProperties, Seal, claims, recorded_properties
from vaultgen.document.seal_properties import digest_of
from vaultgen.document.text import content, read_lines
from vaultgen.document.translations import STATUS_OF, waits_for
from vaultgen.document.yaml_block import canonical
from vaultgen.note.desired import Note
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.said_day import day_in
from vaultgen.note.snapshot import ListingFacts, PaperFacts
from vaultgen.note.translation_status import PENDING
from vaultgen.paper.paper import AnnounceType
from vaultgen.patterns import pattern

Value = str | tuple[str, ...]
_OUR_NAMES: Mapping[str, str] = {}
_SEAL = b"<!-- vaultgen"
_FEW = 8
_SEAL_BEGINS, _RENAMED = _SEAL + b" ", f"{RENAMED}=".encode()
_PROPERTY_MARKS = pattern(rb" p:([!-~]*)")
_SEAL_LINE = re.compile(r"<!--\s*vaultgen[^\n]*", re.IGNORECASE)
_ARXIV_ID = b"arxiv_id"
_ABSTRACT_PAGE = pattern(r"//arxiv\.org/abs/([\w./-]*\w)")
_SCORE = re.compile(r"-?[0-9]{1,9}")
_OLD_STYLE_NAME = re.compile(r"([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})")


def _marks(values: list[str]) -> Mapping[str, str]:
    return {value_digest(value, PROPERTY_DIGITS): value for value in values}


_TYPES = _marks([kind.value for kind in AnnounceType])
_VERSIONS = _marks([str(number) for number in range(1, 100)])
"""Later ones are read from the property."""


def may_be_ours(data: bytes) -> bool:
    """Return whether a note may be one of ours and has to be read; False is certain."""
    # `find` takes half the time of `in`, which asks first whether it was given the number of a byte. The end of the
    # name is found several times as fast as all of it.
    if data.find(b"_id") >= 0 and data.find(_ARXIV_ID) >= 0:
        return True
    # A single sign is found ten times as fast as several; the seal stands near the end, and most notes have few others.
    at = len(data)
    for _ in range(_FEW):
        at = data.rfind(b"<", 0, at)
        if at < 0 or data.startswith(_SEAL, at):
            return at >= 0
    return data.rfind(_SEAL, 0, at) >= 0


def owner(data: bytes) -> Identity | None:
    """Return whose a note is, as `facts` does, without what it says."""
    quick = _paper_in(quick_properties(data)) if may_be_ours(data) else None
    return facts(data)[0] if quick is None else quick


def facts(
    data: bytes, names: Mapping[str, str] = _OUR_NAMES
) -> tuple[Identity | None, PaperFacts | ListingFacts | None]:
    """Return whose a note is, None where it is not one of ours; with what a paper or a listing says.

    Args:
        data: The whole note.
        names: The person's names for properties, by ours, for a note in which no seal tells them.
    """
    if not may_be_ours(data):
        return None, None
    quick = _quick_facts(data, names)
    if quick is not None:
        return quick
    if _ARXIV_ID not in data.lower():
        return _claimed_facts(data)
    document = Document.parse(data)
    if document is None or document.identity is None:
        return None, None
    identity = document.identity
    if identity.kind is not Kind.PAPER:
        return _claimed_facts(data)
    values = {
        entry.name: tuple(element for element in entry.value if isinstance(element, str))
        if isinstance(entry.value, tuple)
        else entry.value
        for entry in document.head.entries
        if isinstance(entry.value, str | tuple)
    }
    return identity, _paper_facts(values, data, _recorded(data, identity), names)


def _claimed_facts(data: bytes) -> tuple[Identity | None, ListingFacts | None]:
    """Return whose a note that is not a paper's is, and what a listing says, by the seal alone; without its papers."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, None
    end = text.find("\n---", 3) if text.startswith("---") else 0
    for match in _SEAL_LINE.finditer(text, max(end, 0)):
        line = match[0]
        identity = claimed_identity(line)
        if identity is not None and identity.kind is Kind.LISTING:
            return identity, ListingFacts(
                date.fromisoformat(identity.key), claims(line).get("complete") != "no"
            )
        if identity is not None:
            return identity, None
    return None, None


def facts_just_written(note: Note, data: bytes, seal: Seal | None) -> PaperFacts | None:
    """Return what `facts` reads out of a paper's note just made, of which it is known what its properties say.

    Args:
        note: As we would like it.
        data: What was made of it.
        seal: The seal in it.
    """
    if note.identity.kind is not Kind.PAPER or seal is None:
        return None
    values = {own.name: canonical(own.value) for own in note.properties}
    under_our_names = RecordedProperties(seal.properties, {**seal.says, RENAMED: ""})
    return _paper_facts(values, data, under_our_names, {})


def written_status(data: bytes, said: str) -> str | None:
    """Return which status of its translation was last written into a paper's note, by a search in the bytes alone.

    Args:
        data: The whole note.
        said: Its property `translation`, which counts where no seal tells.

    Returns:
        The status; None where the note has to be read: its seal says another one, or has other names for properties.
    """
    begin = data.rfind(_SEAL_BEGINS)
    if data.find(b"<") != begin and MARKER in data:
        return None
    seal, closed, _ = data[begin:].partition(b" -->")  # closes nothing where no seal begins
    if closed and _RENAMED in seal:
        return None
    marks = _PROPERTY_MARKS.search(seal) if closed else None
    status = STATUS_OF.get(digest_of(marks[1].decode(), "translation"), "") if marks is not None else ""
    return None if said and status and said != status else said or status


def lost_paper(data: bytes, name: str) -> str | None:
    """Return which paper a note is about that has a paper's seal and no readable `arxiv_id`.

    Args:
        data: The whole note; `facts` found nobody's note in it.
        name: What the file is called.

    Returns:
        The identifier; empty where nothing in the note tells it; None where the note has no seal of its own.
    """
    note = read_lines(data) if _SEAL in data else None
    if note is None:
        return None
    seals = [line for line in note.lines if _SEAL.decode() in line]
    if all(" t:" not in line and "vaultgen:begin record" not in line for line in seals):
        return None
    if any(claimed_identity(content(line)) for line in seals):
        return None
    text = "".join(note.lines)
    told = [
        *(match[1] for match in ARXIV_ID.finditer(text)),
        _OLD_STYLE_NAME.sub(r"\1/\2", name.partition(" ")[0].removesuffix(".md")),
        *(match[1] for match in _ABSTRACT_PAGE.finditer(text)),
    ]
    found = (identifier_of(each) for each in told)
    return next((str(identifier) for identifier in found if identifier is not None), "")


def _recorded(data: bytes, identity: Identity) -> RecordedProperties:
    """Return what a note's seal says about its properties."""
    if MARKER not in data:
        return recorded_properties(data, seal_name(identity))
    document = Document.parse(data)
    seal = document.seal if document is not None else None
    return RecordedProperties({}, None) if seal is None else RecordedProperties(seal.properties, seal.says)


def _quick_facts(data: bytes, names: Mapping[str, str]) -> tuple[Identity, PaperFacts] | None:
    """Return whose note it is and what it says, for a paper with properties as we write them; else None."""
    says = quick_properties(data)
    identity = _paper_in(says)
    return (
        None
        if says is None or identity is None
        else (identity, _paper_facts(says, data, _recorded(data, identity), names))
    )


def _paper_in(says: Mapping[str, Value] | None) -> Identity | None:
    identifier = identifier_of(says.get("arxiv_id")) if says else None
    return None if identifier is None else Identity(Kind.PAPER, str(identifier))


class _Said:
    """What a paper says, by our names: in its properties, else in its seal."""

    __slots__ = ("_by_ours", "_by_theirs", "_names", "_unshown")

    def __init__(
        self, values: Mapping[str, Value], says: Mapping[str, str] | None, names: Mapping[str, str]
    ) -> None:
        self._by_theirs = values
        self._names = names if says is None else names_in(says)
        self._by_ours = values if says is None else {}  # whose seal is gone has the names of then, or of now
        self._unshown = values_in(says) if says else {}

    def __getitem__(self, name: str) -> Value:
        found = self._by_theirs.get(self._names.get(name, name))
        if found is None:
            found = self._by_ours.get(name)
        return self._unshown.get(name, "") if found is None else found

    def text(self, name: str) -> str:
        found = self[name]
        return found if isinstance(found, str) else ""

    def elements(self, name: str) -> tuple[str, ...]:
        found = self[name]
        return found if isinstance(found, tuple) else ()


def _paper_facts(
    values: Mapping[str, Value], data: bytes, recorded: RecordedProperties, names: Mapping[str, str]
) -> PaperFacts:
    marks, says = recorded.marks, _Said(values, recorded.says, names)
    said_version = says.text("version")
    version = int(said_version) if re.fullmatch(r"[0-9]{1,6}", said_version) else None
    known_version = _VERSIONS.get(unshown_mark(marks, "version"))
    status = STATUS_OF.get(unshown_mark(marks, "translation"), says.text("translation"))
    return PaperFacts(
        title=says.text("title"),
        title_translated=says.text("title_translated"),
        authors=says.elements("authors"),
        subjects=says.elements("subjects"),
        keywords=says.elements("keywords"),
        announced=day_in(says["announced"]),
        announce_type=_TYPES.get(unshown_mark(marks, "announce_type"), says.text("announce_type")),
        version=version if known_version is None else int(known_version),
        translation="" if status == PENDING and not waits_for(data) else status,
        is_withdrawn=says.text("withdrawn").casefold() == "true",
        citekey=usable_key(says.text("citekey")),
        doi=says.text("doi"),
        journal_ref=says.text("journal_ref"),
        score=int(says.text("score")) if _SCORE.fullmatch(says.text("score")) else None,
        near=says.elements("near"),
    )
