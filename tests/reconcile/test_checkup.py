"""What `doctor` finds in notes, each in one note by itself."""

import re
from datetime import date
from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace
from reconcile.memory_vault import a_paper, new

from vaultgen.errors import Problem
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import ListingFacts, Snapshot, Unreadable
from vaultgen.reconcile.checkup import examine, notes_to_examine
from vaultgen.reconcile.renamed_folder import all_of_ours, renamed_folder
from vaultgen.settings import NEEDED_PROPERTIES

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


def found(snapshot: Snapshot, text: str, names: dict[str, str] | None = None) -> list[Problem]:
    return list(examine(snapshot, {PATH: text.encode()}, names or {}))


def test_properties_that_cannot_be_read_are_left_alone_and_said_with_what_to_do() -> None:
    doubled = NOTE.replace("---\n", "---\ntitle: [open\n", 1)
    remedy = "open it in source mode, and fix what is between the lines ---"
    reason = f"{PATH}: its properties cannot be read: the front matter is not valid YAML"
    assert found(Snapshot(notes={WHO: (PATH,)}), doubled) == [
        Problem(f"{reason}; they are left alone, its texts stay current", remedy)
    ]
    assert Problem(reason, remedy) in found(Snapshot(lost={PATH: "2602.17676"}), doubled)
    renamed = NOTE.replace("\ntitle:", "\nname: 'a'\nName: 'b'\ntitle:")
    (said,) = found(Snapshot(notes={WHO: (PATH,)}), renamed, {"title": "name"})
    assert "the property name is there twice" in said.problem
    assert found(Snapshot(notes={WHO: (PATH,)}), renamed) == []


def test_a_note_that_lost_its_identifier_is_named_with_what_to_write() -> None:
    delete = "or delete the lines <!-- vaultgen … -->: then it is yours"
    assert found(Snapshot(lost={PATH: "hep-th/9901001"}), NOTE) == [
        Problem(
            f"{PATH} is the note of hep-th/9901001 and has no readable arxiv_id; it is left alone",
            f'write this line into its properties: arxiv_id: "arXiv:hep-th/9901001"; {delete}',
        )
    ]
    assert found(Snapshot(lost={PATH: ""}), NOTE) == [
        Problem(
            f"{PATH} has marks of vaultgen and no readable arxiv_id; nothing in it says which paper it is of",
            f"write the arxiv_id of its paper into its properties; {delete}",
        )
    ]


def test_the_remedy_for_a_conflict_of_git_is_said() -> None:
    (said,) = found(Snapshot(notes={WHO: (PATH,)}), f"{NOTE}<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n")
    assert said.problem.endswith(": conflict marks of git (<<<<<<<, =======, >>>>>>>)")
    assert said.hint == "keep one of the two versions between them and take the three lines out"


def test_several_notes_of_a_paper_and_copies_of_a_note_are_named() -> None:
    other, copy = PurePosixPath("b.md"), PATH.with_name("a 2.md")
    assert found(Snapshot(notes={WHO: (PATH, other)}), NOTE) == [
        Problem(
            f"several notes of paper 2602.17676, none is written to: {PATH}, {other}",
            "keep one and delete the others, or take what makes them ours out of them (arxiv_id, the seal)",
        )
    ]
    assert found(Snapshot(notes={WHO: (copy, PATH)}), NOTE) == [
        Problem(
            f"{copy} is a sync conflict copy of {PATH}", "take over from it what you need, then delete it"
        )
    ]


def test_a_note_without_a_seal_is_ours_if_it_has_what_each_of_ours_has() -> None:
    needed = "".join(
        f"{each}: x\n" for each in NEEDED_PROPERTIES if each not in ("arxiv_id", "title_translated")
    )
    bare = f"---\narxiv_id: 2602.17676\n{needed}---\n# Mine\n"
    (said,) = found(Snapshot(notes={WHO: (PATH,)}), bare)
    assert said == Problem(
        f"{PATH} has no seal, the line <!-- vaultgen … -->: it is yours, and nothing in it becomes current",
        f'leave it so, or have vaultgen keep it current again: vaultgen doctor --reseal "{PATH}"',
    )
    renamed = bare.replace("\ntitle:", "\nname:")
    assert found(Snapshot(notes={WHO: (PATH,)}), renamed) == []
    assert found(Snapshot(notes={WHO: (PATH,)}), renamed, {"title": "name"}) == [said]
    assert found(Snapshot(notes={WHO: (PATH,)}), bare, {"title": "name"}) == [said]


