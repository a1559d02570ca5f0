"""`vaultgen backfill`, as a person types it; which papers it brings is in `test_replay.py`."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from day.announced import DAYS, expected, show
from day.readers import NOON, Reader
from day.trees import texts
from fakes import arxiv_server as fake

from vaultgen.paper.announcement import EASTERN

SPAN = ("--from", str(DAYS[0]), "--to", str(DAYS[3]))


def backfill(reader: Reader, *words: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = reader.runs(DAYS[6], NOON, "backfill", *(words or SPAN))
    return found


def test_a_second_backfill_asks_nothing_and_changes_nothing(reader: Reader) -> None:
    backfill(reader)
    before, asked = texts(reader.root), len(reader.server.requests)

    report = backfill(reader)

    assert (reader.status, report["days"]) == (0, [])
    assert texts(reader.root) == before
    assert len(reader.server.requests) == asked


def test_a_changed_interest_acts_on_the_span_that_is_named(reader: Reader) -> None:
    backfill(reader)
    settings = reader.root / "vaultgen.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("learning", "learning held"), encoding="utf-8"
    )

    report = backfill(reader, "--from", str(DAYS[2]), "--to", str(DAYS[3]))

    assert [day["by_interest"] for day in report["days"]] == [{"reinforcement learning held": 1}] * 2
    headings = [
        "reinforcement learning held (1)" in note.read_text(encoding="utf-8")
        for note in sorted((reader.root / "arXiv/Daily").iterdir())
    ]
    assert headings == [False, False, True, True]


def test_an_undone_day_is_brought_again(reader: Reader) -> None:
    backfill(reader)
    reader.vaultgen("undo", "--vault", reader.root)
    assert not list((reader.root / "arXiv/Papers").glob("*"))

    backfill(reader)

    assert reader.listed() == {day: expected(day) for day in DAYS[:4]}


def test_a_dry_run_asks_and_keeps_nothing(reader: Reader, own_environment: Path) -> None:
    before = texts(reader.root), texts(own_environment)

    report = backfill(reader, *SPAN, "--dry-run")

    assert len(report["days"]) == 4
    assert (texts(reader.root), texts(own_environment)) == before


def test_a_dry_run_counts_a_note_once_as_the_real_run_does(reader: Reader) -> None:
    first = len(backfill(reader, "--from", str(DAYS[0]), "--to", str(DAYS[0]))["notes"]["created"])
    said = reader.vaultgen("backfill", "--vault", reader.root, *SPAN, "--dry-run")
    changes = [line for line in said.out.splitlines() if line[:2] in ("+ ", "~ ")]

    notes = backfill(reader)["notes"]

    assert len({line[2:] for line in changes}) == len(changes)
    created, updated = len(notes["created"]), len(notes["updated"])
    assert f"{created} to create, {updated} to update, 0 kept, " in said.out
    assert updated
    assert first + created == sum(
        path.suffix in (".md", ".base", ".bib") for path in (reader.root / "arXiv").rglob("*")
    )


@pytest.mark.parametrize(
    ("first", "last", "status", "reason"),
    [
        ("2026-01-17", "2026-01-18", "nothing-announced", "weekend"),
        ("2026-01-20", "2026-01-20", "nothing-announced", "holiday"),
        ("2026-02-17", "", "not-out-yet", None),
    ],
)
def test_a_span_without_announcements_is_explained(
    first: str, last: str, status: str, reason: str | None, reader: Reader
) -> None:
    report = backfill(reader, "--from", first, *(("--to", last) if last else ()))

    assert reader.status == 0
    (day,) = report["days"]
    assert day["status"] == status
    assert reason is None or day["reason"] == reason
    assert reader.server.requests == []


def test_a_span_that_ends_before_it_begins_is_a_mistake(reader: Reader) -> None:
    reader.vaultgen("status", "--vault", reader.root)
    said = reader.vaultgen("backfill", "--vault", reader.root, "--from", "2026-01-15", "--to", "2026-01-12")

    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines() == [
        "vaultgen: the span from 2026-01-15 to 2026-01-12 ends before it begins",
        "  name the earlier day first: vaultgen backfill --from 2026-01-12 --to 2026-01-15",
    ]


@pytest.mark.parametrize(
    "words",
    [["backfill", "--from", "1980-01-01", "--to", "1980-01-02"], ["today", "--day", "1980-01-02"]],
)
def test_days_before_arxiv_began_are_a_mistake_and_nobody_is_asked(words: list[str], reader: Reader) -> None:
    reader.vaultgen("status", "--vault", reader.root)
    said = reader.vaultgen(*words, "--vault", reader.root)

    assert (said.status, said.out) == (1, "")
    problem, hint = said.err.splitlines()
    assert "1980-01-02: it began on 1991-08-14" in problem
    assert "later day" in hint
    assert reader.server.requests == []


def test_it_says_beforehand_what_it_is_about_to_do(reader: Reader) -> None:
    backfill(reader, "--from", str(DAYS[0]), "--to", str(DAYS[0]))

    said = reader.vaultgen("backfill", "--vault", reader.root, *SPAN)

    assert said.out.startswith("1 day of the span done before.\n")
    assert f"3 announcement days, {DAYS[1]} to {DAYS[3]}: about " in said.err
    assert "run the same command to continue" in said.err


def test_after_three_days_that_fail_the_rest_is_left_for_later(reader: Reader) -> None:
    reader.server.misbehave("/oai", fake.status(404))
    reader.server.misbehave("/api", fake.status(404))

    report = backfill(reader, "--from", str(DAYS[0]), "--to", str(DAYS[5]))

    assert (reader.status, [day["status"] for day in report["days"]]) == (1, ["failed"] * 3)
    reader.server.behave()
    backfill(reader, "--from", str(DAYS[0]), "--to", str(DAYS[5]))
    assert reader.listed() == {day: expected(day) for day in DAYS[:6]}


def test_a_call_that_was_killed_goes_on_with_the_same_command(reader: Reader) -> None:
    """Killed while the second page of the records is on its way: the first one is not asked for again."""
    proper = reader.server
    proper.misbehave(
        "/oai",
        lambda conversation: (
            conversation.hang()
            if len(proper.asked("/oai")) == 2
            else conversation.answer(*conversation.proper_answer())
        ),
    )
    now = datetime.combine(DAYS[6], NOON, EASTERN)
    show(proper, now)
    reader.environ.setenv("VAULTGEN_NOW", now.isoformat())
    call = subprocess.Popen(
        [sys.executable, "-m", "vaultgen", "backfill", "--vault", str(reader.root), "-q", *SPAN]
    )
    while len(proper.asked("/oai")) < 2 and call.poll() is None:
        continue
    call.kill()
    call.wait()
    proper.behave()

    backfill(reader)

    first_of_all = [asked.query for asked in proper.asked("/oai") if asked.query.get("set") == "cs:cs:LG"]
    assert len(first_of_all) == 1
    assert reader.listed() == {day: expected(day) for day in DAYS[:4]}
