"""Prints how many screens of a phone the first ten papers of a listing take, for each value of `listing` (`make screens`).

The day of the demo is written, rendered as the pictures are, with all text of 16 px (Obsidian's default), and measured by
a headless Chromium at 390 px: from the first paper to the end of the tenth, and to there from the top of the note,
properties included. A screen is 844 px, that of a phone of 6.1 inches.
"""

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make import FLAGS, PHONE, STYLE, page_of

SCREEN = 844
PAPERS = 10
MOST_SCREENS = 2.0
_LARGER = f"<style>{STYLE.replace('15px/1.5', '16px/1.5').replace('14px', '16px')}</style>"
_MEASURE = """
<script>onload = () => {
  const items = document.querySelector("iframe").contentDocument.querySelectorAll("main > ul > li");
  const [first, last] = [items[0], items[%d]].map(item => item.getBoundingClientRect());
  document.title = [last.bottom - first.top, last.bottom].map(Math.ceil).join(" ");
}</script>
"""


def main() -> int:
    """Print a line per form; return 1 where ten papers of `compact` take more than two screens."""
    browser = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("screens: there is no Chromium here\n")
        return 1
    taken = {form: screens_of(form, browser) for form in ("compact", "standard", "abstracts")}
    for form, (papers, note) in taken.items():
        sys.stdout.write(
            f"{form:10} {PAPERS} papers: {papers:.2f} screens of {PHONE} x {SCREEN} px; from the top of the note {note:.2f}\n"
        )
    return int(taken["compact"][0] > MOST_SCREENS)


def screens_of(form: str, browser: str) -> tuple[float, float]:
    """Return the screens that the first papers of the demo's listing take, alone and from the top of the note."""
    with tempfile.TemporaryDirectory() as folder:
        note = listing_of(form, Path(folder) / "vault")
        framed = Path(folder) / "framed.html"
        frame = f'<iframe width={PHONE} height=9000 srcdoc="{html.escape(page_of(note) + _LARGER)}"></iframe>'
        framed.write_text(_MEASURE % (PAPERS - 1) + frame, encoding="utf-8")
        words = (f"--user-data-dir={folder}/profile", "--dump-dom", framed.as_uri())
        ran = subprocess.run([browser, *FLAGS, *words], check=True, capture_output=True, timeout=120)
    found = re.search(r"<title>(\d+) (\d+)</title>", ran.stdout.decode())
    assert found is not None
    return int(found[1]) / SCREEN, int(found[2]) / SCREEN


def listing_of(form: str, vault: Path) -> str:
    """Return the listing of the demo in a form: a demo that is run again follows its configuration."""
    demo = [sys.executable, "-m", "vaultgen", "demo", "-q", str(vault)]
    subprocess.run(demo, check=True)
    file = vault / "vaultgen.toml"
    head, line, rest = file.read_text(encoding="utf-8").partition("categories")
    file.write_text(f'{head}listing = "{form}"\n{line}{rest}', encoding="utf-8")
    subprocess.run(demo, check=True)
    (note,) = vault.glob("arXiv/Daily/*.md")
    return note.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
