"""What an element of the properties `authors` and `subjects` shows and where it leads, link or plain text."""

from functools import lru_cache
from pathlib import PurePosixPath

from vaultgen.paper.subjects import canonical
from vaultgen.patterns import pattern

_LINK = pattern(r"!?\[\[(?P<target>[^|\]]+)(?:\|(?P<shown>[^\]]*))?\]\]")
_MARKDOWN = pattern(r"\[(?P<shown>[^\]]*)\]\((?P<target>[^)]*)\)")
_NOTE = ".md"
_REMEMBERED = 1 << 16  # links to authors and subjects recur from note to note


@lru_cache(maxsize=_REMEMBERED)
def name_in(element: str) -> str:
    """Return the name that an element of a property shows: of `[[Authors/Li Wei|李伟]]` `李伟`, of plain text the text."""
    if element.startswith("[[") and element.endswith("]]"):
        inner = element[2:-2]
        is_path = "/" in inner or inner == "." or inner.endswith(_NOTE)
        if inner and not is_path and "|" not in inner and "[" not in inner and "]" not in inner:
            return inner.strip()
    match = _LINK.fullmatch(element.strip()) or _MARKDOWN.fullmatch(element.strip())
    if match is None:
        return element.strip()
    return (match["shown"] or _note_name(match["target"])).strip()


@lru_cache(maxsize=_REMEMBERED)
def target_in(element: str) -> str:
    """Return the note name to which an element of a property links; empty where it is not a wikilink."""
    match = _LINK.fullmatch(element.strip())
    return _note_name(match["target"]).strip() if match else ""


def _note_name(target: str) -> str:
    name = PurePosixPath(target).name if "/" in target or target == "." else target
    return name.removesuffix(_NOTE)


@lru_cache(maxsize=1024)
def code_in(element: str) -> str:
    """Return the code in an element of the property `subjects`: of `[[Machine Learning (cs.LG)]]` `cs.LG`; else empty."""
    _, _, code = name_in(element).rpartition("(")
    return canonical(code.removesuffix(")")) or ""
