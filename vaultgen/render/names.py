"""File names that every system takes and every link can hold, and where the notes of a day lie.

Promised: a name is legal on Windows, macOS, Linux, Android and within a link, NFC, never longer than asked, and
the same on every device; a note that is there keeps its path; a new one gets a name that is free in the whole vault.
A person's own note that has the name of an author or a subject is linked and never written.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct, field

from vaultgen.note.identity import Identity
from vaultgen.note.lookup import Duplicates, note_of
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.tex.plain import plain

LONGEST = 120
"""Bytes of a name with its suffix: paths stay short enough for Windows, and names readable."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
_SIGNS = frozenset(" -_.,()'’")
_REPLACED = str.maketrans({"/": "-", "\\": "-", "–": "-", "—": "-", "−": "-", "×": "x", "‘": "'", "ʹ": "'"})
_NOTE = ".md"
_LONGEST = LONGEST - len(_NOTE)
_REMEMBERED = 1 << 14  # an author is named in several notes


def legal_name(text: str, *, fallback: str = "untitled") -> str:
    """Return a file name, without suffix, that is as near to the text as every system allows.

    Letters, marks and digits of any script stay, and `-_.,()'`; everything else becomes a blank. Cut at a word,
    else at a character. It begins with no hyphen, which programs take for an option.

    Args:
        text: Any text, without TeX (see `vaultgen.tex.plain`).
        fallback: What it is called where nothing is left.
    """
    composed = unicodedata.normalize("NFC", text).translate(_REPLACED)
    if composed.isascii():
        allowed = composed.translate(_ASCII)
    else:
        allowed = "".join(letter if _is_allowed(letter) else _blank(letter) for letter in composed)
    name = _trimmed(_cut(" ".join(allowed.split()).lstrip(". -"), _LONGEST)) or fallback
    if name.split(".")[0].rstrip().casefold() in _RESERVED:
        name = f"{_trimmed(_cut(name, _LONGEST - 1))}_" if "." not in name else f"_{_cut(name, _LONGEST - 1)}"
    return unicodedata.normalize("NFC", name)


def paper_name(identifier: Identifier, title: str) -> str:
    """Return `2602.17676 Epistemic Traps Rational Misalignment….md`, at most `LONGEST` bytes."""
    return legal_name(f"{identifier.stem} {plain(title)}") + _NOTE


@lru_cache(maxsize=_REMEMBERED)
def author_name(name: str) -> str:
    """Return what a link to an author points to, such as `Xingcheng Xu`, whether or not there is a note."""
    called = legal_name(plain(name), fallback="unnamed author")
    while called.endswith(_NOTE):  # else the link would be read back as one to the name without it
        called = _trimmed(called.removesuffix(_NOTE)) or "unnamed author"
    return called


