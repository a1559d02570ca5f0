"""Who ticks `follow: true` in an author's note has that author's papers as an interest, with nothing to configure."""

import re
from datetime import date
from pathlib import Path

import frontmatter
import pytest
from day.conftest import PAPERS, Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

TUESDAY = date(2026, 2, 24)
HERS = FakePaper(
    identifier="2602.19001",
    title="Notes on an Engine",
    abstract="It weaves numbers.",
    authors=("Charles Babbage", "Ada Lovelace"),
    categories=("cs.LG",),
)
SURVEY = FakePaper(
    identifier="2602.19002", title="A Survey of Engines", authors=("Ada Lovelace",), categories=("cs.LG",)
)
ANOTHERS = FakePaper(
    identifier="2602.19003", title="On Looms", authors=("Lovelace Ada", "A. Lovelace"), categories=("cs.LG",)
)
NAME = "关注的作者"
SEAL = re.compile("<!-- vaultgen .*-->")


def tick(vault: Path, says: str = "follow: true") -> Path:
    (note,) = (vault / "arXiv/Authors").glob("Ada Lovelace.md")
    note.write_text(note.read_text("utf-8").replace("tags:\n", f"{says}\ntags:\n", 1), "utf-8")
    return note


def without_seal(note: Path) -> str:
    return SEAL.sub("", note.read_text("utf-8"))


def tuesday(vault: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VAULTGEN_NOW", f"{TUESDAY}T15:00:00+08:00")
    said = vaultgen("today", "--vault", vault)
    assert said.status == 0, said.err
    return (vault / f"arXiv/Daily/arXiv {TUESDAY}.md").read_text("utf-8")


@pytest.fixture
def followed(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen) -> Path:
    """A vault with a note of Ada Lovelace, who is followed; on Tuesday she has a paper that nothing else finds."""
    configure(vault, "")
    text = (vault / "vaultgen.toml").read_text("utf-8")
    (vault / "vaultgen.toml").write_text(f'exclude = ["survey"]\n{text}', "utf-8")
    arxiv.announce(date(2026, 2, 23), PAPERS)
    vaultgen("today", "--vault", vault)
    tick(vault)
    arxiv.announce(TUESDAY, [HERS, SURVEY, ANOTHERS])
    return vault


def test_her_papers_have_a_section_a_keyword_and_a_reason_and_nobody_elses_do(
    followed: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = tuesday(followed, vaultgen, monkeypatch)
    section = listing.partition(f"\n## {NAME}")[2]
    assert "2602.19001" in section
    assert "Ada Lovelace" in section
    assert not {"2602.19002", "2602.19003"} & {
        path.name[:10] for path in (followed / "arXiv/Papers").iterdir()
    }
    (path,) = (followed / "arXiv/Papers").glob("2602.19001*")
    note = frontmatter.load(str(path))
    assert note["keywords"] == [NAME]
    assert "关注的作者：作者中的“Ada Lovelace”" in note.content


def test_a_second_run_and_another_device_change_nothing_and_write_the_same(
    followed: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tuesday(followed, vaultgen, monkeypatch)
    before = tree(followed)
    for words in (("today",), ("today", "--day", TUESDAY), ("refresh",)):
        vaultgen(*words, "--vault", followed)
        assert tree(followed) == before
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(followed.parent / "another device"))
    wanted = texts(followed)
    for path in (followed / "arXiv/Papers").glob("2602.19001*"):
        path.unlink()
    (followed / f"arXiv/Daily/arXiv {TUESDAY}.md").unlink()
    vaultgen("today", "--day", TUESDAY, "--vault", followed)
    assert texts(followed) == wanted


def test_who_takes_the_tick_away_follows_no_more_and_what_was_listed_stays(
    followed: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = tuesday(followed, vaultgen, monkeypatch)
    (note,) = (followed / "arXiv/Authors").glob("Ada Lovelace.md")
    assert "\nfollow: true\n" in note.read_text("utf-8")  # though the run wrote into it
    note.write_text(note.read_text("utf-8").replace("follow: true", "follow: false"), "utf-8")
    arxiv.announce(date(2026, 2, 25), [FakePaper(identifier="2602.19500", authors=("Ada Lovelace",))])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-25T15:00:00+08:00")
    assert vaultgen("today", "--vault", followed).status == 0
    assert not [*(followed / "arXiv/Papers").glob("2602.19500*")]
    assert NAME not in (followed / "arXiv/Daily/arXiv 2026-02-25.md").read_text("utf-8")
    there = (followed / f"arXiv/Daily/arXiv {TUESDAY}.md").read_text("utf-8")
    assert (
        there.partition(f"\n## {NAME}")[2]
        .partition("\n<!--")[0]
        .startswith(listing.partition(f"\n## {NAME}")[2].partition("\n<!--")[0][:200])
    )


def test_a_new_seal_of_a_listing_keeps_every_section_current_that_of_followed_authors_too(
    followed: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tuesday(followed, vaultgen, monkeypatch)
    listing = followed / f"arXiv/Daily/arXiv {TUESDAY}.md"
    listing.write_text(text.replace(" t:", " t:A", 1), "utf-8")

    assert vaultgen("doctor", "--reseal", listing.stem, "--vault", followed).status == 0
    assert without_seal(listing) == SEAL.sub("", text)
    (paper,) = (followed / "arXiv/Papers").glob("2602.19001*")
    paper.rename(paper.with_name("2602.19001 An Engine.md"))
    said = vaultgen("today", "--day", TUESDAY, "--vault", followed, "--json")

    assert said.report["notes"]["kept"] == []
    assert without_seal(listing) == SEAL.sub("", text).replace(paper.stem, "2602.19001 An Engine")


@pytest.mark.parametrize("says", ["follow: false", "follow:", "follow: no", "following: true"])
def test_anything_but_a_tick_follows_nobody(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    says: str,
) -> None:
    vaultgen("today", "--vault", vault)
    tick(vault, says)
    arxiv.announce(TUESDAY, [HERS])
    assert NAME not in tuesday(vault, vaultgen, monkeypatch)
