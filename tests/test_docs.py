"""What the documents name is there: tests, and what links lead to."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\]\((?:<([^>]*)>|([^()\s]*))\)")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def id_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=id_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = _CODE.sub("", document.read_text(encoding="utf-8"))
    for within, plain in _LINK.findall(text):
        place, _, heading = (within or plain).partition("#")
        if ":" in place:
            continue
        there = document.parent / unquote(place) if place else document
        assert there.exists(), place
        if heading and there.suffix == ".md":
            assert heading in headings(there), f"{place}#{heading}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=id_of)
def test_every_test_that_is_named_exists(document: Path) -> None:
    for file, name in _TEST.findall(document.read_text(encoding="utf-8")):
        assert (ROOT / file).is_file(), file
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^\s*(def|class) {name}\b|^{name} =", text, re.MULTILINE), (
            f"{file}::{name}"
        )


def test_the_promises_name_tests() -> None:
    assert len(_TEST.findall((ROOT / "docs/promises.md").read_text(encoding="utf-8"))) > 40


def headings(document: Path) -> set[str]:
    """The anchors of a document, as GitHub makes them."""
    lines = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}
