"""A headless Chromium sets the demo's papers as wide as a phone: with few properties the abstract is on the first screen."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("google-chrome")), reason="no Chromium on this machine"
)
def test_with_few_properties_the_abstract_of_every_paper_begins_on_the_first_screen_of_a_phone() -> None:
    said = subprocess.run(
        [sys.executable, ROOT / "docs/pictures/first_screen.py", "--check"],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (said.returncode, said.stderr) == (0, ""), said.stdout
    assert re.search(r"^short: .*; 22 of 22 on the first screen of 844$", said.stdout, re.MULTILINE)
