r"""The query words of interests: how they are written, and what they mean.

    query  = clause { "OR" clause }
    clause = factor { ( "AND" | "ANDNOT" | "NOT" ) factor }
    factor = "NOT" factor | "(" query ")" | term
    term   = [ field ":" ] ( '"' words '"' | words )        words may end in `*`
    field  = ti abs au cat co jr all                        none: title and abstract

- Operators are written in capitals. A run of words without operator is one phrase (`offline RL AND cat:cs.LG`);
  two terms side by side that are not such a run are a mistake, and said to be one.
- NOT before a term binds tightest, then AND, then OR. `ANDNOT x` between terms takes x away from *everything* in
  the same parentheses, as in arXiv's own search: `a OR b ANDNOT c` is `(a OR b) ANDNOT c`.
- `*` at the end of a word stands for any ending of it; `cat:cs.*` for every category of an archive.
- Texts are folded (see `vaultgen.select.fold`); both names of a category are one (`cat:cs.SY`, `cat:eess.SY`).

Pure. What a query finds in a paper is in `vaultgen.select.evidence`.
"""

import re

from msgspec import Struct

from vaultgen.patterns import pattern
from vaultgen.select.terms import (
    PREFIXES,
    And,
    Field,
    Not,
    Or,
    Query,
    QueryError,
    Term,
    read_field,
    read_term,
)

_TOKEN = pattern(
    rf"""\s*(?:
        (?P<bracket>[()])
      | (?P<field>(?i:{PREFIXES})(?=:)|[A-Za-z_]+(?=:\S)):
      | ["“”](?P<quoted>[^"“”]*)(?P<end>["“”]?)
      | (?P<word>[^\s()"“”]+)
    )""",
    re.VERBOSE,
)
_OPERATORS = frozenset({"AND", "OR", "ANDNOT", "NOT"})
_ENCODED = pattern(r"\+(?:AND|OR|ANDNOT)\+|%2[0289]")
_DEEPEST = 50


class _Token(Struct, frozen=True):
    """A piece of a query: `kind` is `(`, `)`, an operator, `field`, `quoted`, `word` or `end`."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: It cannot be read, or finds every paper that lacks something instead of one that has it.
    """
    return _Parser(text).parse()


class _Parser:
    """Reads one query by recursive descent."""

    __slots__ = ("_depth", "_next", "_text", "_tokens")

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def parse(self) -> Query:
        if self._token.kind == "end":
            raise QueryError(
                self._text,
                0,
                "there is nothing to look for",
                'write a phrase, for example: "diffusion policy"',
            )
        query = self._query()
        if self._token.kind == ")":
            raise self._error(
                "a parenthesis is closed that was not opened", "take it out, or write a ( before"
            )
        if _finds_anything(query):
            raise QueryError(
                self._text, 0, "it says what not to find, but not what to find",
                'write first what to look for, for example: "reinforcement learning" ANDNOT ti:survey',
            )  # fmt: skip
        return query

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _error(self, problem: str, hint: str) -> QueryError:
        return QueryError(self._text, self._token.position, problem, hint)

    def _take(self) -> _Token:
        token = self._token
        self._next += 1
        return token

    def _query(self) -> Query:
        excluded: list[Query] = []
        clauses = [self._clause(excluded)]
        while self._token.kind == "OR":
            self._take()
            clauses.append(self._clause(excluded))
        if self._token.kind not in {"end", ")"}:
            raise self._juxtaposed()
        query = clauses[0] if len(clauses) == 1 else Or(tuple(clauses))
        return And((query, *map(Not, excluded))) if excluded else query

    def _clause(self, excluded: list[Query]) -> Query:
        """Read factors joined by AND; what ANDNOT takes away goes to `excluded`, for all of the parentheses."""
        factors = [self._factor()]
        while self._token.kind in {"AND", "ANDNOT", "NOT"}:
            (factors if self._take().kind == "AND" else excluded).append(self._factor())
        return factors[0] if len(factors) == 1 else And(tuple(factors))

    def _factor(self) -> Query:
        token = self._token
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error(
                f"more than {_DEEPEST} parentheses within each other", "write it as several interests"
            )
        try:
            if token.kind == "NOT":
                self._take()
                return Not(self._factor())
            if token.kind == "(":
                return self._parenthesised()
            return self._a_term()
        finally:
            self._depth -= 1

    def _parenthesised(self) -> Query:
        opening = self._take()
        query = self._query()
        if self._token.kind != ")":
            raise QueryError(
                self._text,
                opening.position,
                "this parenthesis is not closed",
                "write the ) that belongs to it",
            )
        self._take()
        return query

    def _a_term(self) -> Query:
        token = self._token
        field = Field.TEXT
        if token.kind == "field":
            field = read_field(self._text, self._token.text, self._take().position)
        if self._token.kind == "quoted":
            words = self._take()
            return read_term(self._text, field, words.text, words.position)
        if self._token.kind == "word":
            first = self._take()
            run = [first.text]
            while self._token.kind == "word":
                run.append(self._take().text)
            return read_term(self._text, field, " ".join(run), first.position)
        if field:
            raise self._error(
                f"nothing to look for after {field}:",
                f'write a word or a phrase, for example: {field}:"offline RL"',
            )
        raise self._missing_term()

    def _missing_term(self) -> QueryError:
        token = self._token
        if token.kind == "end":
            return self._error(
                "it ends where a phrase is expected", "write the phrase, or take the last operator out"
            )
        if token.kind == ")":
            return self._error(
                "nothing to look for before this parenthesis", "write a phrase, or take the parentheses out"
            )
        return self._error(
            f"{token.kind} where a phrase is expected",
            f'take it out, or put it in quotation marks to look for it: "{token.kind}"',
        )

    def _juxtaposed(self) -> QueryError:
        before = self._tokens[self._next - 1]
        if before.text.lower() in {"and", "or", "not", "andnot"}:
            capitals = before.text.upper()
            return QueryError(self._text, before.position, f"{before.text!r} in small letters is a word to look for",
                              f"operators are written in capitals: {capitals}")  # fmt: skip
        return self._error("two things to look for, and no operator between them",
                           "write AND, OR or ANDNOT between them, or quotation marks around the whole phrase")  # fmt: skip


def _tokens(text: str) -> tuple[_Token, ...]:
    if encoded := _ENCODED.search(text):
        raise QueryError(text, encoded.start(), f"{encoded.group()!r} is how addresses are written",
                         'write blanks and quotation marks as they are, for example: ti:"offline RL" AND cat:cs.LG')  # fmt: skip
    found: list[_Token] = []
    for piece in _TOKEN.finditer(text):
        kind = str(piece.lastgroup) if piece.lastgroup != "end" else "quoted"
        position = piece.start(kind)
        if kind == "quoted":
            position -= 1
            if not piece.group("end"):
                raise QueryError(
                    text, position, "this quotation mark is not closed", 'write the " that belongs to it'
                )
        content = piece.group(kind)
        is_own_kind = kind == "bracket" or (kind == "word" and content in _OPERATORS)
        found.append(_Token(content if is_own_kind else kind, content, position))
    return (*found, _Token("end", "", len(text)))


def _finds_anything(query: Query) -> bool:
    """Return whether a paper without a single word would match."""
    match query:
        case Term():
            return False
        case Not(inner):
            return not _finds_anything(inner)
        case And(parts):
            return all(map(_finds_anything, parts))
        case Or(parts):
            return any(map(_finds_anything, parts))
