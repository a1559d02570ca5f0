"""Proposals through the command: shown, taken, dropped; later runs behave as if it had always been so."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"
MINE = "Online reinforcement learning with Diffusion Policies improves $11$ tasks, I say."
NEW = "Online reinforcement learning with Diffusion Policies improves $12$ tasks."
OLD = "Online reinforcement learning with Diffusion Policies improves"


def edit(vault: Path, old: str, new: str, note: str = NOTE) -> None:
    text = (vault / note).read_text(encoding="utf-8")
    assert old in text
    (vault / note).write_text(text.replace(old, new), encoding="utf-8")


def line_with(vault: Path, words: str) -> str:
    return next(line for line in (vault / NOTE).read_text(encoding="utf-8").splitlines() if words in line)


def renew(arxiv: ArxivServer, abstract: str, version: int = 2, title: str = "") -> None:
    """arXiv has a new version, and nothing of what it said before is taken for current."""
    arxiv.know([replace(PAPERS[1], abstract=abstract, version=version, title=title or PAPERS[1].title)])
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv")


@pytest.fixture
def waits(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> Path:
    """A vault in which the person rewrote an abstract, and arXiv has a new one since."""
    vaultgen("today", "--vault", vault, "--no-translate")
    edit(vault, line_with(vault, OLD), MINE)
    renew(arxiv, NEW)
    said = vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    assert f'= {NOTE}   kept: you edited "abstract"' in said.err
    assert "see the new text: vaultgen review" in said.err
    return vault


def test_what_waits_is_shown_as_a_readable_difference(waits: Path, vaultgen: Vaultgen) -> None:
    before = tree(waits)
    said = vaultgen("review", "--vault", waits)
    assert said.status == 0
    assert said.out.splitlines() == [
        f'= {NOTE}   "abstract"',
        f"  -{MINE}",
        f"  +{NEW}",
        (
            "1 new text held back (- yours, + new). Use it: vaultgen review take 2602.18291"
            "   Keep yours: vaultgen review drop 2602.18291"
        ),
    ]
    assert tree(waits) == before


@pytest.mark.parametrize("name", ["2602.18291", "arXiv:2602.18291v2", NOTE, Path(NOTE).stem])
def test_a_taken_text_stands_and_is_kept_current_from_then_on(
    name: str, waits: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("review", "take", name, "--vault", waits)
    assert (said.status, said.out) == (0, f'~ {NOTE}   "abstract" put in\n')
    assert MINE not in (waits / NOTE).read_text(encoding="utf-8")
    assert vaultgen("review", "--vault", waits).out == "Nothing to review.\n"

    before = tree(waits)
    again = ("today", "--vault", waits, "--no-translate", "--day", "2026-02-23")
    assert vaultgen(*again, "--json").report["notes"]["kept"] == []
    assert tree(waits) == before
    renew(arxiv, "The third abstract.", 3)
    vaultgen(*again)
    assert "The third abstract." in (waits / NOTE).read_text(encoding="utf-8")


def test_a_dropped_text_does_not_come_back_but_the_next_one_is_offered(
    waits: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("review", "drop", "2602.18291", "--vault", waits)
    assert said.out == f'~ {NOTE}   "abstract" dropped: yours stays\n'
    assert MINE in (waits / NOTE).read_text(encoding="utf-8")

    before = tree(waits)
    again = ("today", "--vault", waits, "--no-translate", "--day", "2026-02-23")
    assert vaultgen(*again, "--json").report["notes"]["kept"] == []
    assert tree(waits) == before
    assert vaultgen("review", "--vault", waits).out == "Nothing to review.\n"
    renew(arxiv, "The third abstract.", 3)
    vaultgen(*again)
    assert "+The third abstract." in vaultgen("review", "--vault", waits).out
    assert MINE in (waits / NOTE).read_text(encoding="utf-8")


def test_one_place_is_taken_and_another_waits(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    edit(vault, line_with(vault, OLD), MINE)
    edit(vault, "title: 'Efficient Multi-Agent Diffusion Policies'", "title: mine")
    renew(arxiv, NEW, title="A New Title")
    vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    report = vaultgen("review", "--vault", vault, "--json").report
    assert [each["what"] for each in report["proposals"]] == ["abstract", "property title"]
    assert report["proposals"][1]["difference"] == ["-title: mine", "+title: 'A New Title'"]

    vaultgen("review", "take", "2602.18291", "--only", "title", "--vault", vault)

    text = (vault / NOTE).read_text(encoding="utf-8")
    assert "title: 'A New Title'" in text
    assert MINE in text
    report = vaultgen("review", "--vault", vault, "--json").report
    assert [each["what"] for each in report["proposals"]] == ["abstract"]
    said = vaultgen("review", "take", "--all", "--vault", vault)
    assert said.status == 0
    assert NEW in (vault / NOTE).read_text(encoding="utf-8")


def test_two_places_of_a_note_are_taken_at_once(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    edit(vault, line_with(vault, OLD), MINE)
    edit(vault, "title: 'Efficient Multi-Agent Diffusion Policies'", "title: mine")
    renew(arxiv, NEW, title="A New Title")
    vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")

    said = vaultgen("review", "take", "2602.18291", "--vault", vault)

    assert said.out.splitlines() == [f'~ {NOTE}   "abstract" put in', f'~ {NOTE}   "title" put in']
    text = (vault / NOTE).read_text(encoding="utf-8")
    assert "title: 'A New Title'" in text
    assert NEW in text


def test_a_property_is_named_as_the_note_calls_it_and_taking_it_keeps_that_name(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    configure(vault, '[properties]\nrename = { title = "Titel" }\n')
    vaultgen("today", "--vault", vault, "--no-translate")
    edit(vault, "Titel: 'Efficient Multi-Agent Diffusion Policies'", "Titel: mine")
    renew(arxiv, PAPERS[1].abstract, title="A New Title")
    said = vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    assert f'= {NOTE}   kept: you edited "Titel"' in said.err

    assert f'= {NOTE}   "Titel"' in vaultgen("review", "--vault", vault).out
    (waits,) = vaultgen("review", "--vault", vault, "--json").report["proposals"]
    assert (waits["what"], waits["difference"]) == (
        "property title",
        ["-Titel: mine", "+Titel: 'A New Title'"],
    )
    said = vaultgen("review", "take", "2602.18291", "--only", "Titel", "--vault", vault)
    assert said.out == f'~ {NOTE}   "Titel" put in\n'
    text = (vault / NOTE).read_text(encoding="utf-8")
    assert "\nTitel: 'A New Title'\n" in text
    assert "\ntitle: " not in text


def test_a_proposal_waits_until_it_is_settled_however_many_runs_there_are(
    waits: Path, vaultgen: Vaultgen
) -> None:
    for _ in range(2):
        vaultgen("today", "--vault", waits, "--no-translate")
    assert f"+{NEW}" in vaultgen("review", "--vault", waits).out


def test_what_the_person_put_in_by_hand_waits_no_longer(waits: Path, vaultgen: Vaultgen) -> None:
    edit(waits, MINE, NEW)
    assert vaultgen("review", "--vault", waits).out == "Nothing to review.\n"


def test_a_taken_text_can_be_taken_back_and_waits_again_after_the_next_run(
    waits: Path, vaultgen: Vaultgen
) -> None:
    before = texts(waits)
    vaultgen("review", "take", "2602.18291", "--vault", waits)
    assert vaultgen("undo", "--vault", waits).status == 0
    assert texts(waits) == before
    vaultgen("today", "--vault", waits, "--no-translate", "--day", "2026-02-23")
    assert f"+{NEW}" in vaultgen("review", "--vault", waits).out


@pytest.mark.parametrize("action", ["take", "drop"])
def test_after_a_review_that_was_taken_back_it_is_said_how_its_texts_are_offered_again(
    waits: Path, vaultgen: Vaultgen, action: str
) -> None:
    vaultgen("review", action, "2602.18291", "--vault", waits)
    vaultgen("undo", "--vault", waits)

    assert vaultgen("review", "--vault", waits).out == (
        "Nothing to review yet: a review was undone; vaultgen refresh offers again what still differs.\n"
    )
    vaultgen("refresh", "--vault", waits, "--no-translate")
    assert f"+{NEW}" in vaultgen("review", "--vault", waits).out
    vaultgen("review", action, "--all", "--vault", waits)
    assert vaultgen("review", "--vault", waits).out == "Nothing to review.\n"


def test_a_dry_run_writes_nothing_and_forgets_nothing(
    waits: Path, vaultgen: Vaultgen, own_environment: Path
) -> None:
    before = tree(waits)
    said = vaultgen("review", "take", "--all", "--dry-run", "--vault", waits)
    assert said.out == f'~ {NOTE}   "abstract" would be put in\n'
    assert f"+{NEW}" in vaultgen("review", "take", "--all", "--diff", "--vault", waits).out
    assert tree(waits) == before
    assert f"+{NEW}" in vaultgen("review", "--vault", waits).out


def test_the_other_words_of_the_note_stay_byte_for_byte(waits: Path, vaultgen: Vaultgen) -> None:
    note = waits / NOTE
    note.write_bytes(note.read_bytes().replace(b"\n", b"\r\n") + b"\r\nMine [[too]].")
    vaultgen("review", "take", "2602.18291", "--vault", waits)
    text = note.read_bytes()
    assert text.endswith(b"\r\nMine [[too]].")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert NEW.encode() in text


def test_names_that_name_nothing_and_actions_that_are_none_are_said(waits: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("review", "take", "2602.17680", "--vault", waits)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: nothing to review in 2602.17680",
        "  vaultgen review lists what there is",
    ]
    assert vaultgen("review", "take", "--vault", waits).status == 2
    assert vaultgen("review", "2602.17680", "--vault", waits).status == 2


def test_a_vault_without_proposals_has_nothing_to_review(vault: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("review", "--vault", vault)
    assert (said.status, said.out) == (0, "Nothing to review.\n")


def test_a_new_text_whose_note_is_gone_is_named_as_left_out(waits: Path, vaultgen: Vaultgen) -> None:
    (waits / NOTE).unlink()
    report = vaultgen("review", "--vault", waits, "--json").report
    assert report["proposals"] == []
    assert report["notes"]["left_out"] == [{"identity": "paper:2602.18291", "reason": "deleted"}]
    assert "= 1 note left out: deleted by you" in vaultgen("review", "--vault", waits).err
