"""What ranking adds to a morning: the same day, in the same vault, best first and by identifier."""

import os
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import exp
from pathlib import Path

from bench import made
from bench.measure import Row, run
from bench.papers import PoolPaper
from bench.person import ArxivServer, announced
from vaultgen.disk.word_table import word_table
from vaultgen.paper import announcement
from vaultgen.state.store import State

NOTES, READ, ANNOUNCED = 10_000, 500, 300
_LIMIT = 0.1
"""Seconds that ranking may take of a day."""
_PHRASE, _ONE_IN = "the followed phrase", 15
"""What the person follows, and in how many papers it is once."""
_CONFIGURATION = f'categories = ["cs.LG"]\nkeywords = ["{_PHRASE}"]\ntimezone = "UTC"\nlanguage = ""\n'
_TOPICS, _WORDS_OF_A_TOPIC, _RARE = 30, 60, 48


class _Morning:
    """A vault of many notes, in which each day is brought in by a command of its own.

    Attributes:
        root: The vault.
    """

    def __init__(self, folder: Path, arxiv: ArxivServer, first: date, *, is_ranked: bool) -> None:
        folder.mkdir(parents=True)
        self.root, self._state, self._arxiv = made.new_root(folder), folder / "state", arxiv
        rank = "" if is_ranked else "[reading]\nrank = false\n"
        (self.root / "vaultgen.toml").write_text(f"{_CONFIGURATION}{rank}", encoding="utf-8")
        self.today(first)
        examples = [path.read_bytes() for path in sorted((self.root / "arXiv/Papers").glob("*.md"))]
        with State.open(self._state, self.root) as state:
            made.fill(self.root, state, NOTES, examples)
        for note in sorted((self.root / "arXiv/Papers/00").iterdir())[:READ]:
            note.write_bytes(note.read_bytes().replace(b"\n---\n", b"\nread: true\n---\n", 1))

    def today(self, day: date) -> float:
        """Bring a day in; return the seconds of the processor that the command took."""
        now = datetime.combine(day, time(15), UTC)
        self._arxiv.clock = lambda: now
        environ = {
            **os.environ,
            "VAULTGEN_STATE_DIR": str(self._state),
            "VAULTGEN_NOW": now.isoformat(),
            "VAULTGEN_ARXIV_FEED_URL": self._arxiv.feed_url,
            "VAULTGEN_ARXIV_API_URL": self._arxiv.api_url,
            "VAULTGEN_ARXIV_OAI_URL": self._arxiv.oai_url,
            "VAULTGEN_ARXIV_DELAY": "0",
            "NO_PROXY": "127.0.0.1",
        }
        before = _of_children()
        run(["-m", "vaultgen", "today", "--vault", str(self.root), "--quiet"], environ)
        return _of_children() - before

    def scores(self) -> int:
        """Return how many notes have a score."""
        notes = (self.root / "arXiv/Papers").glob("*.md")
        return sum(b"\nscore: " in note.read_bytes() for note in notes)


def rows(folder: Path, times: int) -> Iterator[Row]:
    """A day of 300 papers in a vault of 10,000 notes, half of them ours, of which 500 were read."""
    with ArxivServer() as arxiv:
        days = _announce(arxiv, times + 2)
        ranked, plain = (
            _Morning(folder / name, arxiv, days[0], is_ranked=name == "ranked")
            for name in ("ranked", "plain")
        )
        for vault in (ranked, plain):
            vault.today(days[1])  # what is remembered of notes is written
        turns = [(plain.today(day), ranked.today(day)) for day in days[2:]]
        assert ranked.scores() >= times
        assert not plain.scores()
    # a difference of two long times: the least of each, since a busy machine only adds to both
    floor, with_ranking = (min(turn) for turn in zip(*turns, strict=True))
    added = with_ranking - floor
    yield Row(
        f"ranking a day of {ANNOUNCED} at {NOTES:,} notes, {READ} read, `near = 0`",
        f"the same day by identifier {floor * 1000:.0f} ms",
        f"{added * 1000:.0f} ms more",
        added / _LIMIT,
        f"<= {_LIMIT * 1000:.0f} ms",
        1.0,
    )


def _announce(arxiv: ArxivServer, count: int) -> Sequence[date]:
    """Let papers be announced, on the first day such as are all found."""
    days, day, texts = [], made.FIRST_DAY, _texts()
    for place in range(count):
        days.append(day := announcement.at_or_after(day))
        phrases = [
            f" {_PHRASE}." if not place or number % _ONE_IN == 0 else "" for number in range(ANNOUNCED)
        ]
        pool = [
            PoolPaper(day, f"{day:%y%m}.{ANNOUNCED * place + number + 1:05d}", title, f"{abstract}.{phrase}")
            for number, (phrase, (title, abstract)) in enumerate(zip(phrases, texts, strict=False))
        ]
        arxiv.announce(day, [announced(one, day) for one in pool])
        day += timedelta(days=1)
    return days


def _texts() -> Iterator[tuple[str, str]]:
    """Yield titles and abstracts in which words are as frequent as in arXiv's, each of one of some topics."""
    dice, table = random.Random(22), word_table()
    words = list(table.numbers)
    rare = [word for word, weight in zip(words, table.idf, strict=True) if weight >= _RARE]
    weights = [exp(-weight / 16) if weight else 0.4 for weight in table.idf]
    topics = [dice.sample(rare, _WORDS_OF_A_TOPIC) for _ in range(_TOPICS)]
    while True:
        topic = dice.choice(topics)
        title = dice.choices(topic, k=4) + dice.choices(words, weights, k=5)
        abstract = dice.choices(topic, k=20) + dice.choices(words, weights, k=110)
        dice.shuffle(abstract)
        yield " ".join(title), " ".join(abstract)


def _of_children() -> float:
    found = os.times()
    return found.children_user + found.children_system
