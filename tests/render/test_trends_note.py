"""The note of trends: what a person sees, whose it is, and that it depends on the vault alone."""

from datetime import date, timedelta
from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace
from render.in_memory import Files, planned, snapshot_of, written
from render.samples import labels, look, names, passage, properties, settings, text_of

from vaultgen.document.facts import facts
from vaultgen.document.listings import papers_counted
from vaultgen.note.desired import Note
from vaultgen.note.identity import TRENDS, Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.render.templates import TemplateError
from vaultgen.render.trends_note import trends_note

MONDAY = date(2026, 2, 23)
PLACE = PurePosixPath("arXiv/arXiv Trends.md")


def vault(weeks: int = 2, interests: int = 2, **more: object) -> Snapshot:
    """A paper in each of these finished weeks, each of all interests; and one in the week that is open."""
    papers = {
        PurePosixPath(f"2602.{10001 + week}.md"): PaperFacts(
            authors=(f"[[Author {week}]]",),
            subjects=("[[Machine Learning (cs.LG)]]",),
            keywords=tuple(f"interest {number}" for number in range(interests)),
            announced=MONDAY - timedelta(weeks=week),
        )
        for week in range(-1, weeks)
    }
    notes = {Identity(Kind.PAPER, path.stem): (path,) for path in papers}
    return Snapshot(notes=notes, papers=papers, **more)


def trends(snapshot: Snapshot, language: str = "en", **templates: str) -> Note:
    note = trends_note(settings(), look(language, **templates), snapshot)
    assert note is not None
    return note


def test_the_note_tells_papers_interests_subjects_and_new_names() -> None:
    text = text_of(trends(vault()))
    assert text.startswith("# Trends\n\n2 papers · 2026-W08 – 2026-W09\n\n```mermaid\n")
    assert "\n> | 2026-W09 | 1 | 1 |\n> | 2026-W08 | 1 | 1 |" in text
    assert "## Interests" in text
    assert "\n🟦 interest 0 (2) · 🟧 interest 1 (2)\n" in text
    assert "\n> | Week | interest 0 | interest 1 |\n> | --- | ---: | ---: |\n> | 2026-W09 | 1 | 1 |" in text
    assert "\n🟦 cs.LG (2)\n" in text
    assert text.count('x-axis "calendar week, 2026" ["08", "09"]') == 4
    assert text.endswith("## Notes")


def test_the_note_begins_with_the_second_finished_week() -> None:
    assert trends_note(settings(), look(), vault(weeks=1)) is None
    assert trends_note(settings(), look(), vault(weeks=2)) is not None


def test_what_the_open_week_brings_changes_no_byte() -> None:
    snapshot = vault()
    more = PurePosixPath("2602.19999.md")
    friday = PaperFacts(
        authors=("[[New One]]",),
        subjects=("[[Robotics (cs.RO)]]",),
        keywords=("interest 0",),
        announced=MONDAY + timedelta(weeks=1, days=4),
    )
    after = Snapshot(
        notes={**snapshot.notes, Identity(Kind.PAPER, more.stem): (more,)},
        papers={**snapshot.papers, more: friday},
    )
    assert trends(after) == trends(snapshot)


def test_the_years_of_the_weeks_stand_at_the_axis() -> None:
    assert 'x-axis "calendar week, 2025–2026" ["52", "01", ' in text_of(trends(vault(weeks=10)))


def test_six_interests_are_told_by_name_and_the_others_counted() -> None:
    text = text_of(trends(vault(interests=9)))
    assert "🟨 interest 5 (2) · 3 others\n" in text
    assert "interest 6" not in text
    assert "🟨 interest 5 (2)\n" in text_of(trends(vault(interests=6)))
    assert "1 other\n" in text_of(trends(vault(interests=7)))


def test_without_interests_there_is_no_such_passage() -> None:
    assert names(trends(vault(interests=0))) == ["title", "count", "papers", "subjects", "names"]


def test_names_of_interests_are_escaped_for_tables_and_charts() -> None:
    snapshot = vault()
    odd = 'a | b "c" <b> [[d]]; %% `e`\nf'
    papers = {path: replace(facts, keywords=(odd,)) for path, facts in snapshot.papers.items()}
    text = text_of(trends(Snapshot(notes=snapshot.notes, papers=papers)))
    assert '> | Week | a \\| b "c" \\<b\\> \\[\\[d\\]\\]; \\%\\% \\`e\\` f |' in text


