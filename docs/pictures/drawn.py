"""Draws the picture of the trends note after a made-up half year, in light and dark.

The charts are set by the Mermaid that `make clients` installs, of the version that Obsidian ships; it is not Obsidian.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from make import CLIENTS, FLAGS, HERE, made_smaller, page_of

from vaultgen.note.desired import Passage
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.render.content import Look
from vaultgen.render.mermaid import COLOURS, SQUARES
from vaultgen.render.trends_note import trends_note
from vaultgen.settings import Settings

TEMPLATES = HERE.parents[1] / "templates"
INTERESTS = {"reinforcement learning": 20, "diffusion policy": 6, "offline RL": 5, "world models": 3}
SUBJECTS = {"cs.LG": 12, "cs.RO": 8, "cs.AI": 8, "cs.CV": 3, "cs.MA": 2, "stat.ML": 2, "eess.SY": 1}
NEWEST, HOLIDAYS = date(2026, 2, 27), 9
_CHART = re.compile(r'<pre><code class="language-mermaid">(.*?)</code></pre>', re.DOTALL)
_TABLE = re.compile(r"<blockquote>\s*<p>\[!abstract\]- ([^<\n]*).*?</blockquote>", re.DOTALL)


def main() -> int:
    """Make the picture; return the exit status."""
    mermaid = CLIENTS / "charts" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    browser = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None or not mermaid.is_file():
        sys.stderr.write("pictures: no Chromium or no Mermaid here (make clients)\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for theme in ("default", "dark"):
            (folder / f"{theme}.html").write_text(_trends(mermaid, theme), encoding="utf-8")
        frames = "".join(
            f'<iframe src="{theme}.html" width=820 height=1680 style="border:0"></iframe>'
            for theme in ("default", "dark")
        )
        page = folder / "trends.html"
        page.write_text(f'<body style="margin:0;display:flex">{frames}', encoding="utf-8")
        _take(browser, page, "trends", 1640, 1680)
    return 0


def _take(browser: str, page: Path, name: str, width: int, height: int) -> None:
    picture = HERE / f"{name}.png"
    words = (
        f"--user-data-dir={page.parent}/profile",
        "--allow-file-access-from-files",
        f"--window-size={width},{height}",
        f"--screenshot={picture}",
    )
    subprocess.run([browser, *FLAGS, *words, page.as_uri()], check=True, capture_output=True, timeout=120)
    made_smaller(picture)
    sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} kB\n")


def _trends(mermaid: Path, theme: str) -> str:
    look = Look(
        {
            path.name: path.read_text(encoding="utf-8")
            for path in TEMPLATES.iterdir()
            if path.suffix != ".toml"
        },
        tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))["en"],
    )
    note = trends_note(Settings(Path("/vault"), ("cs.LG",), ()), look, _half_a_year())
    assert note is not None
    text = "\n\n".join(part.text or "" for part in note.body if isinstance(part, Passage))
    html = _TABLE.sub(r'<p style="color:#888">▸ \1</p>', page_of(text))
    for square, colour in zip(
        SQUARES, COLOURS, strict=True
    ):  # the machine that makes pictures may lack emoji
        html = html.replace(square, f'<span style="color:{colour}">■</span>')
    html = _CHART.sub(r'<pre class="mermaid">\1</pre>', html)
    colours = "background:#1e1e1e;color:#dadada" if theme == "dark" else "background:#fff"
    script = f"mermaid.initialize({{startOnLoad: true, theme: '{theme}'}})"
    return f'{html}<style>body {{ {colours} }}</style><script src="{mermaid.as_uri()}"></script><script>{script}</script>'


def _half_a_year() -> Snapshot:
    """Papers as they might come, more and more of one interest."""
    chance = random.Random(7)  # noqa: S311 - dice, and always the same
    papers, notes = {}, {}
    for week in range(30):
        for _ in range(round(chance.gauss(26, 5)) // (2 if week == HOLIDAYS else 1)):
            path = PurePosixPath(f"{len(papers)}.md")
            weights = [*INTERESTS.values()]
            weights[3] += week // 4
            papers[path] = PaperFacts(
                announced=NEWEST - timedelta(weeks=29 - week, days=chance.randrange(5)),
                keywords=tuple({*chance.choices([*INTERESTS], weights, k=chance.choice((1, 1, 2)))}),
                subjects=tuple(
                    f"[[x ({code})]]" for code in chance.choices([*SUBJECTS], [*SUBJECTS.values()], k=2)
                ),
                authors=tuple(f"[[Author {int(chance.paretovariate(0.35)) % 9000}]]" for _ in range(4)),
            )
            notes[Identity(Kind.PAPER, f"2602.{len(papers):05}")] = (path,)
    return Snapshot(notes=notes, papers=papers)


if __name__ == "__main__":
    raise SystemExit(main())
