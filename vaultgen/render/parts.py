"""What a template says about passages, sections and blocks, collected while it is rendered."""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup
from msgspec import Struct

from vaultgen.document.normal_form import harmless
from vaultgen.document.seal import passage_code
from vaultgen.note.desired import Item, Part, Passage, Section

SENTINEL = "\0"
"""Stands around the number of a part in a template's output; no text and no template holds it otherwise."""

HEAD, EMPTY = "head", "empty"

_TOKEN = re.compile("\0([0-9]+)\0")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LINES_IN_BLOCK = re.compile(r"\n{2,}")


class RequiredParts(Struct, frozen=True):
    """What the code asks of the template of a kind of note.

    Attributes:
        passages: Passages without which the note would not hold what it promises.
        standing: Passages whose text in the vault is current, whatever it is.
        sections: Sections by what they are known by, in order; all of them have to be there.
    """

    passages: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()
    sections: tuple[str, ...] = ()


def safe(markdown: str) -> Markup:
    """Return Markdown that is escaped already, for the context of a template."""
    return str.__new__(
        Markup, markdown
    )  # it comes from vaultgen.render.escape; `Markup()` asks what it is given


class Misused(Exception):  # noqa: N818 - never leaves this room
    """A passage, a section or a block in the wrong place."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


class _Block(Struct, frozen=True):
    """A heading, a sentence for no papers, or a paper, within a section."""

    name: str
    text: str


_Found = Passage | Section | _Block


class Parts:
    """Collects what a template says about passages while it is rendered."""

    __slots__ = ("_asked", "_blocks", "_found", "_names", "_open", "_placed", "_section")

    def __init__(self, asked: RequiredParts) -> None:
        """Begin with nothing found."""
        self._asked = asked
        self._found: list[_Found] = []
        self._names: dict[str, str] = {}
        self._open: str | None = None
        self._section = False
        self._blocks: set[str] = set()
        self._placed: set[int] = set()

    def passage(self, name: object, *, caller: Callable[[], str]) -> Markup:
        """Return what `passage` in a template prints: its body becomes a part that is vaultgen's."""
        key = str(name)
        if not _NAME.fullmatch(key):
            raise Misused(f'"{key}" cannot name a passage', "lower case letters, digits, hyphens")
        text = self._body(key, caller)
        other = self._names.setdefault(passage_code(key), key)
        if other != key:
            raise Misused(
                f'the names "{key}" and "{other}" cannot be told apart in a seal', "call one otherwise"
            )
        return self._keep(
            Passage(key, None if key in self._asked.standing else tidy(_without_sentinels(text)))
        )

    def section(self, key: object, *, caller: Callable[[], str]) -> Markup:
        """Return what `section` in a template prints: a heading with papers, each of them kept current by itself."""
        name = str(key)
        if name not in self._asked.sections:
            raise Misused(
                f'there is no section "{name}"', "write section(interest.key): see the built-in template"
            )
        self._blocks = set()
        self._section = True
        try:
            text = self._body(name, caller)
        finally:
            self._section = False
        blocks = [self._part(number) for number in _TOKEN.findall(text)]
        if _TOKEN.sub("", text).strip():
            raise Misused(
                f'section "{name}" holds text outside its blocks', 'put it into {% call block("head") %}'
            )
        texts: dict[str, str] = {}
        for part in blocks:
            if not isinstance(part, _Block):
                raise _misplaced(part.name)
            texts[part.name] = part.text
        items = tuple(Item(key, text) for key, text in texts.items() if key not in {HEAD, EMPTY})
        return self._keep(Section(name, texts.get(HEAD, ""), texts.get(EMPTY, ""), items))

    def block(self, key: object, *, caller: Callable[[], str]) -> Markup:
        """Return what `block` in a template prints: its body is kept current by itself, within a section."""
        name = str(key)
        if not self._section:
            raise Misused(f'block "{name}" is outside a section', "put it into the section of an interest")
        if name in self._blocks:
            raise Misused(f'block "{name}" is there twice', "each paper once in a section")
        self._blocks.add(name)
        text = _BLANK_LINES_IN_BLOCK.sub("\n", tidy(_without_sentinels(caller())))
        is_paper = name not in {HEAD, EMPTY}
        if is_paper and not (text.startswith("- ") and f"https://arxiv.org/abs/{name}" in text):
            raise Misused(
                f'the block of {name} does not begin with "- " or lacks its address',
                "print {{ paper.abs_link }} in it: the line is found again by it",
            )
        return self._keep(_Block(name, text))

    def region(self, name: object, **_: object) -> Markup:
        """Refuse `region`, which templates of an earlier version used."""
        raise Misused(
            f'there is no region("{name}") any more',
            'write {% call passage("…") %}, and section(interest.key) in a listing; the built-in template shows all '
            "names: vaultgen templates eject into another folder, or remove the file",
        )

    def split(self, output: str) -> Iterator[Part]:
        """Yield the parts of a note, in order.

        Raises:
            Misused: A part is printed twice or where it cannot stand.
        """
        for position, piece in enumerate(_TOKEN.split(output)):
            if position % 2:
                found = self._part(piece)
                if isinstance(found, _Block):
                    raise _misplaced(found.name)
                yield found
            elif text := tidy(_without_sentinels(piece)):
                yield text

    def _body(self, name: str, caller: Callable[[], str]) -> str:
        """Return what is between `call` and `endcall`; raise where a name is used twice or inside another."""
        if self._open is not None:
            raise Misused(f'"{name}" stands inside "{self._open}"', "close one before the next")
        if name in self._names.values() or any(
            isinstance(one, Section) and one.name == name for one in self._found
        ):
            raise Misused(f'"{name}" is there twice', "each name once")
        self._open = name
        try:
            return caller()
        finally:
            self._open = None

    def _part(self, number: str) -> _Found:
        """Return the part that a token stands for; raise where it was printed before, or no part has this token."""
        index = int(number) if len(number) < _LONGEST_NUMBER else len(self._found)
        if index >= len(self._found):
            raise _nul()
        found = self._found[index]
        if index in self._placed:
            raise _misplaced(found.name)
        self._placed.add(index)
        return found

    def _keep(self, part: _Found) -> Markup:
        self._found.append(part)
        return safe(f"{SENTINEL}{len(self._found) - 1}{SENTINEL}")


_LONGEST_NUMBER = 9


def _nul() -> Misused:
    return Misused("it prints a NUL character", "take it out")


def _misplaced(name: str) -> Misused:
    return Misused(
        f'"{name}" is printed twice, or in another place than its own',
        "print each part once, where it is made",
    )


def _without_sentinels(text: str) -> str:
    if SENTINEL not in text:
        return text
    if _TOKEN.search(text):
        raise Misused("a passage is printed within another one", "close one before the next")
    raise _nul()


def tidy(text: str) -> str:
    """Return text without blanks at line ends, outer blank lines and doubled ones, unable to hold a seal."""
    lines = "\n".join([line.rstrip() for line in str(text).replace("\r\n", "\n").split("\n")])
    if "\n\n\n" in lines:
        lines = _BLANK_LINES.sub("\n\n", lines)
    lines = lines.strip("\n")
    return harmless(lines) if "<!--" in lines else lines
