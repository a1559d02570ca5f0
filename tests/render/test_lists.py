"""What authors and subjects list: the same on the day that writes a paper, on every later one and on every device."""

from datetime import date
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from render.in_memory import Files, planned, snapshot_of, written
from render.samples import a_day, a_paper, a_path, content, look, settings

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.paper_index import COLLABORATION, PaperIndex
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.reconcile.foreseen import foreseen
from vaultgen.render.catalogue import papers_of
from vaultgen.render.content import DayContent
from vaultgen.render.day import render_day
from vaultgen.settings import Settings

NOTE = a_path("arXiv/Papers/2602.17676 Old title.md")
AUTHOR = a_path("arXiv/Authors/Na Zou.md")


def a_version(number: int, title: str) -> DayContent:
    return a_day(content(replace(a_paper("2602.17676", title=title, authors=("Na Zou",)), version=number)))


def run(day: DayContent, files: Files) -> Files:
    """A day as `vaultgen.workflows.sync` brings it."""
    snapshot = snapshot_of(files)
    wanted = render_day(day, everybody(), look(), snapshot)
    seen = foreseen(wanted, planned(wanted, files), snapshot)
    return written(wanted if seen is None else render_day(day, everybody(), look(), seen), files)


def everybody() -> Settings:
    chosen = settings()
    return replace(chosen, vault=replace(chosen.vault, author_note_from=1))


def lines(files: Files, path: PurePosixPath = AUTHOR) -> list[str]:
    return [line for line in files[path].decode().splitlines() if line.startswith("- [[")]


def test_a_new_title_is_listed_by_the_run_that_writes_it() -> None:
    files = run(a_version(2, "New title"), run(a_version(1, "Old title"), {}))
    assert "|New title]]" in lines(files)[0]
    assert run(a_version(2, "New title"), files) == files


def test_a_title_that_the_person_gave_stays_in_lists_when_a_new_version_comes() -> None:
    files = run(a_version(1, "Old title"), {})
    files[NOTE] = files[NOTE].replace(b"title: 'Old title'", b"title: 'My title'")
    files = run(a_version(2, "New title"), files)
    assert b"title: 'My title'" in files[NOTE]
    assert b"version: 2" in files[NOTE]
    assert "|My title]]" in lines(files)[0]
    assert run(a_version(2, "New title"), files) == files


def test_two_authors_of_a_paper_whom_only_a_sign_that_no_link_shows_tells_apart_have_it_both() -> None:
    day = a_day(
        content(a_paper("2602.17676", title="A title", authors=("\\Ada Lovelace", "Ada Lovelace"))),
        content(a_paper("2602.17677", title="Another", authors=("\\Adá Lovelace", "Ada Lovelace"))),
    )
    files = run(day, {})
    written_lists = [data.count(b"- [[") for path, data in files.items() if path.parent == AUTHOR.parent]
    assert written_lists == [2, 2]
    assert run(day, files) == files


def test_nothing_is_rendered_twice_where_notes_become_what_lists_say() -> None:
    for before, day in (
        ({}, a_version(1, "Old title")),
        (run(a_version(1, "Old title"), {}), a_version(2, "New")),
    ):
        wanted = render_day(day, everybody(), look(), snapshot_of(before))
        assert foreseen(wanted, planned(wanted, before), snapshot_of(before)) is None


def test_a_note_that_is_the_persons_own_is_listed_by_what_it_says() -> None:
    own = a_path("Reading.md")
    silent = run(a_version(1, "Old title"), {own: b"---\narxiv_id: '2602.17676'\n---\nmine\n"})
    assert AUTHOR not in silent
    told = run(
        a_version(1, "Old title"), {own: b"---\narxiv_id: '2602.17676'\nauthors: [Na Zou]\n---\nmine\n"}
    )
    assert lines(told) == ["- [[Reading|2602.17676]]"]


def test_a_subject_that_arxiv_does_not_know_counts_its_papers_every_day() -> None:
    one = a_day(content(a_paper("2602.17676", categories=("cs.AI", "new.XX"))))
    two = a_day(content(a_paper("2602.18500", categories=("cs.AI", "new.XX")), day=date(2026, 2, 24)))
    files = run(two, run(one, {}))
    (subject,) = [path for path in files if path.name.startswith("new")]
    assert len(lines(files, subject)) == 2
    assert run(two, files) == files


NAMES = st.sampled_from(("[[Na Zou]]", "Na Zou", "[[x/Yang Liu|YANG LIU]]", "José", "[[Jose]]", ""))
CODES = st.sampled_from(("[[Machine Learning (cs.LG)]]", "Robotics (cs.RO)", "new.XX", "mine"))
FACTS = st.builds(
    PaperFacts,
    authors=st.lists(NAMES, max_size=4).map(tuple) | st.just(("Na Zou",) * (COLLABORATION + 1)),
    subjects=st.lists(CODES, max_size=3).map(tuple),
    announced=st.none() | st.dates(date(2026, 2, 1), date(2026, 2, 9)),
)
VAULTS = st.dictionaries(
    st.sampled_from(("2602.00001", "2602.00002", "hep-th/9901001", "0704.0001", "by hand")), FACTS
)


@given(st.lists(VAULTS, min_size=1, max_size=5))
def test_a_shelf_that_is_kept_from_day_to_day_tells_what_a_new_one_does(
    days: list[dict[str, PaperFacts]],
) -> None:
    vault: dict[str, PaperFacts] = {}
    kept = shelf(vault)
    for day in days:
        kept.on("cs.LG")  # it is collected
        before = [(Identity(Kind.PAPER, key), vault[key]) for key in day if key in vault]
        vault = vault | day
        after = [(Identity(Kind.PAPER, key), says) for key, says in day.items()]
        kept = kept.with_changed(before, after, lambda: ())
        new = shelf(vault)
        for code in ("cs.LG", "cs.RO", "new.XX", "mine"):
            assert list(kept.on(code)) == list(new.on(code))
        for key in ("na zou", "yang liu", "jose"):
            assert set(new.signed_by(key)) <= set(kept.signed_by(key))


def shelf(vault: dict[str, PaperFacts]) -> PaperIndex:
    return PaperIndex(lambda: [(Identity(Kind.PAPER, key), says) for key, says in vault.items()])


def test_a_shelf_orders_papers_by_day_then_as_arxiv_numbered_them() -> None:
    same = date(2026, 2, 3)
    subjects = ("Robotics (cs.RO)",)
    vault = {key: PaperFacts(subjects=subjects, announced=same) for key in ("2602.00001", "hep-th/9901001")}
    vault["2602.00003"] = PaperFacts(subjects=subjects, announced=date(2026, 2, 2))
    assert [paper for _, _, paper in shelf(vault).on("cs.RO")] == list(
        map(Identifier, ("2602.00003", "hep-th/9901001", "2602.00001"))
    )


def test_the_papers_of_an_empty_vault_are_none() -> None:
    assert list(papers_of(Snapshot())) == []
