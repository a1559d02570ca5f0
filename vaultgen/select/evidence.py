"""What a query finds in one paper, and where.

Texts of a paper are folded once, title and abstract at once, the rest when a query first asks for it.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from vaultgen.note.names import author_key
from vaultgen.paper.paper import Paper
from vaultgen.select.author_names import forms
from vaultgen.select.fold import bordered, fold, folded_words
from vaultgen.select.terms import And, Field, Not, Or, Query, Term, terms

Evidence = tuple[tuple[Term, str], ...]
"""Terms that were found, each with the name of the text it was found in."""

TITLE, ABSTRACT, AUTHORS, COMMENT, JOURNAL_REF, CATEGORIES = (
    "title", "abstract", "authors", "comment", "journal_ref", "categories",
)  # fmt: skip
PLACES = (TITLE, ABSTRACT, AUTHORS, COMMENT, JOURNAL_REF, CATEGORIES)
"""Where something can be found, what says most first."""

_SEARCHED = {
    Field.TEXT: (TITLE, ABSTRACT),
    Field.TITLE: (TITLE,),
    Field.ABSTRACT: (ABSTRACT,),
    Field.AUTHOR: (AUTHORS,),
    Field.COMMENT: (COMMENT,),
    Field.JOURNAL: (JOURNAL_REF,),
    Field.CATEGORY: (CATEGORIES,),
    Field.ALL: PLACES,
}
_TEXTS: dict[str, Callable[[Paper], str]] = {
    COMMENT: lambda paper: paper.comment,
    JOURNAL_REF: lambda paper: paper.journal_ref,
}
"""Texts that are folded when a query first asks for them."""
_IN_TEXT = frozenset({Field.TEXT, Field.TITLE, Field.ABSTRACT})


_TEXTS_REMEMBERED = 4_096
"""Texts of a long day: a paper is searched when it is chosen, and again when its note says why."""


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(folded_words(text))


class FoldedPaper:
    """A paper, ready to be searched; lives as long as the search."""

    __slots__ = ("_abstract", "_texts", "_title", "paper")

    def __init__(self, paper: Paper) -> None:
        """Fold title and abstract."""
        self.paper = paper
        self._title, self._abstract = _words_of(paper.title), _words_of(paper.abstract)
        self._texts: dict[str, str] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of title and abstract."""
        return (*self._title, *self._abstract)

    @property
    def texts(self) -> dict[str, str]:
        """The folded texts by place: title and abstract, and others that were asked for; most papers are never asked."""
        if not self._texts:
            self._texts.update({TITLE: bordered(self._title), ABSTRACT: bordered(self._abstract)})
        return self._texts

    def places(self, term: Term) -> tuple[str, ...]:
        """Return the texts of the paper that the term is found in."""
        if term.field in _IN_TEXT:
            folded, also, texts = term.folded, term.also, self.texts
            if also:
                return tuple(
                    [
                        place
                        for place in _SEARCHED[term.field]
                        if folded in texts[place] or also in texts[place]
                    ]
                )
            return tuple([place for place in _SEARCHED[term.field] if folded in texts[place]])
        return tuple(place for place in _SEARCHED[term.field] if self._has(term, place))

    def _has(self, term: Term, place: str) -> bool:
        if place == CATEGORIES:
            return self._has_category(term)
        if place == AUTHORS:
            return any(names_author(term, name) for name in self.paper.authors)
        text = self._text(place)
        return bool(term.folded) and (term.folded in text or (bool(term.also) and term.also in text))

    def _has_category(self, term: Term) -> bool:
        if term.field is Field.CATEGORY:
            return not term.categories.isdisjoint(self.paper.categories)
        return term.words.lower() in (code.lower() for code in self.paper.categories)

    def _text(self, place: str) -> str:
        if place not in self.texts:
            self.texts[place] = fold(_TEXTS[place](self.paper))
        return self.texts[place]


def evidence(query: Query, paper: FoldedPaper) -> Evidence | None:
    """Return what the query finds in the paper; None where it does not match.

    Of an OR all parts that are found are told, not only the first.
    """
    match query:
        case Term():
            places = paper.places(query)
            return tuple([(query, place) for place in places]) if places else None
        case Not(inner):
            return () if evidence(inner, paper) is None else None
        case And(parts):
            return _all(parts, paper)
        case Or(parts):
            found = [one for part in parts if (one := evidence(part, paper)) is not None]
            return _joined(found) if found else None


Needed = frozenset[frozenset[str]]
"""Sets of words: a paper's title and abstract must hold all words of one of them."""


def needed_words(query: Query) -> Needed | None:
    """Return which words a paper's title and abstract must hold for the query to match.

    None where no words decide it (categories, authors, open endings). It lets a selection pass by most papers.
    """
    match query:
        case Term():
            if query.field not in _IN_TEXT or not query.folded.endswith(" "):
                return None
            return frozenset(frozenset(words.split()) for words in (query.folded, query.also) if words)
        case Not():
            return None
        case And(parts):
            known = [found for part in parts if (found := needed_words(part)) is not None]
            return min(known, key=len) if known else None
        case Or(parts):
            each = [needed_words(part) for part in parts]
            return frozenset().union(*(found for found in each if found)) if None not in each else None


def _all(parts: tuple[Query, ...], paper: FoldedPaper) -> Evidence | None:
    found: list[Evidence] = []
    for part in parts:
        one = evidence(part, paper)
        if one is None:
            return None
        found.append(one)
    return _joined(found)


def _joined(found: list[Evidence]) -> Evidence:
    return tuple(dict.fromkeys(one for several in found for one in several))


def names_author(term: Term, name: str) -> bool:
    """Return whether a term that looks for an author (`au:`) finds this name."""
    if term.author:
        return author_key(name) == term.author
    return bool(term.name) and any(term.name in form for form in forms(name))


def unanswered_authors(queries: Iterable[Query], names: Collection[str]) -> tuple[str, ...]:
    """Return the `au:` terms of queries that none of these names answers, each once, as the person wrote them."""
    wanted = [term for query in queries for term in terms(query) if term.field is Field.AUTHOR]
    missed = (term.words for term in wanted if not any(names_author(term, name) for name in names))
    return tuple(dict.fromkeys(missed))
