"""What a query is made of: terms in fields, joined by and, or, not; and how one term is read."""

from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.paper.subjects import canonical
from vaultgen.paper.taxonomy import ALIASES, CURRENT, UNDIVIDED
from vaultgen.patterns import pattern
from vaultgen.select.fold import GREEK, fold, fold_beginning, fold_name


class QueryError(VaultgenError):
    """A query that cannot be read; says where, and what to write instead.

    Attributes:
        query: The text that was read.
        position: Where in it, from 0.
    """

    def __init__(self, query: str, position: int, problem: str, hint: str) -> None:
        super().__init__(f"query {query!r}, character {position + 1}: {problem}", hint)
        self.query = query
        self.position = position


class Field(StrEnum):
    """Where a term is looked for; the values are arXiv's prefixes."""

    TITLE = "ti"
    ABSTRACT = "abs"
    AUTHOR = "au"
    CATEGORY = "cat"
    COMMENT = "co"
    JOURNAL = "jr"
    ALL = "all"
    TEXT = ""
    """Title and abstract: what a phrase without prefix means."""


NOT_IN_FEEDS = frozenset({Field.COMMENT, Field.JOURNAL, Field.AUTHOR, Field.ALL})
"""Fields of which a feed tells nothing, or (authors) not exactly enough."""


class Term(Struct, frozen=True):
    """A phrase in a field.

    Attributes:
        field: Where.
        words: As the person wrote them, without quotation marks.
        folded: What has to be in the folded text, with its border blanks.
        also: Another folding that will do, as `folded`: of words with an open end (`virus*`) the words themselves, of
            `LambdaCDM` the words `lambda cdm`; empty where there is none.
        name: The same, folded as a name (authors).
        categories: For `cat:`: the codes that match, aliases folded.
        author: For a followed author: whose name it is (`vaultgen.note.names.author_key`), in no other form.
    """

    field: Field
    words: str
    folded: str
    also: str = ""
    name: str = ""
    categories: frozenset[str] = frozenset()
    author: str = ""


class And(Struct, frozen=True):
    """A query in which all parts have to be found."""

    parts: tuple["Query", ...]


class Or(Struct, frozen=True):
    """A query in which at least one part has to be found."""

    parts: tuple["Query", ...]


class Not(Struct, frozen=True):
    """A query whose part must not be found; `a ANDNOT b` is `And((a, Not(b)))`."""

    query: "Query"


Query = Term | And | Or | Not

_LETTERS_STAR = pattern(r"(?<![^\W_])([A-Za-z])\^?\*(?![^\W_])")
"""`A*`, `C*-algebra`: the star of a letter, which opens no end."""
_STAR = "\ue000"

_GREEK_NAME = pattern(r"\b((?i:alpha|beta|gamma|delta|epsilon|theta|kappa|lambda|sigma|omega))(?=[A-Z0-9])")
_GREEK_END = pattern(r"\b([A-Z][A-Za-z]{0,3}?)(alpha|beta|gamma|delta|kappa)\b")
_GREEK_SIGN = pattern(r"[Α-ΡΣ-Ωα-ρσ-ω](?=[A-Za-z0-9])|(?<=[A-Za-z])[Α-ΡΣ-Ωα-ρσ-ω]")

_OTHER_NAMES = {"title": "ti", "abstract": "abs", "abstr": "abs", "summary": "abs", "author": "au", "authors": "au",
                "category": "cat", "categories": "cat", "subject": "cat", "comment": "co", "comments": "co",
                "journal": "jr", "journal_ref": "jr", "any": "all"}  # fmt: skip
PREFIXES = "|".join(field.value for field in Field if field.value)
"""The prefixes of fields, as a part of a pattern."""
_FIELDS_SENTENCE = f"the fields are {' '.join(f'{field.value}:' for field in Field if field.value)}"


def phrase(text: str) -> Term:
    """Return the term that looks for exactly these words in title and abstract.

    Raises:
        QueryError: There are no words in it, or it is written like a query.
    """
    return read_term(text, Field.TEXT, text, 0)


