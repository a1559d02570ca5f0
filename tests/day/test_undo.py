"""Taking a run back through the command: what it says, and that later runs behave as if it had always been so."""

import shutil
import signal
from pathlib import Path

import pytest
from day.conftest import MONDAY, Vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper, status
from fakes.deepl_server import FakeDeepL

from vaultgen.note.identity import Identity, Kind
from vaultgen.state.store import State
from vaultgen.vault import executor as applying
from vaultgen.vault.vault import DiskVault

WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"
DIFFUSION = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
LISTING = "arXiv/Daily/arXiv 2026-02-23.md"


def without_trash(vault: Path) -> dict[str, bytes]:
    return {path: content for path, content in texts(vault).items() if not path.startswith(".trash")}


def write_in(note: Path, words: str = "\nMy thoughts.\n") -> bytes:
    note.write_bytes(note.read_bytes() + words.encode())
    return note.read_bytes()


def test_the_vault_is_as_it_was_and_what_was_created_lies_in_the_trash(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    before = texts(vault)
    vaultgen("today", "--vault", vault)
    created = texts(vault).keys() - before.keys()

    said = vaultgen("undo", "--vault", vault)

    assert said.status == 0
    assert said.out.splitlines() == [
        "Run 1 undone: 9 notes moved to .trash.",
        "2026-02-23: not done again by itself; to bring it back: vaultgen today --day 2026-02-23",
    ]
    assert without_trash(vault) == before
    assert {Path(path).name for path in texts(vault / ".trash")} == {Path(path).name for path in created}


def test_an_undone_day_is_not_done_again_by_itself_but_on_request(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    first = texts(vault)
    vaultgen("undo", "--vault", vault)
    gone = tree(vault)

    said = vaultgen("today", "--vault", vault)
    assert tree(vault) == gone
    assert said.out == (
        "2026-02-23: undone by vaultgen undo; to bring it again: vaultgen today --day 2026-02-23\n"
    )

    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert without_trash(vault) == first
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"


def test_an_undone_day_is_not_caught_up(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (20, 23, 24):
        title = "Reinforcement Learning"
        paper = FakePaper(identifier=f"2602.190{day}", title=title, abstract="A.", categories=("cs.LG",))
        monkeypatch.setenv("VAULTGEN_NOW", f"2026-02-{day}T15:00:00+08:00")
        arxiv.announce(MONDAY.replace(day=day), [paper])
        said = vaultgen("today", "--vault", vault, "--json")
        if day == 23:
            vaultgen("undo", "--vault", vault)
    assert [each["day"] for each in said.report["days"]] == ["2026-02-24"]
    assert said.status == 0
    assert sorted(path.name for path in (vault / "arXiv/Daily").iterdir()) == [
        "arXiv 2026-02-20.md",
        "arXiv 2026-02-24.md",
    ]


def test_what_the_person_wrote_since_stays_and_is_named(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    mine = write_in(vault / WALK)

    said = vaultgen("undo", "--vault", vault)

    assert said.status == 0
    assert (vault / WALK).read_bytes() == mine
    assert f"= {WALK}   stays: it was written in since, where the run wrote" in said.err.splitlines()
    assert "8 notes moved to .trash" in said.out
    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert (vault / WALK).read_bytes() == mine
    assert (vault / DIFFUSION).exists()


def test_a_note_that_was_moved_since_is_found_and_a_deleted_one_is_left_alone(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / WALK).rename(vault / "walk.md")
    (vault / DIFFUSION).unlink()

    said = vaultgen("undo", "--vault", vault)

    assert said.status == 0
    assert not (vault / "walk.md").exists()
    assert (vault / ".trash/walk.md").exists()
    assert "= " not in said.err


@pytest.mark.parametrize("again", [("today", "--day", "2026-02-23"), ("refresh",)])
def test_an_update_is_taken_back_and_what_was_written_elsewhere_in_the_note_stays(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    request: pytest.FixtureRequest,
    again: tuple[str, ...],
) -> None:
    vaultgen("today", "--vault", vault)
    waiting = texts(vault)
    deepl: FakeDeepL = request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)
    sent = len(deepl.translations)
    mine = write_in(vault / DIFFUSION)
    assert b"translation: 'done'" in mine

    said = vaultgen("undo", "--vault", vault)

    assert said.out.splitlines() == [
        "Run 2 undone: 3 notes as before.",
        "2026-02-23: notes are left as they are now; to make them current: vaultgen refresh",
    ]
    expected = {**waiting, DIFFUSION: waiting[DIFFUSION] + b"\nMy thoughts.\n"}
    assert texts(vault) == expected

    said = vaultgen("today", "--vault", vault)
    assert texts(vault) == expected, "an undone translation does not come back by itself"
    stays = "notes stay as vaultgen undo left them; to make them current: vaultgen refresh"
    assert said.out == f"2026-02-23: already done; {stays}\n"
    assert vaultgen("status", "--vault", vault, "--json").report["last_finished"] == "2026-02-23"
    vaultgen(*again, "--vault", vault)
    assert (vault / DIFFUSION).read_bytes() == mine, "and it comes back on request"
    assert len(deepl.translations) == sent, "and is not paid for again"
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"


def test_an_undone_translation_does_not_come_back_with_the_next_day_either(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    vaultgen("today", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)
    paper = FakePaper(
        identifier="2602.19024", title="Reinforcement Learning", abstract="A.", categories=("cs.LG",)
    )
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    arxiv.announce(MONDAY.replace(day=24), [paper])

    vaultgen("today", "--vault", vault)

    assert b"translation: 'pending'" in (vault / DIFFUSION).read_bytes()
    assert (
        b"translation: 'done'" in (vault / "arXiv/Papers/2602.19024 Reinforcement Learning.md").read_bytes()
    )


def test_a_day_whose_announcement_is_still_to_come_is_not_undone_with_a_paper_added_before(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("add", "2602.18291", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("refresh", "--vault", vault)
    assert b"translation: 'done'" in (vault / DIFFUSION).read_bytes()
    assert vaultgen("undo", "--vault", vault).out.startswith("Run 2 undone: 1 note as before.")

    assert vaultgen("today", "--vault", vault, "--json").report["days"][0]["status"] == "done"
    assert (vault / LISTING).exists()


def test_a_note_that_came_back_goes_again_and_its_day_stays_finished(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / DIFFUSION).unlink()
    vaultgen("restore", "2602.18291", "--vault", vault)

    said = vaultgen("undo", "--vault", vault)

    assert not (vault / DIFFUSION).exists()
    assert "not done again" not in said.out
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (1 paper).\n"


def test_late_papers_that_were_taken_back_do_not_come_again_by_themselves(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    arxiv.misbehave("/rss/cs.AI", status(404))
    vaultgen("today", "--vault", vault)
    arxiv.behave()
    vaultgen("today", "--vault", vault)
    assert (vault / DIFFUSION).exists()
    vaultgen("undo", "--vault", vault)

    vaultgen("today", "--vault", vault)

    assert not (vault / DIFFUSION).exists()
    assert (vault / WALK).exists()


def test_an_open_day_stays_open_when_a_change_of_its_notes_is_taken_back(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    arxiv.misbehave("/rss/cs.AI", status(404))
    vaultgen("today", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("refresh", "--vault", vault)
    vaultgen("undo", "--vault", vault)
    assert vaultgen("status", "--vault", vault, "--json").report["missing"] == ["2026-02-23"]
    arxiv.behave()

    vaultgen("today", "--vault", vault)

    assert (vault / DIFFUSION).exists()


def test_a_new_template_that_is_taken_back_leaves_the_day_finished(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    before = (vault / WALK).read_bytes()
    vaultgen("templates", "eject", "paper.md.j2", "--vault", vault)
    template = vault / ".vaultgen/templates/paper.md.j2"
    template.write_bytes(template.read_bytes().replace(b"{{ abstract }}", b"{{ abstract }}\n\nRead me."))
    vaultgen("today", "--vault", vault)
    assert b"Read me." in (vault / WALK).read_bytes()
    vaultgen("undo", "--vault", vault)
    assert (vault / WALK).read_bytes() == before

    vaultgen("today", "--vault", vault)

    assert (vault / WALK).read_bytes() == before
    assert vaultgen("status", "--vault", vault, "--json").report["last_finished"] == "2026-02-23"


def test_what_an_earlier_run_made_of_the_same_bytes_does_not_count_as_later(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    template = vault / ".vaultgen/templates/paper.md.j2"
    vaultgen("today", "--vault", vault)
    created = (vault / WALK).read_bytes()
    vaultgen("templates", "eject", "paper.md.j2", "--vault", vault)
    plain = template.read_bytes()
    template.write_bytes(plain.replace(b"{{ abstract }}", b"{{ abstract }}\n\nRead me."))
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "1", "--vault", vault)
    template.write_bytes(plain)
    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    assert (vault / WALK).read_bytes() == created

    vaultgen("undo", "--vault", vault)

    assert not (vault / WALK).exists()


def test_a_note_that_only_runs_wrote_in_goes_to_the_trash_with_the_run_that_created_it(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)

    said = vaultgen("undo", "1", "--vault", vault)

    assert said.out.splitlines()[0] == "Run 1 undone: 9 notes moved to .trash."
    assert not (vault / DIFFUSION).exists()


def test_a_second_undo_takes_the_run_before_and_undos_are_undone_by_number(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    waiting = without_trash(vault)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)

    assert vaultgen("undo", "--vault", vault).out.startswith("Run 2 ")
    assert vaultgen("undo", "--vault", vault).out.startswith("Run 1 ")
    said = vaultgen("undo", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: nothing to undo: no run of the last 30 days is left",
        "  vaultgen runs lists all; undo an undo by its number: vaultgen undo RUN",
    ]

    said = vaultgen("undo", "4", "--vault", vault)
    assert said.out == "Run 4 undone: 9 notes brought back.\n"
    assert without_trash(vault) == waiting


def test_an_undo_that_is_taken_back_leaves_everything_as_if_nothing_had_been_undone(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)
    vaultgen("undo", "2", "--vault", vault)
    shutil.rmtree(vault / ".trash")

    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)
    assert b"translation: 'done'" in (vault / DIFFUSION).read_bytes()
    assert vaultgen("undo", "--vault", vault).out.startswith("Run 4 ")
    assert vaultgen("undo", "--vault", vault).out.startswith("Run 1 ")


def test_an_undo_that_finds_nothing_marks_nothing_and_the_first_one_can_still_be_taken_back(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)

    said = vaultgen("undo", "1", "--vault", vault)
    assert (said.status, said.out) == (
        0,
        "Run 1: nothing is left to undo; vaultgen runs lists the others.\n",
    )
    vaultgen("undo", "2", "--vault", vault)

    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"
    assert [run["undone"] for run in vaultgen("runs", "--vault", vault, "--json").report["runs"]] == [
        False,
        True,
        False,
    ]


def test_a_run_of_which_nothing_can_be_taken_back_stands(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("add", "2602.18291", "--vault", vault)
    for note in (vault / "arXiv").rglob("*.*"):
        write_in(note)
    before = texts(vault)

    said = vaultgen("undo", "--vault", vault)

    assert texts(vault) == before
    assert said.out == "Run 1: nothing is left to undo; vaultgen runs lists the others.\n"
    assert [run["undone"] for run in vaultgen("runs", "--vault", vault, "--json").report["runs"]] == [False]


@pytest.mark.parametrize("undos", range(1, 6))
def test_however_often_undos_are_undone_the_day_stands_every_second_time(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, undos: int
) -> None:
    vaultgen("today", "--vault", vault)
    there = without_trash(vault)
    for run in range(1, undos + 1):
        vaultgen("undo", run, "--vault", vault)
    stands = undos % 2 == 0

    said = vaultgen("today", "--vault", vault).out

    assert ("already done (2 papers)" in said, "undone by vaultgen undo" in said) == (stands, not stands)
    assert (without_trash(vault) == there) == stands
    undone = [run["undone"] for run in vaultgen("runs", "--vault", vault, "--json").report["runs"]]
    assert undone == [(number % 2 == 1) for number in range(undos + 1)]


def test_an_undo_that_was_killed_before_its_day_was_marked_is_finished_by_the_next_one(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault)
    with monkeypatch.context() as killed:
        killed.setattr(State, "undo_days", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        vaultgen("undo", "--vault", vault)

    vaultgen("undo", "--vault", vault)

    assert "undone by vaultgen undo" in vaultgen("today", "--vault", vault).out
    vaultgen("undo", "2", "--vault", vault)
    assert vaultgen("today", "--vault", vault).out == "2026-02-23: already done (2 papers).\n"


def test_a_merge_is_possible_after_an_undo_as_it_was_before(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    """The texts last generated are remembered again, so that what a person wrote into one is merged."""
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)
    vaultgen("undo", "2", "--vault", vault)
    note = vault / WALK
    assert b"OMAD" in note.read_bytes()
    who = Identity(Kind.PAPER, "2602.17680")
    with State.open(own_environment / "state", vault) as state:
        assert "OMAD" in state.memory([who]).bases[who, "abstract"]


def test_a_dry_run_of_an_undo_says_what_would_go_and_touches_nothing(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    vaultgen("today", "--vault", vault)
    before, state = tree(vault), texts(own_environment)

    said = vaultgen("undo", "--vault", vault, "--dry-run")

    assert tree(vault) == before
    assert texts(own_environment).keys() == state.keys()
    assert said.out.splitlines()[:4] == [
        "1 bibliography:",
        "- arXiv/references.bib",
        "1 listing:",
        f"- {LISTING}",
    ]
    assert said.out.splitlines()[-2:] == [
        "(- move to the trash)",
        (
            "1 bibliography, 1 listing, 2 bases, 2 subjects, 1 author, 2 papers: "
            "0 to create, 0 to update, 9 to the trash, 0 kept, 0 unchanged"
        ),
    ]
    assert "already done" in vaultgen("today", "--vault", vault).out
    diff = vaultgen("undo", "--vault", vault, "--diff").out.splitlines()
    assert diff[diff.index(f"--- a/{LISTING}") + 1] == "+++ /dev/null"


def test_a_dry_run_says_of_what_stays_what_the_undo_says(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    write_in(vault / WALK)

    rehearsed = vaultgen("undo", "--vault", vault, "--dry-run").out.splitlines()
    done = vaultgen("undo", "--vault", vault).err.splitlines()

    at = rehearsed.index(f"= {WALK}   stays: it was written in since, where the run wrote")
    assert rehearsed[at : at + 2] == done


def test_an_undo_that_broke_off_is_finished_by_the_next_one(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(vault)
    vaultgen("today", "--vault", vault)
    real, calls = applying.move_to_trash, []

    def full(*words: object) -> object:
        calls.append(words)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return real(*words)

    monkeypatch.setattr(applying, "move_to_trash", full)
    said = vaultgen("undo", "--vault", vault)
    assert said.status == 1
    assert said.out.splitlines()[0] == "Run 1 undone in part: 3 notes moved to .trash."
    assert "No space left on device" in said.err
    monkeypatch.setattr(applying, "move_to_trash", real)

    said = vaultgen("undo", "--vault", vault)

    assert said.status == 0
    assert said.out.startswith("Run 1 undone: 6 notes moved to .trash.")
    assert without_trash(vault) == before


def test_runs_are_listed_with_what_they_did(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    assert vaultgen("runs", "--vault", vault).out == (
        "No run of the last 30 days is recorded for this vault; the demo records none.\n"
    )
    vaultgen("today", "--vault", vault)
    vaultgen("undo", "--vault", vault)

    assert vaultgen("runs", "--vault", vault).out.splitlines() == [
        "2  2026-02-23 15:00 CST  undo 1  9 to the trash",
        "1  2026-02-23 15:00 CST  today   9 created   (taken back)",
    ]
    newest, oldest = vaultgen("runs", "--vault", vault, "--json").report["runs"]
    assert (newest["run"], newest["removed"], newest["undone"]) == (2, 9, False)
    assert (oldest["run"], oldest["created"], oldest["undone"]) == (1, 9, True)


def test_the_report_of_an_undo_is_complete(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault)
    write_in(vault / WALK)
    report = vaultgen("undo", "1", "--vault", vault, "--json").report
    assert (report["command"], report["run"], report["days"]) == ("undo", 1, ["2026-02-23"])
    assert LISTING in report["notes"]["removed"]
    assert [kept["reason"] for kept in report["notes"]["kept"]] == ["edited"]


def test_a_run_that_is_not_there_is_an_error_of_two_lines(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("undo", "7", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: there is no run 7 that wrote anything",
        "  vaultgen runs lists those that can be undone",
    ]


@pytest.mark.parametrize("moment", ["while it is remembered", "while the vault is closed", "at the very end"])
def test_stopped_at_its_end_an_undo_has_told_its_result_and_names_its_run(
    moment: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("add", "2602.17680", "--no-translate", "--vault", vault)
    vaultgen("add", "2602.18291", "--no-translate", "--vault", vault)
    where = {
        "while it is remembered": (State, "undo_days"),
        "while the vault is closed": (DiskVault, "close"),
        "at the very end": (State, "close"),
    }
    kind, name = where[moment]
    real = getattr(kind, name)

    def with_a_signal(self: object, *arguments: object, **more: object) -> object:
        done = real(self, *arguments, **more)
        signal.raise_signal(signal.SIGINT)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(kind, name, with_a_signal)
        said = vaultgen("undo", "--vault", vault)

    assert said.status == 130
    assert "Run 2 undone" in said.out
    assert f"run vaultgen undo 2 --vault {vault} to continue" in said.err
    again = vaultgen("undo", 2, "--vault", vault)
    assert again.status == 0
    assert "nothing is left to undo" in again.out
    assert (vault / WALK).exists(), "the other run stands"
