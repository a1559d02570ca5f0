"""Lists shared with the person, by one digest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.document.lists import SharedList, list_digest, share

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


def letters(text: str) -> tuple[str, ...]:
    return tuple(text)


@pytest.mark.parametrize(
    ("last", "there", "wanted", "elements", "ours"),
    [
        # up to three elements of the person's, and the source took one back
        ("ab", "pabqr", "ax", "paxqr", "ax"),
        ("ab", "pabqrs", "ax", None, ""),
        # up to three new ones of the source's, and the person took one out
        ("ab", "b", "abcde", "bcde", "abcde"),
        ("ab", "b", "abcdef", None, ""),
        ("ab", "", "ba", "", "ba"),
        # nobody can tell, but the person made the same change
        ("ab", "xyzuvc", "c", "xyzuvc", "c"),
        # the person had it first
        (None, "ca", "abc", "cab", "b"),
        (None, "", "ab", "ab", "ab"),
        # a new one comes behind the nearest predecessor that is there, else in front of the first follower
        ("ac", "xcya", "abc", "xcyab", "abc"),
        ("bc", "xcyb", "abc", "xacyb", "abc"),
        ("a", "x", "ab", "xb", "ab"),
    ],
)
def test_what_becomes_of_a_list_of_which_only_the_digest_is_known(last, there, wanted, elements, ours):
    mark = None if last is None else list_digest(letters(last))
    shared = share("tags", letters(there), letters(wanted), mark)
    if elements is None:
        assert shared == SharedList(letters(there), (), is_kept=True)
    else:
        assert shared == SharedList(letters(elements), letters(ours))


def test_what_is_remembered_tells_what_was_ours_however_much_was_added():
    there = letters("pabqrs")
    mark = list_digest(("a", "b"))
    assert share("tags", there, ("a", "x"), mark, base=("a", "b")).elements == letters("paxqrs")
    assert share("tags", there, ("a", "x"), mark, base=("a",)).is_kept, "of another device"


def test_an_element_with_a_remark_is_not_taken_back_and_not_written_over():
    mark = list_digest(("a", "b"))
    assert share("tags", ("a", "b"), ("a",), mark, remarked=("b",)) == SharedList(("a", "b"), ("a",))
    link = share("authors", ("[[X]]",), ("[[X|Y]]",), None, remarked=("[[X]]",))
    assert link == SharedList(("[[X]]", "[[X|Y]]"), ("[[X|Y]]",))


@pytest.mark.parametrize(
    ("there", "wanted", "elements", "ours"),
    [
        (("[[X]]",), ("[[X|Y]]",), ("[[X|Y]]",), ("[[X|Y]]",)),
        (("[[X]]",), ("[[X]]",), ("[[X]]",), ("[[X]]",)),
        (("[[X]]",), ("[[X]]", "[[X|Y]]"), ("[[X]]", "[[X|Y]]"), ("[[X]]", "[[X|Y]]")),
        (("X",), ("X",), ("X",), ()),
    ],
)
def test_a_link_that_stands_there_is_ours_and_gets_its_name(there, wanted, elements, ours):
    assert share("authors", there, wanted, None) == SharedList(elements, ours)


@pytest.mark.parametrize(
    ("last", "there", "ours"),
    [
        (("Old",), ("mine", "Old"), ("Old", "New")),
        (("Old", "Alt"), ("a", "b", "c", "d", "e", "Old", "Alt"), ("Old", "Alt", "New")),
        (("Old",), ("Old", "a", "b", "c", "d", "e"), ("Old", "New")),
        (("Old", "Alt"), ("Old", "a", "b", "c", "Alt", "d"), ("Old", "Alt", "New")),
        (("a", "b", "c", "d"), ("a", "b", "c", "d"), ("a", "b", "c", "d", "New")),
    ],
)
def test_aliases_written_last_are_known_at_the_end_or_anywhere(last, there, ours):
    shared = share("aliases", there, ("New",), list_digest(last))
    assert (shared.is_kept, {*shared.elements}, {*shared.ours}) == (False, {*there, "New"}, {*ours})


def test_the_order_of_a_list_does_not_count_and_its_elements_do():
    assert list_digest(("a", "b")) == list_digest(["b", "a"]) != list_digest(("a", "b", "b"))
