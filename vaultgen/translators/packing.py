"""Puts texts into as few requests as their limits allow."""

from collections.abc import Callable

Jobs = tuple[tuple[int, str], ...]
"""Texts with their place among those of the call."""


def packed(jobs: Jobs, size_of: Callable[[str], int], *, room: int, most: int) -> list[Jobs]:
    """Return requests that hold all texts, the longest first, each in the first request that still has room for it.

    Short texts fill what long ones leave. A text that is larger than a request gets one of its own.

    Args:
        jobs: What is to be sent.
        size_of: How much room a text takes.
        room: Of one request.
        most: Texts of one request.
    """
    batches: list[list[tuple[int, str]]] = []
    left: list[int] = []
    for job in sorted(jobs, key=lambda job: (-size_of(job[1]), job[0])):
        size = size_of(job[1])
        fitting = (n for n, batch in enumerate(batches) if size <= left[n] and len(batch) < most)
        place = next(fitting, None)
        if place is None:
            batches.append([job])
            left.append(room - size)
        else:
            batches[place].append(job)
            left[place] -= size
    return [tuple(sorted(batch)) for batch in batches]
