"""Where the programs are that others wrote (`make clients`), and how they are asked."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def _folder() -> Path:
    named = os.environ.get("VAULTGEN_CLIENTS")
    if named:
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "vaultgen-clients"


FOLDER = _folder()  # now, before the tests are given a home of their own

python_programs = pytest.mark.skipif(
    not (FOLDER / "python-is-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)
node_programs = pytest.mark.skipif(
    not (FOLDER / "node-is-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)

chart_programs = pytest.mark.skipif(
    not (FOLDER / "charts-are-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)
workflow_program = pytest.mark.skipif(
    not (FOLDER / "workflows-are-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)
mdbase_program = pytest.mark.skipif(
    not (FOLDER / "mdbase-is-there").is_file(),
    reason=f"not installed in {FOLDER}: make clients (it is built from source, which takes a C++ compiler)",
)

toml_programs = pytest.mark.skipif(
    not (FOLDER / "toml-is-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)
formatters = pytest.mark.skipif(
    not (FOLDER / "formatters-are-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)
node_formatters = pytest.mark.skipif(
    not (FOLDER / "node-formatters-are-there").is_file(), reason=f"not installed in {FOLDER}: make clients"
)

_OWN_FOLDER = {
    "format_notes.mjs": "formatters-node",
    "parse_charts.js": "charts",
    "property_links.mjs": "mdbase",
    "lint_workflow.mjs": "workflows",
}


def run(program: str, *words: object, folder: str = "python") -> subprocess.CompletedProcess[str]:
    """One of the Python programs, with what it says."""
    return subprocess.run(
        [FOLDER / folder / "bin" / program, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )


def node(script: str, told: str) -> Any:
    """What one of our scripts for Node answers."""
    folder = FOLDER / _OWN_FOLDER.get(script, "node")
    said = subprocess.run(
        ["node", HERE / script, folder / "node_modules"],
        input=told,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)
