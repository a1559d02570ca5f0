"""Measures where the abstract begins on a phone, with all properties and with few (`show = "short"`); makes a picture.

The demo writes its day both ways; each of its papers is set 390 px wide, as `make.py` sets notes, and a screen is 844 px
high. It is not Obsidian: what an app draws above the note, and larger rows of properties, come on top of it. With few
properties the abstract of every paper has to begin on the first screen. `--check` measures that alone.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from make import FLAGS, HERE, PHONE, STYLE, made_smaller, page_of

from vaultgen.cli.demo import CONFIGURATION, FILE_NAME
from vaultgen.settings import FULL, SHORT

SCREEN = 844
"""CSS pixels: the height of a screen that is 390 wide."""
PICTURE = "2602.18026"
_MEASURE = """<script>
document.title = JSON.stringify([...document.querySelectorAll('section')].map(
  one => one.querySelector('h2').getBoundingClientRect().top - one.getBoundingClientRect().top))
</script>"""


def main() -> int:
    """Print the positions and make the picture; return 1 where an abstract that has to is not on the first screen."""
    browser = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("pictures: there is no Chromium here\n")
        return 1
    is_check = "--check" in sys.argv
    misses = 0
    for show in (SHORT,) if is_check else (FULL, SHORT):
        notes = notes_with(show)
        tops = _tops(browser, list(notes.values()))
        misses = sum(top >= SCREEN for top in tops)
        where = f"{min(tops):.0f} to {max(tops):.0f} px, in the middle {sorted(tops)[len(tops) // 2]:.0f}"
        on_screen = f"{len(tops) - misses} of {len(tops)} on the first screen of {SCREEN}"
        sys.stdout.write(f"{show}: the abstract begins at {where}; {on_screen}\n")
    if not is_check:
        _picture(browser, notes[PICTURE])
    return int(misses > 0)


def notes_with(show: str) -> dict[str, str]:
    """Return the papers' notes of the demo, by identifier, with so many properties."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        vault.mkdir()
        chosen = re.sub(r'^show = "\w+"', f'show = "{show}"', CONFIGURATION, flags=re.MULTILINE)
        (vault / FILE_NAME).write_text(chosen, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "vaultgen", "demo", "-q", str(vault)], check=True)
        return {note.name[:10]: note.read_text("utf-8") for note in sorted(vault.glob("arXiv/Papers/*.md"))}


def _tops(browser: str, notes: list[str]) -> list[float]:
    """Return how far below its top each note has its abstract."""
    mains = (re.search(r"<main>.*</main>", page_of(note), re.DOTALL) for note in notes)
    body = "".join(f'<section style="padding: 16px">{main[0]}</section>' for main in mains if main)
    with tempfile.TemporaryDirectory() as folder:
        page, framed = Path(folder) / "page.html", Path(folder) / "framed.html"
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><style>{STYLE} body {{ margin: 0; }}</style>{body}{_MEASURE}',
            encoding="utf-8",
        )
        framed.write_text(  # a window has a least width, a frame in it has none
            f'<iframe id="it" src="page.html" width={PHONE} height={SCREEN}></iframe><script>'
            "document.querySelector('#it').onload = event => {"
            " document.title = event.target.contentDocument.title }</script>",
            encoding="utf-8",
        )
        words = (f"--user-data-dir={folder}/profile", "--allow-file-access-from-files", "--dump-dom")
        said = subprocess.run(
            [browser, *FLAGS, *words, framed.as_uri()], check=True, capture_output=True, timeout=300
        )
    title = re.search(r"<title>(.*?)</title>", said.stdout.decode())
    assert title is not None, "the page did not measure itself"
    return [float(top) for top in json.loads(unescape(title[1]))]


def _picture(browser: str, note: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page, framed = Path(folder) / "page.html", Path(folder) / "framed.html"
        page.write_text(page_of(note), encoding="utf-8")
        framed.write_text(
            f'<style>{STYLE}</style><body class="phone"><iframe src="page.html" width={PHONE} height={SCREEN}>',
            encoding="utf-8",
        )
        picture = HERE / "paper-short-phone.png"
        words = (
            f"--user-data-dir={folder}/profile",
            f"--window-size={PHONE},{SCREEN}",
            f"--screenshot={picture}",
        )
        subprocess.run(
            [browser, *FLAGS, *words, framed.as_uri()], check=True, capture_output=True, timeout=300
        )
    made_smaller(picture)
    sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    sys.exit(main())
