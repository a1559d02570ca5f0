"""A fortnight of arXiv, and what it says at any instant of it: eleven announcement days around a holiday.

Sixteen papers are announced a day, most of them plainly; the others are what is hard to get right: held by moderators for
days, new at their second version, new in one category and a cross-list in another, cross-listed or replaced days later.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from fakes.arxiv_server import AFTER_RELEASE, ArxivServer, FakePaper

from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

FIRST, LAST = date(2026, 1, 12), date(2026, 1, 27)
DAYS = announcement.days(FIRST, LAST)
HOLIDAY = date(2026, 1, 20)
CATEGORIES = ("cs.LG", "cs.AI")
IN_RECORDS_AFTER = AFTER_RELEASE["/oai"]


def submitted_for(day: date, hours: float = 5) -> str:
    """An instant so many hours before the deadline of an announcement day."""
    deadline = datetime.combine(announcement_eve(day), time(14), EASTERN)
    return (deadline - timedelta(hours=hours)).astimezone(EASTERN).isoformat()


def announcement_eve(day: date) -> date:
    """The weekday on which submissions for a day end."""
    eve = day - timedelta(days=1)
    while eve.weekday() > 4:
        eve -= timedelta(days=1)
    return eve


def paper(number: int, day: date, **more: object) -> FakePaper:
    when = submitted_for(day)
    described: dict[str, object] = {
        "identifier": f"2601.{number:05d}",
        "title": f"Reinforcement Learning, Part {number}",
        "categories": ("cs.LG",),
        "submitted": when,
        "updated": when,
        "history": (when,),
        "changed": day.isoformat(),
    }
    return FakePaper(**described | more)  # type: ignore[arg-type]


def announced_on(place: int) -> list[FakePaper]:
    """What arXiv announces on the day of this place."""
    day, begin = DAYS[place], 1000 + 100 * place
    plain = [paper(begin + 3 + number, day) for number in range(4)]
    held_since = submitted_for(DAYS[max(0, place - 3)], hours=2)
    held = paper(
        begin + 10,
        day,
        submitted=held_since,
        updated=held_since,
        history=(held_since,),
        title="Reinforcement Learning Held",
    )
    old = (submitted_for(DAYS[max(0, place - 1)]), submitted_for(day, 9))
    second = paper(
        begin + 11, day, version=2, submitted=old[0], updated=old[1], history=old, kinds={"cs.LG": "new"}
    )
    two_types = paper(begin + 12, day, categories=("cs.AI", "cs.LG"))
    cross_only = paper(begin + 13, day, categories=("cs.CV", "cs.AI"))
    in_ai = [paper(begin + 20 + number, day, categories=("cs.AI",)) for number in range(3)]
    return [*plain, held, second, two_types, cross_only, *in_ai, *_again(place)]


def _again(place: int) -> list[FakePaper]:
    """Papers of earlier days: one replaced, one cross-listed."""
    found = []
    if place >= 2:
        day, before = DAYS[place], DAYS[place - 2]
        first = paper(1000 + 100 * (place - 2) + 3, before)
        newer = submitted_for(day, 7)
        found.append(
            replace(
                first, version=2, updated=newer, history=(first.submitted, newer), changed=day.isoformat(),
                comment="second version",
            )
        )  # fmt: skip
        crossed = paper(1000 + 100 * (place - 2) + 4, before)
        found.append(
            replace(
                crossed, categories=("cs.LG", "cs.AI"), kinds={"cs.AI": "cross", "cs.LG": ""}, changed=day.isoformat()
            )
        )  # fmt: skip
    return found


BATCHES: Mapping[date, list[FakePaper]] = {day: announced_on(place) for place, day in enumerate(DAYS)}


def expected(day: date) -> set[str]:
    """The papers that a person who follows both categories is to see on a day: each once, on its first day, and again
    when it is replaced. (A paper of cs.LG that is cross-listed to cs.AI days later was seen.)"""
    return {one.identifier for one in BATCHES[day] if one.kinds.get("cs.LG") != ""}


def known_at(now: datetime) -> dict[str, FakePaper]:
    """What arXiv's API and records know: everything released, as it is then.

    Three announcements after its own day the record of a paper is touched without being announced (a bulk edit).
    """
    known: dict[str, FakePaper] = {}
    for place, day in enumerate(DAYS):
        if announcement.released(day) + IN_RECORDS_AFTER <= now:
            known.update({one.identifier: replace(one, kinds={}) for one in BATCHES[day]})
            if touched := known.get(f"2601.{1000 + 100 * (place - 3) + 5:05d}"):
                known[touched.identifier] = replace(touched, changed=day.isoformat())
    return known


def show(server: ArxivServer, now: datetime) -> None:
    """Let a server say what arXiv says at an instant."""
    server.clock = lambda: now
    server.batches = {day: tuple(batch) for day, batch in BATCHES.items()}
    server.papers = known_at(now)
