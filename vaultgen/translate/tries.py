"""How often a text that came damaged is tried again, and when."""

TRIES = 3
"""At once, in one run."""
WAITS = (1, 7, 30)
"""Days before each further try."""
MOST_TRIES = TRIES + len(WAITS)


def is_due(tries: int, days_ago: int) -> bool:
    """Return whether a damaged text that was tried so often, last so many days ago, is to be tried again unasked."""
    return tries < TRIES or (tries < MOST_TRIES and days_ago >= WAITS[tries - TRIES])
