"""The line in the person's own daily note: written once, known by the note to which it links, theirs from then on."""

from vaultgen.document.assembly import Inserted, assembled
from vaultgen.document.outcome import Reconciled
from vaultgen.document.text import is_blank, read_lines
from vaultgen.note.desired import DailyLine
from vaultgen.note.names import fold
from vaultgen.patterns import pattern

_LINK = pattern(r"\[\[([^\]\[|#^\n]+)|\]\(<?([^)>\n]+?)(?:\.md)?>?\)")


def with_line(wanted: DailyLine, data: bytes) -> Reconciled | None:
    """Return the person's note with the line at its end; as it is if a line links there already; None if not UTF-8."""
    note = read_lines(data)
    if note is None:
        return None
    text = "".join(note.lines)
    names = ((match[1] or match[2].replace("%20", " ")).rpartition("/")[2] for match in _LINK.finditer(text))
    if any(fold(name.strip()) == fold(wanted.target) for name in names):
        return Reconciled(data)
    filled = [at for at, line in enumerate(note.lines) if not is_blank(line)]
    end = filled[-1] + 1 if filled else 0
    is_item = wanted.text.startswith("- ")
    line = Inserted(end, tuple(wanted.text.split("\n")), is_item=is_item)
    return Reconciled(assembled(note, [line]).to_bytes())
