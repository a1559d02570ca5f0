"""Two devices changed one note, and a sync client left both: beside each other, or in one file.

Six clients write a copy beside the note, each under a name of its own; Obsidian Sync merges both sides character by
character, and git leaves conflict marks. Whatever it is, no word is lost, no second note is written, a second run
writes nothing, and it is told.
"""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from day.conftest import PAPERS, Vaultgen
from day.doctor_table import findings
from day.trees import tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
LISTING = "arXiv/Daily/arXiv 2026-02-23.md"

COPIES = {
    "Syncthing": "{}.sync-conflict-20260223-101010-ABCDEF7.md",
    "Dropbox": "{} (Ada's conflicted copy 2026-02-23).md",
    "OneDrive": "{}-ADAS-LAPTOP.md",
    "Google Drive": "{} (1).md",
    "iCloud": "{} 2.md",
    "Nextcloud": "{} (conflicted copy 2026-02-23 101010).md",
    "Obsidian Sync, asked for a file": "{} (Conflicted copy laptop 202602231010).md",
}


def merged_by_characters(base: str, one: str, other: str) -> str:
    """Both changes in one text, the second patched into the first where its characters stood, as Obsidian Sync does."""
    place: list[int] = []  # of each character of the base, where it or what follows it stands in the first
    for _, first, end, begin, last in SequenceMatcher(None, base, one, autojunk=False).get_opcodes():
        place += [min(begin + at, last) for at in range(end - first)]
    place.append(len(one))
    for tag, first, end, begin, last in reversed(
        SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    ):
        if tag != "equal":
            one = one[: place[first]] + other[begin:last] + one[place[end] :]
    return one


def marked_by_git(base: str, one: str, other: str) -> str:
    """The lines of both sides where they differ, between conflict marks."""
    ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    merged: list[str] = []
    for tag, first, end, begin, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            merged += ours[first:end]
        else:
            merged += [
                "<<<<<<< HEAD\n",
                *ours[first:end],
                "=======\n",
                *theirs[begin:last],
                ">>>>>>> laptop\n",
            ]
    return "".join(merged)


MERGES: dict[str, Callable[[str, str, str], str]] = {
    "Obsidian Sync": merged_by_characters,
    "git": marked_by_git,
}


@pytest.fixture
def both(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> Callable[[str], tuple[str, str, str]]:
    """A note as both devices had it, as this one has it, and as the other one made it: each ran and each was edited."""
    vaultgen("today", "--vault", vault)

    def changed(name: str) -> tuple[str, str, str]:
        base = (vault / name).read_text(encoding="utf-8")
        arxiv.know([replace(PAPERS[1], title="Two Versions of a Policy", version=2)])
        refresh(vault, vaultgen)
        other = (vault / name).read_text(encoding="utf-8")
        assert other != base
        arxiv.know([replace(PAPERS[1], title="Three Versions of a Policy", version=3)])
        refresh(vault, vaultgen)
        one = (vault / name).read_text(encoding="utf-8")
        (vault / name).write_text(f"{one}\nwords of the desktop\n", encoding="utf-8")
        return base, f"{one}\nwords of the desktop\n", f"{other}\nwords of the laptop\n"

    return changed


def refresh(vault: Path, vaultgen: Vaultgen) -> None:
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv", ignore_errors=True)
    for words in (("refresh",), ("today", "--day", "2026-02-23")):
        assert vaultgen(*words, "--vault", vault).status == 0


def all_words(vault: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(vault.rglob("*.md")))


def next_version_arrives(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    """A run in which the note would change; then the same once more, which writes nothing."""
    arxiv.know([replace(PAPERS[1], title="Four Versions of a Policy", version=4)])
    refresh(vault, vaultgen)
    before = tree(vault)
    refresh(vault, vaultgen)
    assert tree(vault) == before
    for words in ("words of the desktop", "words of the laptop"):
        assert all_words(vault).count(words) == 1


@pytest.mark.parametrize("client", COPIES)
@pytest.mark.parametrize("name", [NOTE, LISTING])
def test_a_copy_beside_a_note_stays_as_it_is_and_the_note_stays_current(
    client: str, name: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen,
    both: Callable[[str], tuple[str, str, str]],
) -> None:  # fmt: skip
    _, _, other = both(name)
    copy = (vault / name).with_name(COPIES[client].format(Path(name).stem))
    copy.write_text(other, encoding="utf-8")
    notes = sorted(vault.rglob("*.md"))

    next_version_arrives(vault, arxiv, vaultgen)

    assert copy.read_text(encoding="utf-8") == other
    assert "Four Versions" in (vault / name).read_text(encoding="utf-8")
    assert sorted(vault.rglob("*.md")) == notes
    told = vaultgen("doctor", "--vault", vault, "--offline")
    assert told.status == 1
    assert f"{copy.relative_to(vault)} is a sync conflict copy of {name}" in told.out
    copy.unlink()
    assert vaultgen("doctor", "--vault", vault, "--offline").status == 0


@pytest.mark.parametrize("client", MERGES)
@pytest.mark.parametrize("name", [NOTE, LISTING])
def test_a_note_into_which_both_sides_were_merged_is_left_alone_until_it_gets_a_new_seal(
    client: str, name: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen,
    both: Callable[[str], tuple[str, str, str]],
) -> None:  # fmt: skip
    text = MERGES[client](*both(name))
    (vault / name).write_text(text, encoding="utf-8")
    notes = sorted(vault.rglob("*.md"))

    next_version_arrives(vault, arxiv, vaultgen)

    body = re.compile(r"\n---\n(.*)", re.DOTALL)
    assert body.search((vault / name).read_text(encoding="utf-8"))[1] == body.search(text)[1]
    assert sorted(vault.rglob("*.md")) == notes
    told = vaultgen("doctor", "--vault", vault, "--offline")
    assert told.status == 1
    assert any(problem.startswith(name) for problem, _ in findings(told.out))
    assert "damaged" in told.out or "conflict marks" in told.out
