"""Write `vaultgen/config/vaultgen.schema.json` from the table of settings; a test compares the two.

Run by `make docs`. Editors complete and check `vaultgen.toml` by it. It is of Draft 4, the newest that Taplo and "Even
Better TOML" know; what it cannot express (a query that cannot be parsed, two keywords that fold alike) `vaultgen` says.
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from typing import Any

from vaultgen.config.keys import LISTED, TABLES, settings_of
from vaultgen.config.property_settings import PROPERTY_NAME, RENAMEABLE
from vaultgen.config.setting import Form, Setting
from vaultgen.paper.subjects import subject
from vaultgen.paper.taxonomy import ALIASES, CURRENT, SUBSUMED, UNDIVIDED

_ONE_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
_SOME_WORDS = (
    "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0020\\u007f-\\u00a0][^\\u0000-\\u001f\\u007f-\\u009f]*$"
)
_NEVER_EMPTY = frozenset({"categories", "announcements.include", "translation.fields"})
_MAY_REPEAT = frozenset({"translation.command"})
_NEEDED = {"command": "command", "openai": "model"}
"""What an engine needs besides its name."""


def document() -> str:
    """Return the schema as JSON, with a line break at its end."""
    return json.dumps(_schema(), ensure_ascii=False, indent=1) + "\n"


def _schema() -> Mapping[str, Any]:
    tables = {table: _table(table) for table in TABLES}
    tables["translation"]["allOf"] = [_needs(engine, key) for engine, key in _NEEDED.items()]
    interest = {**_table(LISTED), "required": ["name", "query"]}
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "vaultgen.toml",
        "description": "The settings of vaultgen.",
        "type": "object",
        "properties": {
            **_properties(""),
            LISTED: {
                "description": "Longer interests, after the keywords.",
                "type": "array",
                "items": interest,
            },
            **tables,
        },
        "additionalProperties": False,
        "required": ["categories"],
        "anyOf": [{"required": ["keywords"]}, {"required": [LISTED]}],
    }


def _table(table: str) -> dict[str, Any]:
    return {"type": "object", "properties": _properties(table), "additionalProperties": False}


def _properties(table: str) -> dict[str, Any]:
    return {
        setting.key: {"description": setting.says.replace("`", ""), **_default(setting), **_value(setting)}
        for setting in settings_of(table)
    }


def _default(setting: Setting) -> dict[str, Any]:
    return {"default": tomllib.loads(f"value = {setting.default}")["value"]} if setting.default else {}


def _value(setting: Setting) -> dict[str, Any]:
    """Return what a value of a setting has to be."""
    match setting.form:
        case Form.TEXT:
            words = _SOME_WORDS if setting.table == LISTED else _ONE_LINE
            return {"type": "string", **_choices(setting, words)}
        case Form.TEXTS:
            least = {"minItems": 1} if setting.name in _NEVER_EMPTY else {}
            items = {"type": "string", **_choices(setting, _SOME_WORDS)}
            unique = {} if setting.name in _MAY_REPEAT else {"uniqueItems": True}
            return {"type": "array", **least, **unique, "items": items}
        case Form.NUMBER:
            assert setting.limits is not None
            least_number, most = setting.limits
            return {"type": "integer", "minimum": least_number, "maximum": most}
        case Form.YES_NO:
            return {"type": "boolean"}
        case Form.CHOICE_OR_TEXTS | Form.NAMES | Form.PROPERTIES:
            return _of_properties(setting)


def _of_properties(setting: Setting) -> dict[str, Any]:
    """Return what a value of a setting about properties has to be."""
    match setting.form:
        case Form.CHOICE_OR_TEXTS:
            names = {
                "type": "array",
                "uniqueItems": True,
                "items": {"type": "string", "pattern": f"^{PROPERTY_NAME}$"},
            }
            return {"anyOf": [{"enum": [*setting.choices]}, names]}
        case Form.NAMES:
            ours = {name: {"type": "string", "pattern": f"^{PROPERTY_NAME}$"} for name in RENAMEABLE}
            return {"type": "object", "properties": ours, "additionalProperties": False}
        case _:
            text = {"type": "string", "pattern": _SOME_WORDS}
            value = {"anyOf": [{"type": "boolean"}, {"type": "integer"}, text]}
            by_name = {f"^{PROPERTY_NAME}$": value}
            return {"type": "object", "patternProperties": by_name, "additionalProperties": False}


def _choices(setting: Setting, otherwise: str) -> dict[str, Any]:
    if setting.name == "categories":
        names = {code: subject(code).name for code in sorted({*CURRENT, *ALIASES, *SUBSUMED, *UNDIVIDED})}
        return {"enum": [*names], "x-taplo": {"docs": {"enumValues": [*names.values()]}}}
    return {"enum": [*map(str, setting.choices)]} if setting.choices else {"pattern": otherwise}


def _needs(engine: str, key: str) -> dict[str, Any]:
    """Return that a key has to be there where this engine is chosen."""
    chosen = {"properties": {"engine": {"enum": [engine]}}, "required": ["engine"]}
    return {"anyOf": [{"not": chosen}, {"required": [key]}]}


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is the real stdout here
    sys.stdout.write(document())
