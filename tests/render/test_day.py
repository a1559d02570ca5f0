"""A day as notes: who gets one, what they list, and that doing it again changes nothing."""

import random
import re
from datetime import date
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from render.in_memory import Files, planned, snapshot_of, written
from render.samples import (
    a_day,
    a_paper,
    a_path,
    content,
    look,
    properties,
    rendered,
    settings,
    text_of,
)
from render.test_escape import SYNTAX, tokens

from vaultgen.note.desired import Note, Passage, WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.link_values import name_in
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.cleaning import line
from vaultgen.render.content import DayContent
from vaultgen.render.day import render_day, render_papers
from vaultgen.translate.request import Translated


def three_papers() -> DayContent:
    return a_day(
        content(a_paper("2602.17676", authors=("Xingcheng Xu", "Na Zou"))),
        content(a_paper("2602.17700", title="Second", authors=("xingcheng xu", "José Álvarez"))),
        content(a_paper("2602.17800", title="Third", authors=("Jose Alvarez",), categories=("cs.RO",))),
    )


def test_an_author_gets_a_note_from_two_papers_on_however_the_name_is_written() -> None:
    found = rendered(three_papers())
    assert sorted(key for key in found if key.startswith("author:")) == [
        "author:jose alvarez",
        "author:xingcheng xu",
    ]
    assert found["author:jose alvarez"].path == a_path("arXiv/Authors/José Álvarez.md")
    assert properties(found["author:jose alvarez"])["aliases"] == ("Jose Alvarez",)


def test_all_spellings_link_the_one_note_and_others_stand_alone() -> None:
    found = rendered(three_papers())
    assert properties(found["paper:2602.17800"])["authors"] == ("[[José Álvarez|Jose Alvarez]]",)
    assert properties(found["paper:2602.17676"])["authors"][1] == "[[Na Zou]]"


def test_notes_of_authors_list_their_papers_newest_first() -> None:
    text = text_of(rendered(three_papers())["author:xingcheng xu"])
    assert re.findall(r"^- \[\[(\S+)", text, re.MULTILINE) == ["2602.17700", "2602.17676"]
    assert "Papers.base" not in text


def test_an_author_of_many_papers_has_the_newest_fifty_and_the_base_for_the_rest() -> None:
    papers = [
        content(a_paper(f"2602.{17000 + number}", title=f"Number {number}", authors=("Na Zou",)))
        for number in range(53)
    ]
    text = text_of(rendered(a_day(*papers))["author:na zou"])
    assert text.count("\n- [[") == 50
    assert "3 older papers are in the base.\n\n![[Papers.base#Embedded in author notes]]\n" in text


def test_the_seal_of_an_author_bears_the_name() -> None:
    note = rendered(three_papers())["author:jose alvarez"]
    assert isinstance(note, Note)
    assert note.says == (("author", "José Álvarez"),)


def test_the_threshold_is_the_persons() -> None:
    assert "author:na zou" in rendered(three_papers(), settings(author_note_from=1))
    assert not [
        key for key in rendered(three_papers(), settings(author_note_from=3)) if key.startswith("author")
    ]
    assert not [
        key for key in rendered(three_papers(), settings(authors="links")) if key.startswith("author")
    ]


def test_subjects_get_notes_with_their_long_names() -> None:
    found = rendered(three_papers())
    note = found["subject:cs.RO"]
    assert note.path == a_path("arXiv/Subjects/Robotics (cs.RO).md")
    assert properties(note)["aliases"] == ("cs.RO", "Robotics")
    assert "# Robotics (cs.RO)" in text_of(note)
    assert isinstance(note, Note)
    assert note.says == (("subject", "cs.RO"),)


def test_a_subject_lists_the_latest_fifty_and_says_where_the_others_are() -> None:
    papers = [content(a_paper(f"2602.{number}", authors=())) for number in range(17000, 17130)]
    text = text_of(rendered(a_day(*papers))["subject:cs.AI"])
    assert text.count("\n- ") == 50
    assert "[[2602.17129 " in text
    assert "[[2602.17079 " not in text
    assert "80 older papers are in the base.\n\n![[Papers.base#Embedded in subject notes]]" in text


def test_the_listing_comes_last() -> None:
    wanted = render_day(three_papers(), settings(), look(), Snapshot())
    kinds = [each.identity.kind for each in wanted]
    assert kinds == sorted(kinds, key=list(Kind).index)


