"""Somebody writes in a note at the very moment in which a run wants to: three times, then the next run has it."""

from pathlib import Path

import pytest
from day.conftest import Vaultgen
from fakes.arxiv_server import ArxivServer

from vaultgen.reconcile.changes import Outcome, Plan
from vaultgen.vault.vault import DiskVault

WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"


def writing(monkeypatch: pytest.MonkeyPatch, note: Path, times: int) -> list[int]:
    """The person adds a word before each of so many attempts; returns what counts the attempts."""
    real, attempts = DiskVault.apply, []

    def apply(self: DiskVault, plan: Plan) -> Outcome:
        if any(change.path.name == note.name for change in plan.changes):
            attempts.append(len(attempts) + 1)
            if len(attempts) <= times:
                note.write_bytes(note.read_bytes() + f"word {len(attempts)}\n".encode())
        return real(self, plan)

    monkeypatch.setattr(DiskVault, "apply", apply)
    return attempts


def words(note: Path) -> list[str]:
    return [line for line in note.read_text(encoding="utf-8").splitlines() if line.startswith("word ")]


@pytest.mark.parametrize(("times", "attempts", "status"), [(1, 2, 0), (2, 3, 0), (3, 3, 1)])
def test_a_run_tries_three_times_and_then_leaves_the_note_to_the_next_run(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    request: pytest.FixtureRequest,
    times: int,
    attempts: int,
    status: int,
) -> None:
    vaultgen("today", "--vault", vault)
    request.getfixturevalue("deepl")
    with pytest.MonkeyPatch.context() as patched:
        seen = writing(patched, vault / WALK, times)
        said = vaultgen("today", "--vault", vault)
    assert (said.status, len(seen)) == (status, attempts)
    complaint = [f"vaultgen: {WALK} was being written by somebody else", "  run again: it is finished then"]
    assert said.err.splitlines()[-2:] == complaint if status else complaint[0] not in said.err
    assert words(vault / WALK) == [f"word {each}" for each in range(1, times + 1)]

    vaultgen("today", "--vault", vault)
    assert b"translation: 'done'" in (vault / WALK).read_bytes()
    assert words(vault / WALK) == [f"word {each}" for each in range(1, times + 1)]


@pytest.mark.parametrize(("times", "attempts", "status"), [(2, 3, 0), (3, 3, 1)])
def test_an_undo_tries_three_times_and_the_run_then_stands_what_is_left_of_it(
    vault: Path,
    arxiv: ArxivServer,
    vaultgen: Vaultgen,
    request: pytest.FixtureRequest,
    times: int,
    attempts: int,
    status: int,
) -> None:
    vaultgen("today", "--vault", vault)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", vault)
    with pytest.MonkeyPatch.context() as patched:
        seen = writing(patched, vault / WALK, times)
        said = vaultgen("undo", "--vault", vault)
    assert (said.status, len(seen)) == (status, attempts)
    assert ("in part" in said.out) == bool(status)
    assert ("was being written by somebody else" in said.err) == bool(status)
    assert words(vault / WALK) == [f"word {each}" for each in range(1, times + 1)]
    if status:
        assert vaultgen("undo", "--vault", vault).out.startswith("Run 2 undone: 1 note as before.")
    assert b"translation: 'pending'" in (vault / WALK).read_bytes()
    assert words(vault / WALK) == [f"word {each}" for each in range(1, times + 1)]
