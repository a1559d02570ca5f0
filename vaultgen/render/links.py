"""Links in the vault's own style, written from where their target is now.

Short where the name is unique in the vault, else the whole path; Markdown links are relative, so that they work
outside Obsidian too. In properties a link is always a wikilink (Obsidian knows no other there).
"""

import posixpath
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct, field

from vaultgen.render.escape import link_target, literal, property_text, shown
from vaultgen.render.names import NoteNames

_UNLINKABLE = frozenset("#^[]|\\")
_NOTE = ".md"
_REMEMBERED = 1 << 17  # links to authors and subjects recur from note to note


class Links(Struct, frozen=True):
    """How links are written in this vault.

    Attributes:
        names: Which names are unique.
        style: `wiki` or `markdown`.
        link_format: `shortest`, `relative` or `absolute`.
    """

    names: NoteNames
    style: str = "wiki"
    link_format: str = "shortest"
    _targets: dict[PurePosixPath, str] = field(default_factory=dict)

    def in_body(self, path: PurePosixPath, text: str, source: PurePosixPath) -> str:
        """Return a link in a body.

        Args:
            path: The file it leads to.
            text: What is shown, TeX and all.
            source: The note it is in.
        """
        if self.style == "markdown":
            absolute = self.link_format == "absolute"
            target = str(path) if absolute else posixpath.relpath(path, source.parent)
            return f"[{literal(shown(text))}]({link_target(_composed(target))})"
        return self.wikilink(path, text) or literal(shown(text))

    def in_property(self, path: PurePosixPath, text: str) -> str:
        """Return a link as the value of a property, unquoted."""
        return self.wikilink(path, text) or property_text(text)

    def wikilink(self, path: PurePosixPath, text: str) -> str | None:
        """Return a wikilink; None where the target holds what a link cannot."""
        target = self.target(path)
        return wikilink(target, text) if _UNLINKABLE.isdisjoint(target) else None

    def target(self, path: PurePosixPath) -> str:
        """Return the part of a wikilink before the bar; to be asked only once all names have been given out."""
        if path not in self._targets:
            is_short = self.link_format != "absolute" and self.names.is_unique(path)
            self._targets[path] = _composed(path.name if is_short else str(path)).removesuffix(_NOTE)
        return self._targets[path]


def _composed(target: str) -> str:
    """Return NFC, which Obsidian makes of every link and name: some disks, as those of older Macs, decompose names."""
    return target if target.isascii() else unicodedata.normalize("NFC", target)


@lru_cache(maxsize=_REMEMBERED)
def wikilink(target: str, text: str) -> str:
    """Return `[[target]]`, or `[[target|shown]]` where the two differ."""
    reading = shown(text)
    return f"[[{target}]]" if reading in {"", target} else f"[[{target}|{reading}]]"
