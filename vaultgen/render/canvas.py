"""A canvas of papers around interests, subjects and authors, in JSON Canvas 1.0 (jsoncanvas.org/spec/1.0).

Each paper stands once, under its first interest; a line leads to its other ones. Lines lead to the notes of its
subjects and authors, as far as there are any. The same vault gives the same canvas. Whether a person moved anything
is for plan to see (`vaultgen.plan.canvas_file`).
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from vaultgen.note.elements import code_in, name_in, target_in
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import author_key, fold
from vaultgen.note.snapshot import PaperFacts
from vaultgen.note.wanted import WholeFile
from vaultgen.paper.identifier import Identifier
from vaultgen.render.canvas_layout import Box, Card, Group, Paper, laid_out
from vaultgen.render.content import Look
from vaultgen.render.links import Links, wikilink
from vaultgen.render.names import Names
from vaultgen.render.templates import Templates

TITLE = "vaultgen-canvas-"
"""The card with the title is called so, with the key behind it: by it a canvas is known to be ours."""

_COLOURS = ("5", "4", "6", "2", "3", "1")
"""Of JSON Canvas, red last; each application has its own shades of them, for light and for dark."""

_LONGEST = 80
_CONTROLS = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ABOVE = 240

Element = dict[str, str | int]
"""A node or an edge, with the attributes that the specification names."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a canvas is to show.

    Attributes:
        key: `2026-W09`, or a day.
        papers: Papers with what their notes say.
        listings: Listing notes of these days, oldest first.
        interests: Names in the person's order; those that only papers bear come after them.
    """

    key: str
    papers: Mapping[Identifier, PaperFacts]
    listings: Sequence[PurePosixPath]
    interests: Sequence[str]


def canvas(drawn: Drawn, folder: PurePosixPath, look: Look, names: Names) -> WholeFile:
    """The canvas as we would like it.

    Args:
        drawn: What it shows.
        folder: Everything generated is below it.
        look: Labels.
        names: The vault.
    """
    identity = Identity(Kind.CANVAS, drawn.key)
    path = names.path_of(identity, folder / "Canvas", f"arXiv {drawn.key}.canvas")
    interests = _interests(drawn)
    groups = laid_out([_papers_of(interest, drawn, interests, names) for interest in interests])
    templates = Templates(look.templates, look.labels)
    nodes: list[Element] = [_title(drawn, templates, Links(names))]
    edges: list[Element] = []
    for number, (interest, group) in enumerate(zip(interests, groups, strict=True)):
        colour = _COLOURS[number % len(_COLOURS)]
        name = canvas_text(interest) or canvas_text(look.labels["others"])
        count = sum(interest in _of(facts) for facts in drawn.papers.values())
        label: Element = {"label": f"{name} ({count})", "color": colour}
        nodes.append(_node(_group_key(interest), "group", group.frame) | label)
        cards, lines = _inside(group, number)
        nodes += cards
        edges += lines
        edges += [_to_group(paper, interest, colour) for paper in _guests(interest, drawn, interests)]
    return WholeFile(identity, path, json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False))


def canvas_text(text: str) -> str:
    """A text to stand in a canvas: one line, not long, no controls; JSON does the rest.

    Labels are shown as they are, nothing in them is active. `<%` is parted, for programs that fill in templates.
    """
    seen = "".join(" " if unicodedata.category(letter) in _CONTROLS else letter for letter in text)
    line = " ".join("".join(letter for letter in seen if letter not in _BIDI).split()).replace("<%", "< %")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _of(facts: PaperFacts) -> tuple[str, ...]:
    """The interests of a paper; the empty name stands for none."""
    return facts.keywords or ("",)


def _interests(drawn: Drawn) -> list[str]:
    """Those that have papers, in the person's order, then by name, last none."""
    found = {interest for facts in drawn.papers.values() for interest in _of(facts)}
    named = found - {""}
    known = [interest for interest in dict.fromkeys(drawn.interests) if interest in named]
    return [*known, *sorted(named.difference(known)), *(found - named)]