class NoteNames(Struct):
    """Gives out paths within one call, each name once.

    Attributes:
        snapshot: The vault.
        given: Names given out so far, folded, with the paths that have them.
    """

    snapshot: Snapshot
    given: dict[str, PurePosixPath] = field(default_factory=dict)
    _ours: frozenset[PurePosixPath] | None = None

    def path_of(self, identity: Identity, folder: PurePosixPath, name: str) -> PurePosixPath:
        """Return where a note is, or where it is to be: below `folder`, under `name` or the next free one like it."""
        there = self.there(identity)
        if there is not None:
            return there
        if (empty := self.empty_file(name)) is not None:
            return self._give(empty)
        stem, dot, suffix = name.rpartition(".")
        number, candidate = 1, name
        while self._is_taken(candidate):
            number += 1
            ending = f" ({number}){dot}{suffix}"
            candidate = _cut(stem, LONGEST - len(ending)) + ending
        return self._give(folder / candidate)

    def path_or_persons_own(
        self, identity: Identity, folder: PurePosixPath, name: str
    ) -> tuple[PurePosixPath, bool]:
        """Return a path as `path_of` does, but take a person's own note of that name; say whether the note is ours."""
        if self.there(identity) is None and (own := self.persons_own(name)) is not None:
            return own, False
        return self.path_of(identity, folder, name), True

    def there(self, identity: Identity) -> PurePosixPath | None:
        """Return where a note is; of duplicates, which are left alone, the first."""
        found = note_of(self.snapshot, identity)
        return found.paths[0] if isinstance(found, Duplicates) else found

    def persons_own(self, name: str) -> PurePosixPath | None:
        """Return a note of that name that vaultgen did not write."""
        if self.empty_file(name) is not None:
            return None
        paths = sorted(self.snapshot.taken.get(fold(name), ()))
        return next((path for path in paths if not self._is_ours(path)), None)

    def empty_file(self, name: str) -> PurePosixPath | None:
        """Return the file of zero bytes that becomes the note of this name: a click on its faint link made it.

        None where there is none, or where another file has the name, too.
        """
        is_empty, folded = self.snapshot.is_empty, fold(name)
        paths = sorted(self.snapshot.taken.get(folded, ())) if is_empty is not None else []
        if is_empty is None or not paths or not name.endswith(_NOTE) or folded in self.given:
            return None
        return paths[0] if all(is_empty(path) and not self._is_ours(path) for path in paths) else None

    def is_unique(self, path: PurePosixPath) -> bool:
        """Return whether a file's name alone tells which file is meant."""
        name = fold(path.name)
        taken = self.snapshot.taken.get(name)
        return self.given.get(name, path) == path and (not taken or taken == (path,))

    def is_free(self, name: str) -> bool:
        """Return whether no file of the vault, or of this call, has a name."""
        return not self._is_taken(name)

    def _is_ours(self, path: PurePosixPath) -> bool:
        if self.snapshot.is_ours is not None:
            return self.snapshot.is_ours(path)
        if self._ours is None:
            self._ours = frozenset(path for paths in self.snapshot.notes.values() for path in paths)
        return path in self._ours

    def _is_taken(self, name: str) -> bool:
        return fold(name) in self.snapshot.taken or fold(name) in self.given

    def _give(self, path: PurePosixPath) -> PurePosixPath:
        self.given[fold(path.name)] = path
        return path


class LinkTargets(Struct, frozen=True):
    """Where everything lies that notes of a call link to.

    Attributes:
        papers: Paths of paper notes.
        authors: By `author_key`, the path of the author's note or of the person's own; absent where there is none.
        called: By `author_key`, the name that the author's note has or would have, without suffix.
        subjects: By code, as `authors`.
        listing: The listing note of the day; None where there is none.
        bases: `Papers` and `Authors`.
        written: Paths of author and subject notes that are vaultgen's to write.
    """

    papers: Mapping[Identifier, PurePosixPath]
    authors: Mapping[str, PurePosixPath]
    called: Mapping[str, str]
    subjects: Mapping[str, PurePosixPath]
    listing: PurePosixPath | None
    bases: Mapping[str, PurePosixPath]
    written: frozenset[PurePosixPath]


def _is_allowed(letter: str) -> bool:
    return (
        letter in _SIGNS
        or unicodedata.category(letter)[0] in "LM"
        or unicodedata.category(letter) in {"Nd", "No", "Nl"}
        or _is_sign_of_mathematics(letter)
    )


def _is_sign_of_mathematics(letter: str) -> bool:
    """Return whether a title loses its meaning without this sign: `z ≳ 6`, `M⊙`; a wide form of `<` or `|` is none."""
    return unicodedata.category(letter) == "Sm" and not unicodedata.normalize("NFKC", letter).isascii()


def _blank(letter: str) -> str:
    return (
        "" if unicodedata.category(letter) in {"Cf", "Cc", "Cs", "Co", "Cn"} and not letter.isspace() else " "
    )


_ASCII = {code: chr(code) if _is_allowed(chr(code)) else _blank(chr(code)) for code in range(128)}


def _cut(name: str, longest: int) -> str:
    """Return a name cut behind a character with its marks, and at the last blank if that is past half."""
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= longest:
        return name
    cut = encoded[:longest].decode("utf-8", "ignore")
    rest = name[len(cut) :]
    if rest and unicodedata.category(rest[0])[0] == "M":
        while cut and unicodedata.category(cut[-1])[0] == "M":
            cut = cut[:-1]
        cut = cut[:-1]
    if rest[:1] != " " and (blank := cut.rfind(" ")) > len(cut) // 2:
        cut = cut[:blank]
    return cut.rstrip(" -,('’")


def _trimmed(name: str) -> str:
    return name.rstrip(". ")
