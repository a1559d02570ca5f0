"""What the person's own `.bib` files hold: their keys go before ours, and what they hold was read.

A value; the shell reads the files (`vaultgen.disk.libraries`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.paper.paper import Paper
from vaultgen.patterns import pattern

_IN_TEXT = pattern(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html)/|[:.\s/]+))((?:[a-z-]+(?:\.[A-Z]{2})?/)?\d{4}(?:\.\d{4,5}|\d{3}))(?:v\d+)?",
    re.IGNORECASE,
)
_BARE = pattern(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_TOLD_IN = ("doi", "url", "journal", "journaltitle", "note", "howpublished", "number", "volume")
_YEAR = pattern(r"\d{4}")


class Holding(Struct, frozen=True):
    """One entry of a library.

    Attributes:
        key: Its citekey.
        identifier: The paper on arXiv; None where the entry names none.
        title: Its title, TeX and all.
        year: Of publication; None where it does not tell.
        doi: Its DOI, lower case, without resolver; empty where it has none.
    """

    key: str
    identifier: Identifier | None = None
    title: str = ""
    year: int | None = None
    doi: str = ""


class Library(Struct, frozen=True, dict=True):
    """Everything that the person's `.bib` files hold, in the order of the files; of one key the first counts."""

    holdings: tuple[Holding, ...] = ()

    def key_of(self, paper: Paper) -> str:
        """Return the person's key for a paper; empty where they have none."""
        held = self._by_identifier.get(paper.identifier)
        if held is None:
            held = next((one for doi in paper.doi.split() if (one := self._by_doi.get(doi.lower()))), None)
        return held.key if held is not None else ""

    def has_key(self, key: str) -> bool:
        """Return whether an entry has this key, in whatever case."""
        return key.casefold() in self._keys

    @cached_property
    def _by_identifier(self) -> Mapping[Identifier, Holding]:
        return {one.identifier: one for one in reversed(self.holdings) if one.identifier is not None}

    @cached_property
    def _by_doi(self) -> Mapping[str, Holding]:
        return {one.doi: one for one in reversed(self.holdings) if one.doi}

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(one.key.casefold() for one in self.holdings)


def holding(key: str, fields: Mapping[str, str]) -> Holding:
    """Return an entry of a library as vaultgen knows it: identifier, title, year, DOI.

    Args:
        key: Its citekey.
        fields: Their values by name in lower case, without the outer braces or quotes.
    """
    year = _YEAR.search(fields.get("year", "") or fields.get("date", ""))
    doi = re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", fields.get("doi", "").strip(), flags=re.IGNORECASE
    )
    return Holding(
        key,
        _identifier(fields),
        " ".join(fields.get("title", "").split()),
        int(year[0]) if year else None,
        doi.replace(r"\_", "_").lower(),
    )


def _identifier(fields: Mapping[str, str]) -> Identifier | None:
    """Find the identifier in `eprint`, arXiv's DOI, its address, or `arXiv preprint arXiv:2602.17676`."""
    eprint = fields.get("eprint", "").strip()
    kind = fields.get("eprinttype", "") or fields.get("archiveprefix", "") or "arxiv"
    told = [eprint] if kind.strip().casefold() == "arxiv" and _BARE.fullmatch(_without_prefix(eprint)) else []
    texts: Iterable[str] = (fields.get(name, "") for name in _TOLD_IN)
    told += [match[1] for text in texts if (match := _IN_TEXT.search(text)) is not None]
    for text in told:
        try:
            return Identifier.parse(text)
        except InvalidIdentifier:
            continue
    return None


def _without_prefix(eprint: str) -> str:
    return re.sub(r"^arxiv:\s*", "", eprint, flags=re.IGNORECASE)
