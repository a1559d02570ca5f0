"""What the notes of a vault tell about reading: opens those that changed since it was asked last, and no others.

Asked once per run, of what the last look found: what counts as read does not depend on what the run itself writes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from msgspec import json

from vaultgen.disk.reading import NOTE_CEILING, read_below
from vaultgen.disk.stamp import Stamp
from vaultgen.note.identity import Kind
from vaultgen.relevance.reading import MarkedPaper, MarkedVault, Sign
from vaultgen.relevance.vector import Vector, WordTable, counted_text, vector_of
from vaultgen.state.index import Known
from vaultgen.state.reading_cache import MarkedFolder, ReadingCache
from vaultgen.vault.reading import FolderReader
from vaultgen.vault.snapshots import BASE, BIB

_PAPER, _LISTING = f"{Kind.PAPER}:", f"{Kind.LISTING}:"
_SEPARATOR = "\0"
_DAY = 10
"""Letters of a day in a hint (`2026-02-23 done`)."""
_NEVER = -1
"""The size that the index gives to a note which may change once more without a new date."""


class ReadPapers:
    """Asks the notes of one vault what they tell about reading."""

    def __init__(self, root: Path, cache: ReadingCache) -> None:
        """Ask nothing yet."""
        self._root = root
        self._cache = cache

    def marked(
        self,
        found: Mapping[str, Known],
        plain: str = "",
        held: frozenset[str] = frozenset(),
        *,
        with_others: bool = False,
    ) -> MarkedVault:
        """Return what the notes tell about reading.

        Args:
            found: By folder, what the last look found.
            plain: A pattern of lines that the template of papers writes as plain text.
            held: Identifiers of papers that the person's library holds.
            with_others: Name the papers, too, of which nothing is told.
        """
        marks = self._marks(found, plain)
        linked, named = _links(found, marks)
        papers: dict[str, MarkedPaper] = {}
        seen: set[str] = set()
        for path, folder in found.items():
            if _PAPER not in folder.joined_says:
                continue
            hints = folder.hints
            for place, (name, who, letters) in enumerate(
                zip(folder.names, folder.says, marks[path], strict=True)
            ):
                if not who.startswith(_PAPER):
                    continue
                key = who[len(_PAPER) :]
                seen.add(key)
                if key in linked or (named and not _has_number(name, key) and _name_mark(name) in named):
                    letters += Sign.LINKED.value  # noqa: PLW2901 (one letter more)
                if key in held:
                    letters += Sign.LIBRARY.value  # noqa: PLW2901
                if not (letters or with_others):
                    continue
                other, here = papers.get(key), _join(path, name)
                if other is None or (not other.letters, other.path) > (not letters, here):
                    stamp = folder.numbers[4 * place : 4 * place + 4]
                    papers[key] = MarkedPaper(key, _day(hints[place]), letters, here, _text(stamp))
        marked = tuple(one for one in papers.values() if one.letters)
        others = tuple(one for one in papers.values() if not one.letters)
        return MarkedVault(len(seen), marked, others, frozenset(_shown(found, marks)))

    def vectors(self, papers: Sequence[MarkedPaper], table: WordTable) -> dict[str, Vector]:
        """Return the words of these papers as their notes have them, by identifier.

        Args:
            table: What is known of words.
        """
        decoded = json.Decoder(dict[str, int]).decode
        known, mark = self._cache.vectors([paper.path for paper in papers]), table.mark
        found: dict[str, Vector] = {}
        new: dict[str, tuple[str, str]] = {}
        for paper in papers:
            stamp = f"{paper.stamp} {mark}"
            there = known.get(paper.path)
            if there is not None and there[0] == stamp:
                found[paper.key] = decoded(there[1])
                continue
            found[paper.key] = vector = self._vector(paper.path, table)
            if not paper.stamp.startswith(str(_NEVER)):
                new[paper.path] = stamp, json.encode(vector).decode()
        if new:
            self._cache.store({}, vectors=new)
        return found

    def _vector(self, path: str, table: WordTable) -> Vector:
        try:
            data = read_below(self._root, PurePosixPath(path), ceiling=NOTE_CEILING)
        except OSError:
            return {}
        from vaultgen.document.reading_marks import paper_texts  # noqa: PLC0415 (only where a note is opened: every command comes by here)
        from vaultgen.render.unescape import unescape  # noqa: PLC0415 (only where a note is opened: every command comes by here)

        title, abstract = paper_texts(data)
        return vector_of(counted_text(title, unescape(abstract)), table)

    def _marks(self, found: Mapping[str, Known], plain: str) -> dict[str, list[str]]:
        """Return the mark of every note, by folder, in the order of names."""
        known = self._cache.folders()
        pattern = re.compile(plain) if plain else None
        marks: dict[str, list[str]] = {}
        changed: dict[str, MarkedFolder] = {}
        for path, folder in found.items():
            there = known.get(path)
            if there is not None and folder.digest and there.digest == folder.digest and there.plain == plain:
                marks[path] = there.marks.split(_SEPARATOR) if folder.numbers else []
                continue
            old = self._cache.folder(path) if there is not None else None
            before = old.by_name() if old is not None and old.plain == plain else {}
            marks[path] = self._look_into(path, folder, before, pattern)
            if folder.numbers:
                changed[path] = MarkedFolder(
                    folder.digest,
                    plain,
                    _SEPARATOR.join(marks[path]),
                    folder.joined_names,
                    folder.numbers.tobytes(),
                )
        gone = known.keys() - found.keys()
        if changed or gone:
            self._cache.store(changed, gone)
        return marks

    def _look_into(
        self,
        path: str,
        folder: Known,
        before: Mapping[str, tuple[tuple[int, ...], str]],
        plain: re.Pattern[str] | None,
    ) -> list[str]:
        marks = []
        with FolderReader(self._root, path) as opened:
            for name, stamp, who in zip(folder.names, folder.stamps(), folder.says, strict=True):
                there = before.get(name)
                if there is not None and there[0] == stamp and stamp[0] != _NEVER:
                    marks.append(there[1])
                else:
                    marks.append(_mark(opened, name, stamp, who, plain))
        return marks


def _name_mark(name: str) -> str:
    from vaultgen.document.reading_marks import name_mark  # noqa: PLC0415 (only where a note is opened: every command comes by here)

    return name_mark(name)


def _mark(opened: FolderReader, name: str, stamp: Stamp, who: str, plain: re.Pattern[str] | None) -> str:
    """Return what one note tells about reading; of notes of ours, only papers and listings tell anything."""
    if (who and not who.startswith((_PAPER, _LISTING))) or name.endswith((BASE, BIB)):
        return ""
    try:
        data = opened.read(name, max(stamp[0], 0))
    except OSError:
        return ""
    from vaultgen.document import reading_marks  # noqa: PLC0415 (only where a note is opened: every command comes by here)

    if who.startswith(_LISTING):
        return reading_marks.listing_mark(data)
    return reading_marks.paper_mark(data, plain) if who else reading_marks.other_mark(data)


def _links(found: Mapping[str, Known], marks: Mapping[str, Sequence[str]]) -> tuple[set[str], set[str]]:
    """Return the identifiers and the names to which notes of the person's own link."""
    told: set[str] = set()
    for path, folder in found.items():
        for who, mark in zip(folder.says, marks[path], strict=True):
            if mark and not who:
                told.update(mark.split(" "))
    named = {one for one in told if one.startswith("|")}
    return told - named, named


def _shown(found: Mapping[str, Known], marks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the papers that listings showed from outside the interests."""
    for path, folder in found.items():
        if _LISTING in folder.joined_says:
            for who, mark in zip(folder.says, marks[path], strict=True):
                if mark and who.startswith(_LISTING):
                    yield from mark.split(" ")


def _has_number(name: str, key: str) -> bool:
    """Return whether the name of a paper's note begins with its identifier."""
    return name.startswith((key, key.replace("/", "-")))


def _day(hint: str) -> date | None:
    try:
        return date.fromisoformat(hint[:_DAY])
    except ValueError:
        return None


def _text(stamp: Iterable[int]) -> str:
    return ":".join(map(str, stamp))


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
