"""What a template says about passages, sections and blocks, collected while it is rendered."""

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct

from vaultgen.document.normal_form import harmless
from vaultgen.document.seal import passage_code
from vaultgen.note.desired import Item, Part, Passage, Section

SENTINEL = "\0"
"""Stands around the number of a part in a template's output; no text and no template holds it otherwise."""

PARTS = ("passage", "section", "block", "region")
"""What a template can call for a part of a note."""

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
    """Collects what a template says about passages while it is rendered.

    A method for each of `PARTS`: it is given the body between `call` and `endcall`, and what is in the call.
    """

    __slots__ = ("_asked", "_codes", "_found", "_placed", "_used")

    def __init__(self, asked: RequiredParts) -> None:
        """Begin with nothing found."""
        self._asked = asked
        self._found: list[_Found] = []
        self._used: set[str] = set()
        self._codes: dict[str, str] = {}
        self._placed: set[int] = set()

    def passage(self, body: str, name: object) -> Markup:
        """Return what `passage` in a template prints: its body becomes a part that is vaultgen's."""
        key = str(name)
        code = _code(key)
        text = self._alone(key, body)
        self._use(key)
        other = self._codes.setdefault(code, key)
        if other != key:
            raise Misused(
                f'the names "{key}" and "{other}" cannot be told apart in a seal', "call one otherwise"
            )
        return self._keep(Passage(key, None if key in self._asked.standing else tidy(text)))

    def section(self, body: str, key: object) -> Markup:
        """Return what `section` in a template prints: a heading with papers, each of them kept current by itself."""
        name = str(key)
        if name not in self._asked.sections:
            raise Misused(
                f'there is no section "{name}"', "write section(interest.key): see the built-in template"
            )
        texts: dict[str, str] = {}
        for number in _TOKEN.findall(body):
            part = self._part(number)
            if not isinstance(part, _Block):
                raise Misused(f'"{part.name}" stands inside "{name}"', _CLOSE)
            if part.name in texts:
                raise Misused(f'block "{part.name}" is there twice', "each paper once in a section")
            texts[part.name] = part.text
        if _TOKEN.sub("", body).strip():
            raise Misused(
                f'section "{name}" holds text outside its blocks', 'put it into {% call block("head") %}'
            )
        self._use(name)
        items = tuple(Item(key, text) for key, text in texts.items() if key not in {HEAD, EMPTY})
        return self._keep(Section(name, texts.get(HEAD, ""), texts.get(EMPTY, ""), items))

    def block(self, body: str, key: object) -> Markup:
        """Return what `block` in a template prints: its body is kept current by itself, within a section."""
        name = str(key)
        text = _BLANK_LINES_IN_BLOCK.sub("\n", tidy(self._alone(name, body)))
        is_paper = name not in {HEAD, EMPTY}
        if is_paper and not (text.startswith("- ") and f"https://arxiv.org/abs/{name}" in text):
            raise Misused(
                f'the block of {name} does not begin with "- " or lacks its address',
                "print {{ paper.abs_link }} in it: the line is found again by it",
            )
        return self._keep(_Block(name, text))

    def region(self, _: str, name: object) -> Markup:
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
                    raise Misused(
                        f'block "{found.name}" is outside a section', "put it into the section of an interest"
                    )
                yield found
            elif text := tidy(piece):
                if SENTINEL in text:
                    raise _nul()
                yield text

    def _alone(self, name: str, body: str) -> str:
        """Return the body of a passage or a block; raise where another part was printed into it."""
        if SENTINEL not in body:
            return body
        inner = _TOKEN.search(body)
        if inner is None:
            raise _nul()
        raise Misused(f'"{self._part(inner[1]).name}" stands inside "{name}"', _CLOSE)

    def _use(self, name: str) -> None:
        """Take a name; raise where another part has it."""
        if name in self._used:
            raise Misused(f'"{name}" is there twice', "each name once")
        self._used.add(name)

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


@lru_cache(maxsize=64)
def _code(name: str) -> str:
    """Return the code by which a seal knows a passage; raise where the name cannot be a passage's."""
    if not _NAME.fullmatch(name):
        raise Misused(f'"{name}" cannot name a passage', "lower case letters, digits, hyphens")
    return passage_code(name)


_LONGEST_NUMBER = 9
_CLOSE = "close one before the next"


def _nul() -> Misused:
    return Misused("it prints a NUL character", "take it out")


def _misplaced(name: str) -> Misused:
    return Misused(
        f'"{name}" is printed twice, or in another place than its own',
        "print each part once, where it is made",
    )


def tidy(text: str) -> str:
    """Return text without blanks at line ends, outer blank lines and doubled ones, unable to hold a seal."""
    lines = str(text).strip("\n").rstrip()
    if "\n" in lines:
        lines = "\n".join([line.rstrip() for line in lines.replace("\r\n", "\n").split("\n")])
        if "\n\n\n" in lines:
            lines = _BLANK_LINES.sub("\n\n", lines)
        lines = lines.strip("\n")
    return harmless(lines) if "<!--" in lines else lines
