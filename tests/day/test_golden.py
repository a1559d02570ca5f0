"""Folders before and after a morning: what a person sees. The name of a case is what it shows.

A case is a folder of `tests/golden/`: `case.toml` (configuration, time, DeepL), `papers.json` (what arXiv announces),
`before/` and `after/` (the vault). `make golden` writes every `after/` anew; look at the difference before you
commit it.
"""

import json
import os
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts
from fakes import answers
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import KEY, FakeDeepL

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if (path / "case.toml").is_file())


@pytest.mark.parametrize("name", CASES)
def test_the_vault_afterwards(
    name: str, tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tomllib.loads((GOLDEN / name / "case.toml").read_text(encoding="utf-8"))
    vault = tmp_path / "vault"
    shutil.copytree(GOLDEN / name / "before", vault)
    (tmp_path / "vaultgen.toml").write_text(case["configuration"], encoding="utf-8")
    arxiv.announce(date.fromisoformat(case["day"]), papers_of(name))
    monkeypatch.setenv("VAULTGEN_NOW", case["now"])

    with FakeDeepL() as deepl:
        if case["deepl"] != "no key":
            monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
            monkeypatch.setenv("DEEPL_SERVER_URL", deepl.url)
            deepl.spoil = getattr(answers, case["deepl"], None)
        said = vaultgen("today", "--vault", vault, "--config", tmp_path / "vaultgen.toml", *case["words"])
        again = vaultgen("today", "--vault", vault, "--config", tmp_path / "vaultgen.toml", "--json")

    assert said.status == 0, said.err
    assert again.report["notes"]["created"] == again.report["notes"]["updated"] == []
    if os.environ.get("GOLDEN_WRITE"):
        shutil.rmtree(GOLDEN / name / "after", ignore_errors=True)
        shutil.copytree(vault, GOLDEN / name / "after")
    assert texts(vault) == texts(GOLDEN / name / "after")


def papers_of(name: str) -> list[FakePaper]:
    told = json.loads((GOLDEN / name / "papers.json").read_text(encoding="utf-8"))
    lists = ("authors", "categories")
    return [
        FakePaper(**{key: tuple(value) if key in lists else value for key, value in paper.items()})
        for paper in told
    ]
