"""What people, editors and plug-ins do to the properties and links of notes, and what is said of it.

A decision hangs on what a note says, not on how it spells it; what cannot be read is named, never passed over.
"""

import re
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.trees import tree
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

POLICIES = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
SECOND = FakePaper(
    identifier="2602.18291", version=2, title="Efficient Multi-Agent Diffusion Policies", abstract="VTWO of it.",
    authors=("Ada Lovelace", "Jürgen Läufer"), categories=("cs.AI",), updated="2026-02-25T10:00:00Z",
)  # fmt: skip


@pytest.fixture
def morning(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> Path:
    assert vaultgen("today", "--vault", vault, "--no-translate").status == 0
    return vault


def rewrite(note: Path, pattern: str, to: str) -> None:
    text = note.read_bytes().decode()
    changed = re.sub(pattern, to, text, count=1)
    assert changed != text, "the habit changes nothing"
    note.write_bytes(changed.encode())


@pytest.fixture
def thursday(morning: Path, monkeypatch: pytest.MonkeyPatch, arxiv: ArxivServer) -> None:
    """Three days later arXiv has a second version."""
    arxiv.know([SECOND])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")


def doctor(vaultgen: Vaultgen, vault: Path) -> str:
    said = vaultgen("doctor", "--offline", "--vault", vault)
    return said.out + said.err


@pytest.mark.parametrize(
    "written",
    [
        "announced: 2026-02-23T00:00:00",
        "announced: 2026-02-23 09:30",
        'announced: "[[2026-02-23]]"',
        'announced: "[[Journal/2026-02-23|Monday]]"',
        "announced: [[2026-02-23]]",
        "announced:\n  - 2026-02-23",
        "announced: 2026/2/23",
        "announced: 20260223",
        "announced: 2026年2月23日",
        "announced: last Monday",
        "announced: ",
        "announced: 2031-01-01",
        "Announced: 2026-02-23",
        "read_on: 2026-02-23",
    ],
)
def test_a_paper_becomes_current_however_its_day_is_written(
    written: str, morning: Path, thursday: None, vaultgen: Vaultgen
) -> None:
    rewrite(morning / POLICIES, r"(?m)^announced: .*$", written)

    said = vaultgen("refresh", "--vault", morning, "--no-translate")

    assert said.status == 0, said.err
    assert "VTWO" in (morning / POLICIES).read_text(encoding="utf-8")


def test_a_paper_that_no_listing_names_becomes_current_without_any_day(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv.know([PAPERS[1]])
    vaultgen("add", "2602.18291", "--vault", vault, "--no-translate")
    rewrite(vault / POLICIES, r"(?m)^announced: .*\n", "")
    arxiv.know([SECOND])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")

    vaultgen("refresh", "--vault", vault, "--no-translate")

    assert "VTWO" in (vault / POLICIES).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "spelled",
    [
        "arxiv_id: 2602.18291",
        "arxiv_id: arXiv:2602.18291v2",
        "arxiv_id:\n  - arXiv:2602.18291",
        'arxiv_id: "[[arXiv:2602.18291]]"',
        "arxiv_id: https://arxiv.org/abs/2602.18291",
        "Arxiv_ID: arXiv:2602.18291",
    ],
)
def test_a_note_is_known_however_its_identifier_is_written(
    spelled: str, morning: Path, vaultgen: Vaultgen
) -> None:
    rewrite(morning / POLICIES, r"(?m)^arxiv_id: .*$", spelled)

    said = vaultgen("restore", "2602.18291", "--vault", morning)

    assert said.status == 0
    assert "is there" in said.out


def written(vault: Path) -> dict[str, object]:
    """All notes but those that list or count the papers that are known."""
    lists = ("arXiv/Subjects/", "arXiv/Authors/", "arXiv/arXiv Trends")
    return {name: file for name, file in tree(vault).items() if not name.startswith(lists)}


LOSSES = {
    "properties cleared": (r"(?s)\A---\n.*?\n---\n\n*", ""),
    "a banner above": (r"\A", '---\nbanner: "![[b.png]]"\n---\n'),
    "the property removed": (r"(?m)^arxiv_id: .*\n", ""),
    "a number that lost a digit": (r"(?m)^arxiv_id: .*$", "arxiv_id: 2602.1829"),
    "the property renamed": (r"(?m)^arxiv_id: ", "paper_id: "),
    "emptied": (r"(?m)^arxiv_id: .*$", "arxiv_id:"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_note_that_lost_its_identifier_is_named_and_neither_deleted_nor_written_twice(
    loss: str, morning: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    rewrite(morning / POLICIES, *LOSSES[loss])
    (morning / POLICIES).rename(morning / "Moved.md")
    before = written(morning)

    said = vaultgen("today", "--vault", morning, "--no-translate")
    assert said.status == 0
    assert "1 note has marks of vaultgen and no arxiv_id that can be read, left alone: Moved.md" in said.err
    again = vaultgen("today", "--day", MONDAY, "--vault", morning, "--no-translate")
    assert "left alone: its arxiv_id cannot be read" in again.err
    for command in ("restore", "add"):
        refused = vaultgen(command, "2602.18291", "--vault", morning)
        assert refused.status == 1
        assert "Moved.md is the note of 2602.18291 and has lost its arxiv_id" in refused.err
        assert 'arxiv_id: "arXiv:2602.18291"' in refused.err

    assert "Moved.md is the note of 2602.18291 and has no readable arxiv_id" in doctor(vaultgen, morning)
    assert written(morning) == before


def test_a_copy_of_a_note_without_its_properties_is_the_persons_own(
    morning: Path, vaultgen: Vaultgen
) -> None:
    text = (morning / POLICIES).read_text(encoding="utf-8").split("\n---\n", 1)[1]
    (morning / "Reading club.md").write_text(f"# For Friday\n{text}", encoding="utf-8")

    assert "Reading club" not in vaultgen("today", "--vault", morning, "--no-translate").err
    assert "Reading club" not in doctor(vaultgen, morning)


def test_many_notes_that_lost_their_identifier_stop_the_run_in_these_words(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    papers = [
        FakePaper(
            identifier=f"2602.1000{number}", title=f"Reinforcement Learning {number}", categories=("cs.LG",)
        )
        for number in range(1, 9)
    ]
    arxiv.announce(MONDAY, papers)
    vaultgen("today", "--vault", vault, "--no-translate")
    for note in (vault / "arXiv/Papers").glob("2602.*"):
        rewrite(note, *LOSSES["properties cleared"])

    said = vaultgen("today", "--vault", vault, "--no-translate")
    assert said.status == 1
    assert "notes are there and have lost their arxiv_id, such as arXiv/Papers/2602.1000" in said.err
    assert "mounted" not in said.err

    meant = vaultgen("doctor", "--offline", "--confirm-deleted", "--vault", vault)
    assert (meant.out + meant.err).count("has no readable arxiv_id") == 8
    assert "vaultgen doctor says which" not in meant.out + meant.err
    assert vaultgen("today", "--vault", vault, "--no-translate").status == 0
    assert vaultgen("restore", "2602.10001", "--vault", vault).status == 1
    assert len(list((vault / "arXiv/Papers").iterdir())) == 8


def test_conflict_marks_of_git_are_reported_and_the_texts_stay_current(
    morning: Path, thursday: None, vaultgen: Vaultgen
) -> None:
    conflict = "<<<<<<< HEAD\nrating: 4\n=======\nrating: 5\n>>>>>>> origin/main\n"
    rewrite(morning / POLICIES, r"(?m)^version: 1\n", f"{conflict}version: 1\n")

    refreshed = vaultgen("refresh", "--vault", morning, "--no-translate").err

    assert "VTWO" in (morning / POLICIES).read_text(encoding="utf-8")
    assert f"= {POLICIES}   kept: its properties cannot be read" in refreshed
    assert "markers" not in refreshed
    said = doctor(vaultgen, morning)
    assert f"{POLICIES}: its properties cannot be read: the front matter is not valid YAML" in said
    assert f"{POLICIES}, line 4: conflict marks of git" in said


@pytest.mark.parametrize(
    "pattern", [r"(?m)^title: .*$", r"(?m)^version: 1$", r"(?m)^tags:$"], ids=["quotes", "doubled", "tab"]
)
def test_properties_that_cannot_be_read_are_reported(pattern: str, morning: Path, vaultgen: Vaultgen) -> None:
    broken = {"title": 'title: "not closed', "version": "version: 1\nversion: 2", "tags": "\ttags:"}
    rewrite(morning / POLICIES, pattern, next(to for name, to in broken.items() if name in pattern))

    assert f"{POLICIES}: its properties cannot be read" in doctor(vaultgen, morning)


@pytest.mark.parametrize("moved", ["Jürgen's (old) notes/Ünïcode", "100% done"])
def test_links_with_encoded_letters_lead_where_they_lead(
    moved: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    configure(vault, '[vault]\nlinks = "markdown"\nauthor_note_from = 1\n')
    vaultgen("today", "--vault", vault, "--no-translate")
    note = vault / POLICIES
    rewrite(note, r"\(%2E%2E|\(\.\./Subjects/[^)]*\)", "(<../Subjects/Artificial Intelligence (cs.AI).md>)")

    assert "a link leads to" not in doctor(vaultgen, vault)

    (vault / moved).mkdir(parents=True)
    note.rename(vault / moved / "Läufer.md")
    said = doctor(vaultgen, vault)
    assert f"which is now {moved}/Läufer.md" in said


def test_nothing_is_paid_for_a_note_that_takes_no_text(
    morning: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    note = morning / POLICIES
    (note.parent / "Also.md").write_bytes(note.read_bytes())
    (note.parent / "Another.md").write_bytes(note.read_bytes())

    vaultgen("today", "--day", MONDAY, "--vault", morning)

    assert not any("Multi-Agent" in str(seen.body) for seen in deepl.seen)


def test_no_alias_says_what_the_file_name_says(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    configure(vault, "[vault]\nauthor_note_from = 1\n")
    vaultgen("today", "--vault", vault, "--no-translate")

    for note in (vault / "arXiv").rglob("*.md"):
        head = note.read_text(encoding="utf-8").split("\n---\n")[0]
        aliases = re.search(r"(?m)^aliases:\n((?:  - .*\n)+)", f"{head}\n")
        assert not aliases or f"'{note.stem}'" not in aliases[1], note.name


def test_undo_takes_the_folders_that_the_run_made_and_leaves_the_persons(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    (vault / "arXiv/Papers").mkdir(parents=True)
    (vault / "arXiv/Mine").mkdir()
    vaultgen("today", "--vault", vault, "--no-translate")

    vaultgen("undo", "--vault", vault)

    left = {str(each.relative_to(vault)) for each in (vault / "arXiv").rglob("*")}
    assert left == {"arXiv/Papers", "arXiv/Mine"}
    assert (vault / ".trash").is_dir()


def test_undo_leaves_a_folder_in_which_the_person_put_something(morning: Path, vaultgen: Vaultgen) -> None:
    (morning / "arXiv/Papers/figure.png").write_bytes(b"png")

    vaultgen("undo", "--vault", morning)

    assert [str(each.relative_to(morning)) for each in (morning / "arXiv").rglob("*")] == [
        "arXiv/Papers",
        "arXiv/Papers/figure.png",
    ]


def test_nothing_is_left_of_a_first_run_that_is_taken_back(morning: Path, vaultgen: Vaultgen) -> None:
    vaultgen("undo", "--vault", morning)

    assert not (morning / "arXiv").exists()


def test_a_folder_that_was_renamed_is_told_with_the_setting_that_follows_it(
    morning: Path, vaultgen: Vaultgen
) -> None:
    (morning / "arXiv").rename(morning / "Preprints")

    told = "vaultgen's earlier notes are below Preprints, and new ones go to arXiv"
    said = doctor(vaultgen, morning)
    assert told in said
    assert 'folder = "Preprints"' in said

    configure(morning, '[vault]\nfolder = "Preprints"\n')
    assert told not in doctor(vaultgen, morning)
