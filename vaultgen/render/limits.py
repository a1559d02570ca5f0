"""The sandbox of templates, with an end: what a note may cost is counted, because nothing here knows the time.

Jinja's sandbox keeps a template from the machine, not from running for ever: loops in loops, macros that call
themselves twice, `'x' * 10**9`. So every step of a loop, every call, filter, sum, product and joined text is taken
from one allowance a note, together with the size of what it makes. Before anything is made, the product of the
sizes it is made from, which bounds it, must be within reason: memory is never asked for first.

Not promised: an exact number of seconds. The allowance is some ten times what the largest honest note takes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from types import GeneratorType
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from vaultgen.patterns import pattern
from vaultgen.render.parts import PARTS, Misused, Parts

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
_JINJAS = ("_loop_vars", "_block_vars")  # for functions that ask for the context
_DEEPEST = 4
_MOST_DIGITS = 1_000
_WIDE = pattern(
    r"[%{:.][^%{}a-zA-Z]*\d{5}|%\(.*\)[^%a-zA-Z]*(?:\d{5}|\*)|\{[^{}]*\{|%[^%a-zA-Z]*\*", re.DOTALL
)
"""A format that fills up to a width of five digits, or to one that it is given."""


class TooMuch(Exception):  # noqa: N818 - never leaves this room
    """A template does more than a note needs."""


class _Finalizing(CodeGenerator):
    """Prints what the environment's `finalize` returns as it is: Markup, which Jinja would ask again what it is."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write(")")


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, counting; `begin` before each note.

    `finalize` has to be there, and to return Markup.
    """

    code_generator_class = _Finalizing
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
        self._join = self.filters["join"]
        self.filters["join"] = self._joined
        self.begin(None)

    def begin(self, parts: Parts | None) -> None:
        """Give the next note its allowance, and what its template calls for parts to `parts`."""
        self.left = ALLOWANCE
        self.filters |= {_filter(kind): getattr(parts, kind, _no_parts) for kind in PARTS}

    def printed(self, name: str, values: Mapping[str, object]) -> Iterator[str]:
        """Yield what a template prints, as `Template.generate` does, and keep nothing that it was given.

        A template's macros and its context refer to each other: with them a day's papers, and the vault as it was, would
        be kept until Python looks for cycles.
        """
        template = self.get_template(name)
        context = template.new_context({**values})
        try:
            yield from template.root_render_func(context)
        except Exception:  # noqa: BLE001 (raised again, with the lines of the template)
            self.handle_exception()
        finally:
            context.vars.clear()
            context.parent.clear()

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
            for name in _JINJAS if kwargs else ():
                kwargs.pop(name, None)
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

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute as `SandboxedEnvironment.getattr` does; of a mapping, what it holds comes first."""
        try:
            return obj[attribute]
        except (TypeError, LookupError):
            return super().getattr(obj, attribute)

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

    @pass_eval_context
    def _joined(self, context: EvalContext, texts: Any, between: str = "", attribute: Any = None) -> str:
        """Join as Jinja's filter does, counted; texts that are all escaped, as most are, without asking each."""
        if attribute is not None or type(texts) is not list or {*map(type, texts)} != {Markup}:
            joined: str = self._join(context, texts, between, attribute)
            return joined
        between = escape(between)
        size = sum(map(len, texts)) + len(between) * len(texts)
        if size > LARGEST:
            raise TooMuch(_LARGE)
        self.spend(STEP + size)
        return Markup(str.join(between, texts))  # noqa: S704 - of texts that are escaped

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
    """Puts the counting filters around what a loop runs over and what `~` joins.

    `call passage("x")` becomes `filter`, of a name that no template can spell: it is the body that is wanted, without
    the macro that Jinja makes of it.
    """

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 - Jinja's way of naming
        self.generic_visit(node)
        call = node.call
        if not isinstance(call.node, nodes.Name) or call.node.name not in PARTS:
            return node
        given = (call.args, call.kwargs, call.dyn_args, call.dyn_kwargs)
        made = nodes.Filter(None, _filter(call.node.name), *given, lineno=node.lineno)
        made.environment = node.environment
        return nodes.FilterBlock(node.body, made, lineno=node.lineno)

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


def _filter(part: str) -> str:
    """Return the name of the filter that makes a part; no template can spell it."""
    return f" {part}"


def _no_parts(*_: object) -> None:
    raise Misused("it cannot hold passages", "write the text alone")


@pass_eval_context
def _concatenated(context: EvalContext, texts: list[object]) -> str:
    return markup_join(texts) if context.autoescape else str_join(texts)


def _refuse_width(form: object) -> None:
    if isinstance(form, str) and _WIDE.search(form):
        raise TooMuch(_LARGE)


_TEXTS = frozenset({str, Markup})


def _size(value: object, depth: int = 0) -> int:
    """Return the characters of a text or a number, summed over a list; raise for lists nested too deep."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, (list, tuple)):
        if _TEXTS.issuperset(map(type, value)):
            return sum(map(len, value)) + value.count("")
        return _BOUND + 1 if depth > _DEEPEST else sum(max(1, _size(one, depth + 1)) for one in value)
    return 1


def _digits(number: object) -> int:
    return number.bit_length() // 3 + 1 if isinstance(number, int) else 1