def test_papers_alone_make_no_listing() -> None:
    wanted = render_papers(three_papers().papers, settings(), look(), Snapshot())
    assert not [each for each in wanted if each.identity.kind is Kind.LISTING]
    assert len([each for each in wanted if each.identity.kind is Kind.PAPER]) == 3


def test_a_second_run_changes_nothing() -> None:
    day = three_papers()
    files = written(render_day(day, settings("zh-Hans"), look(), Snapshot()), {})
    assert planned(render_day(day, settings("zh-Hans"), look(), snapshot_of(files)), files).changes == ()


def test_the_order_of_papers_makes_no_difference() -> None:
    day = three_papers()
    shuffled = DayContent(day.listing, day.papers[::-1])
    assert written(render_day(day, settings(), look(), Snapshot()), {}) == written(
        render_day(shuffled, settings(), look(), Snapshot()), {}
    )


def test_papers_of_earlier_days_count_and_are_listed() -> None:
    files = written(render_day(three_papers(), settings(), look(), Snapshot()), {})
    later = a_day(content(a_paper("2602.18500", title="Fourth", authors=("Na Zou",)), day=date(2026, 2, 24)))
    found = {str(each.identity): each for each in render_day(later, settings(), look(), snapshot_of(files))}
    text = text_of(found["author:na zou"])
    assert re.findall(r"^- \[\[(\S+)", text, re.MULTILINE) == ["2602.18500", "2602.17676"]
    assert "(2026-02-24)" in text
    assert text_of(found["subject:cs.AI"]).count("\n- ") == 3


def test_a_persons_note_of_an_authors_name_is_linked_and_never_written() -> None:
    mine = PurePosixPath("People/Xingcheng Xu.md")
    files: Files = {mine: b"my friend\n"}
    wanted = render_day(three_papers(), settings(), look(), snapshot_of(files))
    assert "author:xingcheng xu" not in {str(each.identity) for each in wanted}
    assert mine not in {change.path for change in planned(wanted, files).changes}
    found = {str(each.identity): each for each in wanted}
    assert properties(found["paper:2602.17676"])["authors"][0] == "[[Xingcheng Xu]]"


def test_a_name_that_two_of_the_persons_files_bear_is_linked_by_its_path() -> None:
    files: Files = {PurePosixPath("A/Na Zou.md"): b"a\n", PurePosixPath("B/na zou.md"): b"b\n"}
    found = {str(e.identity): e for e in render_day(three_papers(), settings(), look(), snapshot_of(files))}
    assert properties(found["paper:2602.17676"])["authors"][1] == "[[A/Na Zou|Na Zou]]"


def test_moved_notes_are_linked_where_they_are() -> None:
    files = written(render_day(three_papers(), settings(), look(), Snapshot()), {})
    old = next(path for path in files if path.name.startswith("2602.17676"))
    files[PurePosixPath("Read/Traps!.md")] = files.pop(old)
    found = {str(e.identity): e for e in render_day(three_papers(), settings(), look(), snapshot_of(files))}
    assert found["paper:2602.17676"].path == PurePosixPath("Read/Traps!.md")
    assert "[[Traps!|Epistemic Traps: Rational Misalignment]]" in text_of(found["listing:2026-02-23"])


def test_bases_are_yaml() -> None:
    found = rendered(three_papers())
    base = found["base:Papers"]
    assert isinstance(base, WholeFile)
    says = yaml.safe_load(base.text)
    assert {view["type"] for view in says["views"]} <= {"table", "cards"}
    for view in says["views"]:
        assert {key.split(".")[0] for key in view["order"]} <= {"note", "file", "formula"}
    assert "backlinks" not in base.text
    authors = found["base:Authors"]
    assert isinstance(authors, WholeFile)
    assert yaml.safe_load(authors.text)["filters"]


def unresolved(files: Files) -> list[str]:
    """Links of bodies and properties that lead nowhere, by a resolver of this suite's own."""
    names = [path.name.casefold().removesuffix(".md") for path in files]
    paths = {str(path).casefold().removesuffix(".md") for path in files}
    lost = []
    for path, data in files.items():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"(?<!\\)\[\[([^|\]#]+)", data.decode()):
            key = target.casefold()
            if names.count(key) != 1 and key not in paths:
                lost.append(target)
    return lost


