"""The listing note of a day."""

from datetime import date, datetime
from pathlib import PurePosixPath

import pytest
from render.samples import (
    DAY,
    a_day,
    a_paper,
    blocks,
    content,
    labels,
    look,
    names,
    passage,
    properties,
    rendered,
    settings,
    text_of,
)

from vaultgen.document.listings import Listing
from vaultgen.note.desired import Note, Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import ListingFacts, Snapshot
from vaultgen.paper.identifier import Identifier, mentioned
from vaultgen.translate.request import Translated

LISTING = "listing:2026-02-23"
RL, DP = "reinforcement learning", "diffusion policy"


def two_interests(**more: object) -> Wanted:
    papers = [content(a_paper("2602.18291")), content(a_paper("2602.17676"))]
    one, two = Identifier("2602.17676"), Identifier("2602.18291")
    return rendered(a_day(*papers, sections=((RL, (two, one)), (DP, (two,))), **more))[LISTING]


def test_a_paper_under_two_interests_is_counted_once_in_the_total() -> None:
    note = two_interests()
    assert properties(note)["papers"] == 2
    assert "2 papers · " in text_of(note)
    assert blocks(note, RL)["head"] == "## reinforcement learning (2)"
    assert blocks(note, DP)["head"] == "## diffusion policy (1)"


def test_papers_stand_in_the_order_of_identifiers() -> None:
    assert list(blocks(two_interests(), RL)) == ["head", "2602.17676", "2602.18291"]


def test_an_interest_without_papers_says_so() -> None:
    note = rendered(a_day(content(), sections=((RL, (Identifier("2602.17676"),)), (DP, ()))))[LISTING]
    assert blocks(note, DP) == {"head": "## diffusion policy (0)", "empty": "No papers today."}
    assert properties(note)["keywords"] == (RL, DP)


def test_counts_are_of_what_stands_and_what_is_new_together() -> None:
    gone = Identifier("2602.17000")
    standing = Listing(DAY, "Asia/Shanghai", True, ((RL, (gone,)), ("old interest", (gone,))))
    note = rendered(a_day(content(), standing=standing))[LISTING]
    assert blocks(note, RL)["head"] == "## reinforcement learning (2)"
    assert properties(note)["papers"] == 2
    assert properties(note)["keywords"] == (RL, "old interest")
    assert names(note) == ["title", "count", "announced", RL]


def test_each_paper_is_one_list_item_found_again_by_its_address() -> None:
    paper = a_paper(
        authors=tuple(f"A {n}" for n in "BCDEFGH"), title="See https://arxiv.org/abs/2501.00001: - a\n# b"
    )
    note = rendered(a_day(content(paper, Translated("标题"), Translated("摘要"))), settings("zh-Hans"))[
        LISTING
    ]
    item = blocks(note, RL)["2602.17676"]
    lines = item.split("\n")
    assert lines[0].startswith("- [[2602.17676 See")
    assert all(line.startswith("  - ") for line in lines[1:])
    assert lines[1] == "  - 标题"
    assert lines[2] == "  - “摘要”"
    assert lines[3] == "  - [[A B]], [[A C]], [[A D]], [[A E]], [[A F]] and 2 more"
    assert lines[4] == "  - matches reinforcement learning"
    assert (
        lines[5]
        == "  - [2602.17676](https://arxiv.org/abs/2602.17676) · [PDF](https://arxiv.org/pdf/2602.17676)"
    )
    assert Identifier("2602.17676") in mentioned(item)


def test_the_release_is_given_in_both_zones_and_naive_in_the_property() -> None:
    note = rendered(a_day(content()))[LISTING]
    assert properties(note)["released"] == datetime.fromisoformat("2026-02-23T09:00")
    assert "released 2026-02-22 20:00 US Eastern (2026-02-23 09:00 Asia/Shanghai)" in text_of(note)


def test_without_a_zone_of_its_own_a_listing_keeps_the_one_it_shows() -> None:
    standing = Listing(DAY, "Europe/Berlin")
    note = rendered(a_day(content(), standing=standing), settings(timezone=""))[LISTING]
    assert properties(note)["released"] == datetime.fromisoformat("2026-02-23T02:00")
    note = rendered(a_day(content(), standing=standing), settings(timezone="Asia/Shanghai"))[LISTING]
    assert properties(note)["released"] == datetime.fromisoformat("2026-02-23T09:00")


