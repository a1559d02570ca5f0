"""Draws a base's table from the data of the sample vault, and a terminal from the README (`make pictures`).

Neither is a screenshot: the table shows the columns of the base's first view and what the notes say, the terminal what a
test typed.
"""

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from make import FLAGS, HERE, STYLE, VAULT, made_smaller

ROWS = 6
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[\[[^\]|]*\|?([^\]]*)\]\]")
_EXTRA = """
table { font-size: 12.5px; border-collapse: collapse; } th { text-align: left; color: #888; font-weight: 500; }
th, td, td:first-child { border: 1px solid #e4e4e4; padding: 4px 8px; color: #333; width: auto; }
td:first-child { color: #7150c4; } pre { background: #1e1e2e; color: #d9e0ee; border-radius: 8px; padding: 16px 20px;
  font: 13px/1.55 "Noto Sans Mono", "DejaVu Sans Mono", monospace; margin: 0; } pre b { color: #a6e3a1; }
"""


def main() -> int:
    """Make both pictures; return the exit status."""
    browser = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("pictures: there is no Chromium here\n")
        return 1
    _take(browser, "base", _table(), 860, 460)
    _take(browser, "terminal", _terminal(), 760, 250)
    return 0


def _table() -> str:
    base = yaml.safe_load((VAULT / "Papers.base").read_text(encoding="utf-8"))
    view = base["views"][0]
    papers = [_properties(note) for note in sorted(VAULT.glob("Papers/*.md"))]
    names = {key: about["displayName"] for key, about in base["properties"].items()}
    head = "".join(f"<th>{html.escape(names.get(column, column))}</th>" for column in view["order"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(column, paper)}</td>" for column in view["order"]) + "</tr>"
        for paper in papers[:ROWS]
    )
    return f"<h2>{html.escape(view['name'])}</h2><table><tr>{head}</tr>{rows}</table>"


def _properties(note: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(note.read_text(encoding="utf-8").split("---\n")[1]))


def _cell(column: str, paper: dict[str, Any]) -> str:
    key = column.partition(".")[2]
    if column == "note.read":
        return "☑" if paper.get("read") else "☐"
    value = paper.get("title" if column == "formula.Paper" else key, "")
    values = value if isinstance(value, list) else [value]
    return html.escape(", ".join(_LINK.sub(r"\1", str(each)) for each in values))


def _terminal() -> str:
    readme = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")
    (block,) = _CONSOLE.findall(readme)
    lines = (
        f"<b>{html.escape(line)}</b>" if line.startswith("$") else html.escape(line)
        for line in block.splitlines()
    )
    return "<pre>" + "\n".join(lines) + "</pre>"


def _take(browser: str, name: str, body: str, width: int, height: int) -> None:
    picture = HERE / f"{name}.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><style>{STYLE}{_EXTRA}</style>{body}', encoding="utf-8"
        )
        words = (
            f"--user-data-dir={folder}/profile",
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
        )
        subprocess.run([browser, *FLAGS, *words, page.as_uri()], check=True, capture_output=True, timeout=120)
    made_smaller(picture)
    sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    sys.exit(main())
