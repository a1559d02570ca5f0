"""The listing note of an announcement day: per interest a heading with its count and one list item a paper."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.wanted import Note, Region
from vaultgen.paper.announcement import released
from vaultgen.paper.identifier import Identifier
from vaultgen.render.content import DayContent
from vaultgen.render.escape import literal
from vaultgen.render.page import Page, long_name
from vaultgen.render.paper_note import paper_context
from vaultgen.render.parts import Regions, safe, tidy
from vaultgen.render.properties import listing_properties

TEMPLATE = "listing.md.j2"
DAYS_TEMPLATE = "days.md.j2"
DAYS = "days"
MOST_AUTHORS = 5
"""Authors shown in a line of the listing."""

_EASTERN = ZoneInfo("America/New_York")
_KNOWN_REASONS = ("new", "cross", "replace", "replace-cross")


def listing_note(content: DayContent, page: Page, *, is_in_daily_note: bool = False) -> Note:
    """The listing note of a day as we would like it.

    Counts are of what stands and what is new together: a source that answers less than before takes nothing back.

    Args:
        content: The day.
        page: What the notes of the call share.
        is_in_daily_note: Whether the person's daily note is given a line now.

    Raises:
        TemplateError: The template is wrong.
    """
    path = page.places.listing
    assert path is not None
    listed = _listed(content)
    zone = zone_of(content, page)
    total = total_of(content)
    release = released(content.day)
    sections = dict(content.sections)
    context = {
        **_head_context(content, page, path, zone, release),
        "total": total,
        "sections": [
            {
                "name": safe(literal(name)),
                "region": safe(region_name(name)),
                "count": len(identifiers),
                "papers": _paper_contexts(sections[name], content, page, path),
            }
            for name, identifiers in listed
            if name in sections
        ],
    }
    in_daily = is_in_daily_note or (content.standing is not None and content.standing.is_in_daily_note)
    attributes = {"head": _head_attributes(content, zone, in_daily)} | {
        region_name(name): (("of", name),) for name in sections
    }
    growing = frozenset(region_name(name) for name in sections)
    regions = Regions(("head", *(region_name(name) for name in sections)), attributes, growing=growing)
    body = page.templates.body(TEMPLATE, context, regions)
    local = release.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    properties = listing_properties(content.day, local, total, (name for name, _ in listed))
    return Note(Identity(Kind.LISTING, content.day.isoformat()), path, properties, body)


def total_of(content: DayContent) -> int:
    """Papers in the listing, each counted once."""
    return len({identifier for _, identifiers in _listed(content) for identifier in identifiers})


def neighbouring_days(content: DayContent, page: Page) -> tuple[Note, ...]:
    """The listings before and after a day, as far as they lead to it: the day may have come between them.

    In whatever order days are written, the last one finds its neighbours, and they find it.

    Raises:
        TemplateError: The template is wrong.
    """
    if content.is_removed:
        return ()
    found = [
        (day, path)
        for day in _neighbours(content.day, content, page)
        if day is not None and (path := _place(day, page)) is not None
    ]
    return tuple(
        Note(
            Identity(Kind.LISTING, day.isoformat()),
            path,
            (),
            (Region(DAYS, tidy(_days_text(day, content, page, path))),),
        )
        for day, path in found
    )


def _days_text(day: date, content: DayContent, page: Page, path: PurePosixPath) -> str:
    previous_day, next_day = _neighbours(day, content, page)
    context = {
        "day": day,
        "previous": safe(_day_link(previous_day, page, path)),
        "next": safe(_day_link(next_day, page, path)),
    }
    return page.templates.text(DAYS_TEMPLATE, context)


def _head_attributes(content: DayContent, zone: str, in_daily: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - private, and read at once
    """What the head says, for whoever renders it again without asking arXiv (`StandingListing`)."""
    left_out = ",".join(f"{reason}:{count}" for reason, count in _in_order(content.left_out))
    said = (
        ("day", content.day.isoformat()),
        ("complete", "yes" if content.is_complete else "no"),
        ("zone", zone),
        ("announced", str(content.announced)),
        ("categories", ",".join(content.categories)),
        ("missing", ",".join(content.missing)),
        ("left", left_out),
        ("in_daily", "yes" if in_daily else ""),
    )
    return tuple((name, value) for name, value in said if value)


def region_name(interest: str) -> str:
    """`interest-` and 8 hex of the SHA-256 of the interest's name."""
    return f"interest-{hashlib.sha256(interest.encode('utf-8', 'replace')).hexdigest()[:8]}"


