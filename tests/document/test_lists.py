"""Lists shared with the person, by one digest."""

from hypothesis import given
from hypothesis import strategies as st

from vaultgen.document.lists import list_digest, share

ours = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)
theirs = st.lists(st.tuples(st.sampled_from("PQRS"), st.integers(0, 9)), max_size=2, unique_by=lambda x: x[0])


def mark_after(shared) -> str:
    return list_digest(shared.ours)


@given(ours, ours, theirs, st.sets(st.sampled_from("abcdefgh"), max_size=2), st.booleans(), st.booleans())
def test_what_the_person_added_stays_and_what_they_removed_stays_away(
    first, then, added, removed, has_base, is_sorted
):
    there = list(share("tags", (), first, None).elements)
    for element, at in added:
        there.insert(at % (len(there) + 1), element)
    there = [element for element in there if element not in removed]
    there = sorted(there) if is_sorted else there
    shared = share("tags", there, then, list_digest(first), base=first if has_base else None)
    assert [e for e in shared.elements if e.isupper()] == [e for e in there if e.isupper()]
    gone = set(first) & removed
    assert not gone & set(shared.elements), "came back"
    if has_base or not gone:
        assert not shared.is_kept
        assert {e for e in shared.elements if e.islower()} == set(then) - gone
    for base in (then, None):
        if not shared.is_kept:
            again = share("tags", shared.elements, then, mark_after(shared), base=base)
            assert (again.elements, again.ours, again.is_kept) == (shared.elements, shared.ours, False)


def test_many_tags_of_the_person_do_not_hide_which_are_ours():
    there = ("arxiv", *"PQRSTUVWXYZ", "arxiv/cs/LG")
    shared = share(
        "tags", there, ("arxiv", "arxiv/cs/LG", "arxiv/cs/AI"), list_digest(("arxiv", "arxiv/cs/LG"))
    )
    assert set(shared.elements) == {*there, "arxiv/cs/AI"}


def test_an_element_that_stood_there_before_we_wanted_it_is_not_taken_back():
    first = share("tags", ("reading", "arxiv"), ("arxiv", "arxiv/cs/LG"), None)
    assert first.elements == ("reading", "arxiv", "arxiv/cs/LG")
    then = share("tags", first.elements, ("other",), mark_after(first))
    assert then.elements[:2] == ("reading", "arxiv")
    assert "arxiv/cs/LG" not in then.elements


def test_aliases_only_grow():
    shared = share("aliases", ("Old title",), ("New title",), list_digest(("Old title",)))
    assert set(shared.elements) == {"Old title", "New title"}


def test_the_newest_alias_arrives_however_many_there_were():
    there: tuple[str, ...] = ()
    mark = None
    for version in range(1, 40):
        for wanted in ((f"Title {version}",), (f"Title {version}", f"题 {version}")):
            shared = share("aliases", there, wanted, mark)
            assert set(shared.elements) == {*there, *wanted}
            there, mark = shared.elements, mark_after(shared)


def test_a_link_that_the_app_rewrote_is_ours_still():
    first = ("[[Authors/Li Wei|Li Wei]]",)
    shared = share("authors", ("[[Li Wei (2)]]",), ("[[Li Wei (2)|Li Wei]]",), list_digest(first), base=first)
    assert shared.elements == ("[[Li Wei (2)|Li Wei]]",)


def test_a_list_of_thousands_is_not_tried_for_long():
    wanted = tuple(f"[[Author {n}]]" for n in range(3000))
    there = ("mine", *wanted[:-1])
    shared = share("authors", there, (*wanted, "[[New]]"), list_digest(wanted))
    assert shared.is_kept or "[[New]]" in shared.elements