def test_a_damaged_seal_is_said_with_its_remedy() -> None:
    (said,) = found(Snapshot(notes={WHO: (PATH,)}), NOTE.replace(" t:", " t:A"))
    assert re.fullmatch(
        rf"{PATH}: its seal, the line <!-- vaultgen … -->, is damaged: line \d+ is not as it was written; nothing in it is touched",
        said.problem,
    )
    assert said.hint == f'take that edit back, or have a new seal made: vaultgen doctor --reseal "{PATH}"'


def test_bases_bibliographies_and_what_cannot_be_read_are_not_examined() -> None:
    marks = b"<<<<<<< a\n>>>>>>> b\n"
    for name, data in (
        ("x.base", marks),
        ("x.bib", marks),
        ("x.md", Unreadable("a stub")),
        ("x.md", b"\xff" + marks),
    ):
        path = PurePosixPath(name)
        assert examine(Snapshot(notes={WHO: (path,)}), {path: data}) == ()
    assert examine(Snapshot(notes={WHO: (PATH,)}), {}) == ()


def test_the_notes_to_examine_are_ours_and_those_that_lost_what_identifies_them() -> None:
    lost, copy = PurePosixPath("lost.md"), PurePosixPath("b.md")
    snapshot = Snapshot(notes={WHO: (PATH, copy)}, lost={lost: ""}, unreadable={PurePosixPath("u.md"): "x"})
    assert notes_to_examine(snapshot) == all_of_ours(snapshot) == (PATH, copy, lost)


@pytest.mark.parametrize(
    ("paths", "folder", "home"),
    [
        (["arXiv/Daily/a.md", "arXiv/Papers/p.md"], "arXiv", None),
        (["old/Daily/a.md", "old/Papers/p.md"], "arXiv", "old"),
        (["old/Daily/a.md", "arXiv/Papers/p.md"], "arXiv", None),
        (["old/Daily/a.md", "arXiv/Papers.base", "arXiv/references.bib"], "arXiv", "old"),
        (["old/Daily/a.md", "new/Daily/b.md"], "arXiv", None),
        (["a/old/Daily/a.md"], "a", None),
        (["a.md"], "arXiv", None),
        (["Daily/a.md"], "arXiv", "."),
    ],
)
def test_a_renamed_folder_is_known_by_where_the_earlier_notes_are(
    paths: list[str], folder: str, home: str | None
) -> None:
    places = [PurePosixPath(path) for path in paths]
    listings = {
        path: ListingFacts(date(2026, 2, 23), is_complete=True)
        for path in places
        if path.name in ("a.md", "b.md")
    }
    snapshot = Snapshot(
        {Identity(Kind.PAPER, str(at)): (path,) for at, path in enumerate(places)}, {}, {}, listings
    )
    expected = Problem(
        f"vaultgen's earlier notes are below {home}, and new ones go to {folder}",
        f'if you renamed the folder, write folder = "{home}" below [vault] in vaultgen.toml; '
        f"what went to {folder} since, you may move there",
    )
    assert renamed_folder(snapshot, PurePosixPath(folder)) == (expected if home else None)


def test_a_broken_link_is_said_with_its_remedy_and_each_once() -> None:
    who = Identity(Kind.SUBJECT, "cs.RO")
    moved = PurePosixPath("renamed.md")
    snapshot = Snapshot(notes={WHO: (PATH,), who: (moved,)})
    links = "[[x/Robotics (cs.RO)#Part|a]] [[x/Robotics (cs.RO)\\|b]] [c](x/Robotics%20\\(cs.RO\\).md#d)"
    text = linking(links).replace("-->", "-->\n\n[[Robotics (cs.RO)]]")
    assert found(snapshot, text) == [
        Problem(
            f'{PATH}: a link leads to "{target}", which is now renamed.md',
            "vaultgen refresh makes the links of unedited texts current; fix edited ones by hand",
        )
        for target in ("x/Robotics (cs.RO)", "x/Robotics (cs.RO).md")
    ]
    entity = linking("[a](x/Robotics&#32;&lpar;cs.RO&rpar;.md)")
    assert len(found(snapshot, entity)) == 1
    named = replace(snapshot, taken={"robotics (cs.ro).md": (moved,)})
    assert found(named, text) == []