def _home(facts: PaperFacts, interests: Sequence[str]) -> str:
    return min(_of(facts), key=interests.index)


def _papers_of(interest: str, drawn: Drawn, interests: Sequence[str], names: Names) -> list[Paper]:
    """The papers that stand in an interest's group; those of one subject stand together."""
    homely = [
        _paper(identifier, facts, names)
        for identifier, facts in sorted(drawn.papers.items())
        if _home(facts, interests) == interest
    ]
    return sorted(homely, key=lambda paper: [card.key for card in paper.subjects[:1]] or ["~"])


def _guests(interest: str, drawn: Drawn, interests: Sequence[str]) -> Iterable[Identifier]:
    """The papers of an interest that stand in the group of another one."""
    for identifier, facts in sorted(drawn.papers.items()):
        if interest in _of(facts) and _home(facts, interests) != interest:
            yield identifier


def _paper(identifier: Identifier, facts: PaperFacts, names: Names) -> Paper:
    path = names.there(Identity(Kind.PAPER, str(identifier)))
    assert path is not None
    codes = [code for code in map(code_in, facts.subjects) if code]
    subjects = [(f"subject-{code}", names.there(Identity(Kind.SUBJECT, code))) for code in codes]
    authors = [(f"author-{_hex(author_key(name_in(each)))}", _author(each, names)) for each in facts.authors]
    return Paper(Card(_paper_key(identifier), path), _there(subjects), _there(authors))


def _there(cards: Iterable[tuple[str, PurePosixPath | None]]) -> tuple[Card, ...]:
    return tuple(dict.fromkeys(Card(key, path) for key, path in cards if path is not None))


def _author(element: str, names: Names) -> PurePosixPath | None:
    """The note of an author, ours or the person's own, to which the element of a property leads."""
    ours = names.there(Identity(Kind.AUTHOR, author_key(name_in(element))))
    target = target_in(element)
    if ours is not None or not target:
        return ours
    return next(iter(sorted(names.snapshot.taken.get(fold(f"{target}.md"), ()))), None)


def _inside(group: Group, number: int) -> tuple[list[Element], list[Element]]:
    """The cards of a group and the lines between them."""
    nodes: list[Element] = []
    edges: list[Element] = []
    for position, column in enumerate(group.columns):
        place = f"{number}-{position}"
        for card, box in (*column.subjects, *column.authors):
            nodes.append(_file(f"{card.key}-{place}", card.path, box))
        beside = {card for card, _ in column.authors}
        for paper, box in column.papers:
            key = paper.card.key
            nodes.append(_file(key, paper.card.path, box))
            edges += [_edge(f"{card.key}-{place}", key) for card in paper.subjects]
            edges += [_edge(key, f"{card.key}-{place}") for card in paper.authors if card in beside]
    return nodes, edges


def _title(drawn: Drawn, templates: Templates, links: Links) -> Element:
    listings = " · ".join(wikilink(links.target(path), path.stem) for path in drawn.listings)
    said = (f"# arXiv {drawn.key}", str(templates.say("papers", count=len(drawn.papers))), listings)
    box = Box(0, -_ABOVE, 480, _ABOVE - 60)
    return _node(f"{TITLE}{drawn.key}", "text", box) | {"text": "\n\n".join(line for line in said if line)}


def _to_group(identifier: Identifier, interest: str, colour: str) -> Element:
    return _edge(_paper_key(identifier), _group_key(interest)) | {"color": colour}


def _paper_key(identifier: Identifier) -> str:
    return f"paper-{identifier}"


def _group_key(interest: str) -> str:
    return f"interest-{_hex(interest)}"


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _file(key: str, path: PurePosixPath, box: Box) -> Element:
    return _node(key, "file", box) | {"file": str(path)}


def _node(key: str, kind: str, box: Box) -> Element:
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {"id": key, "type": kind, **place}


def _edge(first: str, second: str) -> Element:
    sides = {"fromNode": first, "fromSide": "right", "toNode": second, "toSide": "left"}
    return {"id": f"edge-{_hex(f'{first} {second}')}", **sides, "toEnd": "none"}
