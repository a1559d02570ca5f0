"""Replacements in a listing: among the others, below each interest, or at the end; what stands stays where it is."""

import pytest
from msgspec.structs import replace
from render.samples import (
    a_day,
    a_paper,
    blocks,
    content,
    look,
    names,
    properties,
    rendered,
    settings,
    text_of,
)

from vaultgen.document.listings import Listing, existing_listing, replaced_section
from vaultgen.document.new_note import new_note
from vaultgen.note.desired import Wanted
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import AnnounceType
from vaultgen.render.content import DayContent
from vaultgen.render.sections import PaperGroup, all_papers, sections_of
from vaultgen.render.templates import TemplateError
from vaultgen.settings import AT_END, PER_INTEREST, TOGETHER

LISTING = "listing:2026-02-23"
RL, DP = "reinforcement learning", "diffusion policy"
NEW, OLD, BOTH = Identifier("2602.17676"), Identifier("2501.00001"), Identifier("2501.00002")


def a_day_of_replacements(**more: object) -> DayContent:
    """One paper is new; one is replaced; one is a replaced cross-list and matches both interests."""
    kinds = {NEW: AnnounceType.NEW, OLD: AnnounceType.REPLACE, BOTH: AnnounceType.REPLACE_CROSS}
    papers = [content(a_paper(str(paper)), announce_type=kind) for paper, kind in kinds.items()]
    return a_day(*papers, **({"sections": ((RL, (NEW, OLD, BOTH)), (DP, (BOTH,)))} | more))


def placed(day: DayContent, where: str) -> list[tuple[str, set[Identifier], set[Identifier]]]:
    return [(one.interest, set(one.papers), set(one.replacements)) for one in sections_of(day, where)]


def note_of(day: DayContent, where: str) -> Wanted:
    return rendered(day, replace(settings(), replacements=where))[LISTING]


def test_together_they_stand_among_the_other_papers() -> None:
    assert placed(a_day_of_replacements(), TOGETHER) == [(RL, {NEW, OLD, BOTH}, set()), (DP, {BOTH}, set())]
    assert "Replacements" not in text_of(note_of(a_day_of_replacements(), TOGETHER))


def test_per_interest_they_stand_below_it_under_their_own_heading_and_count() -> None:
    day = a_day_of_replacements()
    assert placed(day, PER_INTEREST) == [(RL, {NEW}, {OLD, BOTH}), (DP, set(), {BOTH})]

    note = note_of(day, PER_INTEREST)
    assert list(blocks(note, RL)) == ["head", "2602.17676"]
    assert blocks(note, RL)["head"] == "## reinforcement learning (1)"
    below = blocks(note, replaced_section(RL))
    assert (list(below), below["head"]) == (["head", "2501.00001", "2501.00002"], "### Replacements (2)")
    assert blocks(note, DP) == {
        "head": "## diffusion policy (0)",
        "empty": "No new papers today.",
    }
    assert names(note) == [
        *("title", "count", "announced", RL, replaced_section(RL), DP),
        replaced_section(DP),
    ]


def test_at_the_end_they_stand_once_however_many_interests_they_match() -> None:
    day = a_day_of_replacements()
    assert placed(day, AT_END) == [(RL, {NEW}, set()), (DP, set(), set()), ("", set(), {OLD, BOTH})]

    note = note_of(day, AT_END)
    below = blocks(note, "replaced")
    assert (list(below), below["head"]) == (["head", "2501.00001", "2501.00002"], "## Replacements (2)")
    assert blocks(note, DP)["empty"] == "No new papers today."
    assert names(note) == ["title", "count", "announced", RL, DP, "replaced"]


@pytest.mark.parametrize("where", [TOGETHER, PER_INTEREST, AT_END])
def test_the_total_counts_each_paper_once_wherever_it_stands(where: str) -> None:
    note = note_of(a_day_of_replacements(), where)
    assert properties(note)["papers"] == 3
    assert properties(note)["keywords"] == (RL, DP)
    assert text_of(note).count("3 papers · ") == 1
    assert all_papers(sections_of(a_day_of_replacements(), where)) == {NEW, OLD, BOTH}


@pytest.mark.parametrize("where", [TOGETHER, PER_INTEREST, AT_END])
def test_without_replacements_there_is_no_section_of_them(where: str) -> None:
    day = a_day(content(), sections=((RL, (NEW,)), (DP, ())))
    note = note_of(day, where)
    assert "Replacements" not in text_of(note)
    assert blocks(note, DP)["empty"] == "No papers today."


@pytest.mark.parametrize("before", [TOGETHER, PER_INTEREST, AT_END])
@pytest.mark.parametrize("after", [TOGETHER, PER_INTEREST, AT_END])
def test_a_listing_that_stands_keeps_its_sections_whatever_is_chosen_later(before: str, after: str) -> None:
    day = a_day_of_replacements()
    standing = existing_listing(new_note(note_of(day, before)).after)

    assert standing.papers == {NEW, OLD, BOTH}
    assert placed(replace(day, standing=standing), after) == placed(day, before)
    again = replace(day, standing=standing)
    assert note_of(again, after).body == note_of(day, before).body


def test_of_a_paper_that_comes_later_the_setting_of_then_decides() -> None:
    standing = Listing(sections=((RL, (OLD,)), ("gone", (BOTH,))), replacements=(("gone", (BOTH,)),))
    day = a_day_of_replacements(sections=((RL, (NEW, OLD, BOTH)),), standing=standing)

    assert placed(day, PER_INTEREST) == [(RL, {NEW, OLD}, {BOTH}), ("gone", set(), {BOTH})]
    assert [one.is_current for one in sections_of(day, PER_INTEREST)] == [True, False]
    assert placed(day, AT_END)[-1] == ("", set(), {BOTH})


def test_a_paper_that_is_told_as_new_after_all_stays_where_it_stands() -> None:
    """One feed said `replace`, and another one, which answered late, `cross`."""
    late = content(a_paper(str(OLD)), announce_type=AnnounceType.CROSS)
    for standing in (
        Listing(sections=((RL, (OLD,)),), replacements=((RL, (OLD,)),)),
        Listing(sections=((RL, ()),), replacements=(("", (OLD,)),)),
    ):
        day = a_day(late, sections=((RL, (OLD,)),), standing=standing)
        (first, *rest) = sections_of(day, TOGETHER)
        assert first.papers == ()
        assert [one.replacements for one in (first, *rest) if one.replacements] == [(OLD,)]


def test_sections_hold_papers_in_the_order_of_identifiers() -> None:
    assert sections_of(a_day_of_replacements(), AT_END)[-1] == PaperGroup("", (), (OLD, BOTH))
    assert sections_of(a_day_of_replacements(), TOGETHER)[0].papers == (OLD, BOTH, NEW)


def test_a_template_of_ones_own_that_would_leave_them_out_is_refused() -> None:
    own = look().templates["listing.md.j2"].replace("{% if replacements %}", "{% if false %}")
    with pytest.raises(TemplateError) as caught:
        rendered(a_day_of_replacements(), replace(settings(), replacements=AT_END), look(listing=own))
    assert caught.value.problem.problem == (
        'listing.md.j2: the section "replaced" (interest.key, or replacements.key) is missing'
    )
    assert rendered(a_day_of_replacements(), settings(), look(listing=own))
