"""What is wrong with the notes of a vault, each with its remedy (`vaultgen doctor`): found out, never mended here.

A link counts as broken only where it leads to a note of ours that is there under another name. Links to authors who
have no note yet, and lines of papers that the person deleted, lead nowhere on purpose.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from vaultgen.document.document import Document
from vaultgen.document.front_matter import read_front_matter
from vaultgen.document.text import Lines, read_lines
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import Duplicates, copies_of, note_of
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Contents, Snapshot
from vaultgen.paper.identifier import Identifier, InvalidIdentifier
from vaultgen.paper.subjects import canonical
from vaultgen.patterns import pattern
from vaultgen.settings import ALL_PROPERTIES, NEEDED_PROPERTIES

_LINK = pattern(r"\[\[([^\]\[|#^\n]+)|\]\((?:<([^<>\n]+)>|((?:[^()<>\s]|\([^()\s]*\))+))")
"""A wikilink; a Markdown link with its address in angle brackets, or with parentheses in pairs."""
_IN_VAULT = pattern(r"(?![a-zA-Z][\w+.-]+:)[^#]+\.(?:md|base)(?:#.*)?", re.DOTALL)
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")
_OLD_STYLE = pattern(r"([a-z-]+(?:\.[A-Z]{2})?)-(\d{7})")
_LISTING = pattern(r"arXiv (\d{4}-\d{2}-\d{2})")
_SUBJECT = pattern(r".*\(([\w.-]+)\)")
_OUR_NAMES: Mapping[str, str] = {}
_SUFFIXES = (".md", ".base", ".bib")
_NO_NOTES = (".base", ".bib")


def notes_to_examine(snapshot: Snapshot) -> tuple[PurePosixPath, ...]:
    """Return the notes whose bytes `examine` needs: all of ours, also those that lost what identifies them."""
    return tuple(sorted({path for paths in snapshot.notes.values() for path in paths} | snapshot.lost.keys()))


def examine(
    snapshot: Snapshot, contents: Contents, names: Mapping[str, str] = _OUR_NAMES
) -> tuple[Problem, ...]:
    """Return what is wrong, in the order of notes.

    Args:
        contents: The bytes of `notes_to_examine`.
        names: The person's names for properties, by ours.
    """
    found = list(_several(snapshot))
    for path in notes_to_examine(snapshot):
        data = contents.get(path)
        note = read_lines(data) if isinstance(data, bytes) else None
        if note is None or path.suffix in _NO_NOTES:
            continue
        found += _conflicts(path, note)
        found += _properties(path, note, snapshot, names)
        if path in snapshot.lost:
            found.append(_lost(path, snapshot))
            continue
        document = Document.of(note, read_front_matter(note.lines))
        found += _seal_problems(path, document, names)
        found += _broken_links(path, document, snapshot)
    return tuple(found)


def _lost(path: PurePosixPath, snapshot: Snapshot) -> Problem:
    """Return the problem of a note that has our marks and lost what identifies it."""
    key = snapshot.lost[path]
    if not key:
        return Problem(
            f"{path} has marks of vaultgen and no readable arxiv_id; nothing in it says which paper it is of",
            "write the arxiv_id of its paper into its properties; or delete the lines <!-- vaultgen … -->: then it is yours",
        )
    return Problem(
        f"{path} is the note of {key} and has no readable arxiv_id; it is left alone",
        f'write this line into its properties: arxiv_id: "{Identifier(key).uri}"; or delete the lines '
        "<!-- vaultgen … -->: then it is yours",
    )


def _conflicts(path: PurePosixPath, note: Lines) -> Iterator[Problem]:
    """Yield a problem where git left conflict marks, a beginning and an end: two devices changed the same lines."""
    begins = [at for at, line in enumerate(note.lines, 1) if line.startswith("<<<<<<< ")]
    ends = [at for at, line in enumerate(note.lines, 1) if line.startswith(">>>>>>> ")]
    if begins and ends and ends[-1] > begins[0]:
        yield Problem(
            f"{path}, line {begins[0]}: conflict marks of git (<<<<<<<, =======, >>>>>>>)",
            "keep one of the two versions between them and take the three lines out",
        )


def _properties(
    path: PurePosixPath, note: Lines, snapshot: Snapshot, names: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield a problem where a note's properties cannot be read: they are left as they are, and nothing else shows it."""
    odd = read_front_matter(note.lines, [names.get(name, name) for name in ALL_PROPERTIES]).odd
    if odd:
        texts = "" if path in snapshot.lost else "; they are left alone, its texts stay current"
        yield Problem(
            f"{path}: its properties cannot be read: {odd}{texts}",
            "open it in source mode, and fix what is between the lines ---",
        )


