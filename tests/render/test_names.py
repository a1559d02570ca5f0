"""Names that every system takes, unique in the whole vault."""

import re
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.render.names import LONGEST, NoteNames, author_name, legal_name, paper_name

PAPERS = PurePosixPath("arXiv/Papers")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def a_vault(*paths: str, notes: dict[Identity, tuple[PurePosixPath, ...]] | None = None) -> Snapshot:
    taken: dict[str, tuple[PurePosixPath, ...]] = {}
    for path in map(PurePosixPath, paths):
        taken[fold(path.name)] = (*taken.get(fold(path.name), ()), path)
    return Snapshot(notes or {}, taken)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Traps: a/b? <c> | [d] #e ^f", "Traps a-b c d e f"),
        ("..hidden.", "hidden"),
        ("John Smith Jr.", "John Smith Jr"),
        ("Con", "Con_"),
        ("aux.md", "_aux.md"),
        ("10× faster – O'Brien’s", "10x faster - O'Brien’s"),
        ("🚀", "untitled"),
        ("李伟 & नमस्ते", "李伟 नमस्ते"),
        ("a\u202eb\u200bc", "abc"),
        ("", "untitled"),
    ],
)
def test_names_stay_as_near_to_the_text_as_every_system_allows(text: str, name: str) -> None:
    assert legal_name(text) == name


def test_a_papers_name_begins_with_its_identifier_and_reads_its_formulas() -> None:
    assert (
        paper_name(Identifier("2602.17676"), r"Diffusion $\ell_2$: a \textbf{B}")
        == "2602.17676 Diffusion ℓ2 a B.md"
    )
    assert paper_name(Identifier("hep-th/9901001"), "") == "hep-th-9901001.md"


def test_a_long_title_is_cut_at_a_word() -> None:
    name = paper_name(Identifier("2602.17676"), "reinforcement " * 150)
    assert name.endswith("reinforcement.md")
    assert len(name.encode()) <= LONGEST


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80) | st.text(min_size=200, max_size=400))
@example("e" + "\u0301" * 500)
@example("𝔸" * 2000)
@example("com1 .x")
@example("CON .")
def test_every_name_is_legal_everywhere(text: str) -> None:
    for name in (paper_name(Identifier("2602.17676"), text), f"{author_name(text)}.md"):
        assert len(name.encode()) <= LONGEST
        assert name == unicodedata.normalize("NFC", name)
        assert not set(name) & set('*"\\/<>:|?#^[]%$`\0\n')
        assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in name)
        stem = name.removesuffix(".md")
        assert stem
        assert stem == stem.strip(". ") or stem.startswith("_")
        assert not RESERVED.fullmatch(name.split(".")[0].rstrip())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_legal_name_is_left_alone(text: str) -> None:
    assert legal_name(legal_name(text)) == legal_name(text)


def test_a_note_that_is_there_keeps_its_path() -> None:
    there = PurePosixPath("Mine/renamed.md")
    identity = Identity(Kind.PAPER, "2602.17676")
    names = NoteNames(a_vault("Mine/renamed.md", notes={identity: (there,)}))
    assert names.path_of(identity, PAPERS, "2602.17676 New title.md") == there


def test_a_taken_name_is_passed_over_anywhere_in_the_vault_and_in_any_case() -> None:
    names = NoteNames(a_vault("Elsewhere/A NOTE.md"))
    assert names.path_of(Identity(Kind.PAPER, "1"), PAPERS, "A note.md").name == "A note (2).md"
    assert names.path_of(Identity(Kind.PAPER, "2"), PAPERS, "a Note.md").name == "a Note (3).md"


def test_a_persons_own_note_is_taken_for_an_author_and_is_not_ours() -> None:
    names = NoteNames(a_vault("People/xingcheng xu.md"))
    identity = Identity(Kind.AUTHOR, "xingcheng xu")
    path, is_ours = names.path_or_persons_own(identity, PurePosixPath("arXiv/Authors"), "Xingcheng Xu.md")
    assert (str(path), is_ours) == ("People/xingcheng xu.md", False)


def test_another_note_of_ours_is_not_taken_for_an_author() -> None:
    subject = PurePosixPath("arXiv/Subjects/Logic.md")
    names = NoteNames(a_vault(str(subject), notes={Identity(Kind.SUBJECT, "x.L"): (subject,)}))
    path, is_ours = names.path_or_persons_own(
        Identity(Kind.AUTHOR, "logic"), PurePosixPath("arXiv/Authors"), "Logic.md"
    )
    assert (str(path), is_ours) == ("arXiv/Authors/Logic (2).md", True)


def test_a_name_is_unique_only_if_nobody_else_bears_it() -> None:
    names = NoteNames(a_vault("a/x.md", "b/X.md", "c/y.md"))
    assert not names.is_unique(PurePosixPath("a/x.md"))
    assert names.is_unique(PurePosixPath("c/y.md"))
