"""The ways in which a person may look for an author: with and without middle names, particles, suffix, either order.

A name does not tell where its family name begins (`van den Bosch`, `García Márquez`), so every place is tried. What is
looked for has to be written as one of these forms or as a part of it, word by word: `au:Bosch`, `au:"van den Bosch"`,
`au:"F. van den Bosch"`, `au:"Bosch, F. C."`, arXiv's own `au:Bosch_F`.
"""

from collections.abc import Iterator
from functools import lru_cache

from vaultgen.select.fold import fold_name

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "vi", "sj", "phd", "md"})
_PARTICLE_WORDS = (
    "al ap da dal dalla de dei del della den der di do dos du el la las le los ten ter van von zu zum zur"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
"""Of a family name; BibTeX's other form writes them last (`Bosch, F. van den`)."""
_MOST_WORDS = 8
"""A name of more words is a collaboration, which is looked for as it is written."""


@lru_cache(maxsize=4096)
def forms(name: str) -> tuple[str, ...]:
    """Return the folded forms of an author's name, each with a blank before and after."""
    words = fold_name(name).split()
    if not 1 < len(words) <= _MOST_WORDS:
        return (f" {' '.join(words)} ",) if words else ()
    found = list(_forms(words))
    if words[-1] in _SUFFIXES:
        for form in _forms(words[:-1]):
            found += (form, [*form, words[-1]])
    return tuple(dict.fromkeys(f" {' '.join(form)} " for form in found))


def _forms(words: list[str]) -> Iterator[list[str]]:
    yield words
    for place in range(1, len(words)):
        given, family = words[:place], words[place:]
        initials = [word[0] for word in given]
        particles = next(
            (at for at, word in enumerate(family[:-1]) if word not in _PARTICLES), len(family) - 1
        )
        for names in (given, initials, [given[0], *initials[1:]], given[:1], initials[:1]):
            yield [*names, *family]
            yield [*family, *names]
            if particles:
                yield [*family[particles:], *names, *family[:particles]]
