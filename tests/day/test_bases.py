"""`Papers.base` and `Authors.base` beside what the person has of these names."""

import re
from pathlib import Path

import pytest
import yaml
from day.conftest import Vaultgen
from day.trees import texts
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

OURS = re.compile(r"# vaultgen h=[0-9a-f]{16}\n")
BOOKS = "views:\n  - type: table\n    name: Books\n"


@pytest.fixture
def morning(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen) -> Vaultgen:
    template = Path(__file__).parents[2] / "templates" / "author.md.j2"
    own = f"{template.read_text(encoding='utf-8')}\n![[{{{{ base }}}}#Author]]\n"
    put(vault, ".vaultgen/templates/author.md.j2", own)

    def today(*words: str) -> Vaultgen:
        said = vaultgen("today", "--vault", vault, *words)
        assert said.status == 0, said.err
        return said

    return today


def put(vault: Path, where: str, text: str) -> Path:
    path = vault / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def embeds(vault: Path) -> set[str]:
    """Return what notes of authors embed, by a template that always does."""
    found = "".join(path.read_text(encoding="utf-8") for path in vault.rglob("arXiv/**/*.md"))
    return set(re.findall(r"!\[\[([^#\]]+)#Author\]\]", found))


def as_obsidian_saves(base: Path) -> str:
    """Comments are gone, quotes are as YAML needs them."""
    return yaml.safe_dump(yaml.safe_load(base.read_text(encoding="utf-8")), sort_keys=False)


@pytest.mark.parametrize("where", ["Papers.base", "Library/papers.base", "arXiv/Papers.base"])
def test_a_base_of_the_persons_own_is_left_alone_and_ours_is_called_beside_it(
    vault: Path, morning: Vaultgen, where: str
) -> None:
    own = put(vault, where, BOOKS)
    morning()

    assert own.read_text(encoding="utf-8") == BOOKS
    assert OURS.match((vault / "arXiv/Papers (arXiv).base").read_text(encoding="utf-8"))
    assert OURS.match((vault / "arXiv/Authors.base").read_text(encoding="utf-8"))
    assert embeds(vault) == {"Papers (arXiv).base"}
    before = texts(vault)
    assert morning("--json").report["notes"]["kept"] == []
    assert texts(vault) == before


def test_once_called_it_keeps_its_name_and_stays_current(
    vault: Path, morning: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = put(vault, "Papers.base", BOOKS)
    put(vault, "Papers (arXiv).base", BOOKS)
    morning()
    own.unlink()
    put(vault, ".vaultgen/templates/papers.base", BOOKS)
    morning("--day", "2026-02-23")

    ours = vault / "arXiv/Papers (arXiv) (2).base"
    assert OURS.sub("", ours.read_text(encoding="utf-8")) == BOOKS
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
    morning("--day", "2026-02-23")
    assert sorted(path.name for path in vault.rglob("*.base") if ".vaultgen" not in path.parts) == [
        "Authors.base",
        "Papers (arXiv) (2).base",
        "Papers (arXiv).base",
    ]


def test_ours_saved_by_obsidian_is_the_persons_and_does_its_work_under_its_name(
    vault: Path, morning: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    morning()
    saved = {}
    for name in ("Papers", "Authors"):
        base = vault / f"arXiv/{name}.base"
        saved[base] = as_obsidian_saves(base).replace("name: 卡片", "name: Wall")
        base.write_text(saved[base], encoding="utf-8")

    for state in ("state", "another device"):
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / state))
        for note in (vault / "arXiv/Authors").iterdir():
            note.unlink()  # the other device writes them anew, with what they embed
        said = morning("--day", "2026-02-23", "--json")
        assert {each["reason"] for each in said.report["notes"]["kept"]} <= {"deleted"}
        assert {path: path.read_text(encoding="utf-8") for path in saved} == saved
        assert sorted(path.name for path in vault.rglob("*.base")) == ["Authors.base", "Papers.base"]
    assert list((vault / "arXiv/Authors").iterdir())
    assert embeds(vault) == {"Papers.base"}
