"""Where notes are is collected once, and kept while a run writes more of them."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from vaultgen.note.identity import Kind
from vaultgen.state.found import Names, Notes

WHO = ("paper:2602.00001", "paper:2602.00002", "listing:2026-02-20", "author:ada lovelace")
PATHS = ("a.md", "b.md", "c/a.md", "c/d.md")
SOME = st.frozensets(st.sampled_from(PATHS))


def notes_of(whose: dict[str, str], paths: frozenset[str]) -> Notes:
    """These notes, collected anew."""
    texts = {who: tuple(sorted(path for path in paths if whose[path] == who)) for who in WHO}
    return Notes(lambda: {who: there for who, there in texts.items() if there})


def asked(notes: Notes) -> tuple[object, ...]:
    """Everything that is asked of notes."""
    return (
        {who: notes.paths(who) for who in WHO},
        {kind: sorted(notes.whose(kind)) for kind in Kind},
        {path: notes.at(path) for path in PATHS},
        set(notes.everybody),
    )


@given(
    whose=st.fixed_dictionaries({path: st.sampled_from(WHO) for path in PATHS}),
    there=SOME,
    batches=st.lists(SOME, max_size=4),
    is_asked=st.booleans(),
)
def test_notes_with_more_of_them_are_as_if_they_were_collected_anew(
    whose: dict[str, str], there: frozenset[str], batches: list[frozenset[str]], *, is_asked: bool
) -> None:
    notes = notes_of(whose, there)
    for batch in batches:
        if is_asked:
            asked(notes)
        notes, there = notes.with_more({path: whose[path] for path in batch}), there | batch

        assert asked(notes) == asked(notes_of(whose, there))


@given(there=SOME, batches=st.lists(SOME, max_size=4))
def test_names_with_more_of_them_are_as_if_they_were_collected_anew(
    there: frozenset[str], batches: list[frozenset[str]]
) -> None:
    names = names_of(there)
    for batch in batches:
        names = names.with_more({path: PurePosixPath(path).name for path in sorted(batch)})
        there |= batch

        anew = names_of(there)
        assert {name: set(names[name]) for name in names} == {name: set(anew[name]) for name in anew}
        assert (len(names), [name in names for name in PATHS]) == (
            len(anew),
            [name in anew for name in PATHS],
        )


def names_of(paths: frozenset[str]) -> Names:
    """The names of these files, collected anew."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(paths):
        found[PurePosixPath(path).name] = (*found.get(PurePosixPath(path).name, ()), path)
    return Names(lambda: found)