@pytest.mark.parametrize("language", list(labels()))
def test_every_language_has_every_word(language: str) -> None:
    assert labels()[language].keys() == labels()["en"].keys()
    text = text_of(trends(vault(), language))
    assert text.startswith(f"# {labels()[language]['trends']}\n")
    assert "{" not in text.replace("%%{init: {", "").replace('": {', "")


def test_the_seal_says_whose_it_is_and_how_many_papers_were_counted() -> None:
    note = trends(vault(3))
    assert note.says == (("trends", "weeks"), ("counted", "3"))
    assert properties(note) == {"tags": ("arxiv", "arxiv/trends")}
    assert (note.identity, note.path) == (TRENDS, PLACE)


def test_all_papers_are_counted_also_those_that_are_too_old_to_be_told() -> None:
    note = trends(vault(30))
    assert note.says[1] == ("counted", "30")
    assert "26 papers" in (passage(note, "count").text or "")


def test_a_vault_without_papers_of_a_day_has_no_such_note() -> None:
    assert trends_note(settings(), look(), Snapshot()) is None
    papers = {PurePosixPath("a.md"): PaperFacts()}
    undated = Snapshot(notes={Identity(Kind.PAPER, "2602.10000"): tuple(papers)}, papers=papers)
    assert trends_note(settings(), look(), undated) is None


def test_two_notes_of_one_paper_count_once() -> None:
    snapshot = vault()
    copy = PurePosixPath("2602.10000 (conflicted copy).md")
    papers = {**snapshot.papers, copy: PaperFacts(announced=MONDAY, subjects=("[[x (cs.LG)]]",))}
    both = {who: (copy, *places) for who, places in snapshot.notes.items()}
    assert "2 papers ·" in text_of(trends(Snapshot(notes=both, papers=papers)))
    copies = {who: (*places, PurePosixPath("elsewhere/x.md")) for who, places in snapshot.notes.items()}
    assert "2 papers ·" in text_of(trends(Snapshot(notes=copies, papers=papers)))


def test_it_lies_beside_a_note_of_the_same_name_and_stays_where_it_was_moved() -> None:
    own = PurePosixPath("arXiv trends.md")
    assert trends(vault(taken={fold(own.name): (own,)})).path == PurePosixPath("arXiv/arXiv Trends (2).md")
    moved = vault()
    moved = Snapshot(notes={**moved.notes, TRENDS: (PurePosixPath("Start/Week.md"),)}, papers=moved.papers)
    assert trends(moved).path == PurePosixPath("Start/Week.md")


def test_it_goes_into_the_persons_folder() -> None:
    note = trends_note(settings(folder=PurePosixPath("Reading")), look(), vault())
    assert note is not None
    assert note.path == PurePosixPath("Reading/arXiv Trends.md")


def test_what_was_written_is_known_again_wherever_it_lies() -> None:
    files = written([trends(vault(3))], {})
    (data,) = files.values()
    assert facts(data) == (TRENDS, None)
    assert papers_counted(data) == 3
    assert papers_counted(b"# Mine\n") == 0
    assert planned([trends(vault(3))], files).changes == ()


def test_text_around_the_passages_stays_and_a_passage_that_was_removed_stays_away() -> None:
    files: Files = written([trends(vault(2))], {})
    text = files[PLACE].decode()
    first, last = text.index("## Subjects"), text.index("## New names")
    files[PLACE] = f"{text[:first]}Mine.\n\n{text[last:]}Also mine.\n".encode()
    after = written([trends(vault(4))], _with(vault(4), files))[PLACE].decode()
    assert "Mine.\n" in after
    assert after.endswith("Also mine.\n")
    assert "## Subjects" not in after
    assert "2026-W06" in after
    assert after.count("counted=4") == 1


def test_a_chart_that_was_edited_is_kept_and_what_is_new_waits() -> None:
    files = written([trends(vault(2))], {})
    files[PLACE] = files[PLACE].replace(b"bar [", b"bar [1, ", 1)
    plan = planned([trends(vault(4))], _with(vault(4), files))
    assert [(keep.what, keep.reason.value) for keep in plan.kept] == [("papers", "edited")]
    assert b"bar [1, " in plan.changes[0].after  # type: ignore[union-attr]


def test_a_template_without_its_passage_is_refused() -> None:
    with pytest.raises(TemplateError, match=r'trends\.md\.j2: the passage "papers" is missing'):
        trends(vault(), trends="# {{ span }}")


def _with(snapshot: Snapshot, files: Files) -> Files:
    """The vault's note of trends alone: what counts was counted by `trends`."""
    assert snapshot_of(files).notes.keys() == {TRENDS}
    return files
