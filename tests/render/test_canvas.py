"""A canvas of papers: JSON Canvas 1.0, each paper once, nothing over anything else, nobody's name active in it."""

import json
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from render.json_canvas import wrong_with
from render.samples import labels, look
from render.test_mermaid import NAMES

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key, fold
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.note.wanted import WholeFile
from vaultgen.paper.identifier import Identifier
from vaultgen.plan.canvas_file import canvas_anew, canvas_of
from vaultgen.render.canvas import Drawn, canvas, canvas_text
from vaultgen.render.canvas_layout import MOST_AUTHORS, PAPER, ROWS, SIDE, Card, Paper, laid_out
from vaultgen.render.names import Names

RL, DIFFUSION = "reinforcement learning", "diffusion policy"
FOLDER = PurePosixPath("arXiv")


def paper(
    *keywords: str, subjects: tuple[str, ...] = ("cs.LG",), authors: tuple[str, ...] = ("Ada Lovelace",)
) -> PaperFacts:
    return PaperFacts(
        keywords=keywords,
        subjects=tuple(f"[[Some Name ({code})]]" for code in subjects),
        authors=tuple(f"[[{name}]]" for name in authors),
    )


def drawn(
    *papers: PaperFacts,
    interests: tuple[str, ...] = (RL, DIFFUSION),
    has_notes: tuple[str, ...] = ("cs.LG", "Ada Lovelace"),
    own: tuple[str, ...] = (),
    language: str = "en",
) -> WholeFile:
    """A canvas in a vault that has notes for these subjects and authors, and own notes of the person."""
    by_id = {Identifier(f"2602.{number:05}"): facts for number, facts in enumerate(papers, start=10000)}
    notes = {Identity(Kind.PAPER, str(each)): (PurePosixPath(f"arXiv/Papers/{each} T.md"),) for each in by_id}
    for name in has_notes:
        who = Identity(Kind.SUBJECT, name) if "." in name else Identity(Kind.AUTHOR, author_key(name))
        notes[who] = (PurePosixPath(f"arXiv/Notes/{name}.md"),)
    taken = {fold(f"{name}.md"): (PurePosixPath(f"My notes/{name}.md"),) for name in own}
    shown = Drawn("2026-W09", by_id, (PurePosixPath("arXiv/Daily/arXiv 2026-02-23.md"),), interests)
    return canvas(shown, FOLDER, look(language), Names(Snapshot(notes=notes, taken=taken)))


def read(file: WholeFile) -> Any:
    """What is written in the end."""
    found = json.loads(canvas_anew(file).after)
    assert wrong_with(found) == []
    return found


def files(found: Any) -> list[str]:
    return [node["file"] for node in found["nodes"] if node["type"] == "file"]


def joined(found: Any) -> set[tuple[str, str]]:
    """What lines lead from where to where."""
    names = {node["id"]: node.get("file") or node.get("label") for node in found["nodes"]}
    return {(names[edge["fromNode"]], names[edge["toNode"]]) for edge in found["edges"]}


def groups(found: Any) -> list[tuple[str, str]]:
    return [(node["label"], node["color"]) for node in found["nodes"] if node["type"] == "group"]


P0, P1, P2 = (f"arXiv/Papers/2602.1000{number} T.md" for number in range(3))
ADA, LG = "arXiv/Notes/Ada Lovelace.md", "arXiv/Notes/cs.LG.md"


def test_a_canvas_has_a_title_a_frame_an_interest_and_cards_joined_by_lines() -> None:
    file = drawn(paper(RL), paper(DIFFUSION, authors=()))
    assert (file.identity, str(file.path)) == (
        Identity(Kind.CANVAS, "2026-W09"),
        "arXiv/Canvas/arXiv 2026-W09.canvas",
    )
    found = read(file)
    assert found["nodes"][0]["text"] == "# arXiv 2026-W09\n\n2 papers\n\n[[arXiv 2026-02-23]]"
    assert groups(found) == [(f"{RL} (1)", "5"), (f"{DIFFUSION} (1)", "4")]
    assert sorted(files(found)) == [ADA, LG, LG, P0, P1]
    assert joined(found) == {(LG, P0), (P0, ADA), (LG, P1)}


