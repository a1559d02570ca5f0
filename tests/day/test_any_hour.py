"""A first run with nothing but a configuration, at any hour: the newest day that has reached the feeds, whole."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from day.announced import BATCHES, CATEGORIES, expected, show, submitted_for
from day.conftest import Vaultgen
from day.program import Said
from day.trees import texts
from fakes import arxiv_server as fake
from fakes.arxiv_server import ArxivServer, FakePaper

from vaultgen.document.listings import existing_listing
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN
from vaultgen.paper.holidays import HOLIDAYS

WEDNESDAY, FRIDAY, MONDAY = date(2026, 1, 14), date(2026, 1, 16), date(2026, 1, 19)
AFTER_A_HOLIDAY = date(2026, 1, 20)
"""A Tuesday: arXiv kept Monday, so that Monday's listing is there and Tuesday's is not."""

HOURS = [
    datetime.combine(WEDNESDAY, time(0, 20), EASTERN) + timedelta(hours=hours) for hours in range(168 + 24)
]
"""Each hour of a week, and of the day after its holiday."""

RECORDED = Path(__file__).parents[2] / "../shared/recordings/rss"
Batches = Mapping[date, list[FakePaper]]
FirstRun = Callable[..., tuple[Said, Path]]


@pytest.fixture
def first_run(
    tmp_path: Path, arxiv_server: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FirstRun]:
    for name, value in arxiv_server.environ.items():
        monkeypatch.setenv(name, value)

    def run(now: datetime, batches: Batches | None = None) -> tuple[Said, Path]:
        place = tmp_path / now.strftime("%d %H %M")
        place.mkdir()
        (place / "vaultgen.toml").write_text(
            f"categories = {json.dumps(CATEGORIES)}\nkeywords = ['reinforcement learning']\ntimezone = 'UTC'\n"
            "[vault]\nauthors = 'text'\nsubjects = 'text'\n"
            "[announcements]\ninclude = ['new', 'cross', 'replace', 'replace-cross']\n",
            encoding="utf-8",
        )
        if batches is None:
            show(arxiv_server, now)
        for announced, papers in (batches or {}).items():
            arxiv_server.announce(announced, papers)
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / f"state of {place.name}"))
        monkeypatch.setenv("VAULTGEN_NOW", now.isoformat())
        return vaultgen("today", "--vault", place, "--json"), place

    yield run
    assert arxiv_server.failures == []


def listed(vault: Path) -> dict[str, set[str]]:
    return {
        path.stem.removeprefix("arXiv "): {str(paper) for paper in existing_listing(path.read_bytes()).papers}
        for path in (vault / "arXiv/Daily").glob("*.md")
    }


def by_status(said: Said) -> dict[str, str]:
    return {each["day"]: each["status"] for each in said.report["days"]}


def newest(now: datetime) -> date:
    """The newest day of the fortnight that has reached the feeds."""
    return max(day for day in BATCHES if day <= now.astimezone(EASTERN).date())


@pytest.mark.parametrize("day", sorted({now.date() for now in HOURS}), ids=str)
def test_a_first_run_at_any_hour_of_a_week_brings_the_newest_day_whole(
    day: date, first_run: FirstRun
) -> None:
    for now in (now for now in HOURS if now.date() == day):
        said, vault = first_run(now)

        assert said.status == 0, (now, said)
        assert said.report["problems"] == []
        assert listed(vault) == {str(newest(now)): expected(newest(now))}, now
        assert by_status(said)[str(newest(now))] == "done"
        assert "failed" not in by_status(said).values()


@pytest.mark.parametrize(
    "day", [date(2026, 1, 17), date(2026, 1, 18), AFTER_A_HOLIDAY], ids=["Saturday", "Sunday", "Tuesday"]
)
def test_a_day_that_is_derived_gives_the_notes_that_its_feeds_would_have_given(
    day: date, first_run: FirstRun
) -> None:
    _, in_time = first_run(
        datetime.combine(newest(datetime.combine(day, time(12), EASTERN)), time(12), EASTERN)
    )
    _, derived = first_run(datetime.combine(day, time(12), EASTERN))

    assert texts(derived) == texts(in_time)


def test_the_recorded_feeds_of_a_weekend_do_for_a_first_run(
    first_run: FirstRun, arxiv_server: ArxivServer
) -> None:
    for name in ("fetched_2025-10-12_sunday_empty.xml", "fetched_2025-10-13T0304Z_weekend_empty.xml"):
        if not (RECORDED / name).exists():
            pytest.skip("the recordings are not beside the checkout")
        arxiv_server.misbehave(
            "/rss", fake.body((RECORDED / name).read_bytes().replace(b"Oct 2025", b"Jan 2026"))
        )
        sunday = datetime(2026, 1, 18, 22 + len(name) % 2, tzinfo=EASTERN)

        said, vault = first_run(sunday)

        assert said.status == 0, said
        assert listed(vault) == {str(FRIDAY): expected(FRIDAY)}
        arxiv_server.behave()


def test_a_day_whose_feeds_turn_over_while_they_are_read_is_brought_all_the_same(
    first_run: FirstRun, arxiv_server: ArxivServer
) -> None:
    """The first category is read before midnight, the second one after it."""
    thursday = date(2026, 1, 15)
    turned = fake.feed_of("cs.AI", FRIDAY, BATCHES[FRIDAY])
    arxiv_server.misbehave("/rss/cs.AI", fake.body(turned))

    said, vault = first_run(datetime.combine(thursday, time(23, 59), EASTERN))

    assert said.status == 0
    assert listed(vault) == {str(thursday): expected(thursday)}


def test_a_category_that_failed_on_friday_is_made_up_for_on_saturday(
    first_run: FirstRun, arxiv_server: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv_server.misbehave("/rss/cs.AI", fake.web_page())
    said, vault = first_run(datetime.combine(FRIDAY, time(9), EASTERN))
    assert said.status == 1
    arxiv_server.behave()
    saturday = datetime.combine(FRIDAY + timedelta(days=1), time(9), EASTERN)
    show(arxiv_server, saturday)
    monkeypatch.setenv("VAULTGEN_NOW", saturday.isoformat())

    assert vaultgen("today", "--vault", vault).status == 0
    assert listed(vault) == {str(FRIDAY): expected(FRIDAY)}


def test_feeds_that_are_empty_on_a_weekday_are_told_and_the_day_before_is_brought(
    first_run: FirstRun, arxiv_server: ArxivServer
) -> None:
    """arXiv deferred Friday: it is not done, and who begins then has Thursday."""
    deferred = fake.feed_of("cs.LG", FRIDAY, [])
    arxiv_server.misbehave("/rss", fake.body(deferred))

    said, vault = first_run(datetime.combine(FRIDAY, time(12), EASTERN))

    thursday = date(2026, 1, 15)
    assert by_status(said) == {str(thursday): "done", str(FRIDAY): "failed"}
    assert "deferred or broken" in said.report["problems"][0]["problem"]
    assert said.status == 1
    assert listed(vault) == {str(thursday): expected(thursday)}


def test_feeds_that_are_late_are_told_in_both_zones_and_the_day_that_they_hold_is_brought(
    first_run: FirstRun, arxiv_server: ArxivServer, vaultgen: Vaultgen
) -> None:
    thursday = date(2026, 1, 15)
    arxiv_server.held = thursday

    said, vault = first_run(datetime.combine(FRIDAY, time(0, 30), EASTERN))

    assert said.status == 0
    assert listed(vault) == {str(thursday): expected(thursday)}
    assert by_status(said) == {str(thursday): "done", str(FRIDAY): "not-out-yet"}
    late = f"{FRIDAY}: not in arXiv's feeds yet, which still hold the day before; look again from 02:00 Eastern (07:00 here)."
    assert said.report["days"][-1]["reason"] == late
    assert late in vaultgen("today", "--vault", vault).out


def test_an_arxiv_that_does_not_answer_is_not_asked_for_the_day_before(
    first_run: FirstRun, arxiv_server: ArxivServer
) -> None:
    arxiv_server.misbehave("/", fake.web_page())

    said, _ = first_run(datetime.combine(FRIDAY, time(12), EASTERN))

    assert by_status(said) == {str(FRIDAY): "failed"}
    assert arxiv_server.asked("/oai") == []


HOLIDAYS_AHEAD = sorted(day for day in HOLIDAYS if day.year >= 2025)


@pytest.mark.parametrize("holiday", HOLIDAYS_AHEAD, ids=str)
def test_a_first_run_beside_each_holiday_brings_its_listing(
    holiday: date, first_run: FirstRun, arxiv_server: ArxivServer
) -> None:
    """arXiv keeps an evening: the listing of that date is there, the next one is not."""
    last = max(day for day in announcement.days(holiday - timedelta(days=7), holiday))
    empty = announcement.at_or_after(last + timedelta(days=1)) - timedelta(days=1)
    before = announcement.before(last)
    batches = {
        day: [one_paper(place, day) for place in places] for day, places in ((before, (1, 2)), (last, (3, 4)))
    }

    for clock in (time(0, 20), time(12), time(23, 40)):
        now = datetime.combine(empty, clock, EASTERN)
        said, vault = first_run(now, batches)

        assert not arxiv_server.batch, "the feeds of that day are empty"
        assert said.status == 0, said
        assert said.report["problems"] == []
        assert listed(vault) == {str(last): {one.identifier for one in batches[last]}}


def one_paper(place: int, day: date) -> FakePaper:
    when = submitted_for(day)
    return FakePaper(
        identifier=f"{day:%y%m}.{10_000 + 100 * day.day + place}",
        title=f"Reinforcement Learning, Part {place}",
        categories=CATEGORIES if place % 2 else ("cs.AI",),
        submitted=when,
        updated=when,
        changed=day.isoformat(),
    )