def test_every_link_resolves_but_authors_without_a_note() -> None:
    files = written(render_day(three_papers(), settings(), look(), Snapshot()), {})
    assert set(unresolved(files)) == {"Na Zou"}


def test_backlinks_by_author_are_the_table_of_the_input() -> None:
    day = three_papers()
    found = rendered(day)
    for each in day.papers:
        paper = each.announced.paper
        note = found[f"paper:{paper.identifier}"]
        assert tuple(map(name_in, properties(note)["authors"])) == paper.authors


EVERYTHING = (
    st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=6)), max_size=6)
    .map("".join)
    .map(lambda text: line(text, limit=1_000))
)
"""What the border lets in."""


@hypothesis_settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    title=EVERYTHING,
    abstract=EVERYTHING,
    authors=st.lists(EVERYTHING.filter(bool), max_size=4).map(tuple),
    other=EVERYTHING,
    translated=EVERYTHING,
    interest=EVERYTHING.filter(bool),
    links=st.sampled_from(["wiki", "markdown"]),
)
def test_whatever_arxiv_says_becomes_notes_that_are_stable_and_hold_nothing_live(
    title: str,
    abstract: str,
    authors: tuple[str, ...],
    *,
    other: str,
    translated: str,
    interest: str,
    links: str,
) -> None:
    paper = a_paper(
        title=title, abstract=abstract, authors=authors, comment=other, journal_ref=other, doi=other
    )
    twin = a_paper("2602.18000", title=title, authors=authors)
    result = Translated(translated)
    identifiers = (paper.identifier, twin.identifier)
    day = a_day(
        content(paper, result, result, keywords=(interest,)),
        content(twin),
        sections=((interest, identifiers),),
    )
    how = look(habits=ObsidianSettings(links=links))
    files = written(render_day(day, settings("zh-Hans"), how, Snapshot()), {})
    assert planned(render_day(day, settings("zh-Hans"), how, snapshot_of(files)), files).changes == ()
    snapshot = snapshot_of(files)
    assert Identity(Kind.PAPER, "2602.17676") in snapshot.notes
    assert Identity(Kind.LISTING, "2026-02-23") in snapshot.notes
    for path, data in files.items():
        text = data.decode()
        assert "<%" not in text
        assert path.parts[0] == "arXiv"
        assert ".." not in path.parts
        if path.suffix == ".md":
            assert re.search(r"\n---\n", text)
            written_body = text.split("\n---\n", 1)[1]
            for each in written_body.split("\n"):
                if re.search(r"(?<!\\)<!--", each):
                    assert re.fullmatch(r"<!-- vaultgen [^<>]* -->", each)
            body = re.sub(r"^<!-- .* -->$", "", written_body, flags=re.MULTILINE)
            assert not tokens(body) & {
                "html_block",
                "html_inline",
                "image",
                "fence",
                "code_block",
                "code_inline",
                "hr",
            }


def test_texts_of_two_thousand_characters_and_of_all_scripts_are_ordinary() -> None:
    for title in ("x" * 2_000, "मानक " * 400, "שלום " * 400, "😀" * 500, "e\u0301" * 500, "\u202eabc" * 300):
        files = written(render_day(a_day(content(a_paper(title=title))), settings(), look(), Snapshot()), {})
        assert len(files) == 6


@pytest.mark.parametrize("count", [2_000])
def test_two_thousand_papers_are_rendered_in_seconds(count: int) -> None:
    dice = random.Random(0)
    names = [f"First{number} Last{number % 700}" for number in range(3_000)]
    papers = [
        content(
            a_paper(
                f"2602.{10_000 + n}",
                authors=tuple(dice.sample(names, 5)),
                abstract="We study agents that learn. " * 40 + "A $x_1$ [b] \\textbf{c}. " * 3,
            )
        )
        for n in range(count)
    ]
    wanted = render_day(a_day(*papers), settings(), look(), Snapshot())
    assert len([each for each in wanted if each.identity.kind is Kind.PAPER]) == count
    paths = [str(each.path).casefold() for each in wanted]
    assert len(set(paths)) == len(paths)
    passages = [
        part for each in wanted if isinstance(each, Note) for part in each.body if isinstance(part, Passage)
    ]
    assert all(part.text is not None and len(part.text) < 100_000 for part in passages)
