"""The lines of a section stand in one order only, however many runs it took to write them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vaultgen.document.listings import NEAR, Listing
from vaultgen.document.seal import section_code
from vaultgen.paper.identifier import Identifier
from vaultgen.render.content import DayContent
from vaultgen.render.sections import near_of

CODE = section_code(NEAR)
PAPERS = st.sampled_from([
    Identifier(text) for text in ("hep-th/9901001", "0704.0001", "2602.17676", "2602.17677", "2602.18025", "2602.18026")
])  # fmt: skip


def content(near: set[Identifier], lines: tuple[Identifier, ...] = ()) -> DayContent:
    standing = Listing(near=tuple(sorted(lines)), order={CODE: lines})
    return DayContent(Listing(date(2026, 2, 23), near=tuple(near)), (), standing)


@given(st.dictionaries(PAPERS, st.integers(-2, 2), min_size=1), st.data())
def test_the_order_is_total_and_the_same_in_two_runs_as_in_one(
    scores: dict[Identifier, int], data: st.DataObject
) -> None:
    expected = tuple(sorted(scores, key=lambda one: (-scores[one], one)))
    first = data.draw(st.sets(st.sampled_from(sorted(scores))))

    assert near_of(content({*scores}), scores) == expected
    lines = near_of(content(first), scores)
    assert near_of(content({*scores} - first, lines), scores) == expected


@given(st.sets(PAPERS))
def test_without_scores_the_order_is_that_of_identifiers(papers: set[Identifier]) -> None:
    assert near_of(content(papers), {}) == tuple(sorted(papers))
