"""Other readers read from a note what we mean: YAML 1.1 and 1.2 the same values, MathJax every formula."""

import json
import re
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from clients.programs import node, node_programs
from links.vaults import File
from links.written import Written

pytestmark = [pytest.mark.clients, node_programs]

_CODE_OR_ESCAPED = re.compile(r"\\[\\$`]|`[^`\n]+`")
_FORMULA = re.compile(r"\$\$(?P<display>[^$]+)\$\$|\$(?P<inline>(?! )[^$\n]+(?<! ))\$(?!\d)")


def test_yaml_1_1_and_yaml_1_2_read_the_same_values(week: Written) -> None:
    notes = {str(week.root / path): path for path in week.vault.files if path.suffix == ".md"}

    read = node("read_yaml.js", "\n".join(notes))

    assert set(read) == set(notes)
    for name, path in notes.items():
        assert read[name]["problems"] == []
        assert read[name]["values"] == _spelled(_head(name)), path


def test_every_formula_of_a_note_compiles(week: Written) -> None:
    found = {
        (path, formula): None for path, file in week.vault.files.items() for formula in formulas_of(file)
    }
    every = [{"tex": tex, "display": display} for _, (tex, display) in found]

    bad = node("compile_formulas.js", json.dumps(every))

    assert len(every) > 30
    assert bad == []


def formulas_of(file: File) -> list[tuple[str, bool]]:
    """Formulas as Obsidian sees them: no dollar that is escaped, no blank inside the dollars."""
    text = _CODE_OR_ESCAPED.sub(lambda found: " " * len(found[0]), file.body)
    return [
        (match["display"] or match["inline"], match["display"] is not None)
        for match in _FORMULA.finditer(text)
    ]


def _head(name: str) -> dict[str, Any]:
    with open(name, encoding="utf-8") as file:  # noqa: PTH123 - the name came from the answer
        text = file.read()
    return yaml.safe_load(text.split("---\n", 2)[1])


def _spelled(value: Any) -> Any:
    """Dates are text for a YAML 1.2 reader."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _spelled(each) for key, each in value.items()}
    return [_spelled(each) for each in value] if isinstance(value, list) else value
