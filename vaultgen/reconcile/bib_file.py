"""Reconciles a `.bib` file: our entries one by one, everything else byte for byte.

Below our entries stands the seal, lines `% vaultgen 2602.17676:9f2c41d0 …`: each paper that was ever written here, with
the fingerprint of its entry as it was written last; its first line tells how many papers the vault had. An entry that is as it was written becomes current; one that the
person changed is theirs; one that is gone stays away. Without a seal the file is the person's. Promised: the same
papers give the same bytes, in one run or in many; bytes that are not an untouched entry of ours, or the seal, stay.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from vaultgen.document.outcome import Reconciled
from vaultgen.note.desired import Bibliography, Reference
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.patterns import pattern
from vaultgen.reconcile.fingerprint import fingerprint

_HEADER = "% The papers of this vault, written by vaultgen. Entries of your own, anywhere, and entries you change stay yours.\n\n"
_SEAL_BEGINS = "% vaultgen"
_SEAL = re.compile(
    r"^% vaultgen(?= \S)(?: papers=(?P<papers>\d{1,9}))?(?P<items>(?: [^\s:]+:[0-9a-f]{8})*)[ \t]*(?:\r?\n|\Z)",
    re.MULTILINE,
)
_A_LINE = 5
"""Papers in one line of the seal."""
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,{}()]+)")
_DIGITS = 8
_CLOSED = pattern(r"^\}[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_EPRINT = re.compile(r"^[ \t]*eprint[ \t]*=[ \t]*[{\"]([^{}\"\s]+)[}\"]", re.MULTILINE | re.IGNORECASE)


def is_bibliography(data: bytes) -> bool:
    """Return whether a file has our seal."""
    return next(_seal_lines(data), None) is not None


def papers_counted(data: bytes) -> int:
    """Return how many papers the vault had when a bibliography was last made; 0 where it does not tell."""
    return max((int(line["papers"] or 0) for line in _seal_lines(data)), default=0)


def _seal_lines(data: bytes) -> Iterator[re.Match[str]]:
    """Yield the lines of the seal in a file, found by a search in its bytes.

    A large vault's bibliography has megabytes: a pattern takes twenty times as long, and text four times the memory.
    """
    begins = _SEAL_BEGINS.encode()
    at = data.find(begins)
    while at >= 0:
        end = data.find(b"\n", at) + 1 or len(data)
        is_line = at == 0 or data[at - 1 : at] == b"\n"
        line = _SEAL.match(data[at:end].decode(errors="replace")) if is_line else None
        if line is not None:
            yield line
        at = data.find(begins, at + 1)


def _first_seal(text: str) -> re.Match[str] | None:
    """Return the first line of the seal in a file."""
    at, found = text.find(_SEAL_BEGINS), None
    while at >= 0 and (found := _SEAL.match(text, at)) is None:
        at = text.find(_SEAL_BEGINS, at + 1)
    return found


def new_bibliography(wanted: Bibliography) -> Reconciled:
    """Return a file that is not there yet."""
    entries = "".join(f"{one.text}\n" for one in wanted.references)
    seal = _seal(wanted.papers, {one.identifier.value: _entry_digest(one.text) for one in wanted.references})
    return Reconciled(f"{_HEADER}{entries}{seal}".encode())


def reconcile_bibliography(wanted: Bibliography, data: bytes) -> Reconciled | None:
    """Return what becomes of a file that is there; None where it is not ours."""
    text = data.decode()
    first = _first_seal(text)
    if first is None:
        return None
    newline = "\r\n" if first[0].endswith("\r\n") else "\n"
    above = text[: first.start()]
    below = _SEAL.sub("", text[first.end() :])
    draft = _BibliographyDraft(
        _sealed(text, first.start()), {one.identifier.value: one for one in wanted.references}, wanted.lost
    )
    pieces_above, pieces_below = list(draft.pieces(above)), list(draft.pieces(below))
    new = draft.new(pieces_above + pieces_below)
    merged = "".join(_merged(pieces_above, new, newline))
    merged += newline if new and merged and not merged.endswith("\n") else ""
    merged += "".join(_ended(f"{one.text}\n", newline) for one in new)
    seal = _ended(_seal(wanted.papers, draft.marks), newline)
    rest = "".join(_merged(pieces_below, [], newline))
    after = f"{merged}{seal}{rest}".encode()
    return Reconciled(data if after == data else after)


class _Piece(Struct):
    """From one `@` at the beginning of a line to the next: an entry and what follows it, or what stands before all.

    Attributes:
        source: As it stands.
        rest: What follows an entry of ours.
        paper: Whose entry it is, if it is untouched; then `wanted` says what it is to be.
        key: The key of an entry.
        eprint: The paper that it tells.
    """

    source: str
    rest: str = ""
    paper: str = ""
    key: str = ""
    eprint: str = ""
    wanted: Reference | None = None


class _BibliographyDraft(Struct):
    """A file on its way.

    Attributes:
        sealed: By paper, the fingerprint of its entry as it was written last.
        wanted: By paper, its entry.
        lost: Papers whose notes are there and cannot be known: their entries stay as they are.
        marks: The seal afterwards.
    """

    sealed: Mapping[str, str]
    wanted: Mapping[str, Reference]
    lost: AbstractSet[str] = frozenset()
    marks: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _made: dict[str, str] = field(default_factory=dict)

    def pieces(self, text: str) -> Iterator[_Piece]:
        for source in _entries(text):
            if not source.startswith("@"):
                yield _Piece(source)
                continue
            yield self._entry(source)

    def _entry(self, source: str) -> _Piece:
        key, told = _KEY.match(source), _EPRINT.search(source)
        eprint = told[1] if told else ""
        mark = self.sealed.get(eprint, "") if eprint not in self._seen else ""
        end = self._end_of_untouched(source, eprint, mark) if mark else 0
        if not end or eprint in self.lost:
            return _Piece(source, key=key[1] if key else "", eprint=eprint)
        self._seen.add(eprint)
        return _Piece(source, source[end:], eprint, wanted=self.wanted.get(eprint))

    def _end_of_untouched(self, source: str, paper: str, mark: str) -> int:
        """Return where an entry ends that is as it was last written; 0 for one that was changed."""
        wanted = self.wanted.get(paper)
        if wanted is not None and source.startswith(wanted.text) and self.mark(wanted) == mark:
            return len(wanted.text)
        closed = _CLOSED.search(source)
        return closed.end() if closed is not None and _entry_digest(source[: closed.end()]) == mark else 0

    def mark(self, reference: Reference) -> str:
        """Return the fingerprint of an entry as we would like it, computed once."""
        paper = reference.identifier.value
        if paper not in self._made:
            self._made[paper] = _entry_digest(reference.text)
        return self._made[paper]

    def new(self, pieces: list[_Piece]) -> list[Reference]:
        """Return the papers that are not in the file yet, in order; and what the seal is to say of all papers."""
        theirs = [piece for piece in pieces if not piece.paper]
        keys = {piece.key.casefold() for piece in theirs if piece.key}
        papers = {piece.eprint for piece in theirs if piece.eprint}
        new = [
            one
            for paper, one in self.wanted.items()
            if paper not in self.sealed and paper not in papers and one.key.casefold() not in keys
        ]
        current = {piece.paper for piece in pieces if piece.wanted is not None}
        self.marks.update({paper: self.sealed[paper] for paper in self.lost & self.sealed.keys()})
        coming = {one.identifier.value for one in new}
        for paper, one in self.wanted.items():
            if paper in current or paper in coming:
                self.marks[paper] = self.mark(one)
            elif paper in self.sealed:
                self.marks[paper] = self.sealed[paper]
        return new


def _entries(text: str) -> Iterator[str]:
    """Yield what stands before the first entry, and each entry with what follows it; an entry begins at a line's `@`."""
    begin = 0
    while (end := text.find("\n@", begin) + 1) > 0:
        yield text[begin:end]
        begin = end
    yield text[begin:]


