"""Texts go out in the fewest requests that the limits of an engine allow."""

from math import ceil

from fakes.recorded import recorded
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.translators.openai_api import tokens_of
from vaultgen.translators.packing import packed


@given(st.lists(st.integers(1, 60), max_size=60), st.integers(1, 50), st.integers(1, 10))
def test_every_text_goes_once_and_no_request_is_over_its_limits(
    lengths: list[int], room: int, most: int
) -> None:
    jobs = tuple((place, "x" * length) for place, length in enumerate(lengths))
    batches = packed(jobs, len, room=room, most=most)
    assert sorted(job for batch in batches for job in batch) == sorted(jobs)
    for batch in batches:
        assert len(batch) <= most
        assert len(batch) == 1 or sum(len(text) for _, text in batch) <= room


def test_a_hundred_recorded_papers_take_as_many_requests_as_their_tokens_need() -> None:
    texts = recorded()
    titles = [text for text in texts if len(text) < 200][:100]
    abstracts = [text for text in texts if len(text) > 600][:100]
    assert (len(titles), len(abstracts)) == (100, 100)
    jobs = tuple(enumerate([*titles, *abstracts]))
    tokens = sum(tokens_of(text) for _, text in jobs)
    for room in range(2_000, 40_000, 500):
        fewest = max(ceil(tokens / room), ceil(len(jobs) / 50))
        is_nearly_full = tokens > 0.97 * fewest * room  # whole texts cannot fill requests to the brim
        assert len(packed(jobs, tokens_of, room=room, most=50)) <= fewest + is_nearly_full, room
    assert len(packed(jobs, tokens_of, room=4_000, most=50)) == 13
