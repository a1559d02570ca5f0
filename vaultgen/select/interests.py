"""What a person is interested in: a keyword, or a named query."""

from collections.abc import Sequence

from msgspec import Struct

from vaultgen.patterns import pattern
from vaultgen.select.query import parse
from vaultgen.select.terms import (
    NOT_IN_FEEDS,
    PREFIXES,
    And,
    Field,
    Not,
    Or,
    Query,
    QueryError,
    Term,
    phrase,
    terms,
)

__all__ = ["Interest", "QueryError", "in_papers_of", "interest", "keyword", "without"]

_LIKE_A_QUERY = pattern(rf"(?<!\S)(?:AND|OR|ANDNOT|NOT)(?!\S)|(?<![^\s(])(?:{PREFIXES}):(?=\S)")


class Interest(Struct, frozen=True):
    """Something a person follows.

    Attributes:
        name: What the listing calls it; for a keyword the keyword.
        query: What has to be found.
    """

    name: str
    query: Query

    @property
    def needs_full_metadata(self) -> bool:
        """Whether a feed does not tell enough: comments, journal references and exact names of authors."""
        return any(term.field in NOT_IN_FEEDS for term in terms(self.query))


def keyword(text: str) -> Interest:
    """Return the interest in exactly this phrase, in title or abstract.

    Raises:
        QueryError: There is no word in it, or it is a query and would silently find nothing as a phrase.
    """
    name = " ".join(text.split())
    if written := _LIKE_A_QUERY.search(name):
        raise QueryError(
            name,
            written.start(),
            f"a keyword is a phrase, {written.group()!r} belongs in a query",
            f"write it as [[interests]] with a name and query = {_quoted(name)}",
        )
    return Interest(name.strip('"“”').strip() or name, phrase(name))


def interest(name: str, query_text: str) -> Interest:
    """Return the named interest in what `query_text` finds.

    Raises:
        QueryError: The query cannot be read; the problem names the position, the hint what to write.
    """
    return Interest(" ".join(name.split()), parse(query_text))


def in_papers_of(name: str, authors: Sequence[tuple[str, str]]) -> Interest:
    """Return the named interest in the papers that are signed with these names.

    Args:
        name: What the listing calls it.
        authors: What each name is known by (`vaultgen.note.names.author_key`), and how it is shown.
    """
    return Interest(name, Or(tuple(Term(Field.AUTHOR, shown, "", author=key) for key, shown in authors)))


def without(wanted: Interest, excluded: Sequence[Query]) -> Interest:
    """Return an interest in the same papers, without those in which one of these is found."""
    if not excluded:
        return wanted
    return Interest(wanted.name, And((wanted.query, *map(Not, excluded))))


def _quoted(text: str) -> str:
    """Write `text` as a string of TOML."""
    return f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
