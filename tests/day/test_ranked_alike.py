"""What a new day says depends on what was read alone: not on the order, dates and folders of files, nor on other notes."""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.reading import CONFIGURATION, DAYS, Reader, paper, papers_of
from day.trees import texts
from fakes.arxiv_server import ArxivServer, status

from vaultgen.disk import word_table
from vaultgen.vault.read_papers import ReadPapers

Morning = Callable[[Path], dict[str, bytes]]
"""Brings in the second day in a vault with a device of its own; returns the vault's files."""
NEW = f"{DAYS[1]}.md", "/2602.101"
"""Parts of the paths of notes that the second day makes."""
STANDING = re.compile(r"2602\.10[012]\d\d ")
"""Begins the names of papers of the first three days."""


@pytest.fixture
def reader(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody who read five papers of the first day."""
    found = Reader(vault, vaultgen, arxiv, monkeypatch)
    found.morning(0)
    assert len(list(found.reads(0))) == 5
    arxiv.announce(DAYS[1], papers_of(1))
    return found


@pytest.fixture
def morning(reader: Reader, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Morning:
    def bring_in(root: Path) -> dict[str, bytes]:
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "state of" / root.parent.name))
        monkeypatch.setenv("VAULTGEN_NOW", f"{DAYS[1]}T15:00:00+08:00")
        assert vaultgen("today", "--vault", root).status == 0
        return texts(root)

    return bring_in


def permuted(vault: Path, to: Path, seed: int) -> Path:
    """Write every file anew, in any order and with any date."""
    chance = random.Random(seed)
    files = [path for path in sorted(vault.rglob("*")) if path.is_file()]
    chance.shuffle(files)
    for path in files:
        copy = to / path.relative_to(vault)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        os.utime(copy, (when := chance.randrange(1_600_000_000, 1_770_000_000), when))
    return to


def of_the_day(found: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if any(part in path for part in NEW)}


def copied(reader: Reader, tmp_path: Path, name: str) -> Path:
    return Path(shutil.copytree(reader.vault, tmp_path / name / "Notes"))


def test_a_permutation_of_the_vault_gives_the_same_bytes(
    reader: Reader, morning: Morning, tmp_path: Path
) -> None:
    expected = morning(copied(reader, tmp_path, "as it is"))
    assert b"\nscore:" in b"".join(of_the_day(expected).values())

    for seed in range(4):
        assert morning(permuted(reader.vault, tmp_path / f"{seed}" / "Notes", seed)) == expected


def test_wherever_its_notes_lie_a_vault_gives_a_day_the_same_bytes(
    reader: Reader, morning: Morning, tmp_path: Path
) -> None:
    expected = morning(copied(reader, tmp_path, "as it is"))
    moved = copied(reader, tmp_path, "moved")
    for number, note in enumerate(sorted((moved / "arXiv/Papers").iterdir())):
        folder = moved / ("A", "Shelf/B", "Z")[number % 3]
        folder.mkdir(parents=True, exist_ok=True)
        note.rename(folder / note.name)

    assert of_the_day(morning(moved)) == of_the_day(expected)


def test_an_unread_note_more_changes_no_score_and_no_line(
    reader: Reader, morning: Morning, vaultgen: Vaultgen, arxiv: ArxivServer, tmp_path: Path
) -> None:
    expected = morning(copied(reader, tmp_path, "as it is"))
    more = copied(reader, tmp_path, "more")
    arxiv.know([paper(0, number, authors=("Zoe Zander",)) for number in (50, 51)])
    assert vaultgen("add", "2602.10050", "2602.10051", "--vault", more).status == 0

    assert of_the_day(morning(more)) == of_the_day(expected)


def test_with_four_read_a_day_has_the_bytes_that_it_has_without_ranking(
    reader: Reader, morning: Morning, tmp_path: Path
) -> None:
    reader.note("2602.10008").write_bytes(
        reader.note("2602.10008").read_bytes().replace(b"\nread: true", b"\nread: false")
    )
    without = copied(reader, tmp_path, "without")
    (without / "vaultgen.toml").write_text(f"{CONFIGURATION}[reading]\nrank = false\n", "utf-8")

    found, expected = morning(copied(reader, tmp_path, "four")), morning(without)
    assert found.pop("vaultgen.toml") != expected.pop("vaultgen.toml")
    assert found == expected


def test_a_day_whose_second_category_fails_first_is_the_day_in_one_run(
    reader: Reader, morning: Morning, vaultgen: Vaultgen, arxiv: ArxivServer, tmp_path: Path
) -> None:
    both = CONFIGURATION.replace('["cs.LG"]', '["cs.LG", "cs.AI"]')
    (reader.vault / "vaultgen.toml").write_text(both, "utf-8")
    in_ai = (1, 2, 5, 6, 8)
    arxiv.announce(
        DAYS[1],
        [paper(1, number, categories=("cs.AI",) if number in in_ai else ("cs.LG",)) for number in range(10)],
    )
    expected = morning(copied(reader, tmp_path, "one"))
    two = copied(reader, tmp_path, "two")
    arxiv.misbehave("/rss/cs.AI", status(404))
    assert vaultgen("today", "--vault", two).status == 1
    assert sum("/2602.101" in path for path in texts(two)) == 5

    arxiv.behave()
    assert of_the_day(morning(two)) == of_the_day(expected)


def test_ranking_opens_only_what_changed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (1, 2):  # a note that was changed a moment ago is opened twice: its date cannot be relied on
        reader.morning(place)
        reader.again(place, "status")
    opened: list[str] = []
    real = os.open

    def noticed(path: object, *more: object, **named: object) -> int:
        opened.append(str(path).rpartition("/")[2])
        return real(path, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", noticed)
    reader.again(2, "status")
    assert [name for name in opened if name.endswith(".md")] == []

    reader.morning(3, papers=papers_of(3)[:5])
    assert b"\nscore:" in reader.note("2602.10300").read_bytes()
    assert [name for name in opened if STANDING.match(name)] == []

    reader.property("2602.10101", "read: true")
    opened.clear()
    reader.morning(3, "today", "--day", DAYS[3])
    assert {name for name in opened if STANDING.match(name)} == {reader.note("2602.10101").name}


def test_where_fewer_than_five_were_read_no_word_is_looked_at(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.note("2602.10008").unlink()
    monkeypatch.setattr(word_table, "word_table", None)
    monkeypatch.setattr(ReadPapers, "vectors", None)

    reader.morning(1)
    assert reader.listed(1) == sorted(reader.listed(1))
