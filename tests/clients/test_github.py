"""Notes as GitHub shows them (remark-gfm): no comment and no property in the text, Markdown links that lead to files.

GitHub knows no wikilinks; there they are text in brackets. Whoever reads on GitHub sets `links = "markdown"`.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from clients.programs import node, node_programs
from links.weeks import days_of, generated, write
from links.written import Written

pytestmark = [pytest.mark.clients, node_programs]

OURS = {"h1", "h2", "h3", "p", "ul", "li", "a", "em", "strong", "br"}
OF_TRENDS = {"pre", "code", "blockquote", "table", "thead", "tbody", "tr", "th", "td"}


def rendered(notes: list[Path]) -> dict[str, Any]:
    said: dict[str, Any] = node("render_as_github.mjs", json.dumps([str(note) for note in notes]))
    return said


def test_no_marker_and_no_property_shows_and_nothing_becomes_markup_that_we_did_not_write(
    week: Written,
) -> None:
    notes = [week.root / path for path in week.vault.files if path.suffix == ".md"]
    for name, shown in rendered(notes).items():
        assert "vaultgen:" not in shown["text"], name
        assert "arxiv_id" not in shown["text"], name
        assert set(shown["elements"]) <= OURS | (OF_TRENDS if "Trends" in name else set()), name
        assert sum(heading in {"Abstract", "摘要"} for heading in shown["headings"]) <= 1


def test_markdown_links_lead_to_files(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    write(root, tmp_path, days_of(generated(25), 2), more='[vault]\nlinks = "markdown"\n')
    notes = sorted(root.rglob("arXiv/**/*.md"))
    dead = [
        (name, link)
        for name, shown in rendered(notes).items()
        for link in shown["links"]
        if "://" not in link and not (Path(name).parent / unquote(link)).is_file()
    ]
    assert len(notes) > 30
    assert dead == []
