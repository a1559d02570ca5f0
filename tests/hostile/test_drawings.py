"""Names of interests, as hostile as may be, in what is drawn: charts for Mermaid and tables."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import PurePosixPath

import pytest
from hostile.corpus import BARE
from hostile.output_rules import _CONTROLS, _line_faults
from render.in_memory import planned, written
from render.samples import look, settings

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.render.trends_note import trends_note

MONDAY = date(2026, 2, 23)
FOLDER = PurePosixPath("arXiv")
MANY = 6

_QUOTED = r'"[^"`;#%$\\<>{}\[\]&\n]*"'
_CHART = re.compile(
    r"```mermaid\n"
    r"%%\{init: \{[ -~]*\}%%\n"
    r"xychart-beta(?: horizontal)?\n"
    rf"    x-axis (?:{_QUOTED} )?\[{_QUOTED}(?:, {_QUOTED})*\]\n"
    r"    y-axis 0 --> [0-9]+\n"
    r"(?:    (?:bar|line) \[[0-9]+(?:, [0-9]+)*\]\n)+"
    r"```"
)
_ROW = re.compile(r"> (?:\|(?: (?:\\.|[^|\\])*? |\s?-+:? )+)*\|?|>|> \[!abstract\]- .*")


def days() -> Iterator[tuple[str, ...]]:
    """Names of interests as they stand in notes: anything that a line can hold."""
    names = [" ".join(text.split()) for text in BARE if text.isprintable() or "\u202e" in text]
    names = [name for name in names if name and len(name) < 500]
    return (tuple(names[start : start + MANY]) for start in range(0, len(names), MANY))


def vault(names: Sequence[str], weeks: int) -> Snapshot:
    papers = {
        PurePosixPath(f"arXiv/Papers/2602.1000{week}.md"): PaperFacts(
            authors=tuple(f"[[{name}]]" for name in names),
            subjects=("[[Machine Learning (cs.LG)]]", *(f"[[x ({name})]]" for name in names)),
            keywords=tuple(names),
            announced=MONDAY - timedelta(weeks=week),
        )
        for week in range(weeks)
    }
    return Snapshot(notes={Identity(Kind.PAPER, path.stem): (path,) for path in papers}, papers=papers)


def wrong_with_note(text: str) -> list[str]:
    """What is active in a note of trends that is not ours."""
    said = [f"control characters: {_CONTROLS.findall(text)!r}"] if _CONTROLS.search(text) else []
    said += ["Templater would run <%"] if "<%" in text else []
    charts = _CHART.findall(text)
    rest = _CHART.sub("", text)
    said += [] if charts else ["there is no chart"]
    said += [f"a fence that is none of ours: {rest[rest.index('```') :][:300]}"] if "```" in rest else []
    for line in rest.partition("\n---\n")[2].split("\n"):
        if re.fullmatch(r"<!-- vaultgen [!-~ ]*-->", line):
            continue
        if line.startswith(">"):
            said += [] if _ROW.fullmatch(line) else [f"a row of another shape: {line!r}"]
            line = re.sub(r"^> \[!abstract\]- |(?<!\\)\|", "", line)  # noqa: PLW2901 - what is ours is set aside
        said += _line_faults(re.sub("^> ?", "", line), ())
        if re.search(r"vaultgen\s*:\s*(?:begin|end)", line, re.IGNORECASE):
            said.append(f"the words of a marker: {line!r}")
    return said


@pytest.mark.parametrize(("weeks", "share"), [(3, 4), (4, 2)])
def test_no_name_is_active_in_the_note_of_trends(weeks: int, share: int) -> None:
    for names in list(days())[::share]:
        note = trends_note(settings(), look("en"), vault(names, weeks))
        assert note is not None
        files = written([note], {})
        (data,) = files.values()

        assert wrong_with_note(data.decode()) == [], names
        assert planned([note], files).changes == ()
