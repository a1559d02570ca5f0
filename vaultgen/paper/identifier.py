"""What a paper is known by: arXiv's identifiers, old and new, without version.

Promised: one paper has exactly one `Identifier`, however it was spelled. What does not have the shape that
arXiv gives to its identifiers never becomes one, so that file names and addresses may be built from it.
Not done here: asking arXiv whether the paper exists.

Source of the rules: https://info.arxiv.org/help/arxiv_identifier.html, and arXiv's own arxiv-base.
"""

import re
from functools import lru_cache
from typing import Final, Self

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.patterns import pattern

_FIRST_OLD: Final = (1991, 7)
_FIRST_NEW: Final = (2007, 4)  # the old form ended in March 2007
_FIRST_FIVE_DIGITS: Final = (2015, 1)
_FIRST_HTML: Final = (2023, 12)
_OLD_CENTURY: Final = 91  # 91…99 are years of the nineteen hundreds, in the old form alone

# ASCII alone: `\d` would also take the digits of other scripts.
_NEW: Final = pattern(r"(?P<yy>\d\d)(?P<mm>\d\d)\.(?P<number>\d{4,5})", re.ASCII)
_OLD: Final = pattern(r"(?P<archive>[a-z]+(?:-[a-z]+)?)/(?P<yy>\d\d)(?P<mm>\d\d)(?P<number>\d{3})", re.ASCII)

# A subject class (`math.GT/0309136`) was part of some addresses, never of the identity: arXiv drops it too.
_SPELLING: Final = pattern(
    r"""
    (?:
        (?:https?://)?(?:[a-z-]+\.)?arxiv\.org/(?:abs|pdf|html|format|ps)/
      | (?:https?://)?(?:(?:dx\.)?doi\.org/)?10\.48550/arxiv\.
      | oai:arxiv\.org:
      | arxiv:\s*
    )?
    (?:(?P<new>\d{4}\.\d{4,5}) | (?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/(?P<old>\d{7}))
    (?:v(?P<version>[1-9]\d{0,3}))?
    (?:\.pdf)?/?
    (?:[?\#]\S*|\s*\[[a-z.-]+\])?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_MENTION: Final = pattern(
    r"https://arxiv\.org/abs/(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,4})?(?![0-9A-Za-z])",
    re.ASCII,
)
_MONTHS: Final = range(1, 13)
_SHOWN: Final = 60
_LONGEST_SPELLING: Final = 500
_REMEMBERED: Final = 1 << 13  # the papers of some days are compared again and again


class InvalidIdentifier(VaultgenError, ValueError):  # noqa: N818 - it names the text, as the other errors here do
    """A text that is not an identifier of arXiv's."""

    def __init__(self, text: str) -> None:
        shown = "".join(c if c.isprintable() else " " for c in text[: _SHOWN + 1])
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        super().__init__(
            f'"{shown}" is not an arXiv identifier',
            "write an ID like 2602.17676, hep-th/9901001 or https://arxiv.org/abs/2602.17676",
        )


class Identifier(Struct, frozen=True):
    """The identifier of a paper, without version.

    Identifiers are ordered by announcement: arXiv gives them when it announces. The old form (until March
    2007) comes before the new one; in one month of the old form archives come in alphabetical order.

    Attributes:
        value: `2602.17676` or `hep-th/9901001`: arXiv's own spelling, without prefix, version and subject class.

    Raises:
        InvalidIdentifier: The value is not in that spelling.
    """

    value: str

    def __post_init__(self) -> None:
        if _order(self.value) is None:
            raise InvalidIdentifier(self.value)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the identifier meant by a text, in any spelling that arXiv or people use.

        Bare, with `arXiv:`, an address (`abs`, `pdf`, `html`; with or without https), arXiv's DOI, the `oai:`
        name of the feeds, with or without version, subject class, `.pdf`.

        Raises:
            InvalidIdentifier: The text is nothing of this.
        """
        return cls(_parts(text)[0])

    @property
    def order(self) -> tuple[int, int, str, int]:
        """What identifiers are ordered by: year, month, archive (empty in the new form), number."""
        order = _order(self.value)
        assert order is not None
        return order

    @property
    def stem(self) -> str:
        """The identifier as part of a file name: `hep-th-9901001`."""
        return self.value.replace("/", "-")

    @property
    def uri(self) -> str:
        """`arXiv:2602.17676`, which no YAML reader takes for a number."""
        return f"arXiv:{self.value}"

    @property
    def abs_url(self) -> str:
        """The page of the newest version."""
        return f"https://arxiv.org/abs/{self.value}"

    @property
    def pdf_url(self) -> str:
        """The PDF of the newest version."""
        return f"https://arxiv.org/pdf/{self.value}"

    @property
    def html_url(self) -> str:
        """The page in HTML that arXiv makes of a paper's TeX; empty for months before it made any."""
        year, month, *_ = self.order
        return f"https://arxiv.org/html/{self.value}" if (year, month) >= _FIRST_HTML else ""

    def __str__(self) -> str:
        return self.value

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Identifier):
            return NotImplemented
        return self.order < other.order

    def __le__(self, other: object) -> bool:
        return self == other or self.__lt__(other)

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, Identifier):
            return NotImplemented
        return self.order > other.order

    def __ge__(self, other: object) -> bool:
        return self == other or self.__gt__(other)


def parse_versioned(text: str) -> tuple[Identifier, int | None]:
    """Return the identifier and the version meant by a text; None where it names no version.

    Raises:
        InvalidIdentifier: See `Identifier.parse`.
    """
    value, version = _parts(text)
    return Identifier(value), version


def mentioned(text: str) -> tuple[Identifier, ...]:
    """Return the papers whose page, `https://arxiv.org/abs/…`, is in a text; each once, in order of appearance."""
    found: dict[Identifier, None] = {}
    for match in _MENTION.finditer(text):
        try:
            found.setdefault(Identifier.parse(match[1]))
        except InvalidIdentifier:
            continue  # shaped like one, but of a month that does not exist
    return tuple(found)


def _parts(text: str) -> tuple[str, int | None]:
    match = _SPELLING.fullmatch(text.strip()) if len(text) <= _LONGEST_SPELLING else None
    if match is None:
        raise InvalidIdentifier(text)
    value = match["new"] or f"{match['archive'].lower()}/{match['old']}"
    return value, int(match["version"]) if match["version"] else None


@lru_cache(maxsize=_REMEMBERED)
def _order(value: str) -> tuple[int, int, str, int] | None:
    """Return year, month, archive, number; None where this is not an identifier.

    The archive is empty in the new form, and the year alone sets old before new.
    """
    if match := _NEW.fullmatch(value):
        year, archive, digits = 2000 + int(match["yy"]), "", len(match["number"])
        month, number = int(match["mm"]), int(match["number"])
        five = (year, month) >= _FIRST_FIVE_DIGITS
        is_possible = (year, month) >= _FIRST_NEW and digits == (5 if five else 4)
    elif match := _OLD.fullmatch(value):
        month, number, archive = int(match["mm"]), int(match["number"]), match["archive"]
        year = int(match["yy"]) + (1900 if int(match["yy"]) >= _OLD_CENTURY else 2000)
        is_possible = _FIRST_OLD <= (year, month) < _FIRST_NEW
    else:
        return None
    return (year, month, archive, number) if is_possible and month in _MONTHS and number > 0 else None
