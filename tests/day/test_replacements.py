"""Replacements in sections of their own, morning after morning (`announcements.replacements`)."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.trees import texts
from fakes.arxiv_server import ArxivServer, FakePaper, status

LISTING = "arXiv/Daily/arXiv 2026-02-23.md"
APART = ("per-interest", "at-end")
REPLACED = FakePaper(
    identifier="2501.00001",
    version=2,
    title="Diffusion Policies by Reinforcement Learning",
    categories=("cs.LG", "cs.AI"),
)


@pytest.fixture
def morning(arxiv: ArxivServer) -> ArxivServer:
    arxiv.announce(MONDAY, (*PAPERS[:3], REPLACED))
    return arxiv


def choose(root: Path, where: str) -> Path:
    root.mkdir(exist_ok=True)
    configure(
        root,
        f'[announcements]\ninclude = ["new", "cross", "replace", "replace-cross"]\nreplacements = "{where}"\n',
    )
    return root


def sections(vault: Path) -> dict[str, list[str]]:
    """By heading, the papers below it."""
    found: dict[str, list[str]] = {}
    for line in (vault / LISTING).read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            papers = found.setdefault(f"{line} of {next(reversed(found), '')}" if line in found else line, [])
        elif match := re.match(r"  - \[([\d.]+)\]\(https://arxiv.org/abs/", line):
            papers.append(match[1])
    return found


@pytest.mark.parametrize("where", APART)
def test_they_stand_apart_and_their_lines_become_current(
    tmp_path: Path, morning: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest, where: str
) -> None:
    waited, at_once = choose(tmp_path / "waited", where), choose(tmp_path / "at once", where)
    vaultgen("today", "--vault", waited)
    request.getfixturevalue("deepl")
    said = vaultgen("today", "--vault", waited, "--json")
    vaultgen("today", "--vault", at_once)

    assert said.report["days"][0]["papers"] == 3
    assert said.report["days"][0]["by_interest"] == {"reinforcement learning": 3, "diffusion policy": 2}
    assert texts(waited) == texts(at_once)
    found = sections(waited)
    apart = {heading: papers for heading, papers in found.items() if "更新版本" in heading}
    assert {heading: papers for heading, papers in found.items() if heading not in apart} == {
        "## reinforcement learning (2)": ["2602.17680", "2602.18291"],
        "## diffusion policy (1)": ["2602.18291"],
    }
    assert list(apart.values()) == [["2501.00001"]] * (2 if where == "per-interest" else 1)
    assert vaultgen("today", "--vault", waited).out == "2026-02-23: already done (3 papers).\n"


@pytest.mark.parametrize("where", APART)
def test_an_open_day_ends_as_one_that_never_failed(
    tmp_path: Path, morning: ArxivServer, deepl: object, vaultgen: Vaultgen, where: str
) -> None:
    once, twice = choose(tmp_path / "once", where), choose(tmp_path / "twice", where)
    vaultgen("today", "--vault", once)
    morning.misbehave("/rss/cs.LG", status(503))
    vaultgen("today", "--vault", twice)
    morning.behave()
    vaultgen("today", "--vault", twice)

    assert texts(twice) == texts(once)


@pytest.mark.parametrize("where", APART)
def test_a_deleted_one_comes_back_where_it_stood(
    tmp_path: Path,
    morning: ArxivServer,
    deepl: object,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    vault = choose(tmp_path / "vault", where)
    vaultgen("today", "--vault", vault)
    before = texts(vault)
    (note,) = (vault / "arXiv/Papers").glob("2501.00001*")
    note.unlink()
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))
    vaultgen("today", "--vault", vault)
    assert (vault / LISTING).read_bytes() == before[LISTING]
    assert not note.exists()

    assert vaultgen("restore", "2501.00001", "--vault", vault).status == 0
    assert texts(vault).keys() == before.keys()
    assert texts(vault)[LISTING] == before[LISTING]
    told = re.sub(
        "announce_type: 'replace'", "announce_type: 'new'", before[str(note.relative_to(vault))].decode()
    )
    kept = ("keywords", "  - 'reinforcement learning'", "  - 'diffusion policy'", "announce_type")
    assert [line for line in note.read_text(encoding="utf-8").splitlines() if line.startswith(kept)] == [
        line for line in told.splitlines() if line.startswith(kept)
    ]


def test_the_day_before_stays_as_it_is_when_they_are_put_elsewhere(
    tmp_path: Path, morning: ArxivServer, deepl: object, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = choose(tmp_path / "vault", "together")
    vaultgen("today", "--vault", vault)
    before = (vault / LISTING).read_bytes()
    choose(vault, "at-end")
    vaultgen("today", "--vault", vault)
    assert (vault / LISTING).read_bytes() == before

    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    again = replace(REPLACED, version=3)
    morning.announce(MONDAY.replace(day=24), (again,))
    vaultgen("today", "--vault", vault)
    listing = (vault / LISTING.replace("23", "24")).read_text(encoding="utf-8")
    assert "## 更新版本 (1)" in listing
    assert listing.count("abs/2501.00001") == 1
