"""Templates make the bodies of notes; the seal, properties and names are code.

A template is the person's own code and may be careless, so: an immutable sandbox, unknown names are errors, every
value is escaped for Markdown before it is given and everything else that is printed is escaped on the way out, the
output is capped, loops, calls and sizes are counted and come to an end (`vaultgen.render.limits`), nothing tells the
time or throws dice.

`{% call passage("abstract") %}…{% endcall %}` becomes a part of the note that is kept current by itself, and so does,
within `{% call section(interest.key) %}`, `{% call block(paper.key) %}…{% endcall %}`; everything else is written once.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import jinja2
from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.exceptions import TemplateError as JinjaError
from markupsafe import Markup

from vaultgen.errors import VaultgenError
from vaultgen.note.desired import Part
from vaultgen.patterns import pattern
from vaultgen.render.content import CodeStore
from vaultgen.render.escape import literal
from vaultgen.render.limits import LimitedEnvironment, TooMuch
from vaultgen.render.parts import SENTINEL, Misused, Parts, RequiredParts, safe

LONGEST_OUTPUT = 1_000_000
"""Characters; a note has under 100,000."""

_MISSING = pattern(r"'([^']*)' is undefined|has no (?:attribute|element) '?([^']*)'?")
_PASSAGE = re.compile(r"""\bcall passage\(\s*["']([a-z0-9-]+)["']\s*\)""")
_UNWANTED_FILTERS = ("random", "urlize", "xmlattr", "tojson", "pprint", "striptags", "filesizeformat")


class TemplateError(VaultgenError):
    """A template that cannot be used; names file and line."""


class Templates:
    """The templates of a vault, compiled when first used."""

    __slots__ = ("_environment", "_labels", "_safe_labels", "_texts")

    def __init__(
        self, texts: Mapping[str, str], labels: Mapping[str, str], code: CodeStore | None = None
    ) -> None:
        """Take the templates' texts by file name, the labels they may use, and where compiled ones are kept."""
        self._texts = texts
        self._labels = labels
        self._safe_labels = MappingProxyType({key: safe(text) for key, text in labels.items()})
        self._environment = _environment(tuple(sorted(texts.items())))
        self._environment.bytecode_cache = _KeptCode(code) if code is not None else None

    def say(self, label: str, **values: object) -> Markup:
        """Return a label with its values, in the singular (`…_one`) where `count` is 1.

        Raises:
            TemplateError: There is no such label.
        """
        name = f"{label}_one" if values.get("count") == 1 and f"{label}_one" in self._labels else label
        if name not in self._labels:
            guess = _nearest(name, self._labels)
            raise Misused(f'there is no label "{name}"', f"known labels: {guess}")
        return _filled(self._labels[name], values) if values else self._safe_labels[name]

    def passages(self, template: str) -> tuple[str, ...]:
        """Return the names of the passages that a template writes, in the order in which they are in it."""
        return tuple(_PASSAGE.findall(self._texts.get(template, "")))

    def text(self, template: str, context: Mapping[str, object]) -> str:
        """Return the text that a template without passages prints.

        Raises:
            TemplateError: The template is wrong.
        """
        return self._output(template, context, None)

    def body(self, template: str, context: Mapping[str, object], asked: RequiredParts) -> tuple[Part, ...]:
        """Return the body of a note.

        Raises:
            TemplateError: The template is wrong, or lacks a passage that the note must have.
        """
        parts = Parts(asked)
        output = self._output(template, context, parts)
        try:
            found = tuple(parts.split(output))
        except Misused as error:
            raise TemplateError(f"{template}: {error}", error.hint) from None
        names = [part.name for part in found if not isinstance(part, str)]
        missing = [name for name in (*asked.passages, *asked.sections) if name not in names]
        if missing and missing[0] in asked.sections:
            raise TemplateError(
                f'{template}: the section "{missing[0]}" (interest.key, or replacements.key) is missing',
                "the built-in template shows how all sections are written: remove the file, or copy that part",
            )
        if missing:
            raise TemplateError(
                f'{template}: the passage "{missing[0]}" is missing',
                f'write {{% call passage("{missing[0]}") %}}…{{% endcall %}} where it belongs',
            )
        return found

    def _output(self, template: str, context: Mapping[str, object], parts: Parts | None) -> str:
        """Return what a template prints; of the context, only the values that it may ask for are made."""
        helpers = {"say": self.say, "labels": self._safe_labels}
        words = _words(self._texts.get(template, ""), tuple(self._texts.values()))
        self._environment.begin(parts)
        try:
            asked = {name: context[name] for name in context if name in words} | helpers
            return _capped(self._environment.printed(template, asked), template)
        except TemplateSyntaxError as error:
            raise TemplateError(f"{template}, line {error.lineno}: {error.message}", _CHECK) from None
        except UndefinedError as error:
            raise _unknown_name(template, error, {**context, **helpers}) from None
        except Misused as error:
            raise TemplateError(f"{_place(template, error)}: {error}", error.hint) from None
        except TooMuch as error:
            raise TemplateError(f"{_place(template, error)}: {error}", _CHECK) from None
        except SecurityError as error:
            raise TemplateError(f"{_place(template, error)}: not allowed: {error}", _CHECK) from None
        except (JinjaError, TemplateRuntimeError) as error:
            raise TemplateError(f"{_place(template, error)}: {error}", _CHECK) from None
        except _CARELESS as error:
            what = str(error) or type(error).__name__
            raise TemplateError(f"{_place(template, error)}: {what.splitlines()[0]}", _CHECK) from None


_CARELESS = (
    *(TypeError, ValueError, ArithmeticError, LookupError, AttributeError, AssertionError),
    *(RuntimeError, MemoryError, SyntaxError, StopIteration),
)
"""What a template can bring Python to: a recursion without end is a `RuntimeError`, deep brackets a `SyntaxError`."""

_CHECK = "vaultgen templates check shows all that is wrong; remove the file to use the built-in one"


class _KeptCode(BytecodeCache):
    """Jinja's way to code that was compiled before; Jinja itself compares the text of the template."""

    def __init__(self, store: CodeStore) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._store.find(bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.keep(bucket.key, bucket.bytecode_to_string())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        del filename  # it is the name
        return f"{name} (Jinja {jinja2.__version__})"


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> LimitedEnvironment:
    """Return the environment of these templates, made once for all days of a run; each note begins with a new allowance."""
    texts = dict(templates)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = texts.get(name)
        return None if text is None else (text.replace(SENTINEL, ""), name, lambda: True)

    environment = LimitedEnvironment(
        ours=(Templates.say,),
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # ours hold no constants to compute: looking for them is a tenth of compiling
    )
    for name in _UNWANTED_FILTERS:
        environment.filters.pop(name, None)
    environment.globals.pop("lipsum", None)
    return environment


@lru_cache(maxsize=16)
def _words(text: str, every: tuple[str, ...]) -> frozenset[str]:
    """Return every name that a template can ask for: the words in it, and in all templates where it includes others."""
    words = frozenset(_WORD.findall(text))
    return words if _TAKES_IN.isdisjoint(words) else frozenset(_WORD.findall(" ".join(every)))


_HOLE = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=256)
def _pieces(label: str) -> tuple[str, ...]:
    """Return the texts of a label and between them the names of its holes."""
    return tuple(_HOLE.split(label))


def _filled(label: str, values: Mapping[str, object]) -> Markup:
    pieces = [*_pieces(label)]
    for place in range(1, len(pieces), 2):
        name = pieces[place]
        pieces[place] = _finalized(values[name]) if name in values else f"{{{name}}}"
    return safe("".join(pieces))


_WORD = re.compile(r"\w+")
_TAKES_IN = frozenset({"include", "import", "extends"})

_PRINTED = (str, int, float, date)


def _finalized(value: object) -> Markup:
    """Return what is printed: escaped Markdown as it is, everything else escaped now."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, StrictUndefined):
        str(value)  # raises: the name is unknown
    if value is None:
        return safe("")
    if not isinstance(value, _PRINTED):
        raise Misused(
            f"{type(value).__name__} cannot be printed as a whole",
            'print what is in it: {{ authors | join(", ") }}, {% for paper in papers %}',
        )
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


_DEEPEST = 5  # a paper of a section of a listing
_NOUNS = {"days": "link between days", "daily": "daily note", "trends": "note of trends"}


def _unknown_name(template: str, error: UndefinedError, context: Mapping[str, object]) -> TemplateError:
    match = _MISSING.search(str(error))
    name = (match[1] or match[2]) if match else str(error)
    stem = template.partition(".")[0]
    noun = _NOUNS.get(stem, stem)
    article = "an" if noun[:1] in "aeiou" else "a"
    known = {str(key): None for key in _names_in(context, _DEEPEST)}
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
    """Return file and line of the innermost place in a template that led to the error."""
    line, name, trace = 0, template, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith((".j2", ".base")):
            line, name = trace.tb_lineno, trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return f"{name}, line {line}" if line else name
