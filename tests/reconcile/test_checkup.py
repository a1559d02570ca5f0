"""What `doctor` finds in notes, each in one note by itself."""

from pathlib import PurePosixPath

import pytest
from reconcile.memory_vault import a_paper, new

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.checkup import examine

WHO = Identity(Kind.PAPER, "2602.17676")
PATH = PurePosixPath("arXiv/Papers/a.md")
NOTE = new(a_paper()).decode()


def problems(text: str, *others: tuple[Identity, str]) -> list[str]:
    """What is wrong with one note, in a vault with other notes that are there under these names."""
    notes = {WHO: (PATH,)} | {who: (PurePosixPath(name),) for who, name in others}
    taken = {path.name.casefold(): (path,) for (path,) in notes.values()}
    return [each.problem for each in examine(Snapshot(notes=notes, taken=taken), {PATH: text.encode()})]


def linking(link: str) -> str:
    """The note with a link in its title, above the seal."""
    return NOTE.replace("# Epistemic", f"# {link} Epistemic")


def test_nothing_is_wrong_with_a_note_as_it_was_written() -> None:
    assert problems(NOTE) == []


@pytest.mark.parametrize(
    ("properties", "says"),
    [("title: [open", "not valid YAML"), ("title: 'one'\nTitle: 'two'", "there twice")],
)
def test_properties_that_cannot_be_read_are_named_with_the_reason(properties: str, says: str) -> None:
    (said,) = problems(NOTE.replace("---\n", f"---\n{properties}\n", 1))
    assert said.startswith(f"{PATH}: its properties cannot be read: ")
    assert says in said


@pytest.mark.parametrize(
    ("link", "who"),
    [
        ("[[Robotics (cs.RO)]]", Identity(Kind.SUBJECT, "cs.RO")),
        ("[[arXiv 2026-02-23|the day]]", Identity(Kind.LISTING, "2026-02-23")),
        ("[[2602.17684 Another paper]]", Identity(Kind.PAPER, "2602.17684")),
        ("[[hep-th-9901001 An old paper]]", Identity(Kind.PAPER, "hep-th/9901001")),
        ("[a base](../Papers.base)", Identity(Kind.BASE, "Papers")),
        ("[it](<../Subjects/Robotics (cs.RO).md>)", Identity(Kind.SUBJECT, "cs.RO")),
    ],
)
def test_a_link_to_a_note_of_ours_that_has_another_name_now_is_broken(link: str, who: Identity) -> None:
    (said,) = problems(linking(link), (who, "moved/renamed.md"))
    assert said.startswith(f"{PATH}: a link leads to ")
    assert said.endswith("which is now moved/renamed.md")
    assert problems(linking(link)) == [], "a link to what was never there leads nowhere on purpose"


@pytest.mark.parametrize(
    "link", ["[[Ada Lovelace]]", "[x](https://example.org/Robotics%20(cs.RO).md)", "[[#Notes]]"]
)
def test_other_links_are_not_asked_about(link: str) -> None:
    assert problems(linking(link), (Identity(Kind.SUBJECT, "cs.RO"), "renamed.md")) == []


def test_both_ends_of_a_conflict_of_git_have_to_be_there() -> None:
    begin, end = "<<<<<<< HEAD\n", ">>>>>>> other\n"
    line = NOTE.count("\n") + 1
    (said,) = problems(f"{NOTE}{begin}a\n=======\nb\n{end}")
    assert said.startswith(f"{PATH}, line {line}: conflict marks of git")
    assert problems(NOTE + begin) == problems(NOTE + end) == problems(f"{NOTE}{end}{begin}") == []
