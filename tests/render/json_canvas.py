"""What JSON Canvas 1.0 asks of a file (jsoncanvas.org/spec/1.0), as a list of what is wrong with it."""

import re
from collections.abc import Iterator
from typing import Any

_COLOUR = re.compile(r"[1-6]|#[0-9A-Fa-f]{6}")
_SIDES = {"top", "right", "bottom", "left"}
_ENDS = {"none", "arrow"}
_OF_TYPE = {"text": {"text"}, "file": {"file"}, "link": {"url"}, "group": set()}
_MORE = {
    "text": set(),
    "file": {"subpath"},
    "link": set(),
    "group": {"label", "background", "backgroundStyle"},
}
_EDGE = {"id", "fromNode", "toNode"}
_EDGE_MORE = {"fromSide", "fromEnd", "toSide", "toEnd", "color", "label"}


def wrong_with(canvas: Any) -> list[str]:
    if not isinstance(canvas, dict):
        return ["the top level is no object"]
    found = [
        f"{name} is no list" for name in ("nodes", "edges") if not isinstance(canvas.get(name, []), list)
    ]
    found += [f"unknown {name}" for name in canvas.keys() - {"nodes", "edges"}]
    if found:
        return found
    nodes, edges = canvas.get("nodes", []), canvas.get("edges", [])
    ids = [each.get("id") for each in (*nodes, *edges)]
    found += [f"{one} twice" for one in set(map(str, ids)) if ids.count(one) > 1]
    for node in nodes:
        found += _node(node)
    for edge in edges:
        found += _edge(edge, {node.get("id") for node in nodes})
    return found


def _node(node: dict[str, Any]) -> Iterator[str]:
    name, kind = node.get("id"), node.get("type")
    if kind not in _OF_TYPE:
        yield f"{name}: type {kind}"
        return
    needed = {"id", "type", *_OF_TYPE[kind]}
    yield from (f"{name}: {key} is no text" for key in needed if not isinstance(node.get(key), str))
    places = ("x", "y", "width", "height")
    yield from (f"{name}: {key} is no whole number" for key in places if type(node.get(key)) is not int)
    known = {*needed, *places, "color", *_MORE[kind]}
    yield from (f"{name}: unknown {key}" for key in node.keys() - known)
    if "color" in node and not _COLOUR.fullmatch(node["color"]):
        yield f"{name}: color {node['color']}"
    if not str(node.get("subpath", "#")).startswith("#"):
        yield f"{name}: subpath"


def _edge(edge: dict[str, Any], nodes: set[object]) -> Iterator[str]:
    name = edge.get("id")
    yield from (f"{name}: {key} is no text" for key in _EDGE if not isinstance(edge.get(key), str))
    yield from (f"{name}: unknown {key}" for key in edge.keys() - _EDGE - _EDGE_MORE)
    yield from (
        f"{name}: {key} leads nowhere" for key in ("fromNode", "toNode") if edge.get(key) not in nodes
    )
    yield from (f"{name}: {key}" for key in ("fromSide", "toSide") if edge.get(key, "top") not in _SIDES)
    yield from (f"{name}: {key}" for key in ("fromEnd", "toEnd") if edge.get(key, "none") not in _ENDS)
    if "color" in edge and not _COLOUR.fullmatch(edge["color"]):
        yield f"{name}: color {edge['color']}"
