"""Obsidian Bases over the same properties: `Papers.base` and `Authors.base`."""

from vaultgen.note.desired import WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.render.page import Page
from vaultgen.render.paths import BASES


def bases(page: Page) -> tuple[WholeFile, ...]:
    """The bases as we would like them.

    Raises:
        TemplateError: A template is wrong.
    """
    return tuple(
        WholeFile(
            Identity(Kind.BASE, name),
            page.places.bases[name],
            page.templates.text(f"{name.casefold()}.base", {}),
        )
        for name in BASES
    )
