"""The programs behind editors for TOML find the schema that the first line of `vaultgen.toml` names, and check by it."""

from pathlib import Path

import pytest
from clients.programs import run, toml_programs
from day.conftest import Vaultgen, vaultgen

__all__ = ["vaultgen"]

pytestmark = [pytest.mark.clients, toml_programs]

LINTERS = {"taplo": ("lint",), "tombi": ("lint", "--offline")}


@pytest.mark.parametrize("program", LINTERS)
def test_what_init_writes_is_checked_by_its_own_schema(
    program: str, tmp_path: Path, vaultgen: Vaultgen
) -> None:
    assert vaultgen("init", tmp_path, "--yes").status == 0
    file = tmp_path / "vaultgen.toml"
    text = file.read_text(encoding="utf-8")

    said = run(program, *LINTERS[program], file, folder="toml")
    assert said.returncode == 0, said.stdout + said.stderr

    for right, wrong in (
        ("cs.LG", "cs.ML"),
        ("keywords ", "keyword "),
        ('# listing = "standard"', 'listing = "short"'),
    ):
        assert right in text
        file.write_text(text.replace(right, wrong), encoding="utf-8")
        assert run(program, *LINTERS[program], file, folder="toml").returncode == 1, wrong
