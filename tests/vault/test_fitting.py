"""Names of ours that are made of a person's fit into a folder, however long the person's are."""

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from day.trees import texts
from hypothesis import given
from hypothesis import strategies as st
from vault.plans import note, paper, put, run

from vaultgen.disk.fitting import fitting
from vaultgen.reconcile.changes import Create, Remove, Update
from vaultgen.state.store import State

LONGEST = 255
KEY = "2602.17676"


@pytest.mark.parametrize("letters", ["n", "中", "é", "𝔘"])
@pytest.mark.parametrize("length", [245, 246, 247, 248, 254, 255])
def test_bytes_that_have_no_place_are_brought_to_safety_whatever_the_note_is_called(
    letters: str, length: int, root: Path, folder: Path
) -> None:
    name = letters * ((length - 3) // len(letters.encode())) + ".md"
    with State.open(folder, root) as state:
        kept = state.rescue(name, b"saved twice")
        assert state.rescue(name, b"saved twice") == kept
        assert state.rescue(name, b"otherwise") != kept
    assert kept.read_bytes() == b"saved twice"
    assert kept.suffix == ".md"


@pytest.mark.parametrize("length", [100, 251, 253, 255])
def test_a_note_of_any_length_of_name_goes_to_the_trash_beside_another(
    length: int, root: Path, folder: Path
) -> None:
    name = "n" * (length - 3) + ".md"
    change = Create(paper(KEY), PurePosixPath("arXiv/Papers") / name, note(KEY))
    put(root, f".trash/{name}", b"older")
    assert run(root, folder, change).applied
    outcome = run(root, folder, Remove(paper(KEY), change.path, note(KEY)))
    assert outcome.problems == ()
    there = texts(root)
    assert there.pop(f".trash/{name}") == b"older"
    assert list(there.values()) == [note(KEY)]


@given(st.text(alphabet=st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_a_name_fits_and_keeps_its_ending(name: str) -> None:
    for more in ("", " 2", " 12345"):
        made = fitting(name, more)
        assert len(made.encode()) <= LONGEST
        if len(name.encode()) + len(more) <= LONGEST:
            assert len(made) == len(name) + len(more)
        assert more in made


def test_a_broken_off_run_of_a_note_with_the_longest_name_is_cleared_away(root: Path, folder: Path) -> None:
    """Saved by somebody after the first exchange and again after the second: one of the two has no place."""
    name = "n" * (LONGEST - 3) + ".md"
    place = PurePosixPath("arXiv/Papers") / name
    update = Update(paper(KEY), place, note(KEY, "old"), note(KEY, "new"))
    put(root, str(place), note(KEY, "saved last"))
    with State.open(folder, root) as state:
        number = state.journal.begin(datetime(2026, 2, 23, tzinfo=UTC), "today")
        ((_, step),) = state.journal.intend(number, [update])
    put(root, str(place.parent / step.temporary), note(KEY, "saved first"))
    for _ in range(2):
        run(root, folder)
    assert texts(root) == {str(place): note(KEY, "saved last")}
    (kept,) = folder.glob("vaults/*/rescued/*")
    assert kept.read_bytes() == note(KEY, "saved first")
