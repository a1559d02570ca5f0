"""Properties of the person's own, written once into new notes and then theirs."""

from pathlib import Path

import frontmatter
from day.conftest import Vaultgen, configure
from day.trees import tree
from fakes.arxiv_server import ArxivServer

WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"
SEED = '[properties]\nseed = { read = false, rating = 0, status = "to do" }\n'


def test_a_new_note_has_them_and_what_the_person_makes_of_them_stays(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    configure(vault, SEED)
    assert vaultgen("today", "--vault", vault).status == 0
    note = vault / WALK
    says = frontmatter.load(str(note)).metadata
    assert (says["read"], says["rating"], says["status"]) == (False, 0, "to do")

    text = note.read_text(encoding="utf-8").replace("read: false", "read: true").replace("rating: 0\n", "")
    note.write_text(text, encoding="utf-8")
    before = tree(vault)
    vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    assert tree(vault) == before


def test_a_note_that_is_there_already_gets_none(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    configure(vault, SEED)
    vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    assert {path: text for path, text in tree(vault).items() if "toml" not in str(path)} == {
        path: text for path, text in before.items() if "toml" not in str(path)
    }


def test_a_name_of_ours_and_what_is_no_name_are_refused(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    configure(vault, '[properties]\nseed = { title = "x", "a b" = 1, yes = true, note = "a\\nb" }\n')
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    for name in ("title", "a b", "yes", "note"):
        assert name in said.err
