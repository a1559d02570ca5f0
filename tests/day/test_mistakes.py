"""What goes wrong on an ordinary machine: two lines a person can act on, an exit status, nothing half-written.

The mistakes themselves, with the lines, are in `mistakes.py`.
"""

import os
import shlex
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.mistakes import CONFIGURATION, GROUPS, HOME, MISTAKES, Mistake, Scene
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper, feed_error, status, web_page
from fakes.deepl_server import FakeDeepL

PAGE = Path(__file__).parents[2] / "docs" / "troubleshooting.md"


@pytest.fixture
def scene(
    own_environment: Path, arxiv: ArxivServer, deepl: FakeDeepL, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    vault = own_environment / "Notes"
    vault.mkdir()
    (vault / "vaultgen.toml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.chdir(vault)
    with ExitStack() as stack:
        yield Scene(own_environment, arxiv, deepl, monkeypatch, stack)


def test_a_script_reads_of_a_mistake_what_a_person_reads(scene: Scene, vaultgen: Vaultgen) -> None:
    (scene.vault / "vaultgen.toml").write_text("categorys = []\nzone = 3\n", encoding="utf-8")

    said = vaultgen("today", "--json")

    assert said.status == 1
    assert said.report["command"] == "today"
    assert said.report["days"] == []
    told = [one["problem"].partition(": ") for one in said.report["problems"]]
    assert [place for place, _, _ in told] == ["categorys", "zone", "keywords"]
    assert all(what in said.err for _, _, what in told)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.heading)
def test_a_mistake_is_answered_with_what_is_wrong_and_what_to_do(
    mistake: Mistake, scene: Scene, vaultgen: Vaultgen
) -> None:
    mistake.given(scene)

    said = vaultgen(*shlex.split(mistake.typed)[1:])

    lines = said.err.replace(str(scene.home), HOME).replace("127.0.0.1", "rss.arxiv.org").splitlines()
    assert lines == list(mistake.said)
    assert (said.status, said.out) == (mistake.status, "")


def test_the_page_of_mistakes_is_made_from_the_table() -> None:
    if os.environ.get("GOLDEN_WRITE"):
        PAGE.write_text(page_of_mistakes(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page_of_mistakes(), "write it anew: make docs"


def page_of_mistakes() -> str:
    groups = (
        f"## {heading}\n\n" + "\n".join(section_of(one) for one in mistakes if one.is_shown)
        for heading, mistakes in GROUPS.items()
    )
    return f"{INTRODUCTION}\n" + "\n".join(groups)


def section_of(mistake: Mistake) -> str:
    more = f"\n{mistake.more}\n" if mistake.more else ""
    lines = "\n".join((f"$ {mistake.typed}", *mistake.said))
    return f"### {mistake.heading}\n\n```console\n{lines}\n```\n{more}"


INTRODUCTION = """\
# When something goes wrong

This page shows the most common mistakes, and the two lines that vaultgen prints for each: what is wrong, and what to do.
Nothing of yours is lost, and the next run finishes what was not finished.

Run `vaultgen doctor` first: it checks configuration, key, network and notes. If that does not help,
[report it](../CONTRIBUTING.md#when-you-found-a-fault).
"""


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_wrong_configuration_is_told_all_at_once(vault: Path, vaultgen: Vaultgen) -> None:
    (vault / "vaultgen.toml").write_text(
        'categories = ["cs.LX"]\nkeyword = ["walking"]\nlanguage = "en"\n[vault]\nfolder = "../.."\n',
        encoding="utf-8",
    )
    before = tree(vault)

    said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert said.out == ""
    lines = said.err.splitlines()
    assert lines[0] == f"vaultgen: {len(lines) - 1} problems in {vault}/vaultgen.toml"
    told = "\n".join(lines)
    for words in ('"cs.LX"', 'did you mean "keywords"?', "is English", "leaves the vault"):
        assert words in told
    assert tree(vault) == before


def test_no_configuration_at_all_says_how_to_write_one(tmp_path: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("today", "--vault", tmp_path)

    assert said.status == 1
    assert len(said.err.splitlines()) == 2
    assert texts(tmp_path) == {}


def test_a_vault_that_is_not_there_is_asked_for(tmp_path: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("today", "--vault", tmp_path / "Notes")

    assert said.status == 1
    assert said.err.splitlines() == [
        f"vaultgen: no vault at {tmp_path / 'Notes'} (nothing was written)",
        "  is the disk mounted? otherwise name it: vaultgen today --vault DIR",
    ]
    assert not (tmp_path / "Notes").exists()


def test_an_unreachable_arxiv_is_a_failure_and_never_a_quiet_day(
    vault: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-23T15:00:00+08:00")
    monkeypatch.setenv("VAULTGEN_ARXIV_FEED_URL", f"http://127.0.0.1:{closed_port()}/rss")
    monkeypatch.setenv("VAULTGEN_ARXIV_DELAY", "0")
    before = tree(vault)

    said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert "did not answer" in said.err
    assert len(said.err.splitlines()) <= 3
    assert tree(vault) == before


def test_wrong_usage_ends_with_2(vault: Path, vaultgen: Vaultgen) -> None:
    assert vaultgen("today", "--vaul", vault).status == 2
    assert vaultgen("tody").status == 2
    assert vaultgen("today", "--day", "yesterday").status == 2


@pytest.mark.parametrize("mishap", [web_page, feed_error, lambda: status(503)])
def test_one_failing_category_keeps_the_day_open_and_the_next_run_finishes_it(
    mishap: object, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    arxiv.misbehave("/rss/cs.AI", mishap())  # type: ignore[operator]

    said = vaultgen("today", "--vault", vault, "--json")
    assert said.status == 1
    assert said.report["days"][0]["status"] == "failed"
    assert "cs.AI" in said.report["problems"][0]["problem"]
    listing = vault / "arXiv/Daily/arXiv 2026-02-23.md"
    assert "complete=no" in listing.read_text(encoding="utf-8")
    assert "2602.17680" in listing.read_text(encoding="utf-8")

    arxiv.behave()
    said = vaultgen("today", "--vault", vault, "--json")
    assert said.status == 0
    assert said.report["days"][0]["status"] == "done"
    assert "2602.18291" in listing.read_text(encoding="utf-8")
    assert "complete=no" not in listing.read_text(encoding="utf-8")


def test_an_open_day_ends_as_one_that_never_failed(
    tmp_path: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    for root in (once, twice):
        root.mkdir()
        configure(root)
    vaultgen("today", "--vault", once)
    arxiv.misbehave("/rss/cs.LG", status(503))
    vaultgen("today", "--vault", twice)
    arxiv.behave()
    vaultgen("today", "--vault", twice)

    assert texts(twice) == texts(once)


@pytest.mark.parametrize("command", ["refresh", "today"])
def test_an_open_day_is_not_taken_for_finished_when_a_translation_arrives(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    arxiv.misbehave("/rss/cs.AI", status(404))
    vaultgen("today", "--vault", vault)
    listing = next((vault / "arXiv/Daily").iterdir())
    request.getfixturevalue("deepl")
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    arxiv.announce(MONDAY.replace(day=24), [])

    vaultgen(command, "--vault", vault)

    (walk,) = (vault / "arXiv/Papers").glob("2602.17680*")
    assert "translation: 'done'" in walk.read_text(encoding="utf-8")
    assert "complete=no" in listing.read_text(encoding="utf-8")


def test_a_finished_day_stays_finished_when_arxiv_cannot_be_asked_again(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vaultgen("today", "--vault", vault)
    before = texts(vault)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "no answers kept"))
    arxiv.misbehave("/api", status(404))

    assert vaultgen("refresh", "--vault", vault).status == 1

    assert texts(vault) == before


def test_papers_without_their_details_are_written_and_completed_later(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    arxiv.misbehave("/api", status(503))
    said = vaultgen("today", "--vault", vault)
    assert said.status == 1
    (note,) = (vault / "arXiv/Papers").glob("2602.17680*")
    assert "comment" not in note.read_text(encoding="utf-8")

    arxiv.behave()
    assert vaultgen("today", "--vault", vault).status == 0
    assert "comment: '12 pages, ICLR 2026'" in note.read_text(encoding="utf-8")


def test_a_day_without_a_match_is_told_as_one(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    arxiv.announce(MONDAY, [FakePaper(identifier="2602.18300", title="Birds", abstract="Birds.")])

    said = vaultgen("today", "--vault", vault, "--json")

    assert said.status == 0
    assert said.report["days"][0] | {"by_interest": {}} == {
        "day": "2026-02-23", "status": "done", "reason": "no-match", "announced": 1, "papers": 0, "by_interest": {},
        "derived": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-02-22T12:00:00+08:00", "2026-02-21 is a Saturday"),
        (
            "2026-02-24T10:00:00+08:00",
            "2026-02-24: announced, but not in the feed before 00:00 Eastern (13:00 here)",
        ),
    ],
)
def test_a_quiet_day_is_explained(
    now: str, words: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv.announce(date(2026, 2, 20), [FakePaper(identifier="2602.17000", abstract="reinforcement learning")])
    if now.startswith("2026-02-22"):
        monkeypatch.setenv("VAULTGEN_NOW", "2026-02-20T18:00:00+08:00")
        vaultgen("today", "--vault", vault)
    else:
        arxiv.announce(MONDAY, PAPERS)
        vaultgen("today", "--vault", vault)
    monkeypatch.setenv("VAULTGEN_NOW", now)

    said = vaultgen("today", "--vault", vault)

    assert said.status == 0
    assert words in said.out


def test_a_stranger_with_the_wanted_name_is_never_touched(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    mine = vault / "Ada Lovelace.md"
    mine.write_text("My own note about Ada.\n", encoding="utf-8")
    taken = vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
    taken.parent.mkdir(parents=True)
    taken.write_text("Something else.\n", encoding="utf-8")

    vaultgen("today", "--vault", vault, "--no-translate")

    assert mine.read_text(encoding="utf-8") == "My own note about Ada.\n"
    assert taken.read_text(encoding="utf-8") == "Something else.\n"
    assert len(list(taken.parent.glob("2602.18291*"))) == 2
    assert not (vault / "arXiv/Authors/Ada Lovelace.md").exists()


def test_the_state_folder_may_not_lie_in_the_vault(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(vault / "state"))
    before = tree(vault)

    said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert "VAULTGEN_STATE_DIR" in said.err
    assert tree(vault) == before


def test_a_key_in_the_configuration_is_refused_and_not_repeated(vault: Path, vaultgen: Vaultgen) -> None:
    key = "6d3c0f21-0000-4000-8000-123456789abc:fx"
    configure(vault, f'deepl_auth_key = "{key}"\n')

    said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert "vaultgen key" in said.err
    assert key not in said.out + said.err
