"""A run that has nothing to do: told as ever, without what writes notes; and nothing that is to be done is missed."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from day.conftest import KEY, MONDAY, PAPERS, Vaultgen, configure
from day.trees import tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.cli import today as command

HEAVY = (
    "requests", "lxml", "jinja2", "arxiv", "rich", "keyring", "urllib3", "pydantic", "deepl", "bibtexparser",
    "yaml", "frontmatter", "ctypes", "tzlocal", "dataclasses", "logging",
    "vaultgen.render.templates", "vaultgen.render.page", "vaultgen.tex.spans", "vaultgen.document.document",
    "vaultgen.fetch", "vaultgen.translate.translate", "vaultgen.vault.executor", "vaultgen.vault.folders",
    "vaultgen.workflows.day", "vaultgen.paper.cleaning", "vaultgen.reconcile.plan",
)  # fmt: skip

NOT_OF_A_MORNING = (
    "yaml", "frontmatter", "deepl", "bibtexparser", "keyring", "rich", "tzlocal", "asyncio", "multiprocessing",
    "vaultgen.fetch.archive", "vaultgen.fetch.oai", "vaultgen.paper.typed_category", "vaultgen.vault.dry_run",
    "vaultgen.translate.translate", "vaultgen.reconcile.proposals", "vaultgen.reconcile.undo",
)  # fmt: skip


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Runs that looked for themselves."""
    found: list[object] = []
    bring = command._bring

    def counted(*words: object, **more: object) -> int:
        found.append(words)
        return bring(*words, **more)

    monkeypatch.setattr(command, "_bring", counted)
    return found


@pytest.fixture
def done(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> Path:
    """A vault in which everything is done, and was looked at."""
    configure(vault, "[translation]\nengine = 'off'\n")
    for words in ("today", "today", "status"):
        assert vaultgen(words, "--vault", vault).status == 0
    return vault


@pytest.mark.parametrize("words", [(), ("--json",), ("-q",), ("-v",)], ids=str)
@pytest.mark.parametrize(
    "moment",
    ["2026-02-23T15:00:00+08:00", "2026-02-24T09:30:00+08:00"],
    ids=["in the feeds", "before the next"],
)
def test_a_run_without_a_look_for_itself_says_what_the_one_before_it_said(
    done: Path,
    vaultgen: Vaultgen,
    runs: list[object],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    moment: str,
) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", moment)
    with monkeypatch.context() as patched:
        patched.setattr(command, "_is_told_as_idle", lambda _: False)
        looked = vaultgen("today", "--vault", done, *words)
    before, brought = tree(done), len(runs)

    said = vaultgen("today", "--vault", done, *words)

    assert said == looked
    assert len(runs) == brought
    assert tree(done) == before


def edit(root: Path) -> None:
    note = next((root / "arXiv/Papers").glob("*.md"))
    note.write_text(note.read_text("utf-8") + "\nMine.\n", "utf-8")


def delete(root: Path) -> None:
    next((root / "arXiv/Papers").glob("*.md")).unlink()


def choose(root: Path) -> None:
    configure(root, "[announcements]\ncatch_up_days = 5\n[translation]\nengine = 'off'\n")


def look_for_more(root: Path) -> None:
    file = root / "vaultgen.toml"
    file.write_text(file.read_text("utf-8").replace('"diffusion policy"', '"colour"'), "utf-8")


def write_template(root: Path) -> None:
    folder = root / ".vaultgen/templates"
    folder.mkdir(parents=True)
    (folder / "daily.md.j2").write_text("{{ listing }}\n", "utf-8")


def set_obsidian(root: Path) -> None:
    (root / ".obsidian/app.json").write_text('{"useMarkdownLinks": true}', "utf-8")


@pytest.mark.parametrize("change", [edit, delete, choose, look_for_more, write_template, set_obsidian])
def test_after_a_change_a_run_looks_for_itself(
    done: Path, vaultgen: Vaultgen, runs: list[object], change: Callable[[Path], None]
) -> None:
    change(done)

    vaultgen("today", "--vault", done)

    assert len(runs) == 1


def test_after_an_undo_a_run_looks_for_itself(done: Path, vaultgen: Vaultgen, runs: list[object]) -> None:
    assert vaultgen("undo", "--vault", done).status == 0

    assert "undone by vaultgen undo" in vaultgen("today", "--vault", done).out
    assert len(runs) == 1


@pytest.mark.parametrize("moment", ["2026-02-24T15:00:00+08:00", "2026-02-25T02:00:00+08:00"])
def test_on_another_day_a_run_looks_for_itself(
    done: Path, vaultgen: Vaultgen, runs: list[object], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setenv("VAULTGEN_NOW", moment)

    vaultgen("today", "--vault", done)

    assert len(runs) == 1


def test_a_text_that_waits_is_translated_by_the_next_run_with_a_key_however_many_found_nothing_to_do(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEEPL_AUTH_KEY")
    for _ in range(3):
        vaultgen("today", "--vault", vault)
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)

    report = vaultgen("today", "--vault", vault, "--json").report

    assert report["translation"]["translated"] == 4


@pytest.mark.parametrize("words", ["status", "runs", "review", "today", "today --json"])
def test_a_command_that_only_looks_loads_nothing_that_fetches_renders_or_writes(
    done: Path, words: str
) -> None:
    assert loaded(HEAVY, *words.split(), "--vault", str(done)) == (0, "")


def test_a_morning_loads_only_what_it_needs_the_first_and_the_one_after_it(
    vault: Path, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(vault, "")
    file = vault / "vaultgen.toml"
    file.write_text(file.read_text("utf-8").replace('"zh-Hans"', '""'), "utf-8")
    tomorrow = [replace(paper, identifier=f"2602.1{at:04}") for at, paper in enumerate(PAPERS[:3])]
    arxiv.announce(MONDAY + timedelta(days=1), tomorrow)

    assert loaded(NOT_OF_A_MORNING, "today", "-q", "--vault", str(vault)) == (0, "")
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    assert loaded(NOT_OF_A_MORNING, "today", "-q", "--vault", str(vault)) == (0, "")
    assert len(list((vault / "arXiv/Papers").glob("*.md"))) == 4


def test_a_command_ends_without_a_search_for_cycles(done: Path) -> None:
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0)); "
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}from vaultgen.__main__ import main; main()", "--version"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip

    assert ran.stdout.splitlines()[-1] == "True"


def loaded(heavy: tuple[str, ...], *words: str) -> tuple[int, str]:
    """Run a command; return its exit status, and which of these modules it loaded, after what it said of errors."""
    code = (
        f"import sys; sys.argv = ['vaultgen', *{words!r}]\n"
        "from vaultgen.__main__ import main\n"
        "try: main()\n"
        f"finally: print(*sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=dict(os.environ)
    )
    return ran.returncode, ran.stderr.strip()
