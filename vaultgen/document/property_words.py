"""Reads and writes what a seal says of a note's properties beside the digests of those that are there.

    as=announced:date,abs_url:url doi=10.1000/1

A property that the settings leave out of a note is not lost where vaultgen reads it again: its value is in the seal, or
the digest of it where few values are possible. A digest is there, too, of what is written once and never changes, so
that it can be told from what the person removed. So a note can be read without knowing the settings under which it
was written.
"""

from collections.abc import Iterable, Mapping, Sequence

from vaultgen.document.front_matter import FrontMatter, ParsedProperty
from vaultgen.document.seal import UNSHOWN
from vaultgen.document.yaml_block import canonical
from vaultgen.note.desired import Property
from vaultgen.note.link_values import target_in
from vaultgen.patterns import pattern

RENAMED = "as"
_NOTHING: Mapping[str, str] = {}
READ_BACK = ("journal_ref", "doi", "citekey", "withdrawn", "score", "near")
"""Properties that vaultgen reads again, and that need not be shown."""
_IDENTIFIER = pattern(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?-\d{7}")
_BETWEEN = "/"
"""Parts the names of near notes; none of them can hold it."""


def names_in(says: Mapping[str, str]) -> dict[str, str]:
    """Return the note's names for properties of ours, by our names; only those that differ."""
    pairs = (one.partition(":") for one in says.get(RENAMED, "").split(","))
    return {name: called for name, _, called in pairs if called}


def values_in(says: Mapping[str, str]) -> dict[str, str | tuple[str, ...]]:
    """Return the values of properties that a note does not show."""
    found: dict[str, str | tuple[str, ...]] = {name: says[name] for name in READ_BACK if name in says}
    if "near" in found:
        found["near"] = tuple(f"[[{one}]]" for one in says["near"].split(_BETWEEN))
    return found


def unshown_mark(marks: Mapping[str, str], name: str) -> str:
    """Return the digest that a seal records of a property, shown or not; empty where it records none."""
    return marks.get(name) or marks.get(f"{UNSHOWN}{name}", "")


def words_of(
    names: Mapping[str, str], hidden: Iterable[Property], before: Mapping[str, str] = _NOTHING
) -> dict[str, str]:
    """Return what a seal says of a note.

    Args:
        names: Of its properties, under which it has them, by ours.
        hidden: What it does not show.
        before: What the seal said of others that it does not show.
    """
    values = {own.name: canonical(own.value) for own in hidden}
    called = ",".join(f"{name}:{names[name]}" for name in sorted(names) if names[name] != name)
    words = {RENAMED: called}
    for name in READ_BACK:
        value = values.get(name, before.get(name, ""))
        words[name] = value if isinstance(value, str) else _BETWEEN.join(map(_near, value))
    return {word: said for word, said in words.items() if said}


def _near(link: str) -> str:
    """Return the identifier with which a linked note's name begins: enough to find the note of a paper again."""
    target = target_in(link)
    first = target.partition(" ")[0]
    return first if _IDENTIFIER.fullmatch(first) else target


def other_words(says: Mapping[str, str]) -> dict[str, str]:
    """Return what a seal says about other things than properties."""
    return {word: said for word, said in says.items() if word not in (RENAMED, *READ_BACK)}


def property_words(says: Mapping[str, str]) -> dict[str, str]:
    """Return what a seal says of properties."""
    return {word: said for word, said in says.items() if word in (RENAMED, *READ_BACK)}


def called(head: FrontMatter, name: str, says: Mapping[str, str]) -> ParsedProperty | None:
    """Return a property of ours by our name for it; None where the note has none.

    Args:
        head: The properties of the note.
        name: Our name.
        says: What the note's seal says.
    """
    return head.entry(names_in(says).get(name, name))


def names_that_stand(
    head: FrontMatter, names: Mapping[str, str], properties: Sequence[Property]
) -> dict[str, str]:
    """Return under which names a note without a seal has our properties: the person's, or else ours."""
    there = {entry.name for entry in head.entries}
    return {
        own.name: names[own.name]
        for own in properties
        if own.name in names and (names[own.name] in there or own.name not in there)
    }
