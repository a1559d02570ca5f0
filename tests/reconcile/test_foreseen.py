"""What lists will find in the notes of papers after a plan, where they assumed something else."""

from pathlib import PurePosixPath

from msgspec.structs import replace
from reconcile.memory_vault import ABSTRACT_2, PAPER, a_listing, a_paper, new

from vaultgen.document.facts import facts
from vaultgen.note.desired import Note, Property, Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.reconcile.changes import Plan, Update
from vaultgen.reconcile.foreseen import foreseen
from vaultgen.render.catalogue import papers_of

PATH = PurePosixPath("moved.md")
SUBJECTS = Property("subjects", ("[[Artificial Intelligence (cs.AI)]]",))
FIRST = a_paper(extra=(SUBJECTS,))
LATER = a_paper(version=2, title="New", abstract=ABSTRACT_2, authors=("[[Ada]]",), extra=(SUBJECTS,))


def said(data: bytes) -> PaperFacts:
    found = facts(data)[1]
    assert isinstance(found, PaperFacts)
    return found


def vault(data: bytes) -> Snapshot:
    return Snapshot(notes={PAPER: (PATH,)}, papers={PATH: said(data)})


def seen(wanted: Wanted, before: Note | bytes, after: Note | bytes | None) -> PaperFacts | None:
    """What lists are to see of the paper; None where they saw it so already."""
    old, written = (new(each) if isinstance(each, Note) else each for each in (before, after))
    assert old is not None
    changes = () if written is None else (Update(PAPER, PATH, old, written),)
    found = foreseen([wanted], Plan(changes), vault(old))
    return None if found is None else found.papers[PATH]


def test_a_paper_that_becomes_what_it_is_to_be_was_foreseen() -> None:
    assert seen(LATER, FIRST, LATER) is None
    assert seen(FIRST, FIRST, None) is None


def test_a_title_that_the_person_keeps_is_seen_with_the_new_version() -> None:
    mine = new(LATER).replace(b"title: 'New'", b"title: Mine")
    found = seen(LATER, FIRST, mine)
    assert found is not None
    assert found == replace(said(mine), version=2)
    assert (found.title, found.version) == ("Mine", 2)


def test_a_note_of_a_new_version_that_stays_as_it_is_is_seen_as_it_is() -> None:
    found = seen(LATER, FIRST, None)
    assert found == replace(said(new(FIRST)), version=2)


def test_what_lists_show_of_the_same_version_is_seen_where_it_changes() -> None:
    for changed in (
        {"title": "Another"},
        {"authors": ("[[Ada]]",)},
        {"extra": (Property("subjects", ("[[Robotics (cs.RO)]]",)),)},
    ):
        wanted = a_paper(**({"extra": (SUBJECTS,)} | changed))  # type: ignore[arg-type]
        found = seen(wanted, FIRST, wanted)
        assert found == said(new(wanted)), changed
    unshown = a_paper(tags=("x",), extra=(SUBJECTS, Property("doi", "10.1/a")))
    assert seen(unshown, FIRST, unshown) is None
    spelled = a_paper(authors=("[[People/Xingcheng Xu|Xingcheng Xu]]", "[[Ann O'Hara]]"), extra=(SUBJECTS,))
    assert seen(spelled, FIRST, spelled) is None, "another link that shows the same name"


def test_a_version_or_a_value_that_the_note_does_not_tell_is_not_newer() -> None:
    untold = new(FIRST).replace(b"<!-- vaultgen", b"<!-- mine").replace(b"version: 1\n", b"")
    assert seen(LATER, untold, None) is None
    odd = replace(
        LATER, properties=(Property("title", ("x",)), Property("version", "2"), Property("authors", "x"))
    )
    assert seen(odd, FIRST, None) is None


def test_what_the_settings_leave_out_of_a_note_counts_as_told_in_it() -> None:
    hidden = tuple(own for own in LATER.properties if own.name in ("version", "subjects"))
    rest = tuple(own for own in LATER.properties if own not in hidden)
    short = replace(LATER, properties=rest, hidden=hidden)
    assert seen(short, FIRST, new(LATER)) is None


def test_only_papers_that_are_in_the_vault_count() -> None:
    mine = new(LATER).replace(b"title: 'New'", b"title: Mine")
    plan = Plan((Update(PAPER, PATH, new(FIRST), mine),))
    there = vault(new(FIRST))
    assert foreseen([a_listing()], plan, there) is None
    assert foreseen([LATER], plan, Snapshot()) is None
    assert foreseen([LATER], plan, replace(there, papers={})) is None
    assert foreseen([LATER], plan, replace(there, notes={PAPER: (PATH, PurePosixPath("b.md"))})) is None
    broken = Plan((Update(PAPER, PATH, new(FIRST), b"\xff"),))
    found = foreseen([LATER], broken, there)
    assert found is not None
    assert found.papers[PATH] == replace(said(new(FIRST)), version=2)
    other = a_paper(key="2602.17601", title="x")
    both = foreseen([other, LATER], plan, there)
    assert both is not None
    assert [*both.papers] == [PATH]
    assert there.papers[PATH].title == "Epistemic Traps: a study", "the vault as it was stays"


def test_the_index_of_papers_is_carried_on() -> None:
    mine = new(LATER).replace(b"title: 'New'", b"title: Mine").replace(b"cs.AI", b"cs.RO")
    there = vault(new(FIRST))
    there = replace(there, shelf=PaperIndex(lambda: papers_of(there)))
    assert there.shelf is not None
    assert len(there.shelf.on("cs.AI")) == 1
    found = foreseen([LATER], Plan((Update(PAPER, PATH, new(FIRST), mine),)), there)
    assert found is not None
    assert found.shelf is not None
    assert ([*found.shelf.on("cs.AI")], len(found.shelf.on("cs.RO"))) == ([], 1)
    assert found.shelf.signed_by("ada") == (Identity(Kind.PAPER, "2602.17676"),)
