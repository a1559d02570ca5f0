"""Obsidian Bases over the same properties: `Papers.base` and `Authors.base`."""

from vaultgen.note.desired import WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import safe
from vaultgen.render.paths import BASES

_NAMED = ("view_", "column_")


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
    return tuple(
        WholeFile(
            Identity(Kind.BASE, name),
            page.places.bases[name],
            page.templates.text(f"{name.casefold()}.base", {"quoted": quoted}),
        )
        for name in BASES
    )
