"""A paper's entry in BibLaTeX, made of what its note says and of nothing else."""

import re
from hashlib import blake2b

from msgspec import msgpack

from vaultgen.bibliography.escape import braced, title_field
from vaultgen.bibliography.names import bibtex_name
from vaultgen.note.desired import Reference
from vaultgen.note.link_values import code_in, name_in
from vaultgen.note.snapshot import PaperFacts
from vaultgen.paper.identifier import Identifier
from vaultgen.patterns import pattern

_FIELDS = (
    "author",
    "title",
    "journaltitle",
    "volume",
    "number",
    "pages",
    "date",
    "doi",
    "eprint",
    "eprinttype",
    "eprintclass",
    "note",
)
_LABELS = {name: f"  {name:<11} = {{" for name in _FIELDS}
_YEAR_AT_END = pattern(r"(?P<rest>.*?)[\s,;]*\((?P<year>(?:19|20)\d\d)\)\.?")
_VOLUME_AND_PAGES = pattern(
    r"(?P<journal>[^\W\d][^\d]*?)[\s,]+(?:vol(?:ume|\.)?\s*)?(?P<volume>[A-Z]?\d{1,4}[A-Z]?)"
    r"(?:\s*\((?P<in_parentheses>[\d-]+)\)|,?\s*(?:no\.?|issue)\s*(?P<number>\d+))?"
    r"\s*[,:]\s*(?:pp?\.\s*)?(?P<pages>[A-Z]?\d[\w.]*(?:\s*[-–]+\s*[A-Z]?\d[\w.]*)?)",
    re.IGNORECASE,
)
_ENCODER = msgpack.Encoder()
_DOI = pattern(r"10\.\d{4,9}/[^\s{}\\%#]+")


def reference(
    identifier: Identifier, key: str, says: PaperFacts, known: tuple[bytes, str] | None = None
) -> Reference:
    """Return the entry of a paper: `@article` where arXiv knows its journal, `@online` otherwise.

    Args:
        key: Its citekey.
        says: What its note says.
        known: Basis and text of the entry as it was made last; the text counts where the basis is the same.
    """
    made_of = (identifier.value, key, says.title, says.authors, says.subjects, says.doi, says.journal_ref)
    basis = blake2b(_ENCODER.encode((*made_of, says.is_withdrawn)), digest_size=16).digest()
    if known is not None and known[0] == basis:
        return Reference(identifier, key, known[1], basis)
    return Reference(identifier, key, _entry(identifier, key, says), basis)


def _entry(identifier: Identifier, key: str, says: PaperFacts) -> str:
    year, month, _, _ = identifier.order
    published = _published(says.journal_ref)
    date = published.pop("date", f"{year}-{month:02}")
    eprintclass = next((code for code in map(code_in, says.subjects) if code), "")
    doi = next((doi for doi in says.doi.split() if _DOI.fullmatch(doi)), "")
    fields = {
        "author": " and ".join([bibtex_name(name_in(element)) for element in says.authors]),
        "title": title_field(says.title) or identifier.uri,
        **published,
        "date": date,
        "doi": doi.replace("_", r"\_") if doi else "",
        "eprint": identifier.value,
        "eprinttype": "arxiv",
        "eprintclass": eprintclass,
        "note": "Withdrawn" if says.is_withdrawn else "",
    }
    kind = "article" if "journaltitle" in published else "online"
    lines = "".join([f"{_LABELS[name]}{value}}},\n" for name, value in fields.items() if value])
    return f"@{kind}{{{key},\n{lines}}}\n"


def _published(journal_ref: str) -> dict[str, str]:
    """Return the fields of `Phys. Rev. D 76, 013009 (2007)`; text of another form is the journal as a whole."""
    whole = " ".join(journal_ref.split())
    if not whole:
        return {}
    dated = _YEAR_AT_END.fullmatch(whole)
    rest, date = (dated["rest"], {"date": dated["year"]}) if dated and dated["rest"] else (whole, {})
    parts = _VOLUME_AND_PAGES.fullmatch(rest)
    if parts is None:
        return {**date, "journaltitle": braced(rest)}
    number = parts["in_parentheses"] or parts["number"] or ""
    pages = re.sub(r"\s*[-–]+\s*", "--", parts["pages"])
    return {
        **date,
        "journaltitle": braced(parts["journal"].rstrip(" ,")),
        "volume": braced(parts["volume"]),
        **({"number": braced(number)} if number else {}),
        "pages": braced(pages),
    }