def _merged(pieces: list[_Piece], new: list[Reference], newline: str) -> Iterator[str]:
    """Yield the file with current entries, and each of the new ones, taken from `new`, before the first that it precedes."""
    for piece in pieces:
        if not piece.paper:
            yield piece.source
            continue
        while new and new[0].identifier < Identifier(piece.paper):
            yield _ended(f"{new.pop(0).text}\n", newline)
        if piece.wanted is not None:
            yield _ended(piece.wanted.text, newline) + piece.rest
        elif piece.rest.strip():
            yield piece.rest


def _sealed(text: str, begin: int) -> dict[str, str]:
    items = (item for line in _SEAL.finditer(text, begin) for item in line["items"].split())
    return {paper: mark for paper, _, mark in (item.rpartition(":") for item in items) if _is_paper(paper)}


def _is_paper(text: str) -> bool:
    try:
        Identifier(text)
    except InvalidIdentifier:
        return False
    return True


def _seal(papers: int, marks: Mapping[str, str]) -> str:
    items = [f"{paper}:{marks[paper]}" for paper in sorted(marks, key=lambda paper: Identifier(paper).order)]
    lines = [" ".join(items[place : place + _A_LINE]) for place in range(0, len(items), _A_LINE)]
    return "".join(f"% vaultgen {line}\n" for line in (f"papers={papers}", *lines))


def _entry_digest(entry: str) -> str:
    return fingerprint(entry)[:_DIGITS]


def _ended(text: str, newline: str) -> str:
    return text if newline == "\n" else text.replace("\n", newline)