def terms(query: Query) -> tuple[Term, ...]:
    """Return every term of a query, from left to right."""
    match query:
        case Term():
            return (query,)
        case Not(inner):
            return terms(inner)
        case And(parts) | Or(parts):
            return tuple(term for part in parts for term in terms(part))


def read_field(query: str, written: str, position: int) -> Field:
    """Return the field of a prefix, without its colon; raises QueryError."""
    name = written.lower()
    if name and name in set(Field):
        return Field(name)
    known = [field.value for field in Field if field]
    guess = _OTHER_NAMES.get(name) or next(iter(get_close_matches(name, known, 1)), None)
    hint = f"did you mean {guess}: ? " if guess else ""
    raise QueryError(query, position, f"unknown field {written}:",
                     f"{hint}{_FIELDS_SENTENCE}; to look for the words themselves, put them in quotation marks")  # fmt: skip


def read_term(query: str, field: Field, words: str, position: int) -> Term:
    """Return the term for `words`, which stand at `position` of the query; raises QueryError."""
    if "$" in words:
        words = _plain(words)
    written = words if field is Field.AUTHOR else _LETTERS_STAR.sub(rf"\1{_STAR}", words)
    stem, star, rest = written.partition("*")
    stem, rest = stem.replace(_STAR, "*"), rest.replace(_STAR, "*")
    if rest.strip():
        raise QueryError(
            query,
            position + len(stem),
            "* is understood only at the end of a phrase",
            "write it last, for example: transform*; a star that belongs to a name stands after one letter: A*, C*-algebra",
        )
    if field is Field.CATEGORY:
        return Term(field, words, "", categories=_categories(query, words, position))
    folded = fold_beginning(stem) if star else fold(stem)
    if not folded.strip() or (star and not (stem[-1:].isalnum() or stem[-1:] == "*")):
        raise QueryError(
            query,
            position,
            f"no word to look for in {words!r}",
            "write at least one word with letters or digits",
        )
    name = fold_name(stem)
    also = fold(stem if star else _otherwise_joined(stem))
    return Term(field, words, folded, also if also != folded else "", name.rstrip(" ") if star else name)


def _otherwise_joined(words: str) -> str:
    """Return words as others join them: `C star`; `Lambda CDM` for `LambdaCDM`, and that for `ΛCDM`."""
    if (starred := _LETTERS_STAR.sub(r"\1 star", words)) != words:
        return "" if starred.lower() == "a star" else starred
    parted = _GREEK_END.sub(r"\1 \2", _GREEK_NAME.sub(r"\1 ", words))
    if parted != words:
        return parted
    if words.isascii() and "\\" not in words:  # nothing in it can become a Greek letter
        return words
    return _GREEK_SIGN.sub(lambda sign: GREEK[sign[0].lower()], _plain(words))


def _plain(words: str) -> str:
    from vaultgen.tex.plain import plain  # noqa: PLC0415 (most keywords have no TeX: commands that only look load none)

    return plain(words)


def _categories(query: str, code: str, position: int) -> frozenset[str]:
    if code.endswith("*"):
        archive = code.removesuffix("*").removesuffix(".")
        if found := _archive(archive):
            return found
        raise QueryError(query, position, f"arXiv has no archive {archive!r}", "write for example: cat:cs.*")
    if (known := canonical(code)) is not None:
        return frozenset({known})
    if _archive(code):
        raise QueryError(query, position, f"{code!r} is a whole archive", f"write cat:{code}.* for all of it")
    from vaultgen.paper.typed_category import suggested_categories  # noqa: PLC0415 (only for this error)

    guess = " or ".join(f"cat:{meant}" for meant in suggested_categories(code))
    hint = f"did you mean {guess} ?" if guess else "the codes are at https://arxiv.org/category_taxonomy"
    raise QueryError(query, position, f"arXiv has no category {code!r}", hint)


def _archive(archive: str) -> frozenset[str]:
    """Return all categories of an archive, under either name: eess.SY is in cs, as cs.SY."""
    own = {code: code for code in (*CURRENT, *UNDIVIDED)} | dict(ALIASES)
    return frozenset(code for name, code in own.items() if name.partition(".")[0].lower() == archive.lower())
