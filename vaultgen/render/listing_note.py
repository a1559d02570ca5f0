"""Makes the listing note of an announcement day: per interest a heading with its count and one item per paper."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultgen.document.listings import NEAR, replaced_section
from vaultgen.note.desired import Note, Passage
from vaultgen.note.identity import Identity, Kind
from vaultgen.paper.announcement import released
from vaultgen.paper.identifier import Identifier
from vaultgen.render.content import DayContent
from vaultgen.render.escape import literal
from vaultgen.render.inline_title import is_shown_by_obsidian
from vaultgen.render.page import RenderContext, long_name
from vaultgen.render.paper_note import PaperContext
from vaultgen.render.parts import RequiredParts, safe, tidy
from vaultgen.render.properties import listing_properties
from vaultgen.render.sections import PaperGroup, all_papers, near_of, sections_of

TEMPLATE = "listing.md.j2"
DAYS_TEMPLATE = "days.md.j2"
DAYS = "days"
MOST_AUTHORS = 5
"""Authors shown in a line of the listing."""

_EASTERN = ZoneInfo("America/New_York")
_KNOWN_REASONS = ("new", "cross", "replace", "replace-cross")


def listing_note(content: DayContent, page: RenderContext, *, is_in_daily_note: bool = False) -> Note:
    """Return the listing note of a day as we would like it.

    Counts are of what stands and what is new together: a source that answers less than before takes nothing back.

    Args:
        is_in_daily_note: Whether the person's daily note is given a line now.

    Raises:
        TemplateError: The template is wrong.
    """
    path = page.places.listing
    assert path is not None
    scores = _scores(content, page)
    sections = sections_of(content, page.settings.replacements, scores)
    near = near_of(content, scores)
    zone = zone_of(content, page)
    total = len(all_papers(sections) | {*near})
    release = released(content.day)
    at_end = next((one for one in sections if not one.interest), None)
    context = {
        **_head_context(content, page, path, zone, release),
        "inline_title": is_shown_by_obsidian(path, f"arXiv {content.day}", page.look.habits),
        "total": total,
        "listing": page.settings.listing,
        "sections": [
            {
                **_section_context(one.interest, one.papers, content, page, path),
                "replacements": _replacements_context(one, content, page, path),
            }
            for one in sections
            if one.is_current and one.interest
        ],
        "replacements": _replacements_context(at_end, content, page, path) if at_end else None,
        "near": _near_context(near, content, page, path) if near else None,
    }
    in_daily = is_in_daily_note or (content.standing is not None and content.standing.is_in_daily_note)
    keys = tuple(key for one in sections if one.is_current for key in _keys_of(one)) + (
        (NEAR,) if near else ()
    )
    body = page.templates.body(TEMPLATE, context, RequiredParts(sections=keys))
    local = release.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    interests = tuple(one.interest for one in sections if one.interest)
    properties = listing_properties(content.day, local, total, interests)
    says = _facts(content, zone, in_daily)
    names = page.settings.properties.rename
    return Note(Identity(Kind.LISTING, content.day.isoformat()), path, properties, body, says, names=names)


def _scores(content: DayContent, page: RenderContext) -> Mapping[Identifier, int]:
    """Return how the day's papers compare with what was read: as their notes say, else as was found now."""
    standing = content.standing.papers if content.standing is not None else frozenset()
    new = {one.announced.paper.identifier: one.score for one in content.papers}
    found = {}
    for paper in {*standing, *new}:
        path = page.names.there(Identity(Kind.PAPER, str(paper)))
        facts = page.names.snapshot.papers.get(path) if path is not None else None
        score = facts.score if facts is not None else new.get(paper)
        if score is not None:
            found[paper] = score
    return found


def neighbouring_days(content: DayContent, page: RenderContext) -> tuple[Note, ...]:
    """Return the listings before and after a day, with only their links to it: the day may have come between them.

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
            body=_days_alone(tidy(_days_text(day, content, page, path)), page),
            is_whole=False,
        )
        for day, path in found
    )


def _days_text(day: date, content: DayContent, page: RenderContext, path: PurePosixPath) -> str:
    previous_day, next_day = _neighbours(day, content, page)
    context = {
        "day": day,
        "previous": safe(_day_link(previous_day, page, path)),
        "next": safe(_day_link(next_day, page, path)),
    }
    return page.templates.text(DAYS_TEMPLATE, context)


def _days_alone(text: str, page: RenderContext) -> tuple[Passage, ...]:
    """Return the body of a listing with only its links between days; the other passages say where these belong."""
    names = page.templates.passages(TEMPLATE)
    return tuple(Passage(name, text if name == DAYS else None) for name in names)


def _facts(content: DayContent, zone: str, in_daily: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - private, and read at once
    """Return what the seal says, so that the listing can be rendered again without asking arXiv."""
    left_out = ",".join(f"{reason}:{count}" for reason, count in _in_order(content.listing.left_out))
    said = (
        ("day", content.day.isoformat()),
        ("zone", zone),
        ("announced", str(content.listing.announced or "")),
        ("categories", ",".join(content.listing.categories)),
        ("complete", "" if content.listing.is_complete else "no"),
        ("missing", ",".join(content.listing.missing)),
        ("left", left_out),
        ("in_daily", "yes" if in_daily else ""),
    )
    return tuple((name, value) for name, value in said if value)


def zone_of(content: DayContent, page: RenderContext) -> str:
    """Return the person's zone; where none is set, a listing keeps the zone that it shows."""
    standing = content.standing.zone if content.standing is not None else ""
    return page.settings.timezone or (standing if _is_known(standing) else page.look.zone)