def test_a_paper_of_two_interests_stands_once_and_a_line_leads_to_the_other_one() -> None:
    found = read(drawn(paper(DIFFUSION, RL), paper(RL), interests=(RL, DIFFUSION)))
    assert files(found).count(P0) == 1
    assert groups(found) == [(f"{RL} (2)", "5"), (f"{DIFFUSION} (1)", "4")]
    assert (P0, f"{DIFFUSION} (1)") in joined(found)
    (edge,) = [edge for edge in found["edges"] if "color" in edge]
    assert edge["color"] == "4"


def test_interests_stand_in_the_persons_order_then_by_name_and_papers_of_none_last() -> None:
    found = read(
        drawn(paper("b"), paper("a"), paper(), paper(RL), paper(DIFFUSION), interests=(DIFFUSION, RL))
    )
    assert [label for label, _ in groups(found)] == [
        f"{DIFFUSION} (1)",
        f"{RL} (1)",
        "a (1)",
        "b (1)",
        "Other papers (1)",
    ]
    lefts = [node["x"] for node in found["nodes"] if node["type"] == "group"]
    assert lefts == sorted(lefts)


def test_an_interest_without_papers_then_has_no_frame_and_colours_come_again() -> None:
    found = read(drawn(*(paper(f"interest {number}") for number in range(7))))
    assert [colour for _, colour in groups(found)] == ["5", "4", "6", "2", "3", "1", "5"]


def test_lines_lead_only_to_notes_that_are_there_also_to_the_persons_own() -> None:
    facts = paper(RL, subjects=("cs.LG", "cs.AI"), authors=("Ada Lovelace", "Nobody", "My Friend"))
    found = read(drawn(facts, own=("My Friend",)))
    assert joined(found) == {(LG, P0), (P0, ADA), (P0, "My notes/My Friend.md")}


def test_no_line_leads_to_an_author_for_whom_there_is_no_room() -> None:
    many = tuple(f"Author {number}" for number in range(30))
    found = read(drawn(paper(RL, authors=many), has_notes=many))
    assert len(found["edges"]) == MOST_AUTHORS


def test_papers_of_one_subject_stand_together() -> None:
    found = read(
        drawn(
            paper(RL, subjects=("cs.RO",)),
            paper(RL, subjects=("cs.AI",)),
            paper(RL, subjects=("cs.RO",)),
            paper(RL, subjects=("hep-th",)),
            has_notes=("cs.AI", "cs.RO"),
        )
    )
    rows = sorted((node["y"], node["file"]) for node in found["nodes"] if node["id"].startswith("paper"))
    assert [name for _, name in rows] == [P1, P0, P2, "arXiv/Papers/2602.10003 T.md"]


def test_the_words_on_it_are_in_the_persons_language() -> None:
    found = read(drawn(paper(), language="de"))
    assert groups(found) == [(f"{labels()['de']['others']} (1)", "5")]
    assert "1 Arbeit" in found["nodes"][0]["text"]


def test_the_order_of_papers_does_not_matter() -> None:
    papers = {
        Identifier(f"2602.{number}"): paper(RL, DIFFUSION) if number % 2 else paper(RL)
        for number in range(10000, 10040)
    }
    notes = {Identity(Kind.PAPER, str(each)): (PurePosixPath(f"{each}.md"),) for each in papers}
    backwards = dict(reversed(papers.items()))
    first, second = (
        canvas(Drawn("2026-W09", each, (), (RL,)), FOLDER, look(), Names(Snapshot(notes=notes)))
        for each in (papers, backwards)
    )
    assert first == second


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_more_than_a_name(name: str) -> None:
    _holds(name)


@given(st.text())
@hypothesis_settings(max_examples=50)
def test_no_text_at_all_is_more_than_a_text(name: str) -> None:
    _holds(name)


def _holds(name: str) -> None:
    facts = PaperFacts(keywords=(name,), authors=(name, f"[[{name}]]"), subjects=(name,))
    file = drawn(facts, interests=(name,))
    found = read(file)
    assert canvas_of(canvas_anew(file).after) == "2026-W09"
    (label,) = [node["label"] for node in found["nodes"] if node["type"] == "group"]
    assert label == f"{canvas_text(name) or 'Other papers'} (1)"
    text = canvas_text(name)
    assert len(text) <= 80
    assert text.isprintable() or not text.isascii()
    assert not set(text) & set("\n\r\t\0\u2028\u2029\u202e\u2066")
    assert "<%" not in text
    text.encode()


