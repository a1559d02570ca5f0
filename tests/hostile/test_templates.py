"""A careless or hostile template: two lines that name file and line, nothing written, in seconds."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from day.conftest import Vaultgen, arxiv, arxiv_server, configure, deepl, vault, vaultgen
from day.trees import tree
from fakes.arxiv_server import ArxivServer

from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.templates import TemplateError, Templates

__all__ = ["arxiv", "arxiv_server", "deepl", "vault", "vaultgen"]

SECONDS = 10.0
"""Far above what any of these takes here, far below what a person would wait."""

BIG = "{% set ns = namespace(x='aaaaaaaaaaaaaaaa', n=10, l=[1, 2, 3]) %}{% for i in range(99) %}"
ENDLESS = (
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) if false %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% include 'paper.md.j2' %}",
    "{% include 'paper.md.j2' %}{% include 'paper.md.j2' %}",
    "{% extends 'paper.md.j2' %}",
    "{% import 'paper.md.j2' as x %}",
    "{% for i in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    f"{BIG}{{% set ns.x = ns.x ~ ns.x %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = ns.x + ns.x %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = ns.x * 9 %}}{{% endfor %}}",
    f"{BIG}{{% set ns.n = ns.n * ns.n %}}{{% endfor %}}",
    f"{BIG}{{% set ns.n = ns.n ** 9 %}}{{% endfor %}}",
    f"{BIG}{{% set ns.l = ns.l + ns.l %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = ns.x | replace('a', 'aaaa') %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = ns.x.replace('a', 'aaaa') %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = '%s%s' | format(ns.x, ns.x) %}}{{% endfor %}}",
    f"{BIG}{{% set ns.x = '{{}}{{}}'.format(ns.x, ns.x) %}}{{% endfor %}}",
    f"{BIG}{{% set ns.l = [ns.l, ns.l] %}}{{% endfor %}}{{{{ ns.l | string }}}}",
    f"{BIG}{{% set ns.l = [ns.l, ns.l] %}}{{% endfor %}}{{{{ '%s' % ns.l }}}}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 'x' * 10 ** 10 }}",
    "{{ ['x'] * 10 ** 10 }}",
    "{{ 'x' | center(10000000000) }}",
    "{{ 'x'.ljust(10000000000) }}",
    "{{ 'x' | indent(10000000000, true) }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ '%9999999999d' | format(1) }}",
    "{{ '%*d' % (9999999999, 1) }}",
    "{{ '{:>9999999999}'.format(1) }}",
    "{{ '{:>{}}'.format(1, 9999999999) }}",
    "{{ '{:>{}}'.format(1, '9999999999') }}",
    "{{ '{:>{w}}'.format_map({'w': 9999999999}) }}",
    "{{ '%(a)9999999999d' % {'a': 1} }}",
    "{{ '%.*f' % (9999999999, 1) }}",
    "{{ range(10 ** 10) | list | length }}",
    "{{ ['x' * 100000] * 100000 | join }}",
    "{{ (['x' * 100000] * 100000) | join }}",
    "{{ ([{'a': 'x' * 1000000}] * 1000000) | map(attribute='a') | join }}",
    "{{ range(99999) | map('default', 'x' * 1000000) | join | length }}",
    "{{ ('\t' * 1000000).expandtabs(1000000) }}",
    "{{ (" * 1 + "(" * 3000 + "1" + ")" * 3000 + ") }}",
    "{{ " + "-" * 5000 + "1 }}",
    "{% if true %}" * 300 + "{% endif %}" * 300,
    "{{ 'x' }}" * 300_000,
    "{% for i in range(99999) %}{{ 'x' * 99 }}{% endfor %}",
)
ESCAPES = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ say.__self__ }}",
    "{{ say.__func__.__globals__ }}",
    "{{ passage.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ''['__class__'] }}",
    "{{ '' | attr('__class__') }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{0.__class__}' | format('') }}{{ x }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ title.__html__.__self__.__class__ }}",
    "{{ labels.update({}) }}",
    "{{ labels.clear() }}",
    "{% set x = authors.append('y') %}",
    "{{ range.__self__ }}",
    "{{ joiner }}",
    "{{ say }}",
    "{{ authors }}",
    "{{ {'a': 1} }}",
    "{% for a in authors | map('upper') %}{{ loop }}{% endfor %}",
    "{{ authors | map('upper') }}",
    "{% include '../../etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{{ open('/etc/passwd') }}",
    "{{ import('os') }}",
    "{% do x %}",
    "{% autoescape false %}{{ '<b>' }}{% endautoescape %}{{ x }}",
    "{% debug %}",
    "{{ lipsum() }}",
    "{{ paper.titel }}",
    "{{ titel }}",
    "{{ title.foo }}",
    "{% break %}",
    "{{",
    "{% call passage('a') %}",
    "{% call passage('a') %}{% endcall %}",
    "\x00{{ x }}",
)


@pytest.fixture
def in_seconds() -> Iterator[None]:
    """What is inside takes no longer than a person would wait."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


@pytest.mark.usefixtures("in_seconds")
@pytest.mark.parametrize("text", [*ENDLESS, *ESCAPES], ids=lambda text: text[:40])
def test_whatever_a_template_does_it_ends_in_two_lines(text: str) -> None:
    templates = Templates({"paper.md.j2": text}, {"abstract": "Abstract"})
    context = {"title": safe("x"), "authors": [safe("y")], "version": 1}

    with pytest.raises(TemplateError) as caught:
        templates.body("paper.md.j2", context, RequiredParts(("abstract",)))

    problem, hint = caught.value.problem.problem, caught.value.problem.hint
    assert problem.startswith("paper.md.j2")
    assert "\n" not in problem + hint
    assert "0x" not in problem
    assert len(problem) < 500


