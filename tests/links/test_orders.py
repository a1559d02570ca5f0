"""However the days of a week come into the vault, what links says the same."""

from datetime import date
from pathlib import Path

from fakes.arxiv_server import FakePaper
from links.vaults import Vault
from links.weeks import Week, write

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
    assert vault.files[note].properties["aliases"] == ["Jose Alvarez", "José Álvarez", "JOSE ALVAREZ"]
    assert len(vault.backlinks(note, "authors")) == 3
    assert vault.dead == []


def test_a_name_that_waits_for_its_note_is_linked_alike_under_every_spelling(tmp_path: Path) -> None:
    week: Week = ((FIRST, (paper(10001, "Jose Alvarez"),)), (SECOND, (paper(10002, "José Álvarez"),)))
    write(tmp_path / "vault", tmp_path, week, more="[vault]\nauthor_note_from = 3\n")

    targets = {link.target for link in Vault(tmp_path / "vault").links if link.where == "authors"}
    assert targets == {"Jose Alvarez"}