def _several(snapshot: Snapshot) -> Iterator[Problem]:
    """Yield a problem for each set of notes that claim to be the same one."""
    for identity in sorted(snapshot.notes):
        place = note_of(snapshot, identity)
        if isinstance(place, Duplicates):
            yield Problem(
                f"several notes of {_said(identity)}, none is written to: {', '.join(map(str, place.paths))}",
                "keep one and delete the others, or take what makes them ours out of them (arxiv_id, the seal)",
            )
        for copy in copies_of(snapshot, identity):
            yield Problem(
                f"{copy} is a sync conflict copy of {place}",
                "take over from it what you need, then delete it",
            )


def _seal_problems(path: PurePosixPath, document: Document, names: Mapping[str, str]) -> Iterator[Problem]:
    if document.damage:
        yield Problem(
            f"{path}: its seal, the line <!-- vaultgen … -->, is damaged: {document.damage}; nothing in it is touched",
            f'take that edit back, or have a new seal made: vaultgen doctor --reseal "{path}"',
        )
    elif document.seal_at is None and _has_ours(document, names):
        yield Problem(
            f"{path} has no seal, the line <!-- vaultgen … -->: it is yours, and nothing in it becomes current",
            f'leave it so, or have vaultgen keep it current again: vaultgen doctor --reseal "{path}"',
        )


def _has_ours(document: Document, names: Mapping[str, str]) -> bool:
    """Return whether a note that names a paper has the properties of every note of ours, so is not the person's own."""
    always = (name for name in NEEDED_PROPERTIES if name != "title_translated")
    return all(document.head.entry(name) or document.head.entry(names.get(name, name)) for name in always)


def _broken_links(path: PurePosixPath, document: Document, snapshot: Snapshot) -> Iterator[Problem]:
    """Yield a problem for each broken link above the seal; text below it is the person's."""
    ours = document.text.lines[: document.seal_at] if document.seal_at is not None else ()
    for target in dict.fromkeys(_targets("".join(ours))):
        name = target.rpartition("/")[2]
        file = name if name.endswith(_SUFFIXES) else f"{name}.md"
        if fold(file) in snapshot.taken:
            continue
        identity = _identity_called(file)
        place = note_of(snapshot, identity) if identity is not None else None
        if isinstance(place, PurePosixPath):
            yield Problem(
                f'{path}: a link leads to "{target}", which is now {place}',
                "vaultgen refresh makes the links of unedited texts current; fix edited ones by hand",
            )


def _targets(text: str) -> Iterator[str]:
    """Yield what links lead to: wikilinks as they are, addresses of Markdown links decoded."""
    for match in _LINK.finditer(text):
        target = match[1] or unquote(_unescaped(_ESCAPED.sub(r"\1", match[2] or match[3])))
        if match[1] or _IN_VAULT.fullmatch(target):
            yield target.partition("#")[0].removesuffix("\\").strip()


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415 (its table is long, and few links need it)

    return unescape(text)


def _identity_called(file: str) -> Identity | None:
    """Return whose note has, or had, this name."""
    stem, _, suffix = file.rpartition(".")
    if suffix == "base":
        return Identity(Kind.BASE, stem)
    if (listing := _LISTING.fullmatch(stem)) is not None:
        return Identity(Kind.LISTING, listing[1])
    subject = _SUBJECT.fullmatch(stem)
    if subject is not None and (code := canonical(subject[1])) is not None:
        return Identity(Kind.SUBJECT, code)
    first = stem.partition(" ")[0]
    try:
        return Identity(Kind.PAPER, str(Identifier.parse(_OLD_STYLE.sub(r"\1/\2", first))))
    except InvalidIdentifier:
        return None


def _said(identity: Identity) -> str:
    return f"{identity.kind} {identity.key}"
