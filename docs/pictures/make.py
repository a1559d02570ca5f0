"""Pictures of the sample vault's notes: Markdown to a page, a headless Chromium to a PNG (`make pictures`).

A note is seen in three ways: its source, as any editor has it; rendered; and as in Obsidian's Live Preview, which
renders everything but comments. None of them is Obsidian: each page shows what every Markdown reader shows, with links
and formulas as Obsidian has them. Formulas are set by MathJax where `make clients` has installed it, and stay TeX
otherwise.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

HERE = Path(__file__).parent
VAULT = HERE.parents[1] / "sample-vault" / "arXiv"
CLIENTS = Path(
    os.environ.get("VAULTGEN_CLIENTS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vaultgen-clients"
)
WIDE, PHONE = 860, 390
LISTING, PAPER = "Daily/*.md", "Papers/2602.18026*.md"
RENDERED, LIVE, SOURCE = "rendered", "live", "source"
NOTES = {
    "listing": (LISTING, RENDERED, WIDE, 1000),
    "listing-phone": (LISTING, RENDERED, PHONE, 900),
    "listing-live": (LISTING, LIVE, WIDE, -700),
    "listing-live-phone": (LISTING, LIVE, PHONE, -900),
    "listing-source": (LISTING, SOURCE, WIDE, -700),
    "listing-source-phone": (LISTING, SOURCE, PHONE, -900),
    "paper": (PAPER, RENDERED, WIDE, 1260),
    "paper-phone": (PAPER, RENDERED, PHONE, 900),
    "paper-live": (PAPER, LIVE, WIDE, -1000),
    "paper-live-phone": (PAPER, LIVE, PHONE, -900),
    "paper-source": (PAPER, SOURCE, WIDE, -1300),
    "paper-source-phone": (PAPER, SOURCE, PHONE, -900),
    "author": ("Authors/Carlee*.md", RENDERED, WIDE, 330),
    "subject": ("Subjects/Robotics*.md", RENDERED, WIDE, 500),
}
"""By name of the picture: the note, how it is seen, width and height; a height below 0 is that of the note's end."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=10000",
]
STYLE = """
body { font: 15px/1.5 "Inter", "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #222; margin: 28px 40px; }
h1 { font-size: 24px; line-height: 1.25; } h2 { font-size: 19px; margin-top: 26px; }
a { color: #7150c4; text-decoration: none; } li { margin: 2px 0; } ul ul { color: #444; font-size: 14px; }
table { border-spacing: 0; font-size: 13px; margin-bottom: 18px; color: #555; width: 100%; }
td { padding: 1px 10px 1px 0; vertical-align: top; } td:first-child { width: 130px; color: #888; }
iframe { border: 0; display: block; } body.phone { margin: 0; }
@media (max-width: 600px) { body { margin: 16px; } ul { padding-left: 22px; } td:first-child { width: 104px; } }
.source, .comment { font: 12.5px/1.5 "Noto Sans Mono", "DejaVu Sans Mono", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.comment { color: #999; } .end { position: absolute; bottom: 0; left: 0; right: 0; padding: 0 40px 28px; }
@media (max-width: 600px) { .end { padding: 0 16px 16px; } }
.embed { border: 1px solid #ddd; border-radius: 6px; padding: 8px 12px; color: #777; font-size: 13px; }
"""
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_WIKILINK = re.compile(r"(?<!\\)(!?)\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]")
_COMMENT = re.compile(r"^<!--.*-->$", re.MULTILINE)
_FOLDED = re.compile(r"<blockquote>\n<p>\[!abstract\]- ([^\n]*)\n(.*?)</blockquote>", re.DOTALL)
_FORMULA = re.compile(r"(?<!\\)(\$\$[^$]+\$\$|\$(?! )[^$\n]+(?<! )\$)")


def main() -> int:
    """Make every picture; the answer is the exit status."""
    browser = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    if browser is None:
        sys.stderr.write("pictures: there is no Chromium here\n")
        return 1
    for name, (pattern, view, width, height) in NOTES.items():
        (note,) = VAULT.glob(pattern)
        with tempfile.TemporaryDirectory() as folder:
            page, framed = Path(folder) / "page.html", Path(folder) / "framed.html"
            html = page_of(note.read_text(encoding="utf-8"), view)
            if height < 0:
                html = html.replace("<main>", '<main class="end">')
            page.write_text(html, encoding="utf-8")
            framed.write_text(  # a window has a least width, a frame in it has none
                f'<style>{STYLE}</style><body class="phone"><iframe src="page.html" width={width} height={abs(height)}>',
                encoding="utf-8",
            )
            picture = HERE / f"{name}.png"
            words = (
                f"--user-data-dir={folder}/profile",
                f"--window-size={width},{abs(height)}",
                f"--screenshot={picture}",
            )
            subprocess.run(
                [browser, *FLAGS, *words, framed.as_uri()], check=True, capture_output=True, timeout=120
            )
        made_smaller(picture)
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} kB\n")
    return 0


def made_smaller(picture: Path) -> None:
    """Give a picture the few colours that it needs, where pngquant is installed."""
    program = shutil.which("pngquant")
    if program is not None:
        words = ("--force", "--skip-if-larger", "--strip", "--speed=1", "--output", picture, "64", picture)
        subprocess.run([program, *words], check=False, timeout=60)


def page_of(note: str, view: str = RENDERED) -> str:
    """A note as a page: properties as a table, then the body; or its source."""
    page = '<!doctype html><meta charset="utf-8"><style>' + STYLE + "</style>"
    if view == SOURCE:
        return f'{page}<main><div class="source">{_escaped(note)}</div></main>'
    head = _FRONT_MATTER.match(note)
    properties = yaml.safe_load(head[1]) if head else {}
    formulas: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        formulas.append(match[1])
        return f"\ue000{len(formulas) - 1}\ue001"

    body = _FORMULA.sub(hidden, note[head.end() :] if head else note)
    if view == LIVE:
        body = _COMMENT.sub(lambda found: f'<p class="comment">{_escaped(found[0])}</p>', body)
    html = MarkdownIt("commonmark", {"html": True, "typographer": True}).render(_WIKILINK.sub(_as_html, body))
    html = _FOLDED.sub(r"<details><summary>\1</summary><p>\2</details>", html)
    html = re.sub("\ue000(\\d+)\ue001", lambda found: _escaped(formulas[int(found[1])]), html)
    rows = "".join(f"<tr><td>{name}<td>{_shown(value)}" for name, value in properties.items())
    return f"{page}{_mathjax()}<main><table>{rows}</table>{html}</main>"


def _as_html(match: re.Match[str]) -> str:
    text = _escaped(match[3] or match[2])
    return f'<span class="embed">{text}</span>' if match[1] else f'<a href="#">{text}</a>'


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "☑" if value else "☐"
    values = value if isinstance(value, list) else [value]
    return ", ".join(_WIKILINK.sub(_as_html, _escaped(str(each))) for each in values)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mathjax() -> str:
    script = CLIENTS / "node" / "node_modules" / "mathjax-full" / "es5" / "tex-svg-full.js"
    if not script.is_file():
        return ""
    settings = "MathJax = {tex: {inlineMath: [['$', '$']], processEscapes: true}, svg: {fontCache: 'local'}}"
    return f'<script>{settings}</script><script src="{script.as_uri()}"></script>'


if __name__ == "__main__":
    raise SystemExit(main())
