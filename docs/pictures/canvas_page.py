"""A canvas as a page: cards with the beginning of their notes, frames and lines, about as Obsidian shows them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLOURS = {"1": "#e93147", "2": "#ec7500", "3": "#e0ac00", "4": "#08b94e", "5": "#00bfbc", "6": "#7852ee"}
STYLE = """
body { margin: 0; background: #fafafa; font-family: "Inter", "Noto Sans", "Noto Sans CJK SC", sans-serif; } .card, .group, .name { position: absolute; box-sizing: border-box; }
.card { background: #fff; border: 2px solid #ccc; border-radius: 8px; overflow: hidden; padding: 6px 20px; font-size: 17px; }
.card h1 { font-size: 23px; line-height: 1.2; margin: 4px 0; } .card p { margin: 6px 0; } a { color: #7150c4; } .group { border: 3px solid; border-radius: 12px; }
.name { font: 20px "Inter", "Noto Sans", sans-serif; color: #777; white-space: nowrap; }
.group + .name { font-size: 34px; color: #333; } svg { position: absolute; left: 0; top: 0; overflow: visible; }
"""
_HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_MARKER = re.compile(r"^<!-- vaultgen:.*-->\n", re.MULTILINE)


def canvas_page(vault: Path, file: Path, width: int, to_html: Callable[[str], str]) -> tuple[str, int]:
    """The page, and how high it is.

    Args:
        vault: Where the notes are.
        file: The canvas.
        width: Of the page; the canvas is made as small as that takes.
        to_html: Markdown to HTML.
    """
    drawn = json.loads(file.read_text(encoding="utf-8"))
    nodes = {node["id"]: node for node in drawn["nodes"]}
    left, top = (min(node[side] for node in nodes.values()) - 60 for side in ("x", "y"))
    right = max(node["x"] + node["width"] for node in nodes.values()) + 60
    bottom = max(node["y"] + node["height"] for node in nodes.values()) + 60
    scale = width / (right - left)
    groups = [node for node in nodes.values() if node["type"] == "group"]
    cards = [node for node in nodes.values() if node["type"] != "group"]
    shown = "".join(_group(node) for node in groups)
    shown += f"<svg>{''.join(_line(edge, nodes) for edge in drawn['edges'])}</svg>"
    shown += "".join(_card(node, vault, to_html) for node in cards)
    move = (
        f"transform: scale({scale}) translate({-left}px, {-top}px); transform-origin: 0 0; position: absolute"
    )
    page = f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div style="{move}">{shown}</div>'
    return page, round((bottom - top) * scale)


def _place(node: dict[str, Any]) -> str:
    return f"left:{node['x']}px;top:{node['y']}px;width:{node['width']}px;height:{node['height']}px"


def _group(node: dict[str, Any]) -> str:
    colour = COLOURS[node["color"]]
    place = f"left:{node['x']}px;top:{node['y'] - 50}px"
    return (
        f'<div class="group" style="{_place(node)};border-color:{colour};background:{colour}18"></div>'
        f'<div class="name" style="{place}">{node["label"]}</div>'
    )


def _card(node: dict[str, Any], vault: Path, to_html: Callable[[str], str]) -> str:
    if node["type"] == "text":
        return f'<div class="card" style="{_place(node)}">{to_html(node["text"])}</div>'
    file = vault / node["file"]
    note = _MARKER.sub("", _HEAD.sub("", file.read_text(encoding="utf-8")))
    name = f'<div class="name" style="left:{node["x"]}px;top:{node["y"] - 28}px">{file.stem[:46]}</div>'
    return f'{name}<div class="card" style="{_place(node)}">{to_html(note[:1500])}</div>'


def _line(edge: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str:
    (x1, y1), (x2, y2) = _end(edge, nodes, "from"), _end(edge, nodes, "to")
    bend = max(80, abs(x2 - x1) // 2)
    colour = COLOURS.get(edge.get("color", ""), "#999")
    path = f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="4"/>'


def _end(edge: dict[str, Any], nodes: dict[str, dict[str, Any]], which: str) -> tuple[int, int]:
    node = nodes[edge[f"{which}Node"]]
    x = node["x"] + (node["width"] if edge[f"{which}Side"] == "right" else 0)
    return x, node["y"] + node["height"] // 2
