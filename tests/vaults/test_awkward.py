"""Three vaults as awkward as real ones: what stood in them before a run stands there after it, byte for byte.

The texts are our own; the kinds of awkwardness are those that public vaults were seen to have.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from day.conftest import Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

Turn = Callable[[date], None]

MONDAY, TUESDAY = date(2026, 2, 23), date(2026, 2, 24)
NOON = "2026-02-{:02}T15:00:00+08:00"

READ_ALREADY, IN_A_TEMPLATE, UNREADABLE, PLAIN = "2602.17001", "2602.17002", "2602.17003", "2602.17004"


def paper(identifier: str, title: str, *authors: str) -> FakePaper:
    return FakePaper(
        identifier=identifier,
        title=title,
        abstract="Reinforcement learning with $\\pi$, told again.",
        authors=authors,
        categories=("cs.LG", "cs.AI"),
    )


ANNOUNCED = {
    MONDAY: (
        paper(READ_ALREADY, "A Paper that Was Read Already", "Ada Lovelace", "Kim Park"),
        paper(IN_A_TEMPLATE, "A Paper that a Template Names", "Ada Lovelace", "José García"),
        paper(UNREADABLE, "A Paper in a Note that Cannot Be Read", "Ada Lovelace", "李 明"),
    ),
    TUESDAY: (paper(PLAIN, "Index", "José García", "Kim Park", "李 明", "Мария Иванова"),),
}

COLLECTOR = {
    ".obsidian/app.json": b'{"alwaysUpdateLinks": true, "newLinkFormat": "shortest"}',
    ".obsidian/templates.json": b'{"folder": "Templates"}',
    "Templates/Paper.md": b"---\narxiv_id: arXiv:%s\ntitle: {{title}}\ncreated: {{date}}\n---\n## Notes\n"
    % IN_A_TEMPLATE.encode(),
    "Templates/Bare.md": b"---\narxiv_id: 'arXiv:%s'\ntitle: bare\n---\n" % IN_A_TEMPLATE.encode(),
    "Reading/My reading.md": b'\xef\xbb\xbf---\r\nrating: 5   # mine\r\narxiv_id: "https://arxiv.org/abs/%sv1"\r\n'
    b"aliases: [the good one]\r\n---\r\n# My reading\r\n\r\nIt is good." % READ_ALREADY.encode(),
    "Clippings/Unread.md": b"---\ntitle: a: b: c\nfoo: [1, 2\narxiv_id: arXiv:%s\n---\nclipped\n"
    % UNREADABLE.encode(),
    "Clippings/Tabs.md": b"---\n\tkey: value\ntags: #one #two\n---\nbody",
    "Clippings/Twice.md": b"---\ntags: a\ntags: b\n---\n",
    "Clippings/Unclosed.md": b"---\ntitle: never closed\n\ntext\n",
    "Clippings/Only front matter.md": b"---\na: 1\n---",
    "Clippings/Percent.md": b"%% hidden\n---\narxiv_id: not at the top\n---\n%%\n",
}
"""Properties that no YAML library takes, a template that names a paper, a person's own note on one."""

ON_PAPERS = ("Reading/My reading.md", "Clippings/Unread.md")

GARDEN = {
    ".obsidian/app.json": b'{"useMarkdownLinks": true, "newLinkFormat": "relative"}',
    "Index.md": b"---\nlinter-yaml-title-alias: Index\n---\n%% Begin Hub: Auto %%\n- [[a]]\n%% End Hub: Auto %%\n",
    "a/Index.md": b"<!-- BEGIN_DOCS -->\n| a | b |\n|---|---|\n<!-- END_DOCS -->\n",
    "b/index.md": b"<!-- START doctoc generated TOC -->\n- [x](#x)\n<!-- END doctoc generated TOC -->\n",
    "b/Ada Lovelace.md": b"# Ada, the person\n",
    "c/ada lovelace.md": b"# ada, another\n",
    "c/Machine Learning (cs.LG).md": b"mine\n",
    "c/arXiv 2026-02-23.md": b"my own log of that day\n",
    "Papers.base": b"views:\n  - type: table\n    name: All\n",
    "Zotero.md": b"%% begin annotations %%\n\n> a quote\n\n%% end annotations %%\n\n<!-- zotero-key: ABC -->\n",
    "Almost ours.md": b"I write `vaultgen:begin` by hand.\n\n```\n<!-- vaultgen:begin abstract h=0123456789abcdef -->\n"
    b"mine\n<!-- vaultgen:end abstract -->\n```\n\n<!-- vaultgen:begin papers h=x author=Kim%20Park -->\n",
    "Log.sync-conflict-20260220-101010-ABCDEFG.md": b"conflict\n",
    "Log (Conflicted copy Laptop 202602201010).md": b"conflict\n",
    "Drawing.excalidraw.md": b"---\nexcalidraw-plugin: parsed\n---\n```compressed-json\nN4Kg\n```\n%%\n",
    "Board.canvas": b'{"nodes": [], "edges": []}',
}
"""Names that are there twice and more, and what other programs generate between marks of their own."""

