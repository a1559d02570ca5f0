"""Formatters and YAML tools write a vault's notes anew: nothing is lost, a run changes nothing, the next one keeps all.

What a formatter changes beyond white space, bullets and the width of tables (escapes, wrapped paragraphs) is an edit:
such a text stays as the formatter left it. Everything else goes on being current.
"""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from clients.programs import FOLDER, HERE, formatters, node, node_formatters
from day.conftest import PAPERS, Vaultgen, arxiv, arxiv_server, configure, deepl, vault, vaultgen
from day.trees import tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

__all__ = ["arxiv", "arxiv_server", "deepl", "vault", "vaultgen"]

pytestmark = pytest.mark.clients

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
OWN = "words of mine between ours"
IN_NODE = ["prettier", "prettier, paragraphs wrapped", "remark", "npm yaml"]
IN_PYTHON = ["mdformat", "ruamel", "PyYAML"]
OF_PROPERTIES = {"npm yaml", "ruamel", "PyYAML"}


def format_notes(how: str, vault: Path) -> list[str]:
    """Which notes of ours the formatter changed."""
    files = [str(path) for path in sorted((vault / "arXiv").rglob("*.md"))]
    told = json.dumps({"how": how, "files": files})
    if how in IN_NODE:
        return node("format_notes.mjs", told)
    python = FOLDER / "formatters" / "bin" / "python"
    said = subprocess.run(
        [python, HERE / "format_notes.py"],
        input=told, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.mark.parametrize(
    "how",
    [
        *(pytest.param(each, marks=node_formatters) for each in IN_NODE),
        *(pytest.param(each, marks=formatters) for each in IN_PYTHON),
    ],
)
def test_what_was_formatted_is_left_as_it_is_and_stays_current_where_no_word_changed(
    how: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, "[reading]\nquotes = 0\n")  # mdformat escapes formulas: then a translation is not quoted
    vaultgen("today", "--vault", vault)
    text = (vault / NOTE).read_text(encoding="utf-8")
    (vault / NOTE).write_text(
        f"{text.replace('## 摘要', f'{OWN}{chr(10)}{chr(10)}## 摘要')}\nbelow\n", encoding="utf-8"
    )
    changed = format_notes(how, vault)
    assert changed
    before = tree(vault)

    vaultgen("today", "--vault", vault, "--day", "2026-02-23")

    assert tree(vault) == before, "a formatted note is written"
    assert vaultgen("doctor", "--vault", vault, "--offline").status == 0

    arxiv.know([replace(PAPERS[1], title="A New Title", version=2)])
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv")
    vaultgen("refresh", "--vault", vault)
    newest = (vault / NOTE).read_text(encoding="utf-8")
    assert newest.count("# A New Title") == 1
    assert len(re.findall(r"<!--\s*vaultgen", newest)) == 1
    assert newest.count(OWN) == 1
    assert newest.endswith("\nbelow\n")
    if how in OF_PROPERTIES:
        assert re.search(r"^title: .?A New Title.?$", newest, re.MULTILINE)
    stamps = tree(vault)
    vaultgen("refresh", "--vault", vault)
    assert tree(vault) == stamps, "a second run writes"
