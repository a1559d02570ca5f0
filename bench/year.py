"""Plays a year of 22 papers a day and counts what it leaves: `python -m bench.year`, into docs/engineering/performance.md.

Papers are made up; one word of theirs is the interest. Titles and abstracts are translated by an engine in this process
that answers at once, with everything that guards and checks a text; bibliography and trends are kept current. Days are
brought in one by one, each as its own morning would: what the processor did for the first and the last twenty is printed.
Machine text is the seal of a note, the first line of a base, and the remarks below the entries of a bibliography.
"""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from fakes.answers import pseudo

from bench import made
from vaultgen.__main__ import collect_rarely
from vaultgen.cli.theme import fingerprint_of, gather
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.settings import FULL, SHORT, PropertySettings
from vaultgen.state.store import State
from vaultgen.translate.ports import Answer
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import translate
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.vault.vault import DiskVault

PAPERS, PER_DAY = 5_500, 22
PAGE = Path(__file__).parents[1] / "docs/engineering/performance.md"
BEGIN, END = "<!-- year:begin -->\n", "<!-- year:end -->"
_MACHINE = re.compile(rb"^(?:<!-- vaultgen .*-->|# vaultgen .*|% vaultgen.*)$", re.MULTILINE)
_SOME = 20
_LANGUAGE = "zh-Hans"


class AtOnce:
    """An engine that answers at once: Chinese characters for each word, a third as many."""

    shapes = (Shape.XML, Shape.CODES)

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer]:
        """Yield an answer for each text, in order."""
        del shape
        for place, text in enumerate(texts):
            yield Answer(place, pseudo(text, language.upper()), len(text))


class KindCount(NamedTuple):
    """What a year leaves of one kind of file.

    Attributes:
        files: How many.
        size: Bytes in all.
        properties: Bytes of properties.
        machine: Bytes of machine text.
    """

    files: int = 0
    size: int = 0
    properties: int = 0
    machine: int = 0

    def with_file(self, data: bytes) -> "KindCount":
        """Count a file more."""
        end = data.find(b"\n---\n", 3) + 5 if data.startswith(b"---\n") else 0
        machine = sum(len(line) + 1 for line in _MACHINE.findall(data))
        return KindCount(self.files + 1, self.size + len(data), self.properties + end, self.machine + machine)


def main() -> int:
    """Play the year twice, with all properties and with few; write the tables; return the exit status."""
    collect_rarely()
    tables = [_table(show) for show in (FULL, SHORT)]
    text = "\n".join(tables)
    sys.stdout.write(text)
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


def _table(show: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = made.new_root(Path(folder))
        seconds = _played(root, Path(folder) / "state", show)
        counts: dict[str, KindCount] = {}
        for path in sorted((root / "arXiv").rglob("*")):
            if path.is_file():
                kind = path.parent.name if path.parent.name != "arXiv" else path.name
                counts[kind] = counts.get(kind, KindCount()).with_file(path.read_bytes())
    total = KindCount(*map(sum, zip(*counts.values(), strict=True)))
    rows = [
        f"| {kind} | {one.files:,} | {one.size / 1000:,.0f} | {one.properties / 1000:,.0f} | {one.machine / 1000:,.1f} | "
        f"{100 * one.machine / one.size:.1f} % |"
        for kind, one in [*counts.items(), ("all", total)]
    ]
    first, last = (statistics.median(some) for some in (seconds[:_SOME], seconds[-_SOME:]))
    return "\n".join(
        (
            (
                f'With `show = "{show}"`: {sum(seconds):.0f} s of the processor in all, {1000 * first:.0f} ms for one of the '
                f"first {_SOME} days and {1000 * last:.0f} ms for one of the last."
            ),
            "",
            "| kind | files | kB | of properties | of machine text | share |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
        )
    )


def _played(root: Path, state_folder: Path, show: str) -> list[float]:
    """Bring in all days; return what the processor did for each."""
    chosen = replace(made.settings(root), language=_LANGUAGE, properties=PropertySettings(show))
    look = gather({}, _LANGUAGE, ObsidianSettings(), "UTC")
    seconds = []
    with (
        PaidTranslations(state_folder / "paid.sqlite") as paid,
        State.open(state_folder, root) as state,
        DiskVault(root, state, command="today") as vault,
    ):
        source = made.MadeUp()
        tools = replace(
            made.tools(vault, state, source),
            translate=partial(translate, engine=AtOnce(), paid=paid, limit=None),
            can_translate=True,
            look=look,
            look_fingerprint=fingerprint_of(look, chosen),
        )
        for day, papers in made.papers(PAPERS, per_day=PER_DAY):
            source.of_day = {day: papers}
            begun = time.process_time()
            made.morning(day, chosen, tools)
            seconds.append(time.process_time() - begun)
    return seconds


if __name__ == "__main__":
    raise SystemExit(main())
