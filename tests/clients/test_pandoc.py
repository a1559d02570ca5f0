"""Pandoc with its citeproc: notes that cite compile, and every entry of two thousand recorded papers is read."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bibliography.recorded import recorded_papers, recorded_references
from clients.programs import FOLDER

from vaultgen.bibliography.names import bibtex_name, is_group


def _pandoc() -> str:
    installed = sorted((FOLDER / "python").glob("lib/python*/site-packages/pypandoc/files/pandoc"))
    return shutil.which("pandoc") or next(map(str, installed), "")


PANDOC = _pandoc()
SAMPLE = Path(__file__).parents[2] / "sample-vault" / "arXiv"

pytestmark = pytest.mark.skipif(
    not PANDOC, reason=f"no pandoc on this machine, and none in {FOLDER}: make clients"
)


def pandoc(told: str, *words: object) -> str:
    """What Pandoc makes of a text; that it warns of nothing is part of it."""
    said = subprocess.run(
        [PANDOC, *map(str, words)],
        input=told,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""
    return said.stdout


def test_a_note_that_cites_every_paper_of_the_sample_vault_compiles_without_a_warning() -> None:
    bib = SAMPLE / "references.bib"
    keys = [
        one["id"]
        for one in json.loads(pandoc(bib.read_text(encoding="utf-8"), "-f", "biblatex", "-t", "csljson"))
    ]
    assert len(keys) == len(list((SAMPLE / "Papers").glob("*.md")))
    text = "# Related work\n\n" + "\n".join(f"As shown [@{key}, p. 3]; and @{key}." for key in keys)
    page = pandoc(text, "--citeproc", "--bibliography", bib, "-t", "html")
    for key in keys:
        assert f'id="ref-{key}"' in page
    assert "2602.17676" in page


def test_every_entry_of_two_thousand_recorded_papers_is_read(tmp_path: Path) -> None:
    references = recorded_references(2000)
    bib = tmp_path / "references.bib"
    bib.write_text("\n".join(one.text for one in references), encoding="utf-8")
    read = {one["id"]: one for one in json.loads(pandoc("", bib, "-f", "biblatex", "-t", "csljson"))}
    assert len(read) == len(references)
    for one, paper in zip(references, recorded_papers(2000), strict=True):
        told = read[one.key]
        names = [name for name in paper.authors if bibtex_name(name) != "others"]
        assert len(told["author"]) >= len(names), one.text
        assert told["title"].strip(), one.text
        for name, author in zip(names, told["author"], strict=False):
            assert is_group(name) == ("literal" in author), (name, author)
