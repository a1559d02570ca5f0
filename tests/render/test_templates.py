"""A person's template is safe by default, and its mistakes are told with file and line."""

import gc
import weakref
from pathlib import Path

import pytest

from vaultgen.note.desired import Item, Passage, Section
from vaultgen.render.content import CodeStore
from vaultgen.render.limits import LimitedEnvironment
from vaultgen.render.parts import RequiredParts, safe
from vaultgen.render.templates import TemplateError, Templates
from vaultgen.state.compiled import CompiledTemplates


def made(text: str, asked: RequiredParts | None = None, **context: object) -> tuple[object, ...]:
    templates = Templates(
        {"paper.md.j2": text}, {"abstract": "Abstract", "more": "{count} more", "more_one": "one more"}
    )
    return templates.body("paper.md.j2", context, asked or RequiredParts())


def problem(text: str, asked: RequiredParts | None = None, **context: object) -> tuple[str, str]:
    with pytest.raises(TemplateError) as caught:
        made(text, asked, **context)
    return caught.value.problem.problem, caught.value.problem.hint


def test_text_outside_passages_and_passages_become_parts_in_order() -> None:
    text = 'one\n{% call passage("abstract") %}\n{{ abstract }}\n{% endcall %}\ntwo\n'
    assert made(text, abstract=safe("A.")) == ("one", Passage("abstract", "A."), "two")


def test_a_standing_passage_gets_no_text() -> None:
    asked = RequiredParts(standing=frozenset({"a"}))
    assert made('{% call passage("a") %}x{% endcall %}', asked) == (Passage("a", None),)


def test_blocks_make_a_section() -> None:
    text = '{% call section("i") %}\n{% call block("head") %}\n## x\n{% endcall %}\n{% call block(key) %}\n- {{ url }}\n\n  - y\n{% endcall %}\n{% endcall %}\n'
    (found,) = made(
        text,
        RequiredParts(sections=("i",)),
        key="2602.17676",
        url=safe("https://arxiv.org/abs/2602.17676"),
    )
    items = (Item("2602.17676", "- https://arxiv.org/abs/2602.17676\n  - y"),)
    assert found == Section("i", "## x", "", items)


def test_what_a_template_of_an_earlier_version_wrote_is_told_with_what_to_write_now() -> None:
    problem_told, hint = problem('one\n{% call region("abstract") %}x{% endcall %}')
    assert problem_told == 'paper.md.j2, line 2: there is no region("abstract") any more'
    assert 'call passage("…")' in hint


class Given:
    """A value that a template asks, and that tells when nobody has it any more."""

    key = "2602.17676"


@pytest.mark.parametrize(
    "text",
    [
        "{{ paper.key }}",
        '{% macro line(one) %}{{ one.key }} {{ say("more", count=2) }}{% endmacro %}{{ line(paper) }}',
        '{% set one = paper %}{% call passage("abstract") %}{{ one.key }}{% endcall %}',
    ],
)
def test_nothing_that_a_template_was_given_is_kept_until_python_looks_for_cycles(text: str) -> None:
    given = Given()
    told = weakref.ref(given)
    gc.disable()
    try:
        made(text, paper=given)
        del given
        assert told() is None
    finally:
        gc.enable()


def test_everything_that_is_not_escaped_yet_is_escaped_on_the_way_out() -> None:
    assert (
        made("{{ raw }} {{ raw ~ '' }} {{ raw | upper }} {{ 5 }}", raw="[[x]]")[0]
        == r"\[\[x\]\] \[\[x\]\] \[\[X\]\] 5"
    )
    assert made("{{ title.unescape() }}", title=safe("&lt;b&gt;"))[0] == r"\<b\>"


def test_what_is_escaped_is_not_escaped_again() -> None:
    assert made("{{ t }} {{ t | upper }} {{ [t, t] | join(', ') }}", t=safe(r"\[a"))[0] == r"\[a \[A \[a, \[a"


def test_an_unknown_name_is_told_with_line_and_nearest_name() -> None:
    found, hint = problem("one\ntwo\n{{ titel }}", title=safe("x"), version=1)
    assert found == 'paper.md.j2, line 3: a paper has no "titel"'
    assert hint.startswith("known names: title")


def test_an_unknown_attribute_is_told_too() -> None:
    found, hint = problem("{% for p in papers %}\n{{ p.lnik }}\n{% endfor %}", papers=[{"link": safe("x")}])
    assert found == 'paper.md.j2, line 2: a paper has no "lnik"'
    assert "link" in hint


def test_an_unknown_label_is_told_too() -> None:
    assert problem('{{ say("abstrakt") }}') == (
        'paper.md.j2, line 1: there is no label "abstrakt"',
        "known labels: abstract, …",
    )


