"""Puts texts into as few requests as their limits allow."""

from collections.abc import Callable
from math import ceil

Jobs = tuple[tuple[int, str], ...]
"""Texts with their place among those of the call."""


def packed(jobs: Jobs, size_of: Callable[[str], int], *, room: int, most: int) -> list[Jobs]:
    """Return requests that hold all texts; a text that is larger than a request gets one of its own.

    The longest texts are placed first: each into the first request that has room for it, or, where that takes fewer
    requests, each into the emptiest one. Both are known to come close to the fewest; a test says how close.

    Args:
        jobs: What is to be sent.
        size_of: How much room a text takes.
        room: Of one request.
        most: Texts of one request.
    """
    sized = sorted(
        ((size_of(text), (place, text)) for place, text in jobs), key=lambda one: (-one[0], one[1][0])
    )
    filled = _placed(sized, [], room, most)
    fewest = max(ceil(sum(size for size, _ in sized) / room), ceil(len(sized) / most))
    for number in range(fewest, len(filled)):
        even = _placed(sized, [_Request(room) for _ in range(number)], room, most)
        if len(even) == number:
            return _in_order(even)
    return _in_order(filled)


class _Request:
    """A request that is being filled."""

    def __init__(self, room: int) -> None:
        self.jobs: list[tuple[int, str]] = []
        self.left = room


def _placed(
    sized: list[tuple[int, tuple[int, str]]], requests: list[_Request], room: int, most: int
) -> list[_Request]:
    """Return the filled requests, with more of them where needed. Given ones are filled evenly, new ones in turn."""
    is_even = bool(requests)
    for size, job in sized:
        fitting = [one for one in requests if len(one.jobs) < most and (size <= one.left or not one.jobs)]
        if not fitting:
            requests.append(_Request(room))
            fitting = requests[-1:]
        chosen = max(fitting, key=lambda one: one.left) if is_even else fitting[0]
        chosen.jobs.append(job)
        chosen.left -= size
    return requests


def _in_order(requests: list[_Request]) -> list[Jobs]:
    return [tuple(sorted(one.jobs)) for one in requests if one.jobs]
