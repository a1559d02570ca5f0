"""What the notes of a vault tell about reading: opens those that changed since it was asked last, and no others.

Asked once per run, of what the last look found: what counts as read does not depend on what the run itself writes.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from sys import byteorder

from msgspec import msgpack

from vaultgen.disk.reading import NOTE_CEILING, read_below
from vaultgen.disk.stamp import Stamp
from vaultgen.note.identity import Kind
from vaultgen.relevance.profile import Likes
from vaultgen.relevance.reading import MarkedPaper, MarkedVault, Sign
from vaultgen.relevance.vector import Vector, WordTable, counted_text, vector_of
from vaultgen.state.index import Known
from vaultgen.state.reading_cache import MarkedFolder, ReadingCache, Told
from vaultgen.vault.reading import FolderReader
from vaultgen.vault.snapshots import BASE, BIB

_PAPER, _LISTING = f"{Kind.PAPER}:", f"{Kind.LISTING}:"
_LINKED, _LIBRARY = Sign.LINKED.value, Sign.LIBRARY.value
_SEPARATOR = "\0"
_NAME = "|"
"""Begins the mark of a name; names come after identifiers."""
_DAY = 10
"""Letters of a day in a hint (`2026-02-23 done`)."""
_NEVER = -1
"""The size that the index gives to a note which may change once more without a new date."""
_NEVER_BEGINS = array("q", [_NEVER]).tobytes().hex()


_WORD = "H"
"""The type of a vector's columns in the cache: two bytes hold a number of the table, and a component."""
_Packed = tuple[bytes, bytes, dict[str, int]]