def test_wrong_syntax_is_told_with_its_line() -> None:
    assert problem("one\n{% if %}")[0].startswith("paper.md.j2, line 2: ")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            '{% call passage("a") %}{% call passage("b") %}{% endcall %}{% endcall %}',
            '"b" stands inside "a"',
        ),
        (
            '{% call passage("a") %}{% endcall %}{% call passage("a") %}{% endcall %}',
            '"a" is there twice',
        ),
        ('{% call section("j") %}{% endcall %}', 'there is no section "j"'),
        (
            '{% call passage("ap") %}{% endcall %}{% call passage("at") %}{% endcall %}',
            "cannot be told apart in a seal",
        ),
        ('{% call passage("A b") %}{% endcall %}', "cannot name a passage"),
        ('{% call block("head") %}{% endcall %}', "is outside a section"),
        ('{% call section("i") %}text{% endcall %}', "holds text outside its blocks"),
        (
            '{% call section("i") %}{% call block("2602.17676") %}x{% endcall %}{% endcall %}',
            "lacks its address",
        ),
        ("{{ 1 // 0 }}", "zero"),
        ("{{ ''.__class__ }}", ""),
        ("{% set x = [] %}{% do x.append(1) %}", ""),
        ("{% for i in range(99999) %}{{ i }}{{ 'x' * 100 }}{% endfor %}", "grows past"),
        ("{% for i in range(10**9) %}{% endfor %}", ""),
        ("{% include 'other.md.j2' %}", "other.md.j2"),
    ],
)
def test_misuse_is_a_template_error(text: str, part: str) -> None:
    assert part in problem(text, RequiredParts(sections=("i",)))[0]


def test_a_passage_that_must_be_there_is_asked_for() -> None:
    assert problem("x", RequiredParts(("abstract",)))[0] == 'paper.md.j2: the passage "abstract" is missing'


def test_a_template_cannot_write_a_seal() -> None:
    (text,) = made("<!-- vaultgen c:AAAA -->\n<!--\n  VaultGen")
    assert text == "\\<\\!-- vaultgen c:AAAA -->\n\\<\\!--\n  VaultGen"


def test_labels_know_the_singular() -> None:
    assert made('{{ say("more", count=1) }} {{ say("more", count=2) }}')[0] == "one more 2 more"


def test_nothing_random_and_nothing_that_makes_html() -> None:
    assert "random" in problem("{{ [1, 2] | random }}")[0]
    assert "urlize" in problem("{{ 'http://x' | urlize }}")[0]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Jinja was given to parse."""
    texts: list[str] = []
    parse = LimitedEnvironment._parse

    def noted(self: LimitedEnvironment, source: str, *more: str | None) -> object:
        texts.append(source)
        return parse(self, source, *more)

    monkeypatch.setattr(LimitedEnvironment, "_parse", noted)
    return texts


def printed(file: Path, text: str, run: int) -> str:
    """What a run prints that knows of the others only what the file tells."""
    compiled = CompiledTemplates(file)
    texts = {"kept.md.j2": text, f"of run {run}": ""}
    try:
        return Templates(texts, {}, CodeStore(compiled.find, compiled.keep)).text("kept.md.j2", {"x": 7})
    finally:
        compiled.close()


def test_a_template_is_compiled_by_the_first_run_alone(tmp_path: Path, parsed: list[str]) -> None:
    file = tmp_path / "templates.db"
    assert [printed(file, "a {{ x }}", run) for run in range(3)] == ["a 7"] * 3
    assert parsed == ["a {{ x }}"]


def test_a_template_with_another_text_is_compiled_again(tmp_path: Path, parsed: list[str]) -> None:
    file = tmp_path / "templates.db"
    assert [printed(file, text, run) for run, text in enumerate(("b {{ x }}", "c {{ x }}"))] == ["b 7", "c 7"]
    assert parsed == ["b {{ x }}", "c {{ x }}"]


def test_code_that_was_damaged_is_compiled_again(tmp_path: Path, parsed: list[str]) -> None:
    file = tmp_path / "templates.db"
    printed(file, "the same words {{ x }}", 10)
    data = file.read_bytes()
    assert b"the same words" in data
    file.write_bytes(data.replace(b"the same words", b"the sane words"))
    assert printed(file, "the same words {{ x }}", 11) == "the same words 7"
    assert len(parsed) == 2


def test_a_rehearsal_keeps_no_code(tmp_path: Path) -> None:
    CompiledTemplates(tmp_path / "templates.db", rehearsal=True).keep("x", b"code")
    assert not list(tmp_path.iterdir())
