"""A bibliography: our entries are current one by one, and every byte of the person's stays."""

import re
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultgen.bibliography.reference import reference
from vaultgen.note.desired import Bibliography, Reference
from vaultgen.note.identity import BIBLIOGRAPHY
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier
from vaultgen.reconcile.bib_file import (
    is_bibliography,
    new_bibliography,
    papers_counted,
    reconcile_bibliography,
)

PAPERS = ("hep-th/9901001", "0704.0001", "2602.17676", "2602.17680", "2602.18291")
OWN = "@book{knuth,\n  title = {The {\\TeX}book},\n  note={a @ b},\n}\n"


def entry(paper: str, title: str = "A Title") -> Reference:
    return reference(Identifier(paper), f"key{PAPERS.index(paper)}", PaperFacts(title=title))


def wanted(*papers: str, titles: dict[str, str] | None = None) -> Bibliography:
    ordered = sorted(papers, key=lambda paper: Identifier(paper).order)
    references = tuple(entry(paper, (titles or {}).get(paper, "A Title")) for paper in ordered)
    return Bibliography(BIBLIOGRAPHY, PurePosixPath("arXiv/references.bib"), references, len(papers))


def anew(*papers: str) -> bytes:
    return new_bibliography(wanted(*papers)).after


def after(what: Bibliography, data: bytes) -> bytes:
    found = reconcile_bibliography(what, data)
    assert found is not None
    return found.after


def without_ours(data: bytes) -> str:
    """What is left when our entries and the seal are taken out."""
    left = "".join(
        line for line in data.decode().splitlines(keepends=True) if not line.startswith("% vaultgen")
    )
    return re.sub(r"@online\{key\d,\r?\n(?:  [^\n]*\n)*\}\r?\n(?:\r?\n)?", "", left)


@given(st.lists(st.sampled_from(PAPERS), unique=True), st.data())
def test_the_same_papers_give_the_same_bytes_in_one_run_or_in_many(
    order: list[str], data: st.DataObject
) -> None:
    there: list[str] = []
    file = anew()
    for paper in order:
        there.append(paper)
        if data.draw(st.booleans()):
            file = after(wanted(*there), file)
    assert after(wanted(*order), file) == anew(*order)


def test_what_is_current_is_not_touched() -> None:
    file = anew(*PAPERS)
    found = reconcile_bibliography(wanted(*PAPERS), file)
    assert found is not None
    assert found.after is file


@given(
    st.lists(st.sampled_from(PAPERS), unique=True),
    st.lists(st.sampled_from(PAPERS), unique=True),
    st.lists(
        st.sampled_from(
            [OWN, "% a comment\n", "@string{a = {b}}\n", "\n\n", "loose words\n", "@comment{x}\n"]
        ),
        max_size=4,
    ),
    st.integers(0, 30),
    st.sampled_from(["\n", "\r\n"]),
)
def test_no_byte_of_the_persons_is_lost(
    before: list[str], now: list[str], own: list[str], place: int, newline: str
) -> None:
    lines = anew(*before).decode().splitlines(keepends=True)
    borders = [0, *(number + 1 for number, line in enumerate(lines) if line == "\n" or line.startswith("%"))]
    at = borders[place % len(borders)]
    text = "".join((*lines[:at], *own, *lines[at:]))
    file = text.replace("\n", newline).encode()
    made = after(wanted(*now), file)
    kept = without_ours(made).replace("\r\n", "\n")
    for each in own:
        assert each.strip("\n") in kept
    assert after(wanted(*now), made) == made
    assert (b"\r\n" in made) == (newline == "\r\n")
    assert newline == "\n" or made.count(b"\n") == made.count(b"\r\n")


def test_an_entry_that_the_person_changed_is_theirs() -> None:
    file = anew(*PAPERS).replace(b"{A Title}", b"{My Title}", 1)
    made = after(wanted(*PAPERS, titles=dict.fromkeys(PAPERS, "Another")), file)
    assert made.count(b"{My Title}") == 1
    assert made.count(b"{Another}") == len(PAPERS) - 1
    assert made.count(b"@online") == len(PAPERS)


def test_an_entry_that_the_person_took_out_stays_away() -> None:
    gone = entry("2602.17676").text + "\n"
    file = anew(*PAPERS).decode().replace(gone, "").encode()
    made = after(wanted(*PAPERS, titles=dict.fromkeys(PAPERS, "Another")), file)
    assert b"2602.17676}" not in made
    assert after(wanted(*PAPERS), made).count(b"@online") == len(PAPERS) - 1


def test_the_entry_of_a_paper_without_a_note_leaves_and_comes_back_with_it() -> None:
    fewer = after(wanted(*PAPERS[1:]), anew(*PAPERS))
    assert fewer == anew(*PAPERS[1:])
    assert after(wanted(*PAPERS), fewer) == anew(*PAPERS)


def test_a_paper_or_key_that_the_person_has_an_entry_of_gets_no_second_one() -> None:
    same_paper = "@article{mine,\n  eprint = {2602.17676},\n}\n"
    same_key = "@article{KEY4,\n  title = {x},\n}\n"
    made = after(wanted(*PAPERS), anew() + (same_paper + same_key).encode())
    assert made.endswith((same_paper + same_key).encode())
    assert made.count(b"@online") == len(PAPERS) - 2


def test_without_a_seal_the_file_is_the_persons() -> None:
    file = b"".join(
        line for line in anew(*PAPERS).splitlines(keepends=True) if not line.startswith(b"% vaultgen")
    )
    assert not is_bibliography(file)
    assert reconcile_bibliography(wanted(*PAPERS), file) is None


def test_two_seals_that_a_merge_left_count_as_one() -> None:
    file = anew(*PAPERS[:3]) + anew(*PAPERS[3:]).split(b"\n\n", 1)[1]
    made = after(wanted(*PAPERS), file)
    assert made.count(b"papers=") == 1
    assert made.count(b"@online") == len(PAPERS)
    assert papers_counted(made) == len(PAPERS)


def test_an_entry_that_was_pasted_twice_keeps_the_second_as_the_persons() -> None:
    twice = entry("2602.17676").text
    file = anew(*PAPERS) + twice.encode()
    made = after(wanted(*PAPERS, titles={"2602.17676": "Another"}), file)
    assert made.endswith(twice.encode())
    assert made.count(b"{Another}") == 1


def test_a_new_key_moves_with_its_entry() -> None:
    what = wanted(*PAPERS)
    other = replace(
        what,
        references=tuple(
            replace(one, key="n", text=one.text.replace(one.key, "n")) for one in what.references[:1]
        )
        + what.references[1:],
    )
    made = after(other, anew(*PAPERS))
    assert made.count(b"@online{n,") == 1
    assert made.count(b"@online") == len(PAPERS)


def test_a_title_that_changes_time_and_again_is_current_each_time() -> None:
    file = anew(*PAPERS)
    for title in ("Second", "Third", "Fourth"):
        what = wanted(*PAPERS, titles={"2602.17676": title})
        file = after(what, file)
        assert file == new_bibliography(what).after
