"""Two months of a reader with 22 papers a day: a local model translates all of them for nothing, DeepL's free plan up
to its limit, and the rest in the next month; no text twice."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from fakes.deepl_server import KEY, FakeDeepL
from fakes.openai_server import FakeOpenAI

from vaultgen.translate.ports import Engine
from vaultgen.translate.request import Request
from vaultgen.translate.translate import translate
from vaultgen.translators.accounts import Flavour
from vaultgen.translators.deepl_api import DeepL
from vaultgen.translators.openai_api import OpenAI
from vaultgen.translators.paid_texts import PaidTranslations

FREE = 500_000
PAPERS, DAYS = 22, 22
FEBRUARY, MARCH = date(2026, 2, 2), date(2026, 3, 2)
_WORDS = [
    "agents",
    "learn",
    "policies",
    "from",
    "rewards",
    "while",
    "models",
    "of",
    "worlds",
    "bound",
    "errors",
    "for",
    "tasks",
    "with",
    "samples",
]


def day_of(number: int) -> list[Request]:
    """22 titles and abstracts of the length that such papers have: 1,440 characters a paper."""
    requests = []
    for paper in range(PAPERS):
        seed = number * PAPERS + paper
        words = [_WORDS[(seed * 7 + place * (1 + seed % 5)) % len(_WORDS)] for place in range(205)]
        abstract = f"Paper {seed} bounds $x_{{{seed}}}$ and {' '.join(words)}."[:1357] + "."
        requests += [
            Request(f"A title of paper {seed} about {' '.join(words[:8])}", "zh-Hans", is_title=True),
            Request(abstract, "zh-Hans"),
        ]
    return requests


def workdays(first: date) -> list[date]:
    days = (first + timedelta(number) for number in range(31))
    return [day for day in days if day.weekday() < 5][:DAYS]


def run(
    store: Path, flavour: Flavour, engine: Engine, day: date, wanted: list[Request], limit: int | None
) -> int:
    with PaidTranslations(store, flavour, today=day) as paid:
        left = None if limit is None else max(0, limit - paid.billed())
        return translate(wanted, engine, paid, limit=left).pending


def test_a_local_model_translates_a_month_whole_for_no_character_of_quota(tmp_path: Path) -> None:
    store, flavour = tmp_path / "paid.db", Flavour("openai local m")
    with FakeOpenAI(key="") as endpoint:
        engine = OpenAI(endpoint.url, "m", is_billed=False)
        for number, day in enumerate(workdays(FEBRUARY)):
            assert run(store, flavour, engine, day, day_of(number), None) == 0
        engine.close()
        assert max(Counter(endpoint.sent).values()) == 1
        assert len(endpoint.sent) == 2 * PAPERS * DAYS
    with PaidTranslations(store, flavour, today=FEBRUARY) as paid:
        assert paid.billed() == 0
    with PaidTranslations(store, today=FEBRUARY) as paid:
        assert paid.billed() == 0


def test_deepl_translates_up_to_its_limit_and_the_rest_in_the_next_month(tmp_path: Path) -> None:
    store, flavour = tmp_path / "paid.db", Flavour()
    with FakeDeepL(limit=FREE, counts_ignored=True) as server:
        engine = DeepL(KEY, server_url=server.url, pause=lambda _: None)
        wanted: list[Request] = []
        for number, day in enumerate(workdays(FEBRUARY)):
            wanted += day_of(number)
            pending = run(store, flavour, engine, day, wanted, FREE)
        whole = len(wanted)
        assert 0 < pending < whole
        assert FREE - 1500 < server.billed <= FREE

        server.billed = 0  # the quota renews
        assert run(store, flavour, engine, MARCH, wanted, FREE) == 0
        assert run(store, flavour, engine, MARCH, wanted, FREE) == 0
        engine.close()
        assert max(Counter(server.sent).values()) == 1
        assert len(server.sent) == whole


def test_a_day_of_a_hundred_papers_needs_the_fewest_requests(tmp_path: Path) -> None:
    wanted = [request for number in range(5) for request in day_of(number)][:200]
    with FakeDeepL(limit=FREE) as server:
        engine = DeepL(KEY, server_url=server.url)
        assert run(tmp_path / "d.db", Flavour(), engine, FEBRUARY, wanted, None) == 0
        engine.close()
        assert len(server.translations) == 4  # 200 texts, 50 a request
    with FakeOpenAI(key="") as endpoint:
        local = OpenAI(endpoint.url, "m", is_billed=False, tokens=30_000)
        assert run(tmp_path / "o.db", Flavour("openai x"), local, FEBRUARY, wanted, None) == 0
        local.close()
        assert len(endpoint.seen) == 4  # as many, where the tokens allow 50 texts
