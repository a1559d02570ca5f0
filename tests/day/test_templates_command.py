"""Templates are copied for editing, and edited ones are tried out before a note meets them."""

from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

BUILTIN = Path(__file__).parents[2] / "templates"
FOLDER = ".vaultgen/templates"


def own(vault: Path, name: str, text: str) -> None:
    (vault / FOLDER).mkdir(parents=True, exist_ok=True)
    (vault / FOLDER / name).write_text(text, encoding="utf-8")


def builtin(name: str) -> str:
    return (BUILTIN / name).read_text(encoding="utf-8")


def test_all_templates_are_copied_and_none_is_overwritten(vault: Path, vaultgen: Vaultgen) -> None:
    own(vault, "paper.md.j2", "mine")
    said = vaultgen("templates", "eject", "--vault", vault)
    assert said.status == 0
    names = sorted(path.name for path in BUILTIN.iterdir() if path.name != "labels.toml")
    assert said.out.splitlines() == [
        *(f"+ {FOLDER}/{name}" for name in names if name != "paper.md.j2"),
        f"= {FOLDER}/paper.md.j2   exists; left as it is",
    ]
    there = texts(vault / FOLDER)
    assert there.pop("paper.md.j2") == b"mine"
    assert there == {name: (BUILTIN / name).read_bytes() for name in names if name != "paper.md.j2"}
    before = tree(vault)
    vaultgen("templates", "eject", "--vault", vault)
    assert tree(vault) == before


def test_one_template_is_copied_and_a_wrong_name_is_answered_with_the_nearest(
    vault: Path, vaultgen: Vaultgen
) -> None:
    assert vaultgen("templates", "eject", "listing.md.j2", "--vault", vault).status == 0
    assert list(texts(vault / FOLDER)) == ["listing.md.j2"]
    said = vaultgen("templates", "eject", "papr.md.j2", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: there is no template papr.md.j2",
        "  known templates: paper.md.j2",
    ]


def test_nothing_is_written_through_a_link(vault: Path, vaultgen: Vaultgen, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (vault / ".vaultgen").symlink_to(tmp_path / "outside")
    said = vaultgen("templates", "eject", "--vault", vault)
    assert said.status == 1
    assert len(said.err.splitlines()) == 2
    assert list((tmp_path / "outside").iterdir()) == []


def test_ejected_templates_change_no_note_and_are_fine(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    before = texts(vault / "arXiv")
    vaultgen("templates", "eject", "--vault", vault)
    vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    assert texts(vault / "arXiv") == before
    said = vaultgen("templates", "check", "--vault", vault)
    assert (said.status, said.err) == (0, "")
    assert f"{FOLDER}/paper.md.j2: as built in" in said.out.splitlines()
    assert len(said.out.splitlines()) == len(list(BUILTIN.iterdir())) - 1


def test_without_own_templates_that_is_said(vault: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("templates", "check", "--vault", vault)
    assert said.status == 0
    assert said.out == f"No template of your own in {FOLDER}: the built-in ones are used.\n"


def test_an_edited_template_that_is_fine_is_said_to_be(vault: Path, vaultgen: Vaultgen) -> None:
    own(vault, "paper.md.j2", builtin("paper.md.j2").replace("v{{ version }}", "version {{ version }}"))
    said = vaultgen("templates", "check", "--vault", vault)
    assert (said.status, said.out) == (0, f"{FOLDER}/paper.md.j2: fine\n")


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "problem", "near"),
    [
        ("paper.md.j2", "# {{ title }}", "# {{ titel }}", 29, 'a paper has no "titel"', "title"),
        ("paper.md.j2", "{{ comment }}", "{{ coment }}", None, 'a paper has no "coment"', "comment"),
        ("listing.md.j2", "paper.abs_link", "paper.abslink", None, 'a listing has no "abslink"', "abs_link"),
        ("listing.md.j2", "missing | join", "mising | join", None, 'a listing has no "mising"', "missing"),
        ("author.md.j2", "{{ name }}", "{{ nam }}", None, 'an author has no "nam"', "name"),
        (
            "subject.md.j2",
            "{{ long_name }}",
            "{{ longname }}",
            None,
            'a subject has no "longname"',
            "long_name",
        ),
        (
            "days.md.j2",
            "{{ previous }}",
            "{{ previos }}",
            None,
            'a link between days has no "previos"',
            "previous",
        ),
        ("daily.md.j2", "{{ listing }}", "{{ listin }}", None, 'a daily note has no "listin"', "listing"),
        ("trends.md.j2", "{{ span }}", "{{ spam }}", None, 'a note of trends has no "spam"', "span"),
        (
            "trends.md.j2",
            "member.square }} ",
            "member.squar }} ",
            None,
            'a note of trends has no "squar"',
            "square",
        ),
    ],
)
def test_a_wrong_name_is_said_with_file_and_line_and_the_nearest_right_one(
    name: str,
    old: str,
    new: str,
    line: int | None,
    problem: str,
    near: str,
    vault: Path,
    vaultgen: Vaultgen,
) -> None:
    text = builtin(name)
    assert old in text
    own(vault, name, text.replace(old, new))
    line = line or text[: text.index(old)].count("\n") + 1
    said = vaultgen("templates", "check", "--vault", vault)
    assert said.status == 1
    first, hint = said.err.splitlines()[:2]
    assert first == f"vaultgen: {FOLDER}/{name}, line {line}: {problem}"
    assert hint.startswith("  known names: ")
    assert near in hint
    assert vaultgen("doctor", "--vault", vault, "--offline").status == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "paper.md.j2, line 1: "),
        ("{{ title }}", 'paper.md.j2: the passage "abstract" is missing'),
        ("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", "paper.md.j2"),
        ("{{ ''.__class__.__mro__ }}", "paper.md.j2"),
    ],
)
def test_what_is_no_template_is_said(text: str, said: str, vault: Path, vaultgen: Vaultgen) -> None:
    own(vault, "paper.md.j2", text)
    told = vaultgen("templates", "check", "--vault", vault)
    assert told.status == 1
    assert f"vaultgen: {FOLDER}/{said}" in told.err


def test_every_wrong_template_is_named_not_only_the_first(vault: Path, vaultgen: Vaultgen) -> None:
    own(vault, "paper.md.j2", "{{ a }}")
    own(vault, "author.md.j2", "{{ b }}")
    own(vault, "papr.md.j2", "x")
    report = vaultgen("templates", "check", "--vault", vault, "--json").report
    problems = [each["problem"] for each in report["problems"]]
    assert [problem.split(",")[0].split(":")[0] for problem in problems] == [
        f"{FOLDER}/author.md.j2",
        f"{FOLDER}/paper.md.j2",
        f"{FOLDER}/papr.md.j2",
    ]
    assert (
        report["problems"][2]["hint"] == "use the name of a built-in one: paper.md.j2; or move it elsewhere"
    )


def test_a_template_that_is_not_text_is_said(vault: Path, vaultgen: Vaultgen) -> None:
    (vault / FOLDER).mkdir(parents=True)
    (vault / FOLDER / "paper.md.j2").write_bytes(b"\xff")
    said = vaultgen("templates", "check", "--vault", vault)
    assert said.status == 1
    assert "is not UTF-8" in said.err