class ReadPapers:
    """Asks the notes of one vault what they tell about reading."""

    def __init__(self, root: Path, cache: ReadingCache, names: Mapping[str, str]) -> None:
        """Ask nothing yet.

        Args:
            names: The person's names for properties, by ours: whose a note is depends on them.
        """
        self._root = root
        self._cache = cache
        self._names = repr(sorted(names.items())) if names else ""

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
        told = self._told(found, plain)
        linked = set[str]().union(*(one.linked for one in told.values()))
        named = _named(told.values())
        told_elsewhere = set(map(_PAPER.__add__, linked | held))
        papers: dict[str, MarkedPaper] = {}
        seen: set[str] = set()
        for path, folder in found.items():
            if _PAPER not in folder.joined_says:
                continue
            names, hints, whose, marks = folder.names, folder.hints, folder.says, told[path].papers
            seen.update(whose)
            places = {*marks, *_first_places(whose, told_elsewhere)}
            for place in range(len(whose)) if with_others else sorted(places):
                if not whose[place].startswith(_PAPER):
                    continue
                key = whose[place][len(_PAPER) :]
                letters, _, name = marks.get(place, "").partition(" ")
                if key in linked or name in named:
                    letters += _LINKED
                if key in held:
                    letters += _LIBRARY
                if not (letters or with_others):
                    continue
                other, here = papers.get(key), _join(path, names[place])
                if other is None or (not other.letters, other.path) > (not letters, here):
                    stamp = folder.numbers[4 * place : 4 * place + 4]
                    papers[key] = MarkedPaper(key, _day(hints[place]), letters, here, _text(stamp))
        return MarkedVault(
            f"{_SEPARATOR}{_SEPARATOR.join(seen)}".count(f"{_SEPARATOR}{_PAPER}"),
            tuple(one for one in papers.values() if one.letters),
            tuple(one for one in papers.values() if not one.letters),
            frozenset().union(*(one.shown for one in told.values())),
        )

    def vectors(self, papers: Sequence[MarkedPaper], table: WordTable) -> dict[str, Vector]:
        """Return the words of these papers as their notes have them, by identifier.

        Args:
            table: What is known of words.
        """
        decoded = msgpack.Decoder(_Packed).decode
        known, mark = self._cache.vectors([paper.path for paper in papers]), f"{table.mark} {byteorder}"
        found: dict[str, Vector] = {}
        new: dict[str, tuple[str, bytes]] = {}
        for paper in papers:
            stamp = f"{paper.stamp} {mark}"
            there = known.get(paper.path)
            if there is not None and there[0] == stamp:
                numbers, weights, others = decoded(there[1])
                found[paper.key] = Vector(array(_WORD, numbers), array(_WORD, weights), others)
                continue
            found[paper.key] = vector = self._vector(paper.path, table)
            if not paper.stamp.startswith(_NEVER_BEGINS):
                columns = (array(_WORD, column).tobytes() for column in (vector.numbers, vector.weights))
                new[paper.path] = stamp, msgpack.encode((*columns, vector.others))
        if new:
            self._cache.store({}, vectors=new)
        return found

    def likes(self, of: str, made: Callable[[], Likes]) -> Likes:
        """Return the mean of what was read, remembered from a run before or made now.

        Args:
            of: What tells the papers from all others, their stamps among it.
            made: Makes it.
        """
        if _NEVER_BEGINS in of:
            return made()
        key = blake2b(of.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        known = self._cache.likes(key)
        if known is not None:
            return msgpack.decode(known, type=Likes)
        likes = made()
        self._cache.store({}, likes=(key, msgpack.encode(likes)))
        return likes

    def _vector(self, path: str, table: WordTable) -> Vector:
        try:
            data = read_below(self._root, PurePosixPath(path), ceiling=NOTE_CEILING)
        except OSError:
            return Vector()
        from vaultgen.document.reading_marks import paper_texts  # noqa: PLC0415 (only where a note is opened: every command comes by here)
        from vaultgen.render.unescape import unescape  # noqa: PLC0415 (only where a note is opened: every command comes by here)

        title, abstract = paper_texts(data)
        return vector_of(counted_text(title, unescape(abstract)), table)

    def _told(self, found: Mapping[str, Known], plain: str) -> dict[str, Told]:
        """Return, by folder, what its notes tell; open those that changed since they were asked last."""
        known = self._cache.folders()
        pattern = re.compile(plain) if plain else None
        basis = f"{plain}{_SEPARATOR}{self._names}"
        told: dict[str, Told] = {}
        changed: dict[str, MarkedFolder] = {}
        for path, folder in found.items():
            there = known.get(path)
            if there is not None and there.basis != basis:
                there = None
            if there is not None and folder.digest == there.digest != b"":
                told[path] = there.told
                continue
            old = self._cache.folder(path) if there is not None else None
            marks = self._look_into(path, folder, old.by_name() if old is not None else {}, pattern)
            told[path] = _taken_together(marks, folder.says)
            if folder.numbers:
                notes = folder.joined_names, folder.numbers.tobytes(), marks
                changed[path] = MarkedFolder(folder.digest, basis, told[path], *notes)
        gone = known.keys() - found.keys()
        if changed or gone:
            self._cache.store(changed, gone)
        return told

    def _look_into(
        self,
        path: str,
        folder: Known,
        before: Mapping[str, tuple[Stamp, str]],
        plain: re.Pattern[str] | None,
    ) -> dict[int, str]:
        marks = {}
        with FolderReader(self._root, path) as opened:
            columns = zip(folder.names, folder.stamps(), folder.says, strict=True)
            for place, (name, stamp, who) in enumerate(columns):
                there = before.get(name)
                if there is not None and there[0] == stamp and stamp[0] != _NEVER:
                    mark = there[1]
                else:
                    mark = _mark(opened, name, stamp, who, plain)
                if mark:
                    marks[place] = mark
        return marks


def _mark(opened: FolderReader, name: str, stamp: Stamp, who: str, plain: re.Pattern[str] | None) -> str:
    """Return what one note tells about reading; of notes of ours, only papers and listings tell anything.

    The mark of a paper's note whose name does not begin with its identifier also holds the name, by which others link
    to it.
    """
    if (who and not who.startswith((_PAPER, _LISTING))) or name.endswith((BASE, BIB)):
        return ""
    try:
        data = opened.read(name, max(stamp[0], 0))
    except OSError:
        return ""
    from vaultgen.document import reading_marks  # noqa: PLC0415 (only where a note is opened: every command comes by here)

    if who.startswith(_LISTING):
        return reading_marks.listing_mark(data)
    if not who:
        return reading_marks.other_mark(data)
    letters, key = reading_marks.paper_mark(data, plain), who[len(_PAPER) :]
    has_number = name.startswith((key, key.replace("/", "-")))
    return letters if has_number else f"{letters} {reading_marks.name_mark(name)}"


def _taken_together(marks: Mapping[int, str], says: Sequence[str]) -> Told:
    papers: dict[int, str] = {}
    linked: set[str] = set()
    named: set[str] = set()
    shown: set[str] = set()
    for place, mark in marks.items():
        if says[place].startswith(_PAPER):
            papers[place] = mark
        elif says[place]:
            shown.update(mark.split(" "))
        else:
            keys, bar, names = mark.partition(_NAME)
            linked.update(keys.split())
            named.update(f"{bar}{names}".split())
    return Told(papers, linked, " ".join(sorted(named)), shown)


def _named(told: Iterable[Told]) -> frozenset[str]:
    """Return the marks of names to which notes link; of none where every paper's note is known by its identifier."""
    if not any(_NAME in mark for one in told for mark in one.papers.values()):
        return frozenset()
    return frozenset(" ".join(one.named for one in told).split())


def _first_places(whose: Sequence[str], wanted: AbstractSet[str]) -> Iterator[int]:
    """Yield the first place of each of some notes in a folder, of two copies that of the first."""
    if wanted:
        first = dict(zip(reversed(whose), range(len(whose) - 1, -1, -1), strict=True))
        yield from map(first.__getitem__, wanted & first.keys())


def _day(hint: str) -> date | None:
    try:
        return date.fromisoformat(hint[:_DAY])
    except ValueError:
        return None


def _text(stamp: "array[int]") -> str:
    return stamp.tobytes().hex()


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
