"""Whatever a command leaves out it says: in the report by identity and reason, on the terminal in words.

Each reason there is has a scene here in which a command leaves something out because of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from fakes.arxiv_server import ArxivServer, FakePaper, status
from fakes.deepl_server import FakeDeepL

from vaultgen.cli.left_out import LEFT_OUT
from vaultgen.reconcile.changes import WithheldReason
from vaultgen.workflows.omissions import OmissionReason

WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"


@dataclass(frozen=True, slots=True)
class Scene:
    """A vault after its first day, and everybody who answers."""

    vault: Path
    arxiv: ArxivServer
    vaultgen: Vaultgen
    patch: pytest.MonkeyPatch

    def run(self, *words: str) -> None:
        self.vaultgen(*words, "--vault", self.vault)

    def morning(self, day: date, *papers: FakePaper) -> None:
        self.patch.setenv("VAULTGEN_NOW", f"{day}T15:00:00+08:00")
        self.arxiv.announce(day, papers)


def delete_a_paper(scene: Scene) -> None:
    (scene.vault / WALK).unlink()


def take_a_name(scene: Scene) -> None:
    scene.run("undo")
    (scene.vault / "arXiv 2026-02-23.md").write_text("mine\n", encoding="utf-8")
    (scene.vault / "2602.17680 Reinforcement-Learning-Based Walking A Study.md").write_text("mine\n", "utf-8")


def double_a_note(scene: Scene) -> None:
    (scene.vault / "Another.md").write_bytes((scene.vault / WALK).read_bytes())


def spoil_a_note(scene: Scene) -> None:
    (scene.vault / WALK).write_bytes(b"\xff\xfe\x00")


def lose_an_identifier(scene: Scene) -> None:
    note = scene.vault / WALK
    text = note.read_text(encoding="utf-8")
    note.write_text("\n".join(one for one in text.split("\n") if not one.startswith("arxiv_id")), "utf-8")


def take_the_day_back(scene: Scene) -> None:
    scene.run("undo")


def take_a_missed_day_back(scene: Scene) -> None:
    scene.run("undo")
    scene.morning(MONDAY + timedelta(days=1))


def take_a_change_back(scene: Scene) -> None:
    configure(scene.vault, "[vault]\nauthor_note_from = 9\nfolder = 'arXiv'\nsubjects = 'text'\n")
    scene.run("today")
    scene.run("undo")


def be_away_for_long(scene: Scene) -> None:
    scene.morning(MONDAY + timedelta(days=21))


def nobody_answers(scene: Scene) -> None:
    scene.patch.setenv("VAULTGEN_STATE_DIR", str(scene.vault.parent / "fresh"))
    for path in ("/rss/cs.LG", "/rss/cs.AI", "/api", "/oai"):
        scene.arxiv.misbehave(path, status(404))


def nothing(_: Scene) -> None:
    pass


def little_to_spend(scene: Scene) -> None:
    for number in (1, 2):
        day = MONDAY + timedelta(days=number)
        paper = FakePaper(
            identifier=f"2602.2000{number}", title="Reinforcement learning", categories=("cs.LG",)
        )
        scene.morning(day, paper)
        scene.run("today", "--no-translate")
    scene.morning(MONDAY + timedelta(days=3))
    configure(scene.vault, "[translation]\ncharacters_per_month = 1\n")


Prepare = Callable[[Scene], None]
SCENES: Mapping[str, tuple[OmissionReason, Prepare, tuple[str, ...], str]] = {
    "a deleted paper, its day again": (OmissionReason.DELETED, delete_a_paper, ("today", "--day", "2026-02-23"), "paper:2602.17680"),
    "a deleted paper, backfill": (OmissionReason.DELETED, delete_a_paper, ("backfill", "--from", "2026-02-23"), "paper:2602.17680"),
    "a deleted paper, add": (OmissionReason.DELETED, delete_a_paper, ("add", "2602.17680"), "paper:2602.17680"),
    "two notes of a paper": (OmissionReason.DUPLICATE, double_a_note, ("refresh",), "paper:2602.17680"),
    "a note that cannot be read": (OmissionReason.UNREADABLE, spoil_a_note, ("today", "--day", "2026-02-23"), "paper:2602.17680"),
    "a note without its identifier": (OmissionReason.LOST, lose_an_identifier, ("today", "--day", "2026-02-23"), "paper:2602.17680"),
    "a day taken back": (OmissionReason.UNDONE, take_the_day_back, ("today",), "listing:2026-02-23"),
    "a missed day taken back": (OmissionReason.UNDONE, take_a_missed_day_back, ("today",), "listing:2026-02-23"),
    "a change taken back": (OmissionReason.RESTING, take_a_change_back, ("today",), "listing:2026-02-23"),
    "days long ago": (OmissionReason.TOO_LONG_AGO, be_away_for_long, ("today",), "listing:2026-02-25"),
    "a paper that is there, add": (OmissionReason.THERE, nothing, ("add", "2602.17680"), "paper:2602.17680"),
    "a paper that is there, restore": (OmissionReason.THERE, nothing, ("restore", "2602.17680"), "paper:2602.17680"),
    "a paper that nobody knows": (OmissionReason.NOT_ANSWERED, nothing, ("add", "2602.99999"), "paper:2602.99999"),
    "arXiv is down, add": (OmissionReason.NOT_ANSWERED, nobody_answers, ("add", "2602.18300"), "paper:2602.18300"),
    "arXiv is down, refresh": (OmissionReason.NOT_ANSWERED, nobody_answers, ("refresh",), "paper:2602.17680"),
    "arXiv is down, backfill": (OmissionReason.GIVEN_UP, nobody_answers, ("backfill", "--from", "2026-02-16"), "listing:2026-02-20"),
    "characters are short": (OmissionReason.NO_CHARACTERS, little_to_spend, ("today",), "paper:2602.20001"),
}  # fmt: skip
_NEVER_OF_A_WHOLE_NOTE = {OmissionReason.EDITED, OmissionReason.DAMAGED}
"""Said of a passage of a note in `kept`, or of a whole note by undo alone."""
_SHOWN_ELSEWHERE = {OmissionReason.NAME_TAKEN}
"""Every note gets a free name; only a file that is made between look and write takes one (`tests/reconcile/test_plan.py`)."""


@pytest.mark.parametrize(("reason", "prepare", "words", "identity"), SCENES.values(), ids=SCENES)
def test_whatever_is_left_out_is_said(
    reason: OmissionReason,
    prepare: Prepare,
    words: tuple[str, ...],
    identity: str,
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arxiv.announce(MONDAY, PAPERS)
    scene = Scene(vault, arxiv, vaultgen, monkeypatch)
    scene.run("today", "--no-translate" if prepare is little_to_spend else "-q")
    prepare(scene)

    rehearsed = vaultgen(*words, "--vault", vault, "--dry-run", "--json").report["notes"].get("left_out", [])
    shown = vaultgen(*words, "--vault", vault, "--dry-run")
    report = vaultgen(*words, "--vault", vault, "--json").report

    left_out = report["notes"].get("left_out", [])
    assert {"identity": identity, "reason": reason.value} in left_out, report
    assert rehearsed == left_out
    said = shown.out + shown.err
    key = identity.partition(":")[2]
    assert LEFT_OUT[reason][0] in said or key in said


def test_every_reason_has_a_scene_and_words() -> None:
    shown = {reason for reason, *_ in SCENES.values()}
    assert shown | _NEVER_OF_A_WHOLE_NOTE | _SHOWN_ELSEWHERE == set(OmissionReason) == set(LEFT_OUT)
    assert {one.value for one in WithheldReason} <= {one.value for one in OmissionReason}
