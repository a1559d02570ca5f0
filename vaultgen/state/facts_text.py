"""What a note says in its properties or its seal, as text for the index."""

import json
from datetime import date

from vaultgen.note.identity import Kind
from vaultgen.note.snapshot import ListingFacts, PaperFacts

Facts = PaperFacts | ListingFacts


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def is_of_listing(facts: str) -> bool:
    """Return whether facts as JSON are those of a listing."""
    return facts.startswith("{")


def facts_of(text: str) -> Facts | None:
    """Return what a note says in its properties or its seal, from JSON."""
    if not text:
        return None
    return listing_facts(text) if is_of_listing(text) else paper_facts(text)


AUTHOR = f"{Kind.AUTHOR}:"
FOLLOWED = "followed"
"""The hint of an author's note in which `follow` is ticked."""


def hint_of(says: Facts | None) -> str:
    """Return what papers are looked for by besides their identity: the day, and the status of the translation."""
    return f"{says.announced or ''} {says.translation}" if isinstance(says, PaperFacts) else ""


def listing_facts(facts: str) -> ListingFacts:
    """Return the facts of a listing from JSON."""
    values = json.loads(facts)
    return ListingFacts(date.fromisoformat(values["day"]), is_complete=values["is_complete"])


def paper_facts(facts: str) -> PaperFacts:
    """Return the facts of a paper from JSON."""
    values = json.loads(facts)
    title, translated, authors, subjects, keywords, announced, announce_type, version, *rest = values
    translation, gone, citekey, doi, journal_ref, score, near = rest
    return PaperFacts(
        title,
        translated,
        tuple(authors),
        tuple(subjects),
        tuple(keywords),
        date.fromisoformat(announced) if announced else None,
        announce_type,
        version,
        translation,
        is_withdrawn=gone,
        citekey=citekey,
        doi=doi,
        journal_ref=journal_ref,
        score=score,
        near=tuple(near),
    )


def to_text(facts: Facts | None) -> str:
    """Return facts as JSON, to be read again by `facts_of`."""
    if facts is None:
        return ""
    if isinstance(facts, ListingFacts):
        return json.dumps({"day": facts.day.isoformat(), "is_complete": facts.is_complete})
    announced = facts.announced.isoformat() if facts.announced else ""
    values = (
        *(facts.title, facts.title_translated, facts.authors, facts.subjects, facts.keywords),
        *(announced, facts.announce_type, facts.version, facts.translation, facts.is_withdrawn),
        *(facts.citekey, facts.doi, facts.journal_ref, facts.score, facts.near),
    )
    return _JSON.encode(values)
