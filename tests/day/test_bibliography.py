"""Citekeys and `references.bib` through the command: current, the person's, and the same on every device."""

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest
from day.conftest import Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer

from vaultgen.bibliography import reference
from vaultgen.note.snapshot import Contents, PaperFacts
from vaultgen.paper.identifier import Identifier
from vaultgen.vault.vault import DiskVault

BIB = "arXiv/references.bib"
WALK = "2602.17680"


def bib(vault: Path) -> str:
    return (vault / BIB).read_text(encoding="utf-8")


def keys_in(text: str) -> dict[str, str]:
    """By paper, the key of its entry."""
    found = re.findall(r"^@\w+\{([^,]+),\n(?:  .*\n)*?  eprint      = \{([^}]+)\}", text, re.MULTILINE)
    return {paper: key for key, paper in found}


def keys_in_notes(vault: Path) -> dict[str, str]:
    """By paper, its property."""
    found = {}
    for note in (vault / "arXiv/Papers").glob("*.md"):
        text = note.read_text(encoding="utf-8")
        key = re.search(r"^citekey: '?([^'\n]+)'?$", text, re.MULTILINE)
        paper = re.search(r"^arxiv_id: '?arXiv:([^'\n]+)'?$", text, re.MULTILINE)
        assert paper is not None
        found[paper[1]] = key[1] if key else ""
    return found


@pytest.fixture
def today(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> Vaultgen:
    configure(vault)
    (vault / "vaultgen.toml").write_text(
        'categories = ["cs.LG", "cs.AI"]\nkeywords = ["reinforcement learning", "diffusion policy"]\ntimezone = "Asia/Shanghai"\n',
        encoding="utf-8",
    )

    def run(*words: str) -> object:
        said = vaultgen("today", "--vault", vault, *words)
        assert said.status == 0, said.err
        return said

    return run  # type: ignore[return-value]


def another_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str = "another device") -> None:
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / name))


def test_every_note_has_a_key_and_the_file_an_entry_of_that_name(vault: Path, today: Vaultgen) -> None:
    said = today("--json")
    assert keys_in(bib(vault)) == keys_in_notes(vault)
    assert all(keys_in_notes(vault).values())
    assert BIB in said.report["notes"]["created"]


def test_a_second_run_writes_nothing_and_a_dry_one_shows_the_file(vault: Path, today: Vaultgen) -> None:
    before = tree(vault)
    said = today("--dry-run", "--json")
    assert BIB in said.report["notes"]["created"]
    assert tree(vault) == before
    today()
    after = tree(vault)
    today()
    today("--day", "2026-02-23")
    assert tree(vault) == after


