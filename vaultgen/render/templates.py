"""Templates make the bodies of notes; markers, properties and names are code.

A template is the person's own code and may be careless, so: an immutable sandbox, unknown names are errors, every
value is escaped for Markdown before it is given and everything else that is printed is escaped on the way out, the
output is capped, nothing tells the time or throws dice. The sandbox limits neither loops nor memory: whoever renders
an edited template for the first time (`vaultgen templates check`) does it under a deadline.

`{% call region("abstract") %}…{% endcall %}` becomes a part of the note that is vaultgen's, and within it
`{% call block(paper.key) %}…{% endcall %}` one that is kept current by itself; everything else is written once.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jinja2 import FunctionLoader, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from vaultgen.errors import VaultgenError
from vaultgen.note.wanted import Block, GrowingRegion, Part, Region
from vaultgen.render.escape import literal

LONGEST_OUTPUT = 1_000_000
"""Characters; a note has under 100,000."""

_SENTINEL = "\0"
_TOKEN = re.compile("\0([0-9]+)\0")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKER = re.compile(r"(vaultgen\s*):(\s*(?:begin|end))", re.IGNORECASE)
_MISSING = re.compile(r"'([^']*)' is undefined|has no (?:attribute|element) '?([^']*)'?")
_BLANK_LINES = re.compile(r"\n{3,}")
_UNWANTED_FILTERS = ("random", "urlize", "xmlattr", "tojson", "pprint", "striptags", "filesizeformat")
_RECORD = "record"


class TemplateError(VaultgenError):
    """A template that cannot be used; names file and line."""


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
    return Markup(markdown)  # noqa: S704 - it comes from vaultgen.render.escape


class Templates:
    """The templates of a vault, compiled when first used."""

    __slots__ = ("_environment", "_labels", "_texts")

    def __init__(self, texts: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Take the templates' texts by file name, and the labels they may use."""
        self._texts = texts
        self._labels = labels
        self._environment = _environment(texts)

    def say(self, label: str, **values: object) -> Markup:
        """A label with its values, in the singular (`…_one`) where `count` is 1.

        Raises:
            TemplateError: There is no such label.
        """
        name = f"{label}_one" if values.get("count") == 1 and f"{label}_one" in self._labels else label
        if name not in self._labels:
            guess = _nearest(name, self._labels)
            raise _Misused(f'there is no label "{name}"', f"known labels: {guess}")
        text = self._labels[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", _finalized(value))
        return safe(text)

    def text(self, template: str, context: Mapping[str, object]) -> str:
        """The output of a template without regions.

        Raises:
            TemplateError: The template is wrong.
        """
        return self._output(template, dict(context))

    def body(self, template: str, context: Mapping[str, object], regions: Regions) -> tuple[Part, ...]:
        """The body of a note.

        Raises:
            TemplateError: The template is wrong, or lacks a region that the note must have.
        """
        parts = _Parts(regions)
        output = self._output(template, {**context, "region": parts.region, "block": parts.block})
        found = tuple(parts.split(output))
        names = [part.name for part in found if not isinstance(part, str)]
        for name in regions.required:
            if name not in names:
                raise TemplateError(
                    f'{template}: a region "{name}" is missing',
                    f'write {{% call region("{name}") %}}…{{% endcall %}} where it is to stand',
                )
        return found

    def _output(self, template: str, context: Mapping[str, object]) -> str:
        known = {
            **context,
            "say": self.say,
            "labels": {key: safe(text) for key, text in self._labels.items()},
        }
        try:
            pieces = self._environment.get_template(template).generate(known)
            return _capped(pieces, template)
        except TemplateSyntaxError as error:
            raise TemplateError(f"{template}, line {error.lineno}: {error.message}", _CHECK) from None
        except UndefinedError as error:
            raise _unknown_name(template, error, known) from None
        except _Misused as error:
            raise TemplateError(f"{_place(template, error)}: {error}", error.hint) from None
        except SecurityError as error:
            raise TemplateError(f"{_place(template, error)}: not allowed: {error}", _CHECK) from None
        except (JinjaError, TemplateRuntimeError) as error:
            raise TemplateError(f"{_place(template, error)}: {error}", _CHECK) from None
        except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError) as error:
            raise TemplateError(f"{_place(template, error)}: {error}", _CHECK) from None


_CHECK = "vaultgen templates check shows all that is wrong; remove the file to use the built-in one"


class _Misused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.hint = hint


