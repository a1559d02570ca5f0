"""`vaultgen demo`: the shipped day, whole, repeatable, the same everywhere; the digest's defects impossible in it."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import frontmatter
import pytest
from day.conftest import MONDAY, Vaultgen
from day.passages import passage
from day.trees import texts, tree
from fakes.arxiv_server import FakePaper

from vaultgen.cli.demo import CONFIGURATION, FILE_NAME
from vaultgen.paper.announcement import released
from vaultgen.render.unescape import unescape
from vaultgen.settings import SHORT_PROPERTIES
from vaultgen.state.store import State

CHECKOUT = Path(__file__).parents[2]
SAMPLE = CHECKOUT / "sample-vault"
DIGEST = CHECKOUT / ".." / "shared" / "seed" / "digest-2026-02-23.json"


@pytest.fixture
def demo(tmp_path: Path, vaultgen: Vaultgen) -> Path:
    assert vaultgen("demo", tmp_path / "demo-vault").status == 0
    return tmp_path / "demo-vault"


@pytest.fixture
def papers(tmp_path: Path, vaultgen: Vaultgen) -> dict[str, frontmatter.Post]:
    """The papers of a demo whose configuration shows all properties."""
    root = tmp_path / "with all properties"
    root.mkdir()
    all_shown = CONFIGURATION.replace('show = "short"', 'show = "full"')
    (root / FILE_NAME).write_text(all_shown, encoding="utf-8")
    assert vaultgen("demo", root).status == 0
    return papers_of(root)


def papers_of(vault: Path) -> dict[str, frontmatter.Post]:
    notes = (
        frontmatter.loads(path.read_text(encoding="utf-8")) for path in (vault / "arXiv/Papers").iterdir()
    )
    return {note["arxiv_id"].removeprefix("arXiv:"): note for note in notes}


@pytest.fixture
def listing(demo: Path) -> str:
    return (demo / "arXiv/Daily/arXiv 2026-02-23.md").read_text(encoding="utf-8")


@pytest.fixture
def digest() -> list[dict[str, Any]]:
    if not DIGEST.is_file():
        pytest.skip("the digest is not beside this checkout")
    return json.loads(DIGEST.read_text(encoding="utf-8"))["groups"][0]["papers"]


def section(listing: str, interest: str) -> str:
    found = re.search(
        rf"^## {interest} \(\d+\)$(.*?)(?=^## |^<!-- vaultgen )", listing, re.DOTALL | re.MULTILINE
    )
    assert found
    return found[0]


def region(note: frontmatter.Post, name: str) -> str:
    return passage(note.content, name)


def test_the_sample_vault_is_what_the_demo_writes(demo: Path) -> None:
    assert texts(demo) == texts(SAMPLE)


def test_the_second_run_changes_no_byte_and_no_date_and_says_so_in_one_line(
    demo: Path, vaultgen: Vaultgen
) -> None:
    before = tree(demo)

    said = vaultgen("demo", demo)

    assert tree(demo) == before
    assert (said.status, said.out, said.err) == (0, "2026-02-23: already done (22 papers).\n", "")


def test_the_bytes_do_not_depend_on_zone_language_or_clock(
    demo: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Lima")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("VAULTGEN_NOW", "2031-01-01T00:00:00+00:00")
    monkeypatch.setenv("VAULTGEN_CONFIG", str(tmp_path / "another.toml"))
    vaultgen("demo", tmp_path / "elsewhere")

    assert texts(tmp_path / "elsewhere") == texts(demo)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, vaultgen: Vaultgen) -> None:
    (tmp_path / "thesis.md").write_text("ten years", encoding="utf-8")

    said = vaultgen("demo", tmp_path)

    assert said.status == 1
    assert said.err.splitlines() == [
        f"vaultgen: {tmp_path} is not empty and was not made by vaultgen demo (nothing was written)",
        "  name another folder: vaultgen demo DIR",
    ]
    assert texts(tmp_path) == {"thesis.md": b"ten years"}


def test_a_demo_that_was_edited_keeps_the_edits(demo: Path, vaultgen: Vaultgen) -> None:
    (path,) = (demo / "arXiv/Papers").glob("2602.17930*")
    path.write_text(path.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    before = tree(demo)

    assert vaultgen("demo", demo).status == 0
    assert tree(demo) == before


def test_every_field_of_the_digest_stands_in_the_vault(
    papers: dict[str, frontmatter.Post], digest: list[dict[str, Any]]
) -> None:
    assert sorted(papers) == [paper["id"] for paper in digest]
    for paper in digest:
        note = papers[paper["id"]]
        assert note["title_translated"] == paper["title_zh"]
        assert [link.strip("[]") for link in note["authors"]] == paper["authors"]
        assert [link.strip("[]") for link in note["subjects"]] == paper["subjects"]
        assert note["abs_url"] == paper["abs_url"]
        assert note["pdf_url"] == paper["pdf_url"]
        assert _words(note["title"]) == _words(paper["title"])
        assert _words(unescape(region(note, "abstract"))) == _words(paper["abstract"])


def test_as_shipped_a_note_shows_few_properties_and_a_box_and_lacks_nothing_of_its_texts(
    demo: Path, papers: dict[str, frontmatter.Post]
) -> None:
    for identifier, note in papers_of(demo).items():
        full = papers[identifier]
        assert set(note.metadata) <= {*SHORT_PROPERTIES, "read"}
        assert note["read"] is False
        assert {name: note[name] for name in note.metadata} == {
            name: full[name] if name != "read" else False for name in note.metadata
        }
        only_there = {*full.content.split("\n\n")} - {*note.content.split("\n\n")}
        seal, *authors = sorted(only_there)
        assert seal.startswith("<!-- vaultgen ")
        assert [f"作者: {line}" in note.content.split("\n\n") for line in authors] == [True] * (
            len(full["authors"]) > 5
        )


def test_a_sound_translation_of_the_digest_is_shown_word_for_word(
    papers: dict[str, frontmatter.Post], digest: list[dict[str, Any]]
) -> None:
    whole = [paper for paper in digest if papers[paper["id"]]["translation"] == "done"]

    assert len(whole) == 17
    for paper in whole:
        shown = unescape(region(papers[paper["id"]], "translation"))
        assert "".join(_words(shown)) == "".join(_words(paper["abstract_zh"]))


class TestDefects:
    """D1 to D11: what is wrong in the digest that people have today."""

    def test_d1_the_release_is_of_the_right_day_and_not_in_the_future(self, demo: Path, listing: str) -> None:
        note = frontmatter.loads(listing)
        assert note["released"] == datetime(2026, 2, 23, 9, 0)  # noqa: DTZ001 (Obsidian's form has no zone)
        assert note["announced"].isoformat() == "2026-02-23"
        assert "2026-02-22 20:00" in listing
        assert "2026-02-23 09:00 Asia/Shanghai" in listing
        assert released(note["announced"]) < datetime.fromisoformat("2026-02-23T16:53:28+08:00")

    def test_d2_the_paper_about_diffusion_policies_stands_under_both_interests(self, listing: str) -> None:
        assert "2602.18291" in section(listing, "diffusion policy")
        assert "2602.18291" in section(listing, "reinforcement learning")

    def test_d3_a_phrase_in_the_title_alone_is_found(
        self, vault: Path, arxiv: Any, vaultgen: Vaultgen
    ) -> None:
        arxiv.announce(
            MONDAY,
            [FakePaper(identifier="2602.20000", title="Diffusion Policies", abstract="Nothing of it.")],
        )
        said = vaultgen("today", "--vault", vault, "--json")
        assert said.report["days"][0]["by_interest"] == {"reinforcement learning": 0, "diffusion policy": 1}

    def test_d4_no_label_of_a_source_stands_inside_a_value(self, demo: Path) -> None:
        for content in texts(demo).values():
            assert b"Subjects:" not in content
            assert b"Announce Type" not in content
            assert b"Abstract:" not in content

    def test_d5_words_without_an_address_are_no_link(self, papers: dict[str, frontmatter.Post]) -> None:
        assert "this https URL" in region(papers["2602.17930"], "abstract")
        assert not re.search(r"\]\([^)]*this https", papers["2602.18277"].content)

    def test_d6_formulas_in_a_translation_are_the_formulas_of_the_original(
        self, papers: dict[str, frontmatter.Post]
    ) -> None:
        for note in papers.values():
            original = re.findall(r"\$[^$\n]+\$", region(note, "abstract"))
            assert sorted(re.findall(r"\$[^$\n]+\$", region(note, "translation"))) == sorted(original)
        assert "10美元" not in papers["2602.18291"].content

    def test_d7_macros_become_text_and_braces_balance(self, papers: dict[str, frontmatter.Post]) -> None:
        note = papers["2602.18291"]
        assert "MARL" in region(note, "abstract")
        assert "underline" not in note.content
        assert "**OMAD**" in region(note, "abstract")
        for each in papers.values():
            assert each.content.count("{") == each.content.count("}")

    def test_d8_an_acronym_that_the_text_defines_is_no_general_relativity(
        self, papers: dict[str, frontmatter.Post]
    ) -> None:
        translation = region(papers["2602.18037"], "translation")
        assert "广义相对论" not in translation
        assert "基尔弗雷克" not in translation
        assert "(GR)" in translation

    def test_d9_no_filter_deletes_a_character_from_a_translation(
        self, vault: Path, arxiv: Any, deepl: Any, vaultgen: Vaultgen
    ) -> None:
        deepl.spoil = lambda text: re.sub("[\u4e00-\u9fff]", "操", text)
        vaultgen("today", "--vault", vault)

        for path in (vault / "arXiv/Papers").iterdir():
            note = frontmatter.loads(path.read_text(encoding="utf-8"))
            assert "操" in note["title_translated"]
            assert region(note, "translation").count("操") > region(note, "translation").count(" ")

    def test_d10_a_note_has_identifier_version_date_and_lists_of_links(
        self, papers: dict[str, frontmatter.Post]
    ) -> None:
        for identifier, note in papers.items():
            assert note["arxiv_id"] == f"arXiv:{identifier}"
            assert note["version"] == 1
            assert note["announced"].isoformat() == "2026-02-23"
            assert all(link.startswith("[[") for link in note["authors"] + note["subjects"])

    def test_d11_the_total_counts_papers_and_each_heading_its_own(self, listing: str) -> None:
        assert frontmatter.loads(listing)["papers"] == 22
        assert "## reinforcement learning (22)" in listing
        assert "## diffusion policy (1)" in listing
        assert listing.index("## reinforcement learning") < listing.index("## diffusion policy")


def test_six_authors_of_two_papers_have_notes(demo: Path) -> None:
    assert len(list((demo / "arXiv/Authors").iterdir())) == 6


def test_the_demo_works_from_a_folder_that_was_copied_to_another_device(
    demo: Path, tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copied"
    shutil.copytree(demo, copy)
    before = texts(copy)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "other state"))

    assert vaultgen("demo", copy).status == 0
    assert texts(copy) == before


def _words(text: str) -> list[str]:
    r"""Words without TeX's marks: `\textbf{X}` and `**X**` are both X; dashes and quotes are alike."""
    plain = re.sub(r"\\(?:textbf|underline|emph)\{([^}]*)\}|\*\*", r"\1", text)
    plain = re.sub(r"\\href\{([^}]*)\}\{([^}]*)\}", r"\2", plain).replace("\\%", "%")
    plain = re.sub(r"[–—-]+", "-", plain).replace("``", '"').replace("''", '"')
    return re.sub(r"[“”]", '"', plain).replace("’", "'").split()


