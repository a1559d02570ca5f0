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
CITING = ("--citeproc", "--bibliography", SAMPLE / "references.bib")

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
    assert (said.returncode, said.stderr) == (0, "")
    return said.stdout


def citing_note() -> tuple[str, list[str]]:
    """A note that cites every paper of the sample vault, and the keys that it cites."""
    bib = (SAMPLE / "references.bib").read_text(encoding="utf-8")
    keys = [one["id"] for one in json.loads(pandoc(bib, "-f", "biblatex", "-t", "csljson"))]
    assert len(keys) == len(list((SAMPLE / "Papers").glob("*.md")))
    sentences = "\n".join(f"As shown [@{key}, p. 3]; and @{key}." for key in keys)
    return f"---\ntitle: Related work\nlang: en\n---\n\n{sentences}\n", keys


def test_a_note_that_cites_every_paper_of_the_sample_vault_compiles_to_html_without_a_warning() -> None:
    text, keys = citing_note()
    page = pandoc(text, "--standalone", *CITING, "-t", "html")
    for key in keys:
        assert f'id="ref-{key}"' in page
    assert "2602.17676" in page


@pytest.mark.skipif(
    not shutil.which("weasyprint"), reason="no weasyprint on this machine: make disks, as root"
)
def test_it_compiles_to_pdf_without_a_warning(tmp_path: Path) -> None:
    text, _ = citing_note()
    made = tmp_path / "note.pdf"
    # Without Pandoc's own style sheet: WeasyPrint warns of what that asks of browsers.
    pandoc(text, *CITING, "--pdf-engine=weasyprint", "-M", "document-css=false", "-o", made)
    assert made.read_bytes().startswith(b"%PDF-")


def test_a_key_that_is_not_there_would_be_a_warning() -> None:
    with pytest.raises(AssertionError, match="nobody2026nothing"):
        pandoc("As shown [@nobody2026nothing].", *CITING, "-t", "html")


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
