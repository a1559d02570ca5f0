"""Reconciles a `.base` file: ours as a whole until the person edits it, theirs afterwards.

The first line of a base, `# vaultgen h=<16 hex>`, holds the fingerprint of everything below it. Obsidian drops that
line when a base is edited in the app; such a base is known by what it still shows.
"""

import re

from vaultgen.document.outcome import Reconciled, Withheld, WithheldReason
from vaultgen.document.text import Lines, content, line_end, read_lines
from vaultgen.note.desired import WholeFile
from vaultgen.note.names import fold
from vaultgen.patterns import pattern
from vaultgen.reconcile.fingerprint import fingerprint, normal

_FIRST_LINE = re.compile(r"# vaultgen h=([0-9a-f]{16})[ \t]*")
_BESIDE = re.compile(r"(.+) \(arXiv\)(?: \(\d+\))?")
_UNIT = "file"
_SHOWN = {
    "Papers": (
        pattern(r"\barxiv_id\b"),
        pattern(r"hasLink\(this\.file\).*hasLink\(this\.file\)", re.DOTALL),
    ),
    "Authors": (re.compile(r"\barxiv/author\b"),),
}
"""What a base holds that can stand in for ours: our papers and the two views that notes embed, whatever they are called; our authors."""


def base_of(stem: str, data: bytes) -> str | None:
    """Return which of our bases a file is or replaces: `Papers` or `Authors`; None for any other file.

    Args:
        stem: Its name without suffix. A base of ours whose name was taken is called `Papers (arXiv)`.
    """
    beside = _BESIDE.fullmatch(stem)
    if is_ours(data):
        return beside[1] if beside else stem
    text = data.decode(errors="replace")
    return next(
        (
            name
            for name, shown in _SHOWN.items()
            if fold(name) == fold(stem) and all(words.search(text) for words in shown)
        ),
        None,
    )


def is_ours(data: bytes) -> bool:
    """Return whether a file was once written by us, whoever edited it since."""
    note = read_lines(data)
    return note is not None and _recorded_digest(note) is not None


def new_file(wanted: WholeFile) -> Reconciled:
    """Return a file that is not there yet."""
    text = normal(wanted.text)
    return Reconciled(f"# vaultgen h={fingerprint(text)}\n{text}\n".encode(), bases=((_UNIT, text),))


def reconcile_file(wanted: WholeFile, data: bytes) -> Reconciled | None:
    """Return what becomes of a file that is there; None where it is not ours."""
    note = read_lines(data)
    mark = _recorded_digest(note) if note is not None else None
    if note is None or mark is None:
        return None
    there = fingerprint("".join(note.lines[1:]))
    new = new_file(wanted)
    if mark == there != fingerprint(wanted.text):
        lines = new.after.decode().splitlines()
        after = Lines(note.ended(lines), note.newline, note.has_bom).to_bytes()
        return Reconciled(after, bases=new.bases)
    is_kept = there != mark != fingerprint(wanted.text) and there != fingerprint(wanted.text)
    return Reconciled(data, (Withheld(_UNIT, WithheldReason.EDITED, normal(wanted.text)),) if is_kept else ())


def resealed_file(wanted: WholeFile, data: bytes) -> bytes:
    """Return the file as the person left it, with the fingerprint of the file as we would like it."""
    note = read_lines(data)
    if note is None or _recorded_digest(note) is None:
        return data
    line = f"# vaultgen h={fingerprint(wanted.text)}{line_end(note.lines[0])}"
    return Lines((line, *note.lines[1:]), note.newline, note.has_bom).to_bytes()


def _recorded_digest(note: Lines) -> str | None:
    match = _FIRST_LINE.fullmatch(content(note.lines[0])) if note.lines else None
    return match[1] if match else None
