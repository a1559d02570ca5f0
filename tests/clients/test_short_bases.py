"""A program that others wrote runs every view of the base of a vault with few properties, under names of the person's own."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from clients.programs import python_programs, run
from render.samples import labels

pytestmark = [pytest.mark.clients, python_programs]

GOLDEN = Path(__file__).parents[1] / "golden/short-properties-under-names-of-ones-own/after"
ONE, TWO, REVISED = "2602.17680", "2602.18291", "2602.18300"
SHOWN = {
    "unread": {TWO, REVISED},
    "starred": {ONE},
    "versions": {REVISED},
    "withdrawn": set(),
    "interest": {ONE, TWO, REVISED},
    "author": {ONE, TWO, REVISED},
    "subject": {ONE, TWO, REVISED},
    "cards": {ONE, TWO, REVISED},
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden folder, in which the person has read a paper and rated it."""
    root = tmp_path_factory.mktemp("short") / "vault"
    shutil.copytree(GOLDEN, root)
    (note,) = root.glob(f"arXiv/Papers/{ONE}*")
    text = note.read_text(encoding="utf-8")
    assert "\nread: false\n" in text
    note.write_text(text.replace("\nread: false\n", "\nread: true\nrating: 5\n"), encoding="utf-8")
    assert asked(root, "scan")["errors"] in (0, [])
    return root


def asked(vault: Path, *words: object) -> Any:
    said = run("hvk", "--json", "--vault", vault, "--index", vault.parent / "index", *words)
    assert said.returncode in {0, 1}, said.stderr
    return json.loads(said.stdout)


@pytest.mark.parametrize("name", SHOWN)
def test_headless_vault_kit_shows_in_each_view_the_papers_that_belong_there(vault: Path, name: str) -> None:
    shown = asked(vault, "base", "arXiv/Papers.base", "--view", labels()["de"][f"view_{name}"])
    assert shown["warnings"] == []
    assert {Path(row["path"]).name[:10] for row in shown["rows"]} == SHOWN[name]


def test_headless_vault_kit_runs_the_view_of_the_week_and_warns_of_nothing(vault: Path) -> None:
    view = labels()["de"]["view_week"]
    assert asked(vault, "base", "arXiv/Papers.base", "--view", view)["warnings"] == []
