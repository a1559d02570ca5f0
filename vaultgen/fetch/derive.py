"""Derives the day on which a paper was announced, as far as its record tells. Pure.

No source of arXiv's but the feed of the day itself names the day. What is known of it:

- it is not before the day that the submission makes when nothing holds the paper (`announcement.day_of`);
- identifiers are given at announcement, so that it is not before the day of any paper with a lower identifier;
- it is not after the record's last change, nor after that of any paper with a higher identifier.

So a paper that was held is lifted to the day of those around it. A later version is announced on the day that its own
submission makes. **Not verified**: which day a datestamp is of (in two old records it is the announcement day); it is
given the room of one announcement day, and only ever lowers a guess.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from vaultgen.paper import announcement

LAST_VERSION_IN_FEEDS = 5
"""arXiv's feeds leave out replacements from version 6 on, and so do we (arXiv/arxiv-feed, `version_threshold`)."""

_ONE_DAY = timedelta(days=1)


class History(Struct, frozen=True):
    """What of a record tells its days.

    Attributes:
        has_new_form: Whether its identifier is of the form that is given in the order of announcement.
        submitted: By version, from 1.
        changed: Day of the last change of the record; None where unknown.
    """

    has_new_form: bool
    submitted: tuple[tuple[int, datetime], ...]
    changed: date | None = None


class AnnouncedVersion(Struct, frozen=True):
    """A version on a day; `is_first` where the paper was announced for the first time."""

    day: date
    version: int
    is_first: bool


def first_days(histories: Iterable[History]) -> Sequence[date]:
    """Return the day on which each paper was announced first.

    Args:
        histories: In the order of identifiers; read once.
    """
    own, lifted, latest = array("i"), array("i"), array("i")
    highest = 0
    for history in histories:
        day = announcement.day_of(history.submitted[0][1]).toordinal()
        own.append(day)
        if history.has_new_form:
            highest = max(highest, day)
        lifted.append(highest if history.has_new_form else day)
        latest.append(_latest(history.changed))
    lowest = date.max.toordinal()
    for place in reversed(range(len(own))):
        lowest = min(lowest, latest[place])
        own[place] = max(own[place], min(lifted[place], lowest))
    return _Days(own)


def announcements(history: History, first: date) -> Iterator[AnnouncedVersion]:
    """Yield every announcement of a paper.

    Args:
        first: When it was announced first.
    """
    by_day: dict[date, int] = {}
    at_first = 1
    for version, submitted in history.submitted:
        day = announcement.day_of(submitted)
        if day <= first:
            at_first = version
        elif version <= LAST_VERSION_IN_FEEDS:
            by_day[day] = version
    yield AnnouncedVersion(first, at_first, is_first=True)
    for day, version in by_day.items():
        yield AnnouncedVersion(day, version, is_first=False)


def day_of_change(changed: date) -> date:
    """Return the announcement day that a datestamp belongs to."""
    return announcement.at_or_after(changed)


def _latest(changed: date | None) -> int:
    if changed is None:
        return date.max.toordinal()
    return announcement.at_or_after(changed + _ONE_DAY).toordinal()


class _Days(Sequence[date]):
    """Days kept as numbers: a hundred thousand of them take less than half a megabyte."""

    def __init__(self, ordinals: "array[int]") -> None:
        self._ordinals = ordinals

    def __len__(self) -> int:
        return len(self._ordinals)

    def __getitem__(self, place: int) -> date:  # type: ignore[override]  # slices are not asked for
        return date.fromordinal(self._ordinals[place])