def _environment(texts: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = texts.get(name)
        return None if text is None else (text.replace(_SENTINEL, ""), name, lambda: True)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in _UNWANTED_FILTERS:
        environment.filters.pop(name, None)
    environment.globals.pop("lipsum", None)
    return environment


def _finalized(value: object) -> Markup:
    """What is printed: escaped Markdown as it is, everything else escaped now."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises: the name is unknown
    if isinstance(value, Markup):
        return value
    if value is None:
        return safe("")
    return safe(literal(value.isoformat() if isinstance(value, date) else str(value)))


def _capped(pieces: Iterator[str], template: str) -> str:
    written: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_OUTPUT:
            raise TemplateError(f"{template}: a note grows past {LONGEST_OUTPUT} characters", _CHECK)
        written.append(piece)
    return "".join(written)


def _unknown_name(template: str, error: UndefinedError, context: Mapping[str, object]) -> TemplateError:
    match = _MISSING.search(str(error))
    name = (match[1] or match[2]) if match else str(error)
    noun = template.partition(".")[0]
    article = "an" if noun[:1] in "aeiou" else "a"
    known = {str(key): None for key in _names_in(context, 3)}
    return TemplateError(
        f'{_place(template, error)}: {article} {noun} has no "{name}"',
        f"known names: {_nearest(name, known)} (vaultgen templates check)",
    )


def _names_in(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield str(key)
            if depth and key != "labels":
                yield from _names_in(below, depth - 1)
    elif isinstance(value, (list, tuple)) and value and depth:
        yield from _names_in(value[0], depth - 1)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return ", ".join([*near, "…"] if near else [*sorted(known)[:8], "…"])


def _place(template: str, error: BaseException) -> str:
    """File and line, the innermost place in a template that led to the error."""
    line, name, trace = 0, template, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith((".j2", ".base")):
            line, name = trace.tb_lineno, trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return f"{name}, line {line}" if line else name


class _Parts:
    """Collects what a template says about regions while it is rendered."""

    __slots__ = ("_blocks", "_found", "_names", "_open", "_regions")

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._found: list[Region | GrowingRegion | Block] = []
        self._names: set[str] = set()
        self._open: str | None = None
        self._blocks: set[str] = set()

    def region(self, name: object, *, caller: Callable[[], str]) -> Markup:
        """What `region` in a template is: its body becomes a part that is vaultgen's."""
        key = str(name)
        if self._open is not None:
            raise _Misused(f'region "{key}" stands inside region "{self._open}"', "close one before the next")
        if not _NAME.fullmatch(key) or key == _RECORD or key in self._names:
            raise _Misused(
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
            raise _Misused(
                f'block "{name}" stands outside a region that grows', "put it into the region of an interest"
            )
        if name in self._blocks:
            raise _Misused(f'block "{name}" stands there twice', "each paper once in a region")
        self._blocks.add(name)
        text = _BLANK_LINES_IN_BLOCK.sub("\n", _tidy(caller()))
        is_paper = name not in {"head", "empty"}
        if is_paper and not (text.startswith("- ") and f"https://arxiv.org/abs/{name}" in text):
            raise _Misused(
                f'the block of {name} does not begin with "- " or lacks its address',
                "print {{ paper.abs_link }} in it: the line is found again by it",
            )
        return self._keep(Block(name, text))

    def split(self, output: str) -> Iterator[Part]:
        """The parts of a note, in order."""
        for position, piece in enumerate(_TOKEN.split(output)):
            if position % 2:
                found = self._found[int(piece)]
                assert not isinstance(found, Block)
                yield found
            elif text := _tidy(piece):
                yield text

    def _made(self, name: str, text: str) -> Region | GrowingRegion:
        attributes = self._regions.attributes.get(name, ())
        if name in self._regions.growing:
            blocks = [self._found[int(index)] for index in _TOKEN.findall(text)]
            if _TOKEN.sub("", text).strip():
                raise _Misused(
                    f'region "{name}" holds text outside its blocks', 'put it into {% call block("head") %}'
                )
            return GrowingRegion(name, tuple(b for b in blocks if isinstance(b, Block)), attributes)
        standing = name in self._regions.standing
        return Region(name, None if standing else _tidy(text), attributes)

    def _keep(self, part: Region | GrowingRegion | Block) -> Markup:
        self._found.append(part)
        return safe(f"{_SENTINEL}{len(self._found) - 1}{_SENTINEL}")


_BLANK_LINES_IN_BLOCK = re.compile(r"\n{2,}")


def _tidy(text: str) -> str:
    """Without blanks at line ends, outer blank lines and doubled ones; without the words of a marker."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return _MARKER.sub(r"\1&#58;\2", _BLANK_LINES.sub("\n\n", lines).strip("\n"))
