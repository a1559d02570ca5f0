"""A file of zero bytes, which a click on a faint link makes, is nobody's text: the note of its name is written into it."""

from pathlib import Path

import pytest
from day.conftest import Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

PAPER = "2602.17680 Reinforcement-Learning-Based Walking A Study.md"
AUTHOR, LISTING = "Ada Lovelace.md", "arXiv 2026-02-23.md"


@pytest.fixture
def usual(tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> dict[str, bytes]:
    """What the notes of the day hold in a vault in which nobody clicked."""
    root = tmp_path / "Other"
    (root / ".obsidian").mkdir(parents=True)
    configure(root)
    vaultgen("today", "--vault", root)
    return {Path(name).name: data for name, data in texts(root).items() if name.endswith(".md")}


@pytest.mark.parametrize("name", [PAPER, AUTHOR, LISTING])
@pytest.mark.parametrize("folder", ["", "Inbox"])
def test_it_becomes_the_note_of_its_name_where_it_lies(
    vault: Path, usual: dict[str, bytes], vaultgen: Vaultgen, name: str, folder: str
) -> None:
    (vault / folder).mkdir(exist_ok=True)
    (vault / folder / name).touch()
    rehearsed = vaultgen("today", "--vault", vault, "--dry-run", "--json").report["notes"]
    done = vaultgen("today", "--vault", vault, "--json").report["notes"]
    assert rehearsed == done
    assert (vault / folder / name).read_bytes() == usual[name]
    assert [path for path in texts(vault) if Path(path).stem.startswith(Path(name).stem)] == [
        str(Path(folder, name))
    ]
    before = tree(vault)
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    assert tree(vault) == before


def test_undo_gives_the_empty_file_back(vault: Path, usual: dict[str, bytes], vaultgen: Vaultgen) -> None:
    (vault / AUTHOR).touch()
    before = texts(vault)
    vaultgen("today", "--vault", vault)
    assert vaultgen("undo", "--vault", vault).status == 0
    there = {name: data for name, data in texts(vault).items() if not name.startswith(".trash/")}
    assert there == before


@pytest.mark.parametrize("text", [" ", "\n", "mine\n"])
def test_a_file_with_a_single_byte_is_somebodys(
    vault: Path, usual: dict[str, bytes], vaultgen: Vaultgen, text: str
) -> None:
    (vault / AUTHOR).write_text(text, encoding="utf-8")
    (vault / PAPER).write_text(text, encoding="utf-8")
    vaultgen("today", "--vault", vault)
    assert [(vault / name).read_text(encoding="utf-8") for name in (AUTHOR, PAPER)] == [text, text]


def test_beside_a_file_of_the_same_name_with_text_it_is_left_alone(
    vault: Path, usual: dict[str, bytes], vaultgen: Vaultgen
) -> None:
    (vault / "Inbox").mkdir()
    (vault / "Inbox" / PAPER).touch()
    (vault / PAPER).write_text("mine\n", encoding="utf-8")
    vaultgen("today", "--vault", vault)
    assert (vault / "Inbox" / PAPER).read_bytes() == b""
