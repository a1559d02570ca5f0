"""`[properties] show` and `rename`, through whole mornings: on every device, later on a vault that is there, and back."""

from datetime import date
from pathlib import Path

import frontmatter
import pytest
import yaml
from day.conftest import PAPERS, Vaultgen, configure
from day.reading import DAYS, Reader
from day.test_add_and_refresh import second_version
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.settings import NEEDED_PROPERTIES, SHORT_PROPERTIES

SHORT = '[properties]\nshow = "short"\n'
RENAMED = '[properties]\nrename = { announced = "date", authors = "Authors-of", keywords = "主题", abs_url = "url" }\n'
BOTH = RENAMED.replace("[properties]\n", SHORT)
EVERY = {"full": "", "short": SHORT, "renamed": RENAMED, "both": BOTH}
LATER = "2026-02-26T15:00:00+08:00"


def paper(vault: Path, identifier: str) -> frontmatter.Post:
    (path,) = (vault / "arXiv/Papers").glob(f"{identifier}*")
    return frontmatter.load(str(path))


def notes(vault: Path) -> dict[str, bytes]:
    return {path: data for path, data in texts(vault).items() if path.startswith("arXiv/")}


def on_another_device(monkeypatch: pytest.MonkeyPatch, vault: Path, name: str) -> None:
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(vault.parent / f"state of {name}"))


@pytest.mark.parametrize("more", EVERY.values(), ids=EVERY)
def test_a_second_run_and_a_device_without_a_state_change_nothing(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    more: str,
) -> None:
    configure(vault, more)
    assert vaultgen("today", "--vault", vault).status == 0
    before, paid = tree(vault), deepl.billed
    for device in ("this one", "another"):
        if device == "another":
            on_another_device(monkeypatch, vault, device)
        for words in (("today",), ("today", "--day", "2026-02-23"), ("refresh",)):
            assert vaultgen(*words, "--vault", vault).status == 0
            assert tree(vault) == before, words
    assert deepl.billed == paid
    said = vaultgen("status", "--vault", vault, "--json")
    assert said.report["notes"]["paper"] == len(list((vault / "arXiv/Papers").iterdir()))


def test_a_short_note_shows_what_the_list_names_and_the_bases_ask_for_nothing_else(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, SHORT)
    vaultgen("today", "--vault", vault)
    for path in (vault / "arXiv/Papers").iterdir():
        assert [*frontmatter.load(str(path)).metadata] == [
            name for name in SHORT_PROPERTIES if name in frontmatter.load(str(path)).metadata
        ]
    base = yaml.safe_load((vault / "arXiv/Papers.base").read_text("utf-8").split("\n", 1)[1])
    asked = {column for view in base["views"] for column in view["order"]} | {
        view["groupBy"]["property"] for view in base["views"] if "groupBy" in view
    }
    for column in asked:
        kind, _, name = column.partition(".")
        assert kind != "note" or name in (*SHORT_PROPERTIES, "read", "rating")


def test_the_bases_use_the_persons_names(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, RENAMED)
    vaultgen("today", "--vault", vault)
    text = (vault / "arXiv/Papers.base").read_text("utf-8")
    base = yaml.safe_load(text.split("\n", 1)[1])
    assert base["formulas"]["Week"] == 'note.date > today() - "7d"'
    assert base["formulas"]["FirstAuthor"] == 'list(note["Authors-of"])[0]'
    assert "note.主题" in base["properties"]
    assert {"property": "note.date", "direction": "DESC"} in base["views"][0]["sort"]
    assert "announced" not in text
    listing = frontmatter.load(str(next((vault / "arXiv/Daily").iterdir())))
    assert listing["date"] == date(2026, 2, 23)
    assert listing["主题"] == ["reinforcement learning", "diffusion policy"]


@pytest.mark.parametrize("later", [SHORT, RENAMED, BOTH], ids=["short", "renamed", "both"])
def test_changed_later_every_note_follows_what_was_edited_stays_and_undo_takes_it_back(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    later: str,
) -> None:
    vaultgen("today", "--vault", vault)
    (edited,) = (vault / "arXiv/Papers").glob("2602.17680*")
    edited.write_text(
        edited.read_text("utf-8").replace("comment: '12 pages, ICLR 2026'", "comment: mine # !"), "utf-8"
    )
    before, paid = notes(vault), deepl.billed
    configure(vault, later)
    monkeypatch.setenv("VAULTGEN_NOW", LATER)
    assert vaultgen("refresh", "--vault", vault).status == 0
    assert vaultgen("today", "--day", "2026-02-23", "--vault", vault).status == 0
    assert "comment: mine # !\n" in edited.read_text("utf-8")
    there = tree(vault)
    for words in (("refresh",), ("today", "--day", "2026-02-23")):
        vaultgen(*words, "--vault", vault)
        assert tree(vault) == there
    on_another_device(monkeypatch, vault, "another")
    for words in (("refresh",), ("today", "--day", "2026-02-23")):
        vaultgen(*words, "--vault", vault)
        assert tree(vault) == there
    assert deepl.billed == paid
    assert notes(vault) != before