KEPT = "{% set kept %}{% call passage('abstract') %}x{% endcall %}{% endset %}"
NESTED = (
    "{% set ns = namespace(b='') %}{% call section('list') %}"
    "{% set ns.b %}{% call block('head') %}x{% endcall %}{% endset %}"
)
BLOCK = "{% call section('list') %}{% set b %}{% call block('head') %}x{% endcall %}{% endset %}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{KEPT}{{{{ kept }}}}{{{{ kept }}}}", '"abstract" is printed twice'),
        (f"{KEPT}{{% call passage('b') %}}{{{{ kept }}}}{{% endcall %}}", '"abstract" stands inside "b"'),
        (f"{KEPT}{{% call section('list') %}}{{{{ kept }}}}{{% endcall %}}", '"abstract" stands inside "list"'),
        (f"{KEPT}{{{{ kept[:1] }}}}", "NUL"),
        (f"{KEPT}{{{{ ('%c' % 0) | safe }}}}7{{{{ ('%c' % 0) | safe }}}}", "NUL"),
        (f"{KEPT}{{{{ ('%c' % 0) | safe }}}}{'9' * 5_000}{{{{ ('%c' % 0) | safe }}}}", "NUL"),
        (f"{BLOCK}{{{{ b }}}}{{{{ b }}}}{{% endcall %}}", '"head" is printed twice'),
        ("{% call section('list') %}{% call block('head') %}{{ ('%c' % 0) | safe }}{% endcall %}{% endcall %}", "NUL"),
        ("{% call passage('a') %}{{ ('%c' % 0) | safe }}{% endcall %}", "NUL"),
        (f"{NESTED}{{% endcall %}}{{{{ ns.b }}}}", 'block "head" is outside a section'),
    ],
)  # fmt: skip
def test_each_part_is_printed_once_and_where_it_belongs(text: str, said: str) -> None:
    templates = Templates({"paper.md.j2": text}, {})

    with pytest.raises(TemplateError) as caught:
        templates.body("paper.md.j2", {}, RequiredParts(sections=("list",)))

    assert said in caught.value.problem.problem
    assert caught.value.problem.problem.startswith("paper.md.j2")


def test_a_part_that_is_kept_and_printed_later_stands_where_it_is_printed() -> None:
    body = Templates({"paper.md.j2": f"{KEPT}before {{{{ kept }}}}"}, {}).body(
        "paper.md.j2", {}, RequiredParts()
    )

    assert [part if isinstance(part, str) else part.name for part in body] == ["before", "abstract"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for i in [1, 2] %}{{ loop.index }}/{{ loop.length }}{% if not loop.last %}, {% endif %}{% endfor %}", "1/2, 2/2"),
        ("{{ title ~ '!' }}", "x!"),
        ("{{ authors | join(' and ') | truncate(20) }}", "y"),
        ("{{ '%02d' % version }} {{ version + 2026 }} {{ 3 * 1000000 }}", "01 2027 3000000"),
        ("{{ abstract | replace('a', 'bb') | length }}", "80000"),
        ("{% macro f(n) %}{{ n }}{% endmacro %}{{ f(20260223) }}", "20260223"),
        ("{% set ns = namespace(n=0) %}{% for p in papers %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "3000"),
        ("{{ papers | map(attribute='link') | join(', ') | length }}", "14998"),
    ],
)  # fmt: skip
def test_what_honest_templates_do_is_within_the_limits(text: str, said: str) -> None:
    templates = Templates({"paper.md.j2": text}, {})
    context = {
        "title": safe("x"),
        "authors": [safe("y")],
        "version": 1,
        "abstract": safe("a" * 40_000),
        "papers": [{"link": safe("[l]")} for _ in range(3000)],
    }

    assert "".join(map(str, templates.body("paper.md.j2", context, RequiredParts()))) == said


@pytest.mark.usefixtures("in_seconds")
@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("paper.md.j2", ENDLESS[0], "it does more than a note needs"),
        ("paper.md.j2", "{{ 'x' * 10 ** 10 }}", "no note needs"),
        ("paper.md.j2", "one\n{{ paper.titel }}", 'paper.md.j2, line 2: a paper has no "paper"'),
        ("paper.md.j2", "{{ titel }}", 'a paper has no "titel"'),
        ("listing.md.j2", "{{ ''.__class__ }}", "listing.md.j2, line 1"),
        ("papers.base", "{% for i in range(99999) %}{{ 'x' * 99 }}{% endfor %}", "grows past"),
        ("paper.md.j2", "# {{ title }}", 'the passage "abstract" is missing'),
    ],
)
def test_through_the_command_nothing_is_written_and_two_lines_are_said(
    name: str, text: str, part: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    configure(vault)
    own = vault / ".vaultgen" / "templates"
    own.mkdir(parents=True)
    (own / name).write_text(text, encoding="utf-8")
    before = tree(vault)

    said = vaultgen("today", "--vault", vault, "--no-translate")

    assert said.status == 1
    assert tree(vault) == before
    assert len(said.err.splitlines()) == 2
    assert part in said.err
