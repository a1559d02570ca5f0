"""A bibliography: our entries are current one by one, and every byte of the person's stays."""

import hashlib
import re
from pathlib import PurePosixPath

import pytest
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


def test_a_remark_that_names_vaultgen_is_not_a_seal() -> None:
    own = b"% vaultgen\n@article{mine,\n  title = {x},\n}\n% vaultgen  \n"
    assert not is_bibliography(own)
    assert reconcile_bibliography(wanted(*PAPERS), own) is None
    assert after(wanted(*PAPERS), anew() + own) == anew(*PAPERS) + own


def test_without_a_seal_the_file_is_the_persons() -> None:
    file = b"".join(
        line for line in anew(*PAPERS).splitlines(keepends=True) if not line.startswith(b"% vaultgen")
    )
    assert not is_bibliography(file)
    assert reconcile_bibliography(wanted(*PAPERS), file) is None


@pytest.mark.parametrize(
    "line",
    ["% vaultgen is what made this\n", "  % vaultgen papers=9\n", "  note = {50 % vaultgen papers=9},\n"],
)
def test_what_only_begins_like_the_seal_is_the_persons(line: str) -> None:
    assert not is_bibliography(line.encode())
    assert papers_counted(line.encode() + anew(*PAPERS)) == len(PAPERS)
    made = after(wanted(*PAPERS), line.encode() + anew(*PAPERS[:2]))
    assert made == line.encode() + anew(*PAPERS)


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


def test_a_file_that_does_not_tell_counts_no_papers_and_of_two_lines_the_greater_counts() -> None:
    assert [
        papers_counted(data)
        for data in (b"", b"% vaultgen\n", b"\xff% vaultgen papers=7\n", b"x\n% vaultgen papers=7\n")
    ] == [0, 0, 0, 7]
    assert (
        papers_counted(b"% vaultgen papers=7\n% vaultgen papers=12 \t\r\n% vaultgen papers=1234567890\n")
        == 12
    )
    assert is_bibliography(b"\xff\n% vaultgen 2602.17676:0123abcd\n")
    assert not is_bibliography(b"% vaultgen 2602.17676:0123abc\n")
    assert not is_bibliography(b" % vaultgen\n")


def test_a_new_file_is_header_entries_and_seal() -> None:
    marks = {paper: hashlib.sha256(entry(paper).text.strip().encode()).hexdigest()[:8] for paper in PAPERS}
    text = anew(*PAPERS).decode()
    assert text.startswith(
        "% The papers of this vault, written by vaultgen. Entries of your own, anywhere, and entries you change stay yours.\n\n@online{key0,"
    )
    line = " ".join(f"{paper}:{marks[paper]}" for paper in PAPERS)
    assert text.endswith(f"}}\n\n% vaultgen papers=5\n% vaultgen {line}\n")
    assert "".join(entry(paper).text + "\n" for paper in PAPERS) in text


def test_papers_whose_notes_cannot_be_known_keep_their_entries_as_they_are() -> None:
    file = anew(*PAPERS)
    later = replace(wanted(*PAPERS[:2]), lost=frozenset({"2602.17676", "2602.99999"}))
    made = after(later, file)
    assert entry("2602.17676").text in made.decode()
    assert entry("2602.17680").text not in made.decode()
    assert "2602.17676:" in made.decode()
    assert "2602.99999:" not in made.decode()
    retitled = replace(wanted("2602.17676", titles={"2602.17676": "New"}), lost=frozenset({"2602.17676"}))
    assert entry("2602.17676").text in after(retitled, file).decode()


def test_new_entries_stand_in_order_among_ours_and_a_file_without_a_final_newline_gets_one() -> None:
    file = anew("0704.0001", "2602.18291").decode().replace("@online{key4", f"{OWN}\n@online{{key4")
    made = after(wanted(*PAPERS), file.encode()).decode()
    assert re.findall(r"@\w+\{(\w+)", made) == [
        "key0",
        "key1",
        "knuth",
        "key2",
        "key3",
        "key4",
    ]
    open_end = "@book{x, y={z}}\n% vaultgen papers=0\n@book{last}"
    made = after(wanted("2602.17676"), open_end.encode()).decode()
    assert made.startswith(f"@book{{x, y={{z}}}}\n{entry('2602.17676').text}\n% vaultgen papers=1\n")
    assert made.endswith("\n@book{last}")
    bare = after(wanted("2602.17676"), b"loose words\r\n% vaultgen papers=0\r\n").decode()
    assert "\n" not in bare.replace("\r\n", "")


@pytest.mark.parametrize(
    ("own", "is_known"),
    [
        ("@article {KEY2 ,\n}\n", True),
        ("@article(key2,\n)\n", True),
        ('@article{x,\n\tEPRINT = "2602.17676",\n}\n', True),
        ("@article{x,\n  eprint={2602.17676},\n}\n", True),
        ("@article{x,\n  note = {eprint = {2602.17676}},\n}\n", False),
        ("@article{key22,\n}\n", False),
        ("% @article{key2,\n", False),
    ],
)
def test_an_entry_of_the_persons_is_known_by_its_key_or_its_paper(own: str, *, is_known: bool) -> None:
    made = after(wanted("2602.17676"), anew() + own.encode()).decode()
    assert made.count("@online{key2,") == (0 if is_known else 1)
    assert made.endswith(own)


def test_a_seal_names_each_paper_with_the_fingerprint_of_its_entry_five_in_a_line() -> None:
    papers = [f"2602.{number:05}" for number in range(1, 8)]
    references = tuple(
        reference(Identifier(paper), f"k{paper[5:]}", PaperFacts(title="A")) for paper in papers
    )
    made = new_bibliography(Bibliography(BIBLIOGRAPHY, PurePosixPath("x.bib"), references, 7)).after.decode()
    lines = [line for line in made.splitlines() if line.startswith("% vaultgen")]
    assert [line.count(":") for line in lines] == [0, 5, 2]
    assert re.findall(r"(2602\.\d{5}):[0-9a-f]{8}\b", made) == papers
    odd = made.replace("% vaultgen papers=7", "% vaultgen papers=7 nonsense:0123abcd 2602.17676:0123abcd")
    gone = after(Bibliography(BIBLIOGRAPHY, PurePosixPath("x.bib"), references, 7), odd.encode()).decode()
    assert "nonsense" not in gone


def test_what_stood_behind_an_entry_that_leaves_stays_and_blank_lines_go_with_it() -> None:
    file = anew(*PAPERS[:3]).decode()
    text = entry(PAPERS[1]).text
    remark = file.replace(text, f"{text}% my remark\n")
    made = after(wanted(PAPERS[0], PAPERS[2]), remark.encode()).decode()
    assert "% my remark\n" in made
    assert text not in made
    assert after(wanted(PAPERS[0], PAPERS[2]), file.encode()) == anew(PAPERS[0], PAPERS[2])