def _is_known(zone: str) -> bool:
    """Return whether this machine knows a zone: a damaged seal tells any word, another device may know more of them."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _keys_of(section: PaperGroup) -> Iterator[str]:
    """Yield the keys of an interest's sections: that of its papers, and that of the replacements below it."""
    if section.interest:
        yield section.interest
    if section.replacements:
        yield replaced_section(section.interest)


def _head_context(
    content: DayContent, page: RenderContext, path: PurePosixPath, zone: str, release: datetime
) -> Mapping[str, object]:
    eastern, local = release.astimezone(_EASTERN), release.astimezone(ZoneInfo(zone))
    return {
        "day": content.day,
        "released_eastern": safe(f"{eastern:%Y-%m-%d %H:%M}"),
        "released_local": safe(f"{local:%Y-%m-%d %H:%M}"),
        "zone": safe(literal(zone)),
        "announced": content.listing.announced,
        "categories": [safe(literal(code)) for code in content.listing.categories],
        "left_out": [
            {"reason": _reason(reason, page), "count": count}
            for reason, count in _in_order(content.listing.left_out)
        ],
        "missing": [safe(literal(long_name(code))) for code in content.listing.missing],
        "is_complete": content.listing.is_complete,
        DAYS: safe(tidy(_days_text(content.day, content, page, path))),
    }


def _replacements_context(
    section: PaperGroup, content: DayContent, page: RenderContext, path: PurePosixPath
) -> Mapping[str, object] | None:
    """Return a section of replacements for a template; None where there is none."""
    name, papers = section.interest, section.replacements
    if not papers:
        return None
    return _section_context(name, papers, content, page, path) | {"key": safe(replaced_section(name))}


def _near_context(
    near: Sequence[Identifier], content: DayContent, page: RenderContext, path: PurePosixPath
) -> Mapping[str, object]:
    """Return the section of papers from outside the interests, for a template."""
    return _section_context(NEAR, near, content, page, path) | {"name": page.templates.say("near_section")}


def _section_context(
    name: str, papers: Sequence[Identifier], content: DayContent, page: RenderContext, path: PurePosixPath
) -> dict[str, object]:
    here = {paper.announced.paper.identifier: paper for paper in content.papers}
    return {
        "name": safe(literal(name)),
        "key": safe(name),
        "count": len(papers),
        "papers": [
            PaperContext(here[identifier], page, path, MOST_AUTHORS, name)
            for identifier in papers
            if identifier in here
        ],
    }


def _reason(reason: str, page: RenderContext) -> object:
    return (
        page.templates.say(f"left_out_{reason.replace('-', '_')}")
        if reason in _KNOWN_REASONS
        else safe(literal(reason))
    )


def _in_order(left_out: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the reasons that left papers out: known ones in arXiv's order, then others by name."""
    known = {reason: position for position, reason in enumerate(_KNOWN_REASONS)}
    return sorted(
        ((reason, count) for reason, count in left_out.items() if count),
        key=lambda pair: (known.get(pair[0], len(known)), pair[0]),
    )


def _neighbours(day: date, content: DayContent, page: RenderContext) -> tuple[date | None, date | None]:
    """Return the days before and after of which the vault has a listing, or is given one now."""
    days = page.listing_days | (frozenset() if content.is_removed else {content.day})
    return max((d for d in days if d < day), default=None), min((d for d in days if d > day), default=None)


def _day_link(day: date | None, page: RenderContext, source: PurePosixPath) -> str:
    path = _place(day, page) if day is not None else None
    return page.links.in_body(path, f"arXiv {day}", source) if path is not None else ""


def _place(day: date, page: RenderContext) -> PurePosixPath | None:
    return (
        page.places.listing if day == page.day else page.names.there(Identity(Kind.LISTING, day.isoformat()))
    )
