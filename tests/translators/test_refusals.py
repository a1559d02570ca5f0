"""The table of docs/engineering/translation-checks.md: how many texts are refused for each fault, by each engine."""

import os
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from fakes.answers import SPOILS
from translators.benches import Bench, command, deepl, openai
from translators.test_conformance import DAY, assert_nothing_wrong

from vaultgen.translate.request import Translated
from vaultgen.translate.translate import translate
from vaultgen.translators.paid_texts import PaidTranslations

PAGE = Path(__file__).parents[2] / "docs/engineering/translation-checks.md"
BEGIN, END = "<!-- table -->\n", "<!-- /table -->"


def refused(bench: Bench, fault: str, store: Path) -> int:
    """Percent of the texts that are not shown whole."""
    bench.spoil(fault)
    engine = bench.engine()
    with PaidTranslations(store, today=date(2026, 2, 23)) as paid:
        told = translate(DAY, engine, paid, limit=None)
    getattr(engine, "close", lambda: None)()
    assert_nothing_wrong(told.results, fault)
    whole = sum(isinstance(one, Translated) and not one.is_partial for one in told.results.values())
    return round(100 * (len(DAY) - whole) / len(DAY))


def test_the_table_of_refusals_is_as_the_page_says(tmp_path: Path) -> None:
    engines: dict[str, AbstractContextManager[Bench]] = {
        "deepl": deepl(),
        "openai": openai(),
        "command": command(tmp_path),
    }
    columns = {}
    for name, opened in engines.items():
        with opened as bench:
            columns[name] = [
                refused(bench, fault, tmp_path / f"{name}{place}.db") for place, fault in enumerate(SPOILS)
            ]
    rows = [
        f"| {fault} | " + " | ".join(f"{columns[name][place]} %" for name in engines) + " |"
        for place, fault in enumerate(SPOILS)
    ]
    head = f"| every text of {len(DAY)}, always | " + " | ".join(f"`{name}`" for name in engines) + " |"
    table = "\n".join((head, "| --- | ---: | ---: | ---: |", *rows, ""))
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    written = before + BEGIN + table + END + rest.partition(END)[2]
    if os.environ.get("GOLDEN_WRITE"):
        PAGE.write_text(written, encoding="utf-8")
    elif page != written:
        pytest.fail("write it anew: GOLDEN_WRITE=1 pytest tests/translators/test_refusals.py")