def test_a_second_device_and_a_lost_state_change_no_byte(
    vault: Path, today: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    today()
    before = tree(vault)
    another_device(monkeypatch, tmp_path)
    today()
    today("--day", "2026-02-23")
    assert tree(vault) == before


def test_two_devices_that_do_the_day_apart_write_equal_bytes(
    vault: Path, today: Vaultgen, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "Notes"
    shutil.copytree(vault, other)
    today()
    another_device(monkeypatch, tmp_path)
    assert vaultgen("today", "--vault", other).status == 0
    assert texts(vault) == texts(other)


def test_undo_takes_the_file_back(vault: Path, today: Vaultgen, vaultgen: Vaultgen) -> None:
    before = texts(vault)
    today()
    vaultgen("undo", "--vault", vault)
    assert {path: text for path, text in texts(vault).items() if not path.startswith(".trash")} == before


@pytest.mark.parametrize("has_lost_state", [False, True])
def test_deleted_by_the_person_it_stays_deleted_until_restore(
    vault: Path,
    today: Vaultgen,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    has_lost_state: bool,  # noqa: FBT001
) -> None:
    today()
    before = bib(vault)
    (vault / BIB).unlink()
    if has_lost_state:
        another_device(monkeypatch, tmp_path)
    today("--day", "2026-02-23")
    today()
    assert vaultgen("add", "2602.19999", "--vault", vault).status in {0, 1}
    today("--day", "2026-02-23")
    assert not (vault / BIB).exists()
    said = vaultgen("restore", "--all", "--vault", vault)
    if not has_lost_state:
        assert said.status == 0, said.err
        assert bib(vault) == before


def test_a_key_never_changes_once_written(vault: Path, today: Vaultgen) -> None:
    today()
    before = keys_in_notes(vault)
    with (vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[bibliography]\ncitekey = "{id}"\n')
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    note.rename(vault / "Renamed and moved.md")
    today("--day", "2026-02-23")
    assert keys_in(bib(vault)) == before


def test_a_key_that_the_person_wrote_is_the_key(vault: Path, today: Vaultgen, vaultgen: Vaultgen) -> None:
    today()
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    ours = keys_in_notes(vault)[WALK]
    note.write_bytes(note.read_bytes().replace(f"citekey: '{ours}'".encode(), b"citekey: walking"))
    vaultgen("refresh", "--vault", vault)
    today("--day", "2026-02-23")
    assert keys_in_notes(vault)[WALK] == "walking"


def test_the_persons_own_library_gives_its_key(vault: Path, today: Vaultgen) -> None:
    (vault / "library.bib").write_text(
        "@misc{Walk26,\n title={x}, eprint={" + WALK + "}, archivePrefix={arXiv}}\n", encoding="utf-8"
    )
    with (vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[reading]\nlibrary = ["library.bib"]\n')
    today()
    assert keys_in_notes(vault)[WALK] == "Walk26"
    assert keys_in(bib(vault))[WALK] == "Walk26"


@pytest.mark.parametrize("what", ["absent", "link", "pipe", "latin-1", "broken"])
def test_a_library_that_cannot_be_read_is_told_and_the_day_is_done(
    vault: Path, today: Vaultgen, what: str
) -> None:
    library = vault / "library.bib"
    match what:
        case "link":
            library.symlink_to(vault / "My own note.md")
        case "pipe":
            os.mkfifo(library)
        case "latin-1":
            library.write_bytes(b"@misc{a, title={\xe9}}")
        case "broken":
            library.write_text("@misc{a, title={b}\n@misc{c, title = {d}}\n", encoding="utf-8")
        case _:
            pass
    with (vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[reading]\nlibrary = ["library.bib"]\n')
    said = today("--json")
    assert any("library.bib" in one["problem"] for one in said.report["problems"])
    assert all(keys_in_notes(vault).values())


def test_a_file_of_the_persons_own_of_that_name_is_left_alone(vault: Path, today: Vaultgen) -> None:
    (vault / "arXiv").mkdir(exist_ok=True)
    (vault / BIB).write_text("@book{mine}\n", encoding="utf-8")
    (vault / "references.bib").write_text("@book{mine}\n", encoding="utf-8")
    today()
    assert bib(vault) == "@book{mine}\n"
    assert keys_in((vault / "arXiv/references (arXiv).bib").read_text(encoding="utf-8")) == keys_in_notes(
        vault
    )


def test_moved_it_is_kept_current_where_it_is(vault: Path, today: Vaultgen) -> None:
    today()
    (vault / "Thesis").mkdir()
    (vault / BIB).rename(vault / "Thesis/papers.bib")
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    note.unlink()
    today("--day", "2026-02-23")
    assert not (vault / BIB).exists()
    assert WALK not in keys_in((vault / "Thesis/papers.bib").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("line", "has_keys"), [('file = ""', True), ('citekey = ""', False)])
def test_neither_is_written_where_nobody_wants_it(
    vault: Path, today: Vaultgen, line: str, *, has_keys: bool
) -> None:
    with (vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write(f"[bibliography]\n{line}\n")
    today()
    assert not (vault / BIB).exists()
    assert all(bool(key) == has_keys for key in keys_in_notes(vault).values())


def test_an_unchanged_vault_is_not_counted_again(
    vault: Path, today: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    today()
    today()
    read: list[PurePosixPath] = []

    def recorded(vault: DiskVault, paths: Iterable[PurePosixPath]) -> Contents:
        asked = tuple(paths)
        read.extend(asked)
        return original(vault, asked)

    original = DiskVault.read
    monkeypatch.setattr(DiskVault, "read", recorded)
    today()
    assert not {PurePosixPath(BIB), PurePosixPath("arXiv/arXiv Trends.md")} & set(read)
    (vault / "Mine.md").write_text("a thought", encoding="utf-8")
    today()
    assert PurePosixPath(BIB) in read


def test_a_paper_that_another_device_brings_is_counted_after_a_quiet_run(
    vault: Path, today: Vaultgen
) -> None:
    today()
    today()
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    synced = note.read_text(encoding="utf-8").replace(WALK, "2602.17999")
    (vault / "arXiv/Papers/2602.17999 Synced.md").write_text(synced, encoding="utf-8")
    today()
    assert "2602.17999" in keys_in(bib(vault))


def test_of_a_vault_with_one_more_paper_one_entry_is_made(
    vault: Path, today: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    today()
    made: list[str] = []

    def recorded(identifier: Identifier, key: str, says: PaperFacts) -> str:
        made.append(identifier.value)
        return original(identifier, key, says)

    original = reference._entry
    monkeypatch.setattr(reference, "_entry", recorded)
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    synced = note.read_text(encoding="utf-8").replace(WALK, "2602.17999")
    (vault / "arXiv/Papers/2602.17999 Synced.md").write_text(synced, encoding="utf-8")
    today()
    assert "2602.17999" in keys_in(bib(vault))
    assert set(made) == {"2602.17999"}


def test_an_entry_of_which_one_bit_made_bytes_is_made_again(
    vault: Path, today: Vaultgen, own_environment: Path
) -> None:
    today()
    before = bib(vault)
    (file,) = (own_environment / "state").rglob("entries.db")
    with contextlib.closing(sqlite3.connect(file)) as damaged, damaged:
        damaged.execute("UPDATE entries SET text = CAST(text AS BLOB)")
    note = next((vault / "arXiv/Papers").glob(f"{WALK}*"))
    synced = note.read_text(encoding="utf-8").replace(WALK, "2602.17999")
    (vault / "arXiv/Papers/2602.17999 Synced.md").write_text(synced, encoding="utf-8")
    today()
    assert keys_in(bib(vault)).items() > keys_in(before).items()
