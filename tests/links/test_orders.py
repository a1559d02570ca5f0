"""However the days of a week come into the vault, what links says the same."""

from datetime import date
from pathlib import Path

from day.trees import texts
from fakes.arxiv_server import FakePaper
from links.vaults import Vault
from links.weeks import Week, days_of, generated, write

MISSED = "[announcements]\ncatch_up_days = 0\n"
FIRST, SECOND, THIRD = date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25)


def paper(number: int, *authors: str) -> FakePaper:
    return FakePaper(identifier=f"2602.{number}", title=f"A Model {number}", authors=authors)


def test_a_name_that_comes_with_its_accents_a_day_later_is_the_name_that_was_linked(tmp_path: Path) -> None:
    week: Week = (
        (FIRST, (paper(10001, "Jose Alvarez"),)),
        (SECOND, (paper(10002, "José Álvarez"),)),
        (THIRD, (paper(10003, "JOSE ALVAREZ"),)),
    )
    write(tmp_path / "vault", tmp_path, week)
    vault = Vault(tmp_path / "vault")

    (note,) = [path for path in vault.files if "Authors" in path.parts]
    assert note.name == "Jose Alvarez.md"
    assert vault.files[note].properties["aliases"] == [
        "José Álvarez"
    ]  # the name of the note, in whatever case, needs no alias
    assert len(vault.backlinks(note, "authors")) == 3
    assert vault.dead == []


def test_a_name_that_waits_for_its_note_is_linked_alike_under_every_spelling(tmp_path: Path) -> None:
    week: Week = ((FIRST, (paper(10001, "Jose Alvarez"),)), (SECOND, (paper(10002, "José Álvarez"),)))
    write(tmp_path / "vault", tmp_path, week, more="[vault]\nauthor_note_from = 3\n")

    targets = {link.target for link in Vault(tmp_path / "vault").links if link.where == "authors"}
    assert targets == {"Jose Alvarez"}


def test_each_listing_leads_to_the_days_before_and_after_it(tmp_path: Path) -> None:
    week: Week = (
        (FIRST, (paper(10001, "A"),)),
        (SECOND, (paper(10002, "B"),)),
        (THIRD, (paper(10003, "C"),)),
    )
    write(tmp_path / "vault", tmp_path, week)

    assert neighbours(tmp_path / "vault") == {
        "arXiv 2026-02-23": ["arXiv 2026-02-24"],
        "arXiv 2026-02-24": ["arXiv 2026-02-23", "arXiv 2026-02-25"],
        "arXiv 2026-02-25": ["arXiv 2026-02-24"],
    }


def test_a_day_that_comes_late_is_found_by_its_neighbours_and_gives_the_same_bytes(tmp_path: Path) -> None:
    week = days_of(generated(20), 4)
    write(tmp_path / "in order", tmp_path / "a", week, more=MISSED)
    write(tmp_path / "late", tmp_path / "b", week, order=(0, 2, 3, 1), more=MISSED)

    found, late = texts(tmp_path / "in order"), texts(tmp_path / "late")
    assert neighbours(tmp_path / "late") == neighbours(tmp_path / "in order")
    listings = [path for path in found if "Daily" in path]
    assert len(listings) == 4
    assert {path: late[path] for path in listings} == {path: found[path] for path in listings}


def test_every_morning_run_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    week = days_of(generated(20), 3)
    write(tmp_path / "once", tmp_path / "a", week)
    write(tmp_path / "again", tmp_path / "b", week)
    write(tmp_path / "again", tmp_path / "b", week, order=(2,), is_done=True)

    assert texts(tmp_path / "again") == texts(tmp_path / "once")


def test_nothing_leads_to_a_listing_that_the_person_deleted(tmp_path: Path) -> None:
    week: Week = ((FIRST, (paper(10001, "A"),)), (SECOND, (paper(10002, "B"),)))
    write(tmp_path / "vault", tmp_path, week)
    (tmp_path / "vault/arXiv/Daily/arXiv 2026-02-23.md").unlink()
    write(tmp_path / "vault", tmp_path, ((THIRD, (paper(10003, "C"),)),))

    assert neighbours(tmp_path / "vault")["arXiv 2026-02-25"] == ["arXiv 2026-02-24"]


def neighbours(root: Path) -> dict[str, list[str]]:
    """What stands below the heads of the listings."""
    return {
        path.stem: [link.target for link in file.links if link.target.startswith("arXiv 2")]
        for path, file in Vault(root).files.items()
        if "Daily" in path.parts
    }


def test_a_name_that_becomes_another_authors_file_name_is_no_link_to_that_author(tmp_path: Path) -> None:
    week: Week = ((FIRST, (paper(10001, "A-B"), paper(10002, "A-B"), paper(10003, "A/B"))),)
    write(tmp_path / "vault", tmp_path, week)
    vault = Vault(tmp_path / "vault")

    (note,) = [path for path in vault.files if path.name == "A-B.md"]
    assert len({path for path in vault.backlinks(note) if "Papers" in path.parts}) == 2
    assert [file.properties["authors"] for file in vault.files.values() if "10003" in file.path.name] == [
        ["A/B"]
    ]
