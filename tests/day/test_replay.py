"""A fortnight replayed: whatever the order and the times of the runs, each day holds exactly its papers."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from day.announced import BATCHES, DAYS, HOLIDAY, expected
from day.readers import NOON, Reader, a_vault
from day.trees import texts
from fakes import arxiv_server as fake


def all_expected(days: Iterable[date] = DAYS) -> dict[date, set[str]]:
    return {day: expected(day) for day in days}


def test_the_fortnight_has_what_is_hard() -> None:
    kinds = [[one.kind_in(code) for code in one.categories] for batch in BATCHES.values() for one in batch]

    assert len(DAYS) == 11
    assert HOLIDAY.weekday() < 5
    assert HOLIDAY not in DAYS
    assert sum(map(len, all_expected().values())) == 11 * 11 + 9
    assert ["new", "cross"] in kinds
    assert any(one.version == 2 and one.kind_in("cs.LG") == "new" for one in BATCHES[DAYS[3]])


def test_one_run_on_each_calendar_day_shows_each_paper_on_its_day(reader: Reader) -> None:
    told = {
        offset: reader.runs_well(DAYS[0] + timedelta(days=offset))["days"][-1]["status"]
        for offset in range(16)
    }

    assert reader.listed() == all_expected()
    assert [offset for offset, status in told.items() if status != "done"] == [5, 6, 8, 12, 13]


@pytest.mark.parametrize("days", [(0, 10), (0, 1, 5, 6, 10), (0, 4, 5, 10), (0, 3, 7, 10)])
def test_days_without_a_run_are_derived_exactly(reader: Reader, days: tuple[int, ...]) -> None:
    for place in days:
        reader.runs_well(DAYS[place])

    assert reader.listed() == all_expected()
    again = reader.runs_well(DAYS[-1], time(13))
    assert again["requests"]["arxiv"] == 0
    assert again["notes"] == {"created": [], "updated": [], "unchanged": 0, "kept": []}


def test_a_derived_day_says_so_in_the_report(reader: Reader) -> None:
    reader.runs_well(DAYS[0])

    report = reader.runs_well(DAYS[2])

    assert [(day["day"], day["derived"]) for day in report["days"]] == [
        (DAYS[1].isoformat(), len(expected(DAYS[1]))),
        (DAYS[2].isoformat(), 0),
    ]


def test_a_backfill_of_all_days_is_exact(reader: Reader) -> None:
    report = reader.runs(
        DAYS[-1] + timedelta(days=1), NOON, "backfill", "--from", str(DAYS[0]), "--to", str(DAYS[-1])
    )

    assert [day["status"] for day in report["days"]] == ["done"] * 11
    assert reader.listed() == all_expected()


def test_a_feed_that_is_stale_keeps_the_day_open_until_it_is_derived(reader: Reader) -> None:
    reader.runs_well(DAYS[0])
    reader.server.misbehave("/rss/cs.AI", fake.body(fake.feed_of("cs.AI", DAYS[1], BATCHES[DAYS[0]])))
    report = reader.runs(DAYS[1])
    assert (reader.status, report["days"][-1]["status"]) == (1, "failed")
    reader.server.behave()

    reader.runs_well(DAYS[2])

    assert reader.listed() == all_expected(DAYS[:3])


def test_a_stale_feed_after_a_missed_day_takes_nothing_from_it(reader: Reader) -> None:
    reader.runs_well(DAYS[0])
    reader.server.misbehave("/rss/cs.LG", fake.body(fake.feed_of("cs.LG", DAYS[2], BATCHES[DAYS[1]])))
    report = reader.runs(DAYS[2])
    assert [day["status"] for day in report["days"]] == ["done", "failed"]
    reader.server.behave()

    reader.runs_well(DAYS[2], time(15))

    assert reader.listed() == all_expected(DAYS[:3])


def test_a_crawl_that_was_cut_off_goes_on_where_it_broke_off(reader: Reader) -> None:
    reader.runs_well(DAYS[0])
    proper, asked = reader.server, reader.server.asked
    cut = fake.cut_quietly()
    proper.misbehave(
        "/oai",
        lambda conversation: (
            cut(conversation)
            if len(asked("/oai")) > 2
            else conversation.answer(*conversation.proper_answer())
        ),
    )
    proper.misbehave("/api/query", fake.status(403))
    report = reader.runs(DAYS[6])
    assert reader.status == 1
    assert {day["status"] for day in report["days"][:-1]} == {"failed"}
    proper.behave()
    begun = len(asked("/oai"))

    reader.runs_well(DAYS[6])

    assert "resumptionToken" in asked("/oai")[begun].query
    assert reader.listed() == all_expected(DAYS[:7])


def test_without_oai_a_search_of_the_api_tells_the_days(reader: Reader) -> None:
    reader.runs_well(DAYS[0])
    reader.server.misbehave("/oai", fake.status(404))

    reader.runs_well(DAYS[4])

    assert reader.listed() == all_expected(DAYS[:5])


def test_another_device_without_state_repeats_nothing(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for place in (0, 2):
        reader.runs_well(DAYS[place])
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "other device"))

    reader.runs_well(DAYS[5])

    assert reader.listed() == all_expected(DAYS[:6])


def test_days_older_than_the_window_are_left_to_backfill(reader: Reader) -> None:
    settings = reader.root / "vaultgen.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("= 30", "= 7"), encoding="utf-8")
    reader.runs_well(DAYS[0])

    reader.runs_well(DAYS[-1])
    assert reader.listed().keys() == {DAYS[0], *(day for day in DAYS if day >= DAYS[-1] - timedelta(days=7))}

    reader.runs_well(DAYS[-1], NOON, "backfill", "--from", str(DAYS[0]))
    assert reader.listed() == all_expected()


def test_the_vault_is_the_same_whether_days_were_missed_or_not(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A derived day tells of a paper what is true by then; `refresh` makes that of all days current."""
    for day in DAYS:
        reader.runs_well(day)
    reader.runs_well(DAYS[-1], NOON, "refresh")
    undisturbed = texts(reader.root / "arXiv")

    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "second state"))
    reader.root = a_vault(tmp_path / "Second")
    for place in (0, 4, 10):
        reader.runs_well(DAYS[place])
    reader.runs_well(DAYS[-1], NOON, "refresh")

    assert texts(reader.root / "arXiv") == undisturbed