def zone_of(content: DayContent, page: Page) -> str:
    """The person's zone; where none is set, a listing keeps the zone that it shows (contract, section 7)."""
    if not page.settings.timezone and content.standing is not None and content.standing.zone:
        return content.standing.zone
    return page.look.zone


def _listed(content: DayContent) -> tuple[tuple[str, tuple[Identifier, ...]], ...]:
    """Per interest what stands and what is new; interests that only stand come after those of today."""
    standing = dict(content.standing.sections) if content.standing is not None else {}
    now = [
        (name, tuple(sorted({*identifiers, *standing.get(name, ())})))
        for name, identifiers in content.sections
    ]
    names = {name for name, _ in now}
    return (*now, *((name, found) for name, found in standing.items() if name not in names))


def _head_context(
    content: DayContent, page: Page, path: PurePosixPath, zone: str, release: datetime
) -> Mapping[str, object]:
    eastern, local = release.astimezone(_EASTERN), release.astimezone(ZoneInfo(zone))
    return {
        "day": content.day,
        "released_eastern": safe(f"{eastern:%Y-%m-%d %H:%M}"),
        "released_local": safe(f"{local:%Y-%m-%d %H:%M}"),
        "zone": safe(literal(zone)),
        "announced": content.announced,
        "categories": [safe(literal(code)) for code in content.categories],
        "left_out": [
            {"reason": _reason(reason, page), "count": count} for reason, count in _in_order(content.left_out)
        ],
        "missing": [safe(literal(long_name(code))) for code in content.missing],
        "is_complete": content.is_complete,
        DAYS: safe(tidy(_days_text(content.day, content, page, path))),
    }


def _paper_contexts(
    identifiers: tuple[Identifier, ...], content: DayContent, page: Page, path: PurePosixPath
) -> list[Mapping[str, object]]:
    here = {paper.announced.paper.identifier: paper for paper in content.papers}
    return [
        paper_context(here[identifier], page, path, MOST_AUTHORS)
        for identifier in sorted(set(identifiers))
        if identifier in here
    ]


def _reason(reason: str, page: Page) -> object:
    return (
        page.templates.say(f"left_out_{reason.replace('-', '_')}")
        if reason in _KNOWN_REASONS
        else safe(literal(reason))
    )


def _in_order(left_out: Mapping[str, int]) -> list[tuple[str, int]]:
    """Known reasons in arXiv's order, then others by name; none without a paper."""
    known = {reason: position for position, reason in enumerate(_KNOWN_REASONS)}
    return sorted(
        ((reason, count) for reason, count in left_out.items() if count),
        key=lambda pair: (known.get(pair[0], len(known)), pair[0]),
    )


def _neighbours(day: date, content: DayContent, page: Page) -> tuple[date | None, date | None]:
    """The days before and after of which the vault has, or is given now, a listing."""
    days = {facts.day for facts in page.names.snapshot.listings.values()}
    days |= set() if content.is_removed else {content.day}
    return max((d for d in days if d < day), default=None), min((d for d in days if d > day), default=None)


def _day_link(day: date | None, page: Page, source: PurePosixPath) -> str:
    path = _place(day, page) if day is not None else None
    return page.links.in_body(path, f"arXiv {day}", source) if path is not None else ""


def _place(day: date, page: Page) -> PurePosixPath | None:
    return (
        page.places.listing if day == page.day else page.names.there(Identity(Kind.LISTING, day.isoformat()))
    )
