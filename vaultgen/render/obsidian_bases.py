"""Obsidian Bases over the same properties: `Papers.base` and `Authors.base`."""

import re
from collections.abc import Mapping

from vaultgen.note.desired import WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.patterns import pattern
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import safe
from vaultgen.render.paths import BASES

_NAMED = ("view_", "column_")
_WHOLE = pattern(r"^(\s*(?:- )?(?:property: )?)note\.([a-z_]+)(:?)$", re.MULTILINE)
"""A property by itself: a column, an order, the key of what it is called."""
_IN_FORMULA = re.compile(r"\bnote\.([a-z_]+)\b(?!:$)", re.MULTILINE)
_ASKED_FOR = re.compile(r'(?<=hasProperty\(")([a-z_]+)(?="\))')


def bases(page: RenderContext) -> tuple[WholeFile, ...]:
    """Return the bases as we would like them, their views and columns named in the language of the vault.

    Raises:
        TemplateError: A template is wrong.
    """
    quoted = {
        label: safe("'" + text.replace("'", "''") + "'")
        for label, text in page.look.labels.items()
        if label.startswith(_NAMED)
    }
    context = {"quoted": quoted, "shown": page.settings.properties.shown}
    names = dict(page.settings.properties.rename)
    return tuple(
        WholeFile(
            Identity(Kind.BASE, name),
            page.places.bases[name],
            with_their_names(page.templates.text(f"{name.casefold()}.base", context), names),
        )
        for name in BASES
    )


def with_their_names(text: str, names: Mapping[str, str]) -> str:
    """Return a base with the person's names for properties in the places of ours."""
    if not names:
        return text
    parts: list[str] = []
    for line in text.split("\n"):
        whole = _WHOLE.match(line)
        if whole is not None:
            parts.append(f"{whole[1]}note.{names.get(whole[2], whole[2])}{whole[3]}")
            continue
        formula = _IN_FORMULA.sub(lambda found: _in_formula(found, names), line)
        parts.append(_ASKED_FOR.sub(lambda found: names.get(found[1], found[1]), formula))
    return "\n".join(parts)


def _in_formula(found: re.Match[str], names: Mapping[str, str]) -> str:
    called = names.get(found[1], found[1])
    return f"note.{called}" if called.isascii() and called.isidentifier() else f'note["{called}"]'
