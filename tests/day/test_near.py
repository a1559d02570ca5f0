"""Papers that no interest matches and that are near what is read: a section of their own, silent where it would be wrong."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.reading import DAYS, Reader, is_about_robots, paper, papers_of
from day.trees import tree
from fakes.arxiv_server import ArxivServer, FakePaper

from vaultgen.workflows import outside

KEYWORD = 'keywords = ["followed"]'


@pytest.fixture
def reader(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody whose interest is in few papers, a month ago in all of them."""
    found = Reader(vault, vaultgen, arxiv, monkeypatch)
    text = (vault / "vaultgen.toml").read_text("utf-8").replace('keywords = ["learning"]', KEYWORD)
    (vault / "vaultgen.toml").write_text(f"{text}[reading]\nnear = 3\n", "utf-8")
    return found


def followed(one: FakePaper) -> FakePaper:
    return paper(int(one.identifier[7]), int(one.identifier[8:]), abstract=f"{one.abstract} Followed.")


def month_ago(reader: Reader, *, robots_read: int) -> None:
    """Bring in ten papers, and let them be of a month ago."""
    reader.morning(0, papers=[followed(one) for one in papers_of(0)])
    list(reader.reads(0, count=robots_read))
    for note in (reader.vault / "arXiv/Papers").iterdir():
        note.write_text(
            note.read_text("utf-8").replace("announced: 2026-02-23", "announced: 2026-01-05"), "utf-8"
        )


def near_section(reader: Reader, place: int) -> list[str]:
    _, found, section = reader.listing(place).partition("\n## Near what you read (")
    return re.findall(r"^- \[\[(\S+)", section, re.MULTILINE) if found else []


def test_what_is_near_has_a_section_and_notes_without_an_interest(reader: Reader) -> None:
    month_ago(reader, robots_read=5)
    said = reader.morning(1, "today", "--json")

    shown = near_section(reader, 1)
    assert len(shown) == 3
    assert all(map(is_about_robots, shown))
    assert said.report["days"][-1]["reading"]["near"] == len(shown)
    assert "\nkeywords:" not in reader.note(shown[0]).read_text("utf-8")
    items = reader.listing(1).partition("\n## Near what you read (")[2]
    assert items.count("  - near [[") + items.count("  - like what you read") == len(shown)
    before = tree(reader.vault)
    reader.again(1, "today", "--day", DAYS[1])
    assert tree(reader.vault) == before
    listing = reader.listing(1)
    reader.again(1, "refresh")
    assert reader.listing(1) == listing


def test_status_says_how_many_were_shown_and_read(reader: Reader) -> None:
    month_ago(reader, robots_read=5)
    assert "near papers             shown 0, read 0\n" in reader.again(0, "status").out
    reader.morning(1)
    assert "near papers             shown 3, read 0\n" in reader.again(1, "status").out

    reader.property(near_section(reader, 1)[0], "read: true")
    text = (reader.vault / "vaultgen.toml").read_text("utf-8")
    (reader.vault / "vaultgen.toml").write_text(text.replace("near = 3", "near = 0"), "utf-8")
    assert "near papers             shown 3, read 1\n" in reader.again(1, "status").out
    assert reader.again(1, "status", "--json").report["reading"]["near"] == {"shown": 3, "read": 1}


def test_without_the_setting_and_with_four_read_it_is_silent(reader: Reader) -> None:
    month_ago(reader, robots_read=4)
    reader.morning(1)
    assert near_section(reader, 1) == []

    list(reader.reads(0))
    text = (reader.vault / "vaultgen.toml").read_text("utf-8")
    (reader.vault / "vaultgen.toml").write_text(text.replace("near = 3", "near = 0"), "utf-8")
    reader.morning(2)
    assert near_section(reader, 2) == []


@pytest.mark.parametrize("read", [(0, 2, 4, 6, 8), (0, 1, 2, 3, 4, 5)], ids=["a topic", "all topics"])
def test_for_a_vault_in_which_little_of_what_is_near_was_read_it_is_silent(
    reader: Reader, read: tuple[int, ...]
) -> None:
    reader.morning(0, papers=[followed(one) for one in papers_of(0, count=40)])
    for number in read:
        reader.property(f"2602.{10_000 + number}", "read: true")
    for note in (reader.vault / "arXiv/Papers").iterdir():
        note.write_text(
            note.read_text("utf-8").replace("announced: 2026-02-23", "announced: 2026-01-05"), "utf-8"
        )
    reader.morning(1)
    assert near_section(reader, 1) == []


def test_in_a_young_vault_it_is_silent(reader: Reader) -> None:
    reader.morning(0, papers=[followed(one) for one in papers_of(0)])
    list(reader.reads(0))
    reader.morning(1)
    assert near_section(reader, 1) == []


def test_once_hardly_any_of_what_was_shown_is_read_it_is_silent_for_good(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    month_ago(reader, robots_read=5)
    reader.morning(1)
    assert len(near_section(reader, 1)) >= 1

    monkeypatch.setattr(outside, "SETTLED", timedelta(0))
    monkeypatch.setattr(outside, "ENOUGH_SHOWN", 1)
    reader.morning(2)
    assert near_section(reader, 2) == []
    reader.property(near_section(reader, 1)[0], "read: true")
    reader.morning(3)
    assert len(near_section(reader, 3)) >= 1


def test_what_no_interest_wants_is_not_shown_for_being_near_either(reader: Reader) -> None:
    month_ago(reader, robots_read=5)
    text = (reader.vault / "vaultgen.toml").read_text("utf-8")
    (reader.vault / "vaultgen.toml").write_text(f'exclude = ["survey"]\n{text}', "utf-8")
    papers = papers_of(1)
    reader.morning(1, papers=[paper(1, at, title=f"{one.title}: A Survey") for at, one in enumerate(papers)])
    assert near_section(reader, 1) == []
    reader.morning(2)
    assert len(near_section(reader, 2)) == 3
