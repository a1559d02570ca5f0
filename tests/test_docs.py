"""What the documents name is there: tests, and what links lead to."""

import json
import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import commands_page
import pytest
import typer.main
import yaml

from vaultgen import __version__
from vaultgen.cli.app import app
from vaultgen.config.keys import SETTINGS
from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.changes import WithheldChange
from vaultgen.report import DayReport, NotesReport, Report, TranslationReport

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("docs/engineering/*.md")])
DOCUMENTS = sorted([*ROOT.glob("*.md"), *PAGES])
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\]\((?:<([^>]*)>|([^()\s]*))\)")
_MODULE = re.compile(r"`(?:vaultgen[./])?(([a-z]+)[./]([a-z_]+)(?:\.\w+)*)`")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def id_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=id_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = _CODE.sub("", document.read_text(encoding="utf-8"))
    for within, plain in _LINK.findall(text):
        place, _, heading = (within or plain).partition("#")
        if ":" in place:
            continue
        there = document.parent / unquote(place) if place else document
        assert there.exists(), place
        if heading and there.suffix == ".md":
            assert heading in headings(there), f"{place}#{heading}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=id_of)
def test_every_test_that_is_named_exists(document: Path) -> None:
    for file, name in _TEST.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / file).is_file(), file
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^\s*(def|class) {name}\b|^{name} =", text, re.MULTILINE), (
            f"{file}::{name}"
        )


def test_every_module_that_an_engineering_page_names_exists() -> None:
    packages = {path.name for path in (ROOT / "vaultgen").iterdir() if path.is_dir()}
    settings = {setting.name for setting in SETTINGS}
    for page in sorted(ROOT.glob("docs/engineering/*.md")):
        for word, package, module in _MODULE.findall(page.read_text(encoding="utf-8")):
            if package in packages and word not in settings:
                assert (ROOT / "vaultgen" / package / f"{module}.py").is_file(), f"{page.name}: {word}"


def test_the_promises_name_tests() -> None:
    assert len(_TEST.findall((ROOT / "docs/engineering/promises.md").read_text(encoding="utf-8"))) > 40


def test_the_index_leads_to_every_page_and_the_readme_to_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in PAGES]
    missing = [page for page in pages if f"]({page})" not in index]
    assert missing == ["README.md"], "name the page in docs/README.md"
    assert "](docs/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_word_for_make_stands_in_contributing() -> None:
    words = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [word for word in words if f"`make {word}`" not in told] == []


def test_a_fault_is_told_with_what_the_doctor_says() -> None:
    forms = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob(".github/*/*.yml")
    }
    asked = {field["id"]: field for field in forms["fault"]["body"] if "id" in field}
    assert "vaultgen doctor" in asked["doctor"]["attributes"]["label"]
    assert asked["doctor"]["validations"]["required"]
    assert {"name", "description", "body"} <= forms["wish"].keys()


def test_the_page_of_commands_is_made_from_the_commands() -> None:
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert page == commands_page.page(), "write it anew: make docs"


def test_the_page_on_the_report_names_every_word_of_it() -> None:
    page = (ROOT / "docs/engineering/report.md").read_text(encoding="utf-8")
    day = DayReport(date(2026, 2, 23), "done").to_json()
    asked = Report("today", "/v", days=(DayReport(date(2026, 2, 23), "done"),)).to_json()
    words = {*asked, *day, *asked["notes"], *asked["translation"], *(f"{one}" for one in WithheldReason)}
    words |= set(TranslationReport(would_send_characters=1, billed_texts=1, would_send_texts=1).to_json())
    assert [word for word in sorted(words) if f"`{word}`" not in page] == []


def test_the_example_on_that_page_has_the_keys_of_a_report() -> None:
    page = (ROOT / "docs/engineering/report.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    kept = WithheldChange(
        PurePosixPath("n.md"), "abstract", WithheldReason.EDITED, Identity(Kind.PAPER, "2602.17676")
    )
    problem = Problem("…", "…")
    days = (DayReport(date(2026, 2, 23), "done"),)
    real = Report("today", "/v", days=days, notes=NotesReport(kept=(kept,)), problems=(problem,)).to_json()
    assert example.keys() == real.keys()
    assert example["days"][0].keys() == real["days"][0].keys()
    assert example["notes"]["kept"][0].keys() == real["notes"]["kept"][0].keys()
    assert example["translation"].keys() == real["translation"].keys()
    assert example["problems"] == real["problems"]


def test_every_option_says_what_it_is_and_what_it_takes() -> None:
    group = typer.main.get_command(app)
    commands = [group, *(one for each in group.commands.values() for one in below(each))]  # type: ignore[attr-defined]
    for one in commands:
        for option in one.params:
            assert option.help, f"{one.name} {option.name}"
            assert option.metavar or getattr(option, "is_flag", False) or one is group, (
                f"{one.name} {option.name}"
            )


def below(command: Any) -> list[Any]:
    """The command itself, or those of its group."""
    return list(getattr(command, "commands", {"": command}).values())


def headings(document: Path) -> set[str]:
    """The anchors of a document, as GitHub makes them."""
    lines = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def test_the_citation_names_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert citation["version"] == __version__
    assert citation["license"] == "MIT"


def test_the_gate_runs_on_every_system_with_every_python() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/gate.yml").read_text(encoding="utf-8"))["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert matrix["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    assert [f"Python :: {version}" in project for version in matrix["python"]] == [True] * 4


def test_pre_commit_runs_what_make_check_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0][
        "hooks"
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    checks = re.search(r"^check:[^\n]*\n((?:\t[^\n]*\n)+)", makefile, re.MULTILINE)

    assert checks is not None
    checked = [line.strip().removeprefix("$(BIN)/").removesuffix(" .") for line in checks[1].splitlines()]
    entries = [hook["entry"].removeprefix(".venv/bin/").removesuffix(" --force-exclude") for hook in hooks]
    assert entries == checked


def test_the_first_screen_of_the_readme_says_what_to_type_on_a_fresh_machine() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:25]
    typed = {line.split("  ")[0] for line in first_screen if line.startswith("make ")}
    assert typed == {"make demo", "make test"}


def test_the_way_of_a_paper_leads_through_files_and_classes_that_are_there() -> None:
    page = (ROOT / "docs/engineering/architecture.md").read_text(encoding="utf-8")
    way = page.partition("## The way of a paper")[2].partition("```\n")[2].partition("```")[0]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "vaultgen").rglob("*.py"))

    modules = re.findall(r"(?<![\w/])(\w+/\w+)(?=[ ,])", way)
    classes = re.findall(r"\b(?:[A-Z][a-z]+){1,}(?=[:,)]| or | with )|\b[A-Z][a-z]+[A-Z]\w+", way)
    assert len(modules) >= 10
    assert [one for one in modules if not (ROOT / f"vaultgen/{one}.py").is_file()] == []
    assert {"Announced", "Due", "PaperContent", "Note", "DayDone"} <= {*classes}
    assert [one for one in classes if f"class {one}" not in code and one != "API"] == []
