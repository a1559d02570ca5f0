"""The sandbox of templates, with an end: what a note may cost is counted, because nothing here knows the time.

Jinja's sandbox keeps a template from the machine, not from running for ever: loops in loops, macros that call
themselves twice, `'x' * 10**9`. So every step of a loop, every call, filter, sum, product and joined text is taken
from one allowance a note, together with the size of what it makes. Before anything is made, the product of the
sizes it is made from, which bounds it, must be within reason: memory is never asked for first.

Not promised: an exact number of seconds. The allowance is some ten times what the largest honest note takes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import GeneratorType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

ALLOWANCE = 10_000_000
"""What one note may cost: a character made costs 1, a step `STEP`."""

STEP = 100
LARGEST = 1_000_000
"""The most that one operation may make, in characters or elements; a note has under 100,000."""

_BOUND = 50_000_000
"""The most that it may be made from, as the product of sizes: `abstract | truncate(500)` is 20,000,000."""

LONGEST_TEMPLATE = 200_000

_LARGE = "it makes a text, a list or a number that no note needs"
_COUNTED, _CONCATENATED = " counted", " concatenated"  # names that no template can spell
_JINJAS = frozenset({"_loop_vars", "_block_vars"})  # for functions that ask for the context
_DEEPEST = 4
_MOST_DIGITS = 1_000
_WIDE = re.compile(
    r"[%{:.][^%{}a-zA-Z]*\d{5}|%\(.*\)[^%a-zA-Z]*(?:\d{5}|\*)|\{[^{}]*\{|%[^%a-zA-Z]*\*", re.DOTALL
)
"""A format that fills up to a width of five digits, or to one that it is given."""


class TooMuch(Exception):  # noqa: N818 - never leaves this room
    """A template does more than a note needs."""


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, counting; `begin` before each note."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, ours: Iterable[Callable[..., Any]] = (), **options: Any) -> None:
        """Set up an environment as Jinja's `Environment` does.

        Args:
            ours: Methods that come from us: they are called at once, what they make is counted.
        """
        super().__init__(**options)
        self._ours = frozenset(ours)
        self.left = ALLOWANCE
        self._format = self.filters["format"]
        self.filters[_COUNTED] = self._counted
        self.filters[_CONCATENATED] = _concatenated
        for name, one in self.filters.items():
            if name != _COUNTED:
                self.filters[name] = self._limited(one)

    def begin(self) -> None:
        """Give the next note its allowance."""
        self.left = ALLOWANCE

    def spend(self, cost: int) -> None:
        """Take from the allowance.

        Raises:
            TooMuch: Nothing is left.
        """
        self.left -= cost
        if self.left < 0:
            raise TooMuch("it does more than a note needs: a loop or a macro that does not end?")

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function as `SandboxedEnvironment.call` does, and count it."""
        if getattr(obj, "__func__", None) in self._ours:
            self.spend(STEP)
            kwargs = {name: value for name, value in kwargs.items() if name not in _JINJAS}
            return self._made(obj(*args, **kwargs))
        text = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        if isinstance(text, str) or obj is self.globals["range"]:
            self._ask_for(text, *args, *kwargs.values())
        if isinstance(text, str) and getattr(obj, "__name__", "").startswith("format"):
            _refuse_width(text)
        self.spend(STEP)
        return self._made(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute as `SandboxedEnvironment.call_binop` does, and count it."""
        if isinstance(left, int) and isinstance(right, int):
            most = _digits(left) * max(1, abs(right)) if operator == "**" else _digits(left) + _digits(right)
            if most > _MOST_DIGITS:
                raise TooMuch(_LARGE)
        elif operator != "+":
            self._ask_for(left, right)
        if operator == "%":
            _refuse_width(left)
        return self._made(super().call_binop(context, operator, left, right))

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        """Return a template as `Environment.get_template` does, and count it, for it may include itself."""
        self.spend(STEP)
        return super().get_template(name, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST_TEMPLATE:
            raise TemplateSyntaxError(
                f"the template has more than {LONGEST_TEMPLATE} characters", 1, name, filename
            )
        tree: nodes.Template = _Counting().visit(super()._parse(source, name, filename))
        return tree

    def _counted(self, steps: Iterable[object]) -> Iterator[object]:
        for step in steps:
            self.spend(STEP)
            yield step

    def _limited(self, one: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(one)
        def limited(*args: Any, **kwargs: Any) -> Any:
            self._ask_for(*args, *kwargs.values())
            if one is self._format:
                _refuse_width(args[0])
            return self._made(one(*args, **kwargs))

        return limited

    def _ask_for(self, *given: object) -> None:
        """Refuse what could make too much, before it is made."""
        self.spend(STEP)
        bound = 1
        for one in given:
            bound *= max(1, abs(one) if isinstance(one, int) else _size(one))
            if bound > _BOUND:
                raise TooMuch(_LARGE)

    def _made(self, made: Any) -> Any:
        size = _size(made)
        if size > LARGEST:
            raise TooMuch(_LARGE)
        self.spend(size)
        return self._metered(made) if isinstance(made, GeneratorType) else made

    def _metered(self, made: Iterable[Any]) -> Iterator[Any]:
        for one in made:
            self.spend(STEP)
            yield self._made(one)


class _Counting(NodeTransformer):
    """Puts the counting filters around what a loop runs over and what `~` joins."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's way of naming
        self.generic_visit(node)
        if node.recursive:
            raise TemplateSyntaxError("loops that call themselves are not there", node.lineno)
        node.iter = _filtered(node.iter, _COUNTED)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's way of naming
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), _CONCATENATED)


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    wrapped = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    wrapped.environment = node.environment
    return wrapped


@pass_eval_context
def _concatenated(context: EvalContext, texts: list[object]) -> str:
    return markup_join(texts) if context.autoescape else str_join(texts)


def _refuse_width(form: object) -> None:
    if isinstance(form, str) and _WIDE.search(form):
        raise TooMuch(_LARGE)


def _size(value: object, depth: int = 0) -> int:
    """Return the characters of a text or a number, summed over a list; raise for lists nested too deep."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, (list, tuple)):
        return _BOUND + 1 if depth > _DEEPEST else sum(max(1, _size(one, depth + 1)) for one in value)
    return 1


def _digits(number: object) -> int:
    return number.bit_length() // 3 + 1 if isinstance(number, int) else 1
