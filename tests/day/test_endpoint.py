"""A morning with an endpoint of OpenAI's kind: its monthly limit in texts, its price, and one on the machine itself."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest
from day.conftest import MONDAY, Vaultgen, configure
from day.test_two_at_once import started
from fakes import answers
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL
from fakes.openai_server import FakeOpenAI

from vaultgen.translators.openai_api import tokens_of

TEXTS = 4
"""Two of Monday's papers match."""


@pytest.fixture
def endpoint() -> Iterator[FakeOpenAI]:
    with FakeOpenAI(key="") as server:
        yield server


def use(vault: Path, endpoint: FakeOpenAI, more: str = "") -> None:
    address = f'engine = "openai"\nmodel = "m"\nbase_url = "{endpoint.url}"\n'
    configure(vault, f"[translation]\n{address}{more}")


def test_an_endpoint_of_ones_own_has_no_limit_and_counts_nothing(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen
) -> None:
    use(vault, endpoint)
    said = vaultgen("today", "--vault", vault, "--json").report["translation"]
    assert (said["translated"], said["billed_characters"], said["billed_texts"]) == (TEXTS, 0, 0)
    stands = vaultgen("status", "--vault", vault).out
    assert "texts this month        0, no limit" in stands


def test_a_month_ends_at_its_texts_titles_first_and_the_next_one_finishes(
    vault: Path,
    arxiv: ArxivServer,
    endpoint: FakeOpenAI,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(vault, endpoint, "texts_per_month = 3\n")
    price = vaultgen("today", "--vault", vault, "--dry-run")
    assert "3 texts would be sent to be translated, " in price.out
    assert "this month's limit has 3 left, the rest would wait" in price.out
    forecast = vaultgen("today", "--vault", vault, "--dry-run", "--json").report["translation"]
    assert forecast["would_send_texts"] >= TEXTS
    assert "would_send_characters" not in forecast
    assert endpoint.seen == []

    said = vaultgen("today", "--vault", vault)
    assert said.status == 0
    assert endpoint.billed == 3
    assert "3 texts counted" in said.err + said.out
    assert "this month's limit of texts is reached" in said.err
    assert "raise translation.texts_per_month in vaultgen.toml" in said.err
    stands = vaultgen("status", "--vault", vault)
    assert "texts this month        3 of 3, 0 left, resets in 6 days" in stands.out
    assert "in 6 days, or once translation.texts_per_month is raised" in stands.out
    counts = vaultgen("status", "--vault", vault, "--json").report
    assert counts["texts"] == {"used": 3, "limit": 3, "left": 0, "days_until_reset": 6}
    assert counts["characters"]["used"] == 0

    monkeypatch.setenv("VAULTGEN_NOW", "2026-03-02T15:00:00+08:00")
    assert vaultgen("refresh", "--vault", vault).status == 0
    assert endpoint.billed == TEXTS
    assert max(Counter(endpoint.sent).values()) == 1


@pytest.mark.parametrize("limit", [1, 4, 5, 9])
@pytest.mark.parametrize("spoil", [answers.drop, answers.half, answers.source])
def test_a_limit_of_texts_holds_with_every_retry(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen, limit: int, spoil: object
) -> None:
    use(vault, endpoint, f"texts_per_month = {limit}\n")
    endpoint.spoil = spoil  # type: ignore[assignment]
    forecast = vaultgen("today", "--vault", vault, "--dry-run", "--json").report["translation"]
    for command in ("today", "refresh", "refresh"):
        said = vaultgen(command, "--vault", vault, "--json").report["translation"]
        if command == "today":
            assert said["billed_texts"] == endpoint.billed <= forecast["would_send_texts"]
    assert 0 < endpoint.billed <= limit
    used = vaultgen("status", "--vault", vault, "--json").report["texts"]["used"]
    assert used == endpoint.billed


def test_an_answer_that_does_not_come_counts_towards_the_texts(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen
) -> None:
    use(vault, endpoint, "texts_per_month = 6\n")
    endpoint.script = ["reset"]
    assert vaultgen("today", "--vault", vault).status == 1
    assert vaultgen("today", "--vault", vault).status == 0
    assert endpoint.billed == 6


def test_two_vaults_at_once_keep_to_one_limit_of_texts(
    vault: Path, tmp_path: Path, arxiv: ArxivServer, endpoint: FakeOpenAI
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slowly(text: str) -> str:
        asked.set()
        go_on.wait(60)
        return text

    other = tmp_path / "Other"
    other.mkdir()
    for root, interest in ((vault, "Walking"), (other, "Multi-Agent")):
        use(root, endpoint, "texts_per_month = 3\n")
        file = root / "vaultgen.toml"
        text = file.read_text(encoding="utf-8")
        mine = text.replace('"reinforcement learning", "diffusion policy"', f'"{interest}"')
        file.write_text(mine, encoding="utf-8")
    endpoint.spoil = slowly
    with started("today", "--vault", vault) as first:
        assert asked.wait(60)
        with started("today", "--vault", other) as second:
            assert second.stderr is not None
            assert next(line for line in second.stderr if "waiting" in line)
            go_on.set()
            for process in (first, second):
                process.communicate(timeout=120)
    assert endpoint.billed == 3


def test_a_run_that_was_killed_while_it_waited_is_counted_for_its_own_engine(
    vault: Path,
    arxiv: ArxivServer,
    endpoint: FakeOpenAI,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    deepl: FakeDeepL,
) -> None:
    monkeypatch.setattr("socketserver.BaseServer.handle_error", lambda *_: None)  # of a client that is gone
    asked, go_on = threading.Event(), threading.Event()

    def spoil(text: str) -> str:
        if len(endpoint.seen) == 1:  # the second try of what came damaged
            asked.set()
            go_on.wait(60)
        return ""

    use(vault, endpoint, "texts_per_month = 100\n")
    endpoint.spoil = spoil
    with started("today", "--vault", vault) as process:
        assert asked.wait(60)
        process.kill()
        process.wait()
    go_on.set()

    configure(vault)
    said = vaultgen("today", "--vault", vault)
    assert f"up to {TEXTS} texts may have been billed for nothing, and are counted" in said.err
    counts = vaultgen("status", "--vault", vault, "--json").report
    assert counts["characters"]["used"] == deepl.billed
    use(vault, endpoint, "texts_per_month = 100\n")
    assert vaultgen("status", "--vault", vault, "--json").report["texts"]["used"] == 2 * TEXTS


@pytest.mark.parametrize("engine", ["endpoint", "command"])
def test_a_run_that_was_killed_while_nothing_that_counts_was_sent_counts_nothing(
    engine: str,
    vault: Path,
    arxiv: ArxivServer,
    endpoint: FakeOpenAI,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    deepl: FakeDeepL,
) -> None:
    monkeypatch.setattr("socketserver.BaseServer.handle_error", lambda *_: None)  # of a client that is gone
    if engine == "endpoint":
        use(vault, endpoint)
    else:
        configure(vault, '[translation]\nengine = "command"\ncommand = ["sh", "-c", "kill -KILL $PPID"]\n')
    with started("today", "--vault", vault) as process:
        endpoint.spoil = lambda text: process.kill() or text  # type: ignore[func-returns-value]
        assert process.wait(120) == -signal.SIGKILL

    configure(vault)
    said = vaultgen("today", "--vault", vault)
    assert "billed for nothing" not in said.err
    assert vaultgen("status", "--vault", vault, "--json").report["characters"]["used"] == deepl.billed > 0


def test_a_day_of_a_hundred_papers_needs_the_fewest_requests_that_the_limits_allow(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen, deepl: FakeDeepL
) -> None:
    papers = [
        FakePaper(
            identifier=f"2602.1{number:04d}",
            title=f"Reinforcement learning of walking, part {number}",
            abstract=f"We learn to walk on $x_{{{number}}}$ and {'very ' * 240}well.",
        )
        for number in range(100)
    ]
    arxiv.announce(MONDAY, papers)
    said = vaultgen("today", "--vault", vault, "--json").report
    assert (said["translation"]["translated"], said["requests"]["deepl"]) == (200, 4)  # of 50 texts

    other = vault.with_name("Other")
    other.mkdir()
    use(other, endpoint)
    said = vaultgen("today", "--vault", other, "--json").report
    tokens = sum(tokens_of(text) for text in endpoint.sent)
    assert (said["translation"]["translated"], len(endpoint.sent)) == (200, 200)
    assert said["requests"]["openai"] == len(endpoint.seen) == ceil(tokens / 4_000)


def test_a_price_is_shown_where_one_is_set(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen
) -> None:
    use(vault, endpoint, 'price = "1000.00 USD"\n')
    said = vaultgen("today", "--vault", vault)
    tokens = endpoint.tokens
    assert tokens > 0
    assert f"{tokens} tokens, as the endpoint counts them: about {tokens / 1000:.4f} USD" in said.out
    assert "USD" not in vaultgen("today", "--vault", vault).out


def test_without_a_price_the_tokens_alone_are_told(
    vault: Path, arxiv: ArxivServer, endpoint: FakeOpenAI, vaultgen: Vaultgen
) -> None:
    use(vault, endpoint)
    lines = vaultgen("today", "--vault", vault).out.splitlines()
    assert f"{endpoint.tokens} tokens, as the endpoint counts them" in lines