@pytest.mark.parametrize("later", [SHORT, BOTH], ids=["short", "both"])
def test_a_change_of_settings_is_undone_to_the_byte(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, later: str
) -> None:
    vaultgen("today", "--vault", vault)
    before = notes(vault)
    configure(vault, later)
    vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    assert notes(vault) != before
    assert vaultgen("undo", "--vault", vault).status == 0
    assert notes(vault) == before


@pytest.mark.parametrize("more", [SHORT, RENAMED, BOTH], ids=["short", "renamed", "both"])
def test_new_versions_lists_bibliography_and_what_waits_are_as_with_all_properties(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    more: str,
) -> None:
    seen = {}
    for name, text in (("full", ""), ("other", more)):
        root = vault.parent / name
        root.mkdir()
        configure(root, text)
        on_another_device(monkeypatch, vault, name)
        monkeypatch.setenv("VAULTGEN_NOW", "2026-02-23T15:00:00+08:00")
        arxiv.know(PAPERS)  # as they were, for the vault before knows them newer
        arxiv.announce(date(2026, 2, 23), PAPERS)
        vaultgen("today", "--vault", root)
        (path,) = (root / "arXiv/Papers").glob("2602.18291*")
        path.write_text(path.read_text("utf-8").replace("title: '", "title: 'My ", 1), "utf-8")
        arxiv.know([second_version()])
        monkeypatch.setenv("VAULTGEN_NOW", LATER)
        said = vaultgen("refresh", "--vault", root, "--json").report
        waits = vaultgen("review", "--vault", root, "--json").out.replace(str(root), "")
        seen[name] = (
            said["notes"]["changed"],
            waits,
            (root / "arXiv/references.bib").read_bytes(),
            {
                path: data
                for path, data in notes(root).items()
                if path.startswith(("arXiv/Authors/", "arXiv/Subjects/"))
            },
        )
    assert seen["full"] == seen["other"]
    assert seen["other"][0][0]["to"] == 2


def test_a_deleted_note_comes_back_as_the_settings_have_it(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, BOTH)
    vaultgen("today", "--vault", vault)
    before = notes(vault)
    (path,) = (vault / "arXiv/Papers").glob("2602.18291*")
    path.unlink()
    assert vaultgen("restore", "2602.18291", "--vault", vault).status == 0
    assert notes(vault) == before


def test_what_a_paper_is_near_and_its_place_among_the_others_are_kept_where_they_are_not_shown(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for name, more in (("full", ""), ("short", SHORT)):
        root = vault.parent / name
        root.mkdir()
        on_another_device(monkeypatch, vault, name)
        reader = Reader(root, vaultgen, arxiv, monkeypatch)
        with (root / "vaultgen.toml").open("a", encoding="utf-8") as file:
            file.write(more)
        reader.morning(0)
        list(reader.reads(0, count=5))
        reader.morning(1)
        before = tree(root)
        for device in (name, "another"):
            on_another_device(monkeypatch, vault, f"{device} of {name}")
            reader.again(1, "today", "--day", DAYS[1])
            reader.again(1, "refresh")
            assert tree(root) == before
        told[name] = reader.listing(1).partition("<!-- vaultgen")[0]
        notes = [path.read_text("utf-8") for path in (root / "arXiv/Papers").iterdir()]
        assert any("\nscore: " in text for text in notes) is (name == "full")
        assert any(" near=" in text for text in notes) is (name == "short")
    assert told["full"] == told["short"]


@pytest.mark.parametrize(
    ("settings", "has_heading"),
    [('{"showInlineTitle": true}', False), ('{"showInlineTitle": false}', True), ("{}", True), ("", True)],
)
def test_the_heading_goes_where_obsidian_says_that_it_shows_the_name_and_the_name_says_the_title(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    settings: str,
    *,
    has_heading: bool,
) -> None:
    vaultgen("today", "--vault", vault)
    if settings:
        (vault / ".obsidian/app.json").write_text(settings, "utf-8")
    vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    for path in [*(vault / "arXiv/Papers").iterdir(), *(vault / "arXiv/Daily").iterdir()]:
        text = path.read_text("utf-8")
        assert ("\n# " in text) is has_heading, path
    before = tree(vault)
    vaultgen("today", "--day", "2026-02-23", "--vault", vault)
    assert tree(vault) == before


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ('show = "shrt"', 'did you mean "short"?'),
        ('show = ["title", "authors"]', 'add: "title_translated", "arxiv_id"'),
        (f"show = {[*NEEDED_PROPERTIES, 'anounced']}", 'did you mean "announced"?'),
        ('rename = { anounced = "date" }', 'did you mean "announced"?'),
        ('rename = { announced = "a b" }', "choose another name"),
        ('rename = { announced = "title" }', "choose another"),
        ('rename = { announced = "date", updated = "Date" }', "choose another"),
        ('rename = { tags = "labels" }', "take it out"),
        ('rename = { arxiv_id = "id" }', "take it out"),
        ('rename = { announced = "seen" }\nseed = { seen = false }', "choose another"),
        ("rename = { announced = 3 }", "for example"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, wrong: str, hint: str
) -> None:
    configure(vault, f"[properties]\n{wrong}\n")
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    assert hint in said.err