POLYGLOT = {
    "日记/二月.md": "# 二月\r\n今天读了强化学习。\r\n".encode(),
    "李 明.md": "同名的人\n".encode(),
    "Мария Иванова.md": "---\nтеги: [люди]\n---\n".encode(),
    unicodedata.normalize("NFD", "José García.md"): b"NFD\n",
    "שלום עולם.md": "\u200fשלום\n".encode(),
    "हिन्दी/नोट.md": unicodedata.normalize("NFD", "नोट é\n").encode(),
    "🗂️ hub.md": "👩‍🔬 and a family 👨‍👩‍👧\n".encode(),
    "one/İstanbul.md": b"dotted\n",
    "two/istanbul.md": b"plain\n",
    "one/Straße.md": b"sharp\n",
    "two/STRASSE.md": b"double\n",
    "latin-1.md": b"---\ntitle: caf\xe9\n---\nna\xefve\n",
    "utf-16.md": "\ufeff# wide\n".encode("utf-16-le"),
    "nul.md": b"before\0after\n",
    "empty.md": b"",
    "mixed ends.md": b"one\r\ntwo\nthree\rfour\x0bfive",
    "separators.md": "line\u2028paragraph\u2029next\u0085end".encode(),
}
"""Names and texts in other scripts, normal forms and encodings."""

VAULTS = {"collector": COLLECTOR, "garden": GARDEN, "polyglot": POLYGLOT}


@pytest.fixture(params=VAULTS)
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return grow(tmp_path / "Notes", VAULTS[request.param])


def grow(root: Path, notes: Mapping[str, bytes]) -> Path:
    """A vault of these notes, with a configuration in which every author gets a note."""
    for name, content in notes.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root / "vaultgen.toml").write_text(
        'categories = ["cs.LG"]\nkeywords = ["reinforcement learning"]\nlanguage = "zh-Hans"\n'
        'timezone = "Asia/Shanghai"\n[vault]\nauthor_note_from = 1\n',
        encoding="utf-8",
    )
    return root


@pytest.fixture
def arxiv(arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> ArxivServer:
    for name, value in arxiv_server.environ.items():
        monkeypatch.setenv(name, value)
    return arxiv_server


@pytest.fixture
def turn_to(arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """It is noon in Shanghai on a day, and arXiv has announced its papers."""

    def turn(day: date) -> None:
        arxiv.announce(day, ANNOUNCED[day])
        monkeypatch.setenv("VAULTGEN_NOW", NOON.format(day.day))

    return turn


def test_every_byte_and_date_of_an_awkward_vault_stays_through_two_days(
    vault: Path, turn_to: Turn, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    theirs = tree(vault)

    for day in (MONDAY, TUESDAY):
        turn_to(day)
        said = vaultgen("today", "--vault", vault)
        assert said.status == 0
        assert {name: stamp for name, stamp in tree(vault).items() if name in theirs} == theirs

    assert all(name.startswith("arXiv/") for name in tree(vault).keys() - theirs.keys())


def test_the_second_run_in_an_awkward_vault_changes_no_byte_and_no_date(
    vault: Path, turn_to: Turn, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    turn_to(TUESDAY)
    vaultgen("today", "--vault", vault)
    before = tree(vault)

    vaultgen("today", "--vault", vault)

    assert tree(vault) == before


@pytest.mark.parametrize("name", VAULTS)
def test_another_device_without_state_writes_nothing_into_an_awkward_vault(
    name: str,
    tmp_path: Path,
    turn_to: Turn,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes = {path: text for path, text in VAULTS[name].items() if path not in ON_PAPERS}
    vault = grow(tmp_path / "Notes", notes)
    turn_to(MONDAY)
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("today", "--vault", vault)

    assert tree(vault) == before


def test_another_device_keeps_the_lines_of_papers_whose_notes_are_the_persons_own(
    tmp_path: Path, turn_to: Turn, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = grow(tmp_path / "Notes", COLLECTOR)
    turn_to(MONDAY)
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("today", "--vault", vault)

    assert tree(vault) == before


def test_a_paper_named_by_a_template_gets_a_note_and_one_named_by_a_note_of_the_person_does_not(
    tmp_path: Path, turn_to: Turn, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vault = grow(tmp_path / "Notes", COLLECTOR)
    turn_to(MONDAY)

    vaultgen("today", "--vault", vault)

    named = [path.name.split(" ")[0] for path in sorted((vault / "arXiv/Papers").iterdir())]
    assert named == [IN_A_TEMPLATE]
    listing = (vault / "arXiv/Daily/arXiv 2026-02-23.md").read_text(encoding="utf-8")
    assert "[[My reading|A Paper that Was Read Already]]" in listing
    assert "[[Unread|A Paper in a Note that Cannot Be Read]]" in listing


def test_a_note_of_ours_takes_no_name_that_stands_anywhere_in_the_vault(
    tmp_path: Path, turn_to: Turn, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vault = grow(tmp_path / "Notes", GARDEN | POLYGLOT)
    theirs = texts(vault).keys()
    for day in (MONDAY, TUESDAY):
        turn_to(day)
        vaultgen("today", "--vault", vault)

    taken = {folded(name) for name in theirs}
    ours = [folded(name) for name in texts(vault).keys() - theirs]
    assert len(ours) == len(set(ours))
    assert not taken & set(ours)


def folded(path: str) -> str:
    """A name as the most forgiving disk compares it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", Path(path).name).casefold())
