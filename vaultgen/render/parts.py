"""What a template says about regions and blocks, collected while it is rendered, and the output cut at them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from vaultgen.note.wanted import Block, GrowingRegion, Part, Region

SENTINEL = "\0"
"""Stands around the number of a part in a template's output; no text and no template holds it otherwise."""

_TOKEN = re.compile("\0([0-9]+)\0")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OURS = "vaultgen"
_MARKER = re.compile(r"(vaultgen\s*):(\s*(?:begin|end))", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LINES_IN_BLOCK = re.compile(r"\n{2,}")
_RECORD = "record"


@dataclass(frozen=True, slots=True)
class Regions:
    """What the code knows of the regions of a kind of note.

    Attributes:
        required: Regions without which the note would not be known again, or not hold what it promises.
        attributes: By region, what its marker says.
        standing: Regions whose text in the vault is current, whatever it is.
        growing: Regions that are made of blocks.
    """

    required: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    growing: frozenset[str] = frozenset()


def safe(markdown: str) -> Markup:
    """Markdown that is escaped already, for the context of a template."""
    return str.__new__(
        Markup, markdown
    )  # it comes from vaultgen.render.escape; `Markup()` asks what it is given


class Misused(Exception):  # noqa: N818 - never leaves this room
    """A region or block in the wrong place."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


class Parts:
    """Collects what a template says about regions while it is rendered."""

    __slots__ = ("_blocks", "_found", "_names", "_open", "_placed", "_regions")

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._found: list[Region | GrowingRegion | Block] = []
        self._names: set[str] = set()
        self._open: str | None = None
        self._blocks: set[str] = set()
        self._placed: set[int] = set()

    def region(self, name: object, *, caller: Callable[[], str]) -> Markup:
        """What `region` in a template is: its body becomes a part that is vaultgen's."""
        key = str(name)
        if self._open is not None:
            raise Misused(f'region "{key}" stands inside region "{self._open}"', "close one before the next")
        if not _NAME.fullmatch(key) or key == _RECORD or key in self._names:
            raise Misused(
                f'"{key}" cannot name a region here', "lower case letters, digits, hyphens; each name once"
            )
        self._names.add(key)
        self._open = key
        self._blocks = set()
        try:
            text = caller()
        finally:
            self._open = None
        return self._keep(self._made(key, text))

    def block(self, key: object, *, caller: Callable[[], str]) -> Markup:
        """What `block` in a template is: its body is kept current by itself, within a growing region."""
        name = str(key)
        if self._open is None or self._open not in self._regions.growing:
            raise Misused(
                f'block "{name}" stands outside a region that grows', "put it into the region of an interest"
            )
        if name in self._blocks:
            raise Misused(f'block "{name}" stands there twice', "each paper once in a region")
        self._blocks.add(name)
        text = _BLANK_LINES_IN_BLOCK.sub("\n", tidy(_without_sentinels(caller())))
        is_paper = name not in {"head", "empty"}
        if is_paper and not (text.startswith("- ") and f"https://arxiv.org/abs/{name}" in text):
            raise Misused(
                f'the block of {name} does not begin with "- " or lacks its address',
                "print {{ paper.abs_link }} in it: the line is found again by it",
            )
        return self._keep(Block(name, text))

    def split(self, output: str) -> Iterator[Part]:
        """The parts of a note, in order.

        Raises:
            Misused: A part is printed twice or where it cannot stand.
        """
        for position, piece in enumerate(_TOKEN.split(output)):
            if position % 2:
                found = self._part(piece)
                if isinstance(found, Block):
                    raise _misplaced(found.key)
                yield found
            elif text := tidy(_without_sentinels(piece)):
                yield text

    def _made(self, name: str, text: str) -> Region | GrowingRegion:
        attributes = self._regions.attributes.get(name, ())
        if name in self._regions.growing:
            blocks = [self._part(number) for number in _TOKEN.findall(text)]
            if _TOKEN.sub("", text).strip():
                raise Misused(
                    f'region "{name}" holds text outside its blocks', 'put it into {% call block("head") %}'
                )
            for part in blocks:
                if not isinstance(part, Block):
                    raise _misplaced(part.name)
            return GrowingRegion(name, tuple(b for b in blocks if isinstance(b, Block)), attributes)
        standing = name in self._regions.standing
        return Region(name, None if standing else tidy(_without_sentinels(text)), attributes)

    def _part(self, number: str) -> Region | GrowingRegion | Block:
        """The part behind a token, each once: a captured text may be printed again, or made up."""
        index = int(number) if len(number) < _LONGEST_NUMBER else len(self._found)
        if index >= len(self._found):
            raise _nul()
        found = self._found[index]
        if index in self._placed:
            raise _misplaced(found.key if isinstance(found, Block) else found.name)
        self._placed.add(index)
        return found

    def _keep(self, part: Region | GrowingRegion | Block) -> Markup:
        self._found.append(part)
        return safe(f"{SENTINEL}{len(self._found) - 1}{SENTINEL}")


_LONGEST_NUMBER = 9


def _nul() -> Misused:
    return Misused("it prints a NUL character", "take it out")


def _misplaced(name: str) -> Misused:
    return Misused(
        f'"{name}" is printed twice, or in another region than its own',
        "print each part once, where it is made",
    )


def _without_sentinels(text: str) -> str:
    if SENTINEL not in text:
        return text
    if _TOKEN.search(text):
        raise Misused("a region is printed within another one", "close one before the next")
    raise _nul()


def tidy(text: str) -> str:
    """Without blanks at line ends, outer blank lines and doubled ones; without the words of a marker."""
    lines = "\n".join([line.rstrip() for line in str(text).replace("\r\n", "\n").split("\n")])
    if "\n\n\n" in lines:
        lines = _BLANK_LINES.sub("\n\n", lines)
    lines = lines.strip("\n")
    return _MARKER.sub(r"\1&#58;\2", lines) if _OURS in lines.lower() else lines
