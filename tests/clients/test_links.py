"""Programs that others wrote find the links that we say are there. What each does not see: obsidian.md, section 10.

headless-vault-kit, foam-wiki and mkdocs with its Obsidian bridge read bodies; none of them reads links in properties.
"""

import json
import re
import shutil
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import pytest
from clients.programs import python_programs, run
from links.vaults import folded
from links.written import Written
from render.samples import labels

pytestmark = [pytest.mark.clients, python_programs]


def in_bodies(week: Written) -> set[str]:
    """Targets in bodies that lead nowhere, as our own resolver sees it: authors below the threshold."""
    return {folded(link.target) for link in week.vault.dead if link.where == "body"}


_indexes: dict[Path, Path] = {}


@pytest.fixture
def hvk(week: Written, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """headless-vault-kit, with the vault in its index: each week is scanned once, for nobody writes into it."""

    def ask(*words: object, index: Path) -> Any:
        said = run("hvk", "--json", "--vault", week.root, "--index", index, *words)
        assert said.returncode in {0, 1}, said.stderr
        return json.loads(said.stdout)

    if week.root not in _indexes:
        index = tmp_path_factory.mktemp("hvk") / "index"
        assert ask("scan", index=index)["errors"] in (0, [])
        _indexes[week.root] = index
    return partial(ask, index=_indexes[week.root])


def test_headless_vault_kit_finds_the_same_dead_links_and_no_ambiguous_one(week: Written, hvk: Any) -> None:
    assert {folded(link["target_raw"]) for link in hvk("links", "--broken")} == in_bodies(week)
    assert hvk("links", "--ambiguous") == []


def test_headless_vault_kit_sees_the_backlinks_of_authors_and_subjects(week: Written, hvk: Any) -> None:
    notes = [path for path in week.vault.files if {"Authors", "Subjects"} & set(path.parts)]
    for path in notes[::7]:
        expected = {str(source) for source in week.vault.backlinks(path, "body")}
        assert {link["source"] for link in hvk("backlinks", path)} == expected


def test_headless_vault_kit_runs_every_view_of_the_bases(week: Written, hvk: Any) -> None:
    papers = {str(path) for path in week.vault.files if "Papers" in path.parts}
    for name in ("unread", "interest", "author", "subject", "cards"):
        view = labels()["zh-Hans"][f"view_{name}"]
        shown = hvk("base", "arXiv/Papers.base", "--view", view)
        assert {row["path"] for row in shown["rows"]} <= papers
        assert shown["total"] == len(papers)
    assert hvk("base", "arXiv/Papers.base", "--view", labels()["zh-Hans"]["view_week"])["warnings"] == []
    notes = {str(path): note.properties for path, note in week.vault.files.items() if str(path) in papers}
    of_view = {
        "versions": {path for path, says in notes.items() if says["version"] > 1},
        "withdrawn": {path for path, says in notes.items() if says.get("withdrawn")},
        "starred": {path for path, says in notes.items() if says.get("rating", 0) >= 4},
    }
    for name, expected in of_view.items():
        shown = hvk("base", "arXiv/Papers.base", "--view", labels()["zh-Hans"][f"view_{name}"])
        assert {row["path"] for row in shown["rows"]} == expected


@pytest.mark.parametrize(("folder", "view"), [("Authors", "view_in_author"), ("Subjects", "view_in_subject")])
def test_the_view_in_a_note_shows_its_papers(week: Written, hvk: Any, folder: str, view: str) -> None:
    for path in [path for path in week.vault.files if folder in path.parts][::9]:
        shown = hvk("base", "arXiv/Papers.base", "--view", labels()["zh-Hans"][view], "--this", path)
        expected = {str(source) for source in week.vault.backlinks(path) if "Papers" in source.parts}
        assert {row["path"] for row in shown["rows"]} <= expected
        in_body = {str(source) for source in week.vault.backlinks(path, "body") if "Papers" in source.parts}
        assert {row["path"] for row in shown["rows"]} >= in_body


def test_foam_finds_the_same_dead_links_and_no_missing_heading(week: Written, tmp_path: Path) -> None:
    copy = tmp_path / "vault"
    shutil.copytree(week.root, copy)
    (copy / ".foam").mkdir()
    said = run("foamwiki", "-w", copy, "check")

    errors = [line for line in said.stdout.splitlines() if line.startswith("ERROR")]
    dead = {line: re.search(r"Wikilink does not resolve: !?\[\[([^\]|#]+)", line) for line in errors}
    assert [line for line, match in dead.items() if match is None] == []
    targets = {folded(match[1]) for match in dead.values() if match is not None}
    assert {target for target in targets if not target.endswith(".base")} == in_bodies(week)


def test_mkdocs_renders_every_note_and_finds_the_same_dead_links(week: Written, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: vault\ndocs_dir: {week.root}\nplugins:\n  - obsidian-bridge\n", encoding="utf-8"
    )
    # Not --strict: a name with a dot that has no note yet (`B. Scott Gaudi`) is a warning, one without only a hint.
    said = run("mkdocs", "build", "-f", tmp_path / "mkdocs.yml", "-d", tmp_path / "site")

    assert said.returncode == 0, said.stderr
    pages = {path.parent.name for path in (tmp_path / "site").rglob("index.html")}
    notes = {path.stem for path in week.vault.files if path.suffix == ".md"}
    assert notes <= pages
    dead = set(re.findall(r"contains (?:an unrecognized relative|a) link '([^']*)',", said.stderr))
    warnings = [line for line in said.stderr.splitlines() if line.startswith("WARNING")]
    assert [line for line in warnings if "contains a link" not in line] == []
    targets = {folded(PurePosixPath(unquote(target)).name.removesuffix(".md")) for target in dead}
    assert {target for target in targets if ".base" not in target} == in_bodies(week)
