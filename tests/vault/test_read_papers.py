"""What is remembered of the papers that count as read is a hint: for other papers it is made anew."""

import contextlib
import sqlite3
from datetime import date
from pathlib import Path

from vault.plans import opened, paper, path, put, run

from vaultgen.reconcile.changes import Update
from vaultgen.relevance.profile import Likes
from vaultgen.state.reading_cache import ReadingCache
from vaultgen.vault.read_papers import ReadPapers

ONE, OTHER = Likes([1, 2], {"unheard": 3}), Likes([4, 5], {})


def test_the_mean_of_what_was_read_is_remembered_and_made_anew_for_other_papers(
    root: Path, folder: Path
) -> None:
    papers = ReadPapers(root, ReadingCache(folder / "reading.db"), {})

    assert papers.likes("these", lambda: ONE) == ONE
    assert papers.likes("these", lambda: OTHER) == ONE
    assert papers.likes("others", lambda: OTHER) == OTHER
    assert papers.likes("these", lambda: ONE) == ONE


def test_the_mean_of_papers_of_which_one_may_change_without_a_new_date_is_not_remembered(
    root: Path, folder: Path
) -> None:
    papers, unsettled = ReadPapers(root, ReadingCache(folder / "reading.db"), {}), "ff" * 8

    assert papers.likes(f"2602.00001 {unsettled}", lambda: ONE) == ONE
    assert papers.likes(f"2602.00001 {unsettled}", lambda: OTHER) == OTHER


def test_a_torn_mean_is_made_anew(root: Path, folder: Path) -> None:
    cache = ReadingCache(folder / "reading.db")
    papers = ReadPapers(root, cache, {})
    papers.likes("these", lambda: ONE)
    cache.close()
    with contextlib.closing(sqlite3.connect(folder / "reading.db")) as torn, torn:
        torn.execute("UPDATE likes SET likes = CAST('torn' AS BLOB)")

    assert papers.likes("these", lambda: OTHER) == OTHER


def test_a_note_whose_properties_are_broken_has_one_day_on_the_device_that_wrote_it_and_on_another(
    root: Path, folder: Path, tmp_path: Path
) -> None:
    def broken(body: str) -> bytes:
        head = b"---\narxiv_id: 'arXiv:2602.17676'\nannounced: 2026-02-23\nmine: [1, 2\n---\n"
        return head + body.encode()

    def days(state: Path) -> list[date | None]:
        with opened(root, state) as vault:
            return [one.day for one in vault.marked("", frozenset()).marked]

    place = path("2602.17676.md")
    put(root, place, broken("Old."))
    run(root, folder, Update(paper("2602.17676"), place, broken("Old."), broken("New.")))

    assert days(folder) == days(tmp_path / "another device") == [date(2026, 2, 23)]
