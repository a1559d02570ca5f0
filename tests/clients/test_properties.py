"""A program that others wrote follows the links in properties: mdbase, which reads front matter and nothing else here.

It is given the notes without their bodies, so that no link of a body can stand in for one of a property.
"""

import json
import re
from collections import defaultdict
from typing import Any

import pytest
from clients.programs import mdbase_program, node
from links.test_week import authors_below, letters
from links.written import Written

pytestmark = [pytest.mark.clients, mdbase_program]

PROPERTIES = ("authors", "subjects", "primary_subject")
_HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)

Told = list[dict[str, Any]]


@pytest.fixture(scope="module")
def told(week: Written, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Every link in a property, and where mdbase says that it leads."""
    root = tmp_path_factory.mktemp("properties")
    for path in week.vault.files:
        if path.suffix == ".md":
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            head = _HEAD.match((week.root / path).read_text(encoding="utf-8"))
            target.write_text(head[0] if head else "", encoding="utf-8")
    (root / "mdbase.yaml").write_text('spec_version: "0.2.0"\n', encoding="utf-8")
    said: Told = node("property_links.mjs", json.dumps({"root": str(root), "properties": PROPERTIES}))
    return said


def test_it_sees_every_link_and_no_ambiguous_one(week: Written, told: Told) -> None:
    ours = [link for link in week.vault.links if link.where in PROPERTIES]
    assert len(told) == len(ours) > 100
    assert [link for link in told if link["ambiguous"]] == []


def test_backlinks_by_property_are_those_of_our_own_resolver(week: Written, told: Told) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for link in told:
        if link["leads"] and link["property"] != "primary_subject":
            found[link["leads"]].add(link["file"])
    notes = [path for path in week.vault.files if {"Authors", "Subjects"} & set(path.parts)]
    expected = {
        str(path): {str(source) for where in PROPERTIES[:2] for source in week.vault.backlinks(path, where)}
        for path in notes
    }
    assert found == {path: sources for path, sources in expected.items() if sources}


def test_what_leads_nowhere_is_an_author_with_one_paper(week: Written, told: Told) -> None:
    below = authors_below(week)
    dead = [link for link in told if not link["leads"]]
    assert {link["property"] for link in dead} <= {"authors"}
    shown = [link["link"].removesuffix("]]").rpartition("|")[2].removeprefix("[[") for link in dead]
    assert [name for name in shown if letters(name) not in below] == []