def test_a_plain_name_stays_as_it_is() -> None:
    for name in ('"offline" RL; 100%', "强化学习", "C++ & [brackets] {braces}"):
        assert canvas_text(name) == name
    assert canvas_text("a" * 81) == "a" * 79 + "…"
    assert canvas_text("<% tp.file %>") == "< % tp.file %>"


CARDS = st.builds(
    Card, st.sampled_from([f"s{number}" for number in range(40)]), st.just(PurePosixPath("s.md"))
)
AUTHORS = st.builds(
    Card, st.sampled_from([f"a{number}" for number in range(60)]), st.just(PurePosixPath("a.md"))
)
GROUPS = st.lists(
    st.lists(
        st.tuples(st.lists(CARDS, unique=True, max_size=5), st.lists(AUTHORS, unique=True, max_size=12)),
        max_size=40,
    ),
    max_size=3,
)


@given(GROUPS)
@hypothesis_settings(max_examples=60)
def test_no_card_lies_over_another_and_each_lies_in_its_frame(
    drawing: list[list[tuple[list[Card], list[Card]]]],
) -> None:
    papers = [
        [
            Paper(Card(f"p{group}.{number}", PurePosixPath("p.md")), tuple(subjects), tuple(authors))
            for number, (subjects, authors) in enumerate(members)
        ]
        for group, members in enumerate(drawing)
    ]

    found = laid_out(papers)

    frames = [group.frame for group in found]
    assert len(found) == len(papers)
    assert not any(_meet(first, second) for first, second in combinations(frames, 2))
    for group, members in zip(found, papers, strict=True):
        boxes = []
        assert [paper for column in group.columns for paper, _ in column.papers] == members
        for column in group.columns:
            assert 0 < len(column.papers) <= ROWS
            assert len(column.authors) <= MOST_AUTHORS
            assert {card for card, _ in column.subjects} == {
                card for paper, _ in column.papers for card in paper.subjects
            }
            assert all((box.width, box.height) == PAPER for _, box in column.papers)
            assert all((box.width, box.height) == SIDE for _, box in (*column.subjects, *column.authors))
            boxes += [box for _, box in (*column.papers, *column.subjects, *column.authors)]
        assert not any(_meet(first, second) for first, second in combinations(boxes, 2))
        frame = group.frame
        for box in boxes:
            assert frame.x < box.x
            assert box.x + box.width < frame.x + frame.width
            assert frame.y < box.y
            assert box.y + box.height < frame.y + frame.height


def _meet(first: Any, second: Any) -> bool:
    apart = 20
    return (
        first.x < second.x + second.width + apart
        and second.x < first.x + first.width + apart
        and first.y < second.y + second.height + apart
        and second.y < first.y + first.height + apart
    )


def test_columns_are_about_as_long_and_many_authors_are_told_by_most_papers() -> None:
    common, rare = (
        Card("a", PurePosixPath("a.md")),
        [Card(f"b{n:02}", PurePosixPath("b.md")) for n in range(30)],
    )
    papers = [
        Paper(Card(str(number), PurePosixPath("p.md")), (), (*rare, common) if number == 0 else (common,))
        for number in range(ROWS + 1)
    ]
    (group,) = laid_out([papers])
    assert [len(column.papers) for column in group.columns] == [8, 9]
    first = [card for card, _ in group.columns[0].authors]
    assert len(first) == MOST_AUTHORS
    assert common in first
    assert set(first) - {common} == set(rare[: MOST_AUTHORS - 1])


def test_a_subject_stands_beside_the_middle_of_its_papers() -> None:
    subject = Card("s", PurePosixPath("s.md"))
    papers = [
        Paper(Card(str(number), PurePosixPath("p.md")), (subject,) * (number == 2)) for number in range(5)
    ]
    (group,) = laid_out([papers])
    ((_, box),) = group.columns[0].subjects
    paper_box = group.columns[0].papers[2][1]
    assert box.y + box.height // 2 == paper_box.y + paper_box.height // 2
    assert box.x + box.width < paper_box.x
