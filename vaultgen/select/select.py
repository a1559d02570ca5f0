"""Which papers of a listing a person's interests match; `vaultgen.select.reasons` says why.

It promises: interests in the person's order, papers by identifier; a paper that two interests match is under both
and is counted once. It knows nothing of earlier days or of the vault.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType
from vaultgen.select.evidence import FoldedPaper, anchors, evidence
from vaultgen.select.interests import Interest


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person wants to see of a day.

    Attributes:
        day: The announcement day.
        by_interest: Each interest's name with the papers that it matches; an interest without any is there too.
        left_out: Announce type -> how many papers were not looked at, because `include` lacks it.
        interests: By paper, the names of the interests that match it, in the person's order.
    """

    day: date
    by_interest: tuple[tuple[str, tuple[Announced, ...]], ...]
    left_out: Mapping[str, int]
    interests: Mapping[Identifier, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: defaultdict[Identifier, list[str]] = defaultdict(list)
        for name, matches in self.by_interest:
            for announced in matches:
                found[announced.paper.identifier].append(name)
        object.__setattr__(
            self, "interests", {one: tuple(dict.fromkeys(names)) for one, names in found.items()}
        )

    @property
    def papers(self) -> tuple[Announced, ...]:
        """Each matched paper once, by identifier."""
        once = {
            announced.paper.identifier: announced for _, matches in self.by_interest for announced in matches
        }
        return tuple(once[identifier] for identifier in sorted(once))

    @property
    def sections(self) -> tuple[tuple[str, tuple[Identifier, ...]], ...]:
        """Each interest's name with the identifiers of its papers."""
        return tuple(
            (interest, tuple(announced.paper.identifier for announced in matches))
            for interest, matches in self.by_interest
        )

    def interests_of(self, identifier: Identifier) -> tuple[str, ...]:
        """Return the names of the interests that match a paper, in the person's order."""
        return self.interests.get(identifier, ())


def select(
    announcement: Announcement, interests: Sequence[Interest], include: Collection[AnnounceType]
) -> Selection:
    """Find the papers of `announcement` that the interests match.

    Args:
        announcement: What arXiv announced.
        interests: In the person's order.
        include: The announce types to look at.
    """
    candidates = _Candidates(interests)
    matches: list[list[Announced]] = [[] for _ in interests]
    left_out: Counter[str] = Counter()
    for announced in sorted(announcement.announced, key=_order):
        if announced.announce_type not in include:
            left_out[announced.announce_type.value] += 1
            continue
        paper = FoldedPaper(announced.paper)
        for number in candidates.of(paper):
            if evidence(interests[number].query, paper) is not None:
                matches[number].append(announced)
    return Selection(
        day=announcement.day,
        by_interest=tuple(
            (interest.name, tuple(found)) for interest, found in zip(interests, matches, strict=True)
        ),
        left_out=dict(left_out),
    )


class _Candidates:
    """Tells which of many interests a paper may match at all, by one look at its words."""

    __slots__ = ("_always", "_by_word", "_words")

    def __init__(self, interests: Sequence[Interest]) -> None:
        self._always: list[int] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, interest in enumerate(interests):
            words = anchors(interest.query)
            if words is None:
                self._always.append(number)
                continue
            for word in words:
                self._by_word[word].append(number)
        self._words = frozenset(self._by_word)

    def of(self, paper: FoldedPaper) -> set[int]:
        """Return the positions of the interests that may match a paper."""
        found = set(self._always)
        for word in self._words.intersection(paper.words):
            found.update(self._by_word[word])
        return found


def _order(announced: Announced) -> tuple[int, int, str, int]:
    return announced.paper.identifier.order