@pytest.mark.parametrize("left", ["nothing", "an empty folder", "its configuration alone"])
def test_deleted_and_called_again_it_starts_afresh(
    demo: Path, vaultgen: Vaultgen, own_environment: Path, left: str
) -> None:
    before, configuration = texts(demo), (demo / "vaultgen.toml").read_bytes()
    shutil.rmtree(demo)
    if left != "nothing":
        demo.mkdir()
    if left == "its configuration alone":
        (demo / "vaultgen.toml").write_bytes(configuration)

    said = vaultgen("demo", demo)

    assert (said.status, texts(demo)) == (0, before)
    assert "22 of 22" not in said.out, "arXiv announced more on that day than is shipped of it"
    assert "22 papers of a digest of that day, not all that arXiv announced" in said.out
    assert not (own_environment / "state").exists(), "it keeps nothing outside its folder"


def test_a_demo_that_was_killed_is_finished_by_the_next_one(
    tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = State.commit

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(State, "commit", killed)
    said = vaultgen("demo", tmp_path / "killed")
    assert said.status == 130
    assert "no note was touched" not in said.err
    assert said.err.endswith("run the same command again to continue\n")
    monkeypatch.setattr(State, "commit", real)

    assert vaultgen("demo", tmp_path / "killed").status == 0
    assert texts(tmp_path / "killed") == texts(SAMPLE)


def test_a_deleted_paper_stays_away_and_an_edited_note_stays_edited(demo: Path, vaultgen: Vaultgen) -> None:
    deleted, edited = sorted((demo / "arXiv/Papers").iterdir())[:2]
    deleted.unlink()
    edited.write_text(edited.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    mine = edited.read_bytes()
    assert vaultgen("demo", demo).status == 0
    assert (deleted.exists(), edited.read_bytes()) == (False, mine)
    before = tree(demo)
    assert vaultgen("demo", demo).status == 0
    assert tree(demo) == before
