"""The table of `vaultgen doctor`, as a script would read it."""

import re
from typing import NamedTuple


class Row(NamedTuple):
    """A line of the table, with what to do from the line below it."""

    level: str
    what: str
    said: str
    hint: str


def rows(out: str) -> list[Row]:
    """Return the rows of the table in what `doctor` printed."""
    found = re.findall(r"^(ok|warning|problem) +(\S+(?: \S+)*)  +(\S.*)\n(?: +(\S.*)\n)?", out, re.MULTILINE)
    return [Row(*each) for each in found]


def findings(out: str) -> list[tuple[str, str]]:
    """Return the problems and warnings in the table, each with what to do."""
    return [(row.said, row.hint) for row in rows(out) if row.level != "ok"]
