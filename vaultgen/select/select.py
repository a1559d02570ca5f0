"""Which papers of a listing a person's interests match; `vaultgen.select.reasons` says why.

It promises: interests in the person's order, papers by identifier; a paper that two interests match is under both
and is counted once. It knows nothing of earlier days or of the vault.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import force_setattr

from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import Announcement
from vaultgen.paper.paper import Announced, AnnounceType
from vaultgen.select.evidence import FoldedPaper, evidence, needed_words
from vaultgen.select.interests import Interest


class Selection(Struct, frozen=True):
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
    interests: Mapping[Identifier, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        found: defaultdict[Identifier, list[str]] = defaultdict(list)
        for name, matches in self.by_interest:
            for announced in matches:
                found[announced.paper.identifier].append(name)
        told = {one: tuple(dict.fromkeys(names)) for one, names in found.items()}
        force_setattr(self, "interests", told)

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
    found: list[Announced] = []
    left_out: Counter[str] = Counter()
    for announced in sorted(announcement.announced, key=_order):
        if announced.announce_type in include:
            found.append(announced)
        else:
            left_out[announced.announce_type.value] += 1
    papers = [FoldedPaper(announced.paper) for announced in found]
    matches = [
        tuple(found[at] for at in places if evidence(interest.query, papers[at]) is not None)
        for interest, places in zip(interests, _candidates(papers, interests), strict=True)
    ]
    return Selection(
        day=announcement.day,
        by_interest=tuple(
            (interest.name, matching) for interest, matching in zip(interests, matches, strict=True)
        ),
        left_out=dict(left_out),
    )


def _candidates(papers: Sequence[FoldedPaper], interests: Sequence[Interest]) -> Iterator[Iterable[int]]:
    """Yield, for each interest, the positions of the papers that it may match at all, by one look at the words of each."""
    needed = [needed_words(interest.query) for interest in interests]
    wanted = frozenset(word for sets in needed if sets for words in sets for word in words)
    holders: dict[str, set[int]] = {word: set() for word in wanted}
    for at, paper in enumerate(papers):
        for word in wanted.intersection(paper.words):
            holders[word].add(at)
    for sets in needed:
        if sets is None:
            yield range(len(papers))
        else:
            yield sorted(set().union(*(set.intersection(*map(holders.__getitem__, words)) for words in sets)))


def _order(announced: Announced) -> tuple[int, int, str, int]:
    return announced.paper.identifier.order
