"""A canvas: ours as a whole until the person moves, adds, removes or rewrites anything in it, theirs afterwards.

JSON has no comments, so the proof travels in the ids of nodes, which every program keeps because edges need them.
The id of the title ends with the fingerprint of all that can be seen, whatever the layout of the file and the order
of the nodes. Only the files that cards show are left out of it: where a note is renamed, Obsidian writes its new
path into the canvas, which is nobody's edit. The id of such a card ends with the fingerprint of the path instead;
another path is as good where it is the one that we would write now.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaultgen.note.wanted import WholeFile
from vaultgen.plan.changes import Reason
from vaultgen.plan.fingerprint import fingerprint, normal, short_fingerprint
from vaultgen.plan.properties import Kept
from vaultgen.plan.reconcile import Reconciled
from vaultgen.render.canvas import TITLE

_UNIT = "file"
_TITLE = re.compile(rf"{TITLE}(?P<key>\d{{4}}-(?:W\d\d|\d\d-\d\d))-(?P<mark>[0-9a-f]{{16}})")
_SEEN = frozenset(
    {"id", "type", "x", "y", "width", "height", "color", "text", "subpath", "url", "label", "background"}
    | {"backgroundStyle", "fromNode", "fromSide", "fromEnd", "toNode", "toSide", "toEnd"}
)
"""The attributes of JSON Canvas 1.0, without `file`; what programs add for themselves is none of them."""

Element = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Canvas:
    """A canvas of ours, as it was read.

    Attributes:
        nodes: In their order.
        edges: Likewise.
        title: The id of the title.
        key: What the canvas shows: `2026-W09`, or a day.
        mark: The fingerprint of what was last generated.
    """

    nodes: Sequence[Element]
    edges: Sequence[Element]
    title: str
    key: str
    mark: str

    @property
    def print(self) -> str:
        """The fingerprint of what can be seen now."""
        seen = [_seen(each, self.title) for each in (*self.nodes, *self.edges)]
        return fingerprint("\n".join(sorted(seen)))

    @property
    def files(self) -> dict[str, str]:
        """By the id of a card, the file that it shows."""
        return {str(node.get("id")): str(node["file"]) for node in self.nodes if "file" in node}


def canvas_of(data: bytes) -> str | None:
    """What a canvas of ours shows, whoever edited it since: `2026-W09`, or a day; None where it is none."""
    read = _read(data)
    return read.key if read is not None else None


def canvas_anew(wanted: WholeFile) -> Reconciled:
    """A canvas that is not there yet."""
    return Reconciled(_sealed(wanted.text), bases=((_UNIT, normal(wanted.text)),))


def reconcile_canvas(wanted: WholeFile, data: bytes) -> Reconciled | None:
    """What becomes of a canvas that is there; None where it is none of ours."""
    there = _read(data)
    if there is None or there.key != wanted.identity.key:
        return None
    anew = canvas_anew(wanted)
    new = _read(anew.after)
    assert new is not None
    if there.print == new.print and there.files == new.files:
        return Reconciled(data)
    is_untouched = there.print == there.mark and _are_as_written(there.files, new.files)
    if is_untouched:
        return anew
    is_settled = there.mark == new.mark  # dropped in a review
    return Reconciled(data, () if is_settled else (Kept(_UNIT, Reason.EDITED, normal(wanted.text)),))


def canvas_marked_anew(wanted: WholeFile, data: bytes) -> bytes:
    """The canvas as the person left it, with the fingerprint of the canvas as we would like it."""
    there, new = _read(data), _read(_sealed(wanted.text))
    if there is None or new is None:
        return data
    return data.replace(there.title.encode(), f"{there.title[: -len(there.mark)]}{new.mark}".encode())


def _are_as_written(there: Mapping[str, str], new: Mapping[str, str]) -> bool:
    wanted = {_key(card): path for card, path in new.items()}
    return all(
        card == _with_print(_key(card), path) or wanted.get(_key(card)) == path
        for card, path in there.items()
    )


def _sealed(text: str) -> bytes:
    """The canvas as it is written: with proofs in its ids, a node or edge a line, as Obsidian writes canvases."""
    drawn = json.loads(text)
    called = {node["id"]: _with_print(node["id"], node["file"]) for node in drawn["nodes"] if "file" in node}
    nodes = [{**node, "id": called.get(node["id"], node["id"])} for node in drawn["nodes"]]
    ends = ("fromNode", "toNode")
    edges = [{**edge, **{end: called.get(edge[end], edge[end]) for end in ends}} for edge in drawn["edges"]]
    title = next(node["id"] for node in nodes if node["id"].startswith(TITLE))
    whole = _Canvas(nodes, edges, title, "", "")
    sealed = [{**node, "id": f"{title}-{whole.print}"} if node["id"] == title else node for node in nodes]
    return f'{{\n\t"nodes":{_list(sealed)},\n\t"edges":{_list(edges)}\n}}\n'.encode()


def _list(elements: Sequence[Element]) -> str:
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in elements]
    return "[\n\t\t" + ",\n\t\t".join(lines) + "\n\t]" if lines else "[]"


def _read(data: bytes) -> _Canvas | None:
    if TITLE.encode() not in data:
        return None
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return None
    nodes, edges = _elements(read, "nodes"), _elements(read, "edges")
    if nodes is None or edges is None:
        return None
    titles = [match for node in nodes if (match := _TITLE.fullmatch(str(node.get("id"))))]
    if len(titles) != 1:
        return None
    return _Canvas(nodes, edges, titles[0][0], titles[0]["key"], titles[0]["mark"])


def _elements(read: object, name: str) -> list[Element] | None:
    found = read.get(name, []) if isinstance(read, Mapping) else None
    return found if isinstance(found, list) and all(isinstance(each, Mapping) for each in found) else None


def _seen(element: Element, title: str) -> str:
    """What can be seen of a node or an edge; the title counts as if its id had no fingerprint."""
    said = {name: value for name, value in element.items() if name in _SEEN}
    if said.get("id") == title:
        said["id"] = TITLE
    return json.dumps(said, sort_keys=True)


def _with_print(card: str, path: str) -> str:
    return f"{card}-{short_fingerprint(path)}"


def _key(card: str) -> str:
    return card.rpartition("-")[0]
