"""What a listing shows, by its seal: sections, replacements, papers that were near, and the order of the lines."""

from datetime import date

import pytest
from reconcile.memory_vault import LISTING, a_line, a_paper, new

from vaultgen.document.listings import Listing, existing_listing, papers_counted, replaced_section
from vaultgen.document.seal import section_code
from vaultgen.note.desired import Item, Note, Property, Section
from vaultgen.note.identity import Identity, Kind
from vaultgen.paper.identifier import Identifier

A, B, C, D, OLD = (
    a_line(key) for key in ("2602.17601", "2602.17650", "2602.17699", "2602.18000", "hep-th/9901001")
)
SAYS = (("day", "2026-02-23"), ("zone", "Asia/Shanghai"))


def listing(*sections: Section, keywords: tuple[str, ...] = ("RL", "DP"), says=SAYS) -> Note:
    return Note(LISTING, a_paper().path, (Property("keywords", keywords),), ("# Day", *sections), says)


def section(name: str, *lines: Item) -> Section:
    return Section(name, f"## {name}", "", lines)


def papers(*lines: Item) -> tuple[Identifier, ...]:
    return tuple(Identifier(line.identifier) for line in lines)


WHOLE = listing(
    section("RL", B, A),
    section("replaced: RL", C),
    section("DP", B),
    section("replaced: Gone", A),
    section("replaced", OLD),
    section("near what was read", D, A),
    section("Other", A),
)


def test_a_listing_tells_what_stands_in_which_section() -> None:
    found = existing_listing(new(WHOLE))
    assert found == Listing(
        date(2026, 2, 23),
        "Asia/Shanghai",
        is_complete=True,
        sections=(("RL", papers(A, B, C)), ("DP", papers(B))),
        replacements=(("RL", papers(C)), ("", papers(OLD))),
        unnamed={section_code("Other"): papers(A), section_code("replaced: Gone"): papers(A)},
        near=papers(A, D),
    )
    assert found.papers == {*papers(A, B, C, D, OLD)}
    assert found.standing_in("RL") == papers(A, B, C)
    assert found.standing_in("Other") == papers(A)
    assert found.standing_in("None") == found.replacements_below("DP") == ()
    assert found.replacements_below("RL") == papers(C)
    assert found.replacements_below("Gone") == papers(A)
    assert found.replacements_at_end == papers(OLD)
    assert Listing().replacements_at_end == ()
    assert (replaced_section("RL"), replaced_section("")) == ("replaced: RL", "replaced")


def test_replacements_are_known_also_where_the_person_changed_the_names_of_the_interests() -> None:
    found = existing_listing(new(WHOLE).replace(b"- 'RL'", b"- 'Mine'"))
    assert [name for name, _ in found.sections] == ["DP"]
    assert found.replacements == (("", papers(OLD)),)
    assert (found.standing_in("RL"), found.replacements_below("RL")) == (papers(A, B), papers(C))


@pytest.mark.parametrize(
    ("says", "number"), [("312", 312), ("0", 0), ("-1", 0), ("1234567", 0), ("x", 0), ("", 0)]
)
def test_numbers_that_are_none_are_not_told(says: str, number: int) -> None:
    counted = existing_listing(
        new(listing(says=(*SAYS, ("announced", says), ("left", f"replace:{says},cross:2"))))
    )
    assert (counted.announced, counted.left_out) == (number, {"replace": number, "cross": 2})
    trends = Note(Identity(Kind.TRENDS, "all"), a_paper().path, says=(("trends", "all"), ("counted", says)))
    assert papers_counted(new(trends)) == number


def test_only_a_seal_tells_how_many_papers_were_counted() -> None:
    trends = new(
        Note(Identity(Kind.TRENDS, "all"), a_paper().path, says=(("trends", "all"), ("counted", "7")))
    )
    assert [
        papers_counted(data) for data in (trends, b"\xff", b"# Mine\n", trends.replace(b" c:", b" c:A"))
    ] == [7, 0, 0, 0]


def test_of_a_damaged_listing_only_what_its_seal_says_is_told() -> None:
    says = (*SAYS, ("announced", "312"), ("categories", "cs.AI,cs.LG"), ("in_daily", "yes"))
    data = new(listing(section("RL", A), says=says)).replace(b" c:", b" c:A")
    assert existing_listing(data, with_order=True) == Listing(
        date(2026, 2, 23),
        "Asia/Shanghai",
        announced=312,
        categories=("cs.AI", "cs.LG"),
        is_in_daily_note=True,
    )


def test_any_other_note_has_no_listing() -> None:
    assert existing_listing(b"\xff") == existing_listing(b"# Mine\n") == Listing()
    assert existing_listing(new(a_paper())) == Listing(is_complete=True)
    assert existing_listing(new(listing(says=(("subject", "cs.RO"), ("day", "soon"))))).day is None


@pytest.mark.parametrize("keywords", ["RL", "[RL, 7, {a: b}]"])
def test_an_interest_that_is_not_a_text_in_a_list_is_not_named(keywords: str) -> None:
    data = new(listing(section("RL", A))).replace(
        b"keywords:\n  - 'RL'\n  - 'DP'", f"keywords: {keywords}".encode()
    )
    found = existing_listing(data)
    assert [name for name, _ in found.sections] == (["RL"] if keywords.startswith("[") else [])
    assert found.standing_in("RL") == papers(A)


def orders(text: str) -> dict[str, tuple[Identifier, ...]]:
    found = existing_listing(text.encode(), with_order=True)
    return {name: found.order_in(name) for name in ("RL", "DP", "near what was read") if found.order_in(name)}


def test_the_order_of_a_section_is_that_of_its_lines_wherever_they_were_moved() -> None:
    note = listing(section("RL", A, B, C), section("DP", B, D), section("near what was read", OLD))
    text = new(note).decode()
    assert existing_listing(text.encode()).order == {}
    assert orders(text) == {"RL": papers(A, B, C), "DP": papers(B, D), "near what was read": papers(OLD)}
    swapped = text.replace(f"{A.text}\n{B.text}\n{C.text}", f"{C.text}\n{A.text}\n{B.text}")
    assert orders(swapped)["RL"] == papers(C, A, B)
    gone = text.replace(f"{B.text}\n{D.text}\n", f"{D.text}\n")
    assert orders(gone) == {**orders(text), "DP": papers(D)}
    foreign = text.replace(f"{B.text}\n{D.text}\n", f"{OLD.text}\n{D.text}\n{C.text}\n{B.text}\n")
    assert orders(foreign)["DP"] == papers(D, B)
    assert orders(text.replace("## RL", "# RL")) == orders(text.replace("## DP", "### DP")) == orders(text)


def test_a_section_whose_lines_are_all_gone_has_no_order_and_takes_none_from_others() -> None:
    note = listing(section("RL", A), section("DP", A, B))
    text = new(note).decode().replace(f"## RL\n\n{A.text}\n\n", "")
    found = existing_listing(text.encode(), with_order=True)
    assert found.order_in("RL") == papers(A), (
        "the lines between two headings are of the first section that has most"
    )
    empty = text.replace(f"{A.text}\n{B.text}\n", "")
    assert existing_listing(empty.encode(), with_order=True).order == {}