@pytest.mark.parametrize("zone", ["Asia/Shanghaj", "Asia", "../UTC", "\0"])
def test_a_listing_does_not_keep_a_zone_that_nobody_knows(zone: str) -> None:
    note = rendered(a_day(content(), standing=Listing(DAY, zone)), settings(timezone=""))[LISTING]
    new = rendered(a_day(content()), settings(timezone=""))[LISTING]
    assert properties(note)["released"] == properties(new)["released"]


def says(note: Wanted) -> tuple[tuple[str, str], ...]:
    assert isinstance(note, Note)
    return note.says


def test_the_seal_says_what_it_is_and_whether_it_is_whole() -> None:
    note = two_interests(is_complete=False, missing=("cs.AI",))
    assert says(note)[:2] == (("day", "2026-02-23"), ("zone", "Asia/Shanghai"))
    assert dict(says(note))["missing"] == "cs.AI"
    assert dict(says(note))["complete"] == "no"
    assert "Incomplete answer: Artificial Intelligence (cs.AI)" in (passage(note, "missing").text or "")
    assert "complete" not in dict(says(two_interests()))
    assert "Not answered" not in text_of(two_interests())


def test_what_was_left_out_is_said_in_arxivs_order() -> None:
    text = text_of(
        two_interests(
            left_out={"replace-cross": 1, "odd": 2, "replace": 4, "cross": 0},
            announced=312,
            categories=("cs.LG", "cs.AI"),
        )
    )
    assert "Not included: 4 replacements, 1 replaced cross-lists, 2 odd" in text
    assert "312 papers announced in cs.LG, cs.AI" in text


def test_the_seal_remembers_all_that_the_note_says() -> None:
    note = two_interests(
        left_out={"replace": 4, "new": 1},
        announced=312,
        categories=("cs.LG", "cs.AI"),
        missing=("cs.AI",),
    )
    assert says(note) == (
        *(("day", "2026-02-23"), ("zone", "Asia/Shanghai"), ("announced", "312")),
        *(("categories", "cs.LG,cs.AI"), ("missing", "cs.AI"), ("left", "new:1,replace:4")),
    )
    in_daily = two_interests(standing=Listing(is_in_daily_note=True))
    assert says(in_daily)[-1] == ("in_daily", "yes")


def test_the_listings_before_and_after_are_linked_if_they_are_there() -> None:
    paths = {
        day: PurePosixPath(f"arXiv/Daily/arXiv {day}.md")
        for day in ("2026-02-19", "2026-02-20", "2026-02-25", "2026-02-26")
    }
    snapshot = Snapshot(
        {Identity(Kind.LISTING, day): (path,) for day, path in paths.items()},
        {path.name.casefold(): (path,) for path in paths.values()},
        listings={path: ListingFacts(date.fromisoformat(day), True) for day, path in paths.items()},
    )
    found = rendered(a_day(content()), snapshot=snapshot)
    text = text_of(found[LISTING])
    assert "← [[arXiv 2026-02-20]] · [[arXiv 2026-02-25]] →" in text
    assert "←" not in text_of(rendered(a_day(content()))[LISTING])
    listings = {name: text_of(note) for name, note in found.items() if name.startswith("listing:")}
    assert {name: text.strip() for name, text in listings.items() if name != LISTING} == {
        "listing:2026-02-20": "← [[arXiv 2026-02-19]] · [[arXiv 2026-02-23]] →",
        "listing:2026-02-25": "← [[arXiv 2026-02-23]] · [[arXiv 2026-02-26]] →",
    }
    removed = rendered(a_day(content(), is_removed=True), snapshot=snapshot)
    assert {name for name in removed if name.startswith("listing:")} == {LISTING}


def test_an_interests_name_is_no_syntax_and_its_section_bears_it_as_it_is() -> None:
    name = "<b>[[x]]</b> -- vaultgen:begin"
    note = rendered(a_day(content(), sections=((name, ()),)))[LISTING]
    assert blocks(note, name)["head"] == r"## \<b\>\[\[x\]\]\</b\> -- vaultgen\:begin (0)"


def test_a_day_without_papers_is_a_listing_all_the_same() -> None:
    note = rendered(a_day(sections=((RL, ()),)))[LISTING]
    assert "papers" in properties(note)
    assert properties(note)["papers"] == 0


def test_every_language_has_every_label() -> None:
    everything = labels()
    assert set(everything) == {"en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "pt-BR"}
    for language, own in everything.items():
        assert set(own) == set(everything["en"]), language
        for name, text in own.items():
            fields = {part.split("}")[0] for part in text.split("{")[1:]}
            assert fields == {part.split("}")[0] for part in everything["en"][name].split("{")[1:]}, (
                language,
                name,
            )
        rendered(a_day(content()), how=look(language))
