"""`vaultgen backfill` over arXiv's records: the whole command against a small OAI-PMH server, in another process.

Of the papers one in twenty matches, as for a person with a few interests; the rest passes by. Who signs follows
Simon's process (H. A. Simon, On a class of skew distribution functions, Biometrika 42, 1955) with the shares that
74,728 papers of arXiv have: 177,082 names for 433,000 places, six in ten seen once, one in ten five times or more.
The server makes its pages up as they are asked for.
"""

import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bench import made
from bench.measure import PEAK, TOLD, Row
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

_PER_DAY = 400
_PER_PAGE = 1000
_EARLIER = 5 * _PER_DAY
"""Papers before the first that is asked for: whoever begins anywhere harvests some days before, too, to tell days apart."""
_ONE_IN = 20
_AUTHORS = 6
_NEW = 0.41
"""The share of places that go to a name never seen before; any other goes to whoever signed a paper drawn by lot."""

_MOST_PAPERS = 300
"""Of one name; the most frequent one of those papers has 289."""

_LARGEST = 300
_COMMAND = (
    PEAK
    + """
import json, sys, time
import vaultgen.workflows.bringing as bringing
from vaultgen.__main__ import main
remember, days, waits_from = bringing.remember, 0, int(sys.stdin.readline())
def marking(*words, **more):
    global days
    days += 1
    if days >= waits_from:
        print(time.process_time(), flush=True)
        sys.stdin.readline()
    return remember(*words, **more)
bringing.remember = marking
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(json.dumps({"memory": peak(), "seconds": time.process_time()}))
"""
)
"""`vaultgen`; a line tells it with which day it begins to wait, after each, until it is told to go on."""


def rows(folder: Path, count: int, times: int) -> Iterator[Row]:
    """The last tenth of a backfill of so many papers beside its first; memory; a call of its own for as many more.

    The same backfill is begun once more in another vault, and its first tenth brought in turns with the last tenth, day
    by day, so that a busy minute falls on both; of each day the least of all runs counts. The very first day is left out,
    which begins the harvest.
    """
    tenth = count // 10
    archive = _Archive(_EARLIER + count + tenth + _PER_DAY)
    runs, memory = [], 0
    for number in range(times):
        root = _new_vault(folder / f"run {number}")
        with (
            _Backfill(root, archive, 0, count, waits_from=(count - tenth) // _PER_DAY) as old,
            _Backfill(_new_vault(folder / f"beginning {number}"), archive, 0, count, waits_from=1) as new,
        ):
            old.bring_a_day()
            new.bring_a_day()
            runs.append([(new.bring_a_day(), old.bring_a_day()) for _ in range(tenth // _PER_DAY)])
            memory = max(memory, old.end()["memory"])
    days = [[min(day) for day in zip(*same, strict=True)] for same in zip(*runs, strict=True)]
    first, last = (statistics.fmean(tenth_of) / _PER_DAY for tenth_of in zip(*days, strict=True))
    yield Row(
        f"a paper in the last tenth of a `backfill` of {count:,} over OAI-PMH, {count // _ONE_IN:,} notes",
        f"in the first tenth {first * 1000:.2f} ms",
        f"{last * 1000:.2f} ms",
        last / first,
        "<= 1.2",
        1.2,
    )
    yield Row(
        f"memory of a `backfill` of {count:,} papers, {count // _ONE_IN:,} notes",
        "",
        f"{memory} MB",
        memory / _LARGEST,
        f"<= {_LARGEST} MB",
        1.0,
    )
    after = _seconds(root, archive, count, tenth)
    alone = _seconds(_new_vault(folder / "alone"), archive, 0, tenth)
    _require_notes(root, count + tenth)
    yield Row(
        f"… and in a call of its own for {tenth:,} more, which begins with looking and ends with trends and bibliography",
        f"a first call for {tenth:,} {alone / tenth * 1000:.2f} ms a paper",
        f"{after / tenth * 1000:.2f} ms a paper",
        after / alone,
        TOLD,
        1.0,
    )


def _seconds(root: Path, archive: "_Archive", done: int, count: int) -> float:
    """Seconds of the processor that a call takes for so many papers."""
    with _Backfill(root, archive, done, count) as call:
        return float(call.end()["seconds"])


def _new_vault(folder: Path) -> Path:
    root = made.new_root(folder)
    (root / "vaultgen.toml").write_text(
        'categories = ["cs.LG"]\nkeywords = ["reinforcement learning"]\ntimezone = "UTC"\n', encoding="utf-8"
    )
    return root


def _require_notes(root: Path, papers: int) -> None:
    notes, wanted = sum(1 for _ in (root / "arXiv/Papers").iterdir()), -(-papers // _ONE_IN)
    if notes != wanted:
        sys.exit(f"{notes} notes instead of {wanted}")


class _Backfill:
    """One call, with a server of its own, on the day after the last one that it brings: that is the newest."""

    def __init__(
        self, root: Path, archive: "_Archive", done: int, count: int, waits_from: int = sys.maxsize
    ) -> None:
        first, last = _EARLIER + done, _EARLIER + done + count
        self._stack = ExitStack()
        url = self._stack.enter_context(_served(archive, last + _PER_DAY))
        days = archive.days[first // _PER_DAY : last // _PER_DAY]
        environ = os.environ | {
            "VAULTGEN_STATE_DIR": str(root.parent / "state"),
            "VAULTGEN_NOW": datetime.combine(archive.days[last // _PER_DAY], time(12), EASTERN).isoformat(),
            "VAULTGEN_ARXIV_OAI_URL": f"{url}/oai",
            "VAULTGEN_ARXIV_API_URL": f"{url}/api/query",
            "VAULTGEN_ARXIV_FEED_URL": f"{url}/rss",
            "VAULTGEN_ARXIV_DELAY": "0",
            "NO_PROXY": "127.0.0.1",
        }
        span = ["--from", days[0].isoformat(), "--to", days[-1].isoformat()]
        self._process = subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, "-c", _COMMAND, "backfill", "--vault", str(root), "-q", *span],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._stack.callback(self._process.communicate)
        self._stack.callback(self._process.kill)
        self._tell(str(waits_from))
        self._used: float | None = None

    def bring_a_day(self) -> float:
        """Go on for a day, the first time up to the day with which it begins to wait: seconds since it waited."""
        if self._used is not None:
            self._tell("")
        before, self._used = self._used, float(self._told())
        return self._used - (before or 0.0)

    def end(self) -> dict[str, Any]:
        """Let it come to its end: what it tells then."""
        if self._used is not None:
            self._tell("")
        told: dict[str, Any] = json.loads(self._told())
        return told

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _told(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline() or sys.exit("vaultgen ended early")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


@contextmanager
def _served(archive: "_Archive", announced: int) -> Iterator[str]:
    """Serve the archive as it was when so many papers were announced: its address."""
    archive.announced = announced
    with HTTPServer(("127.0.0.1", 0), _Conversation) as server:
        _Conversation.archive = archive
        serving = multiprocessing.get_context("fork").Process(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        serving.terminate()
        serving.join()


class _Archive:
    """Papers by number; those of a day stand together."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.announced = 0
        self.days: tuple[date, ...] = ()
        last = made.FIRST_DAY
        while len(self.days) * _PER_DAY < count:
            last += timedelta(days=7)
            self.days = announcement.days(made.FIRST_DAY, last)[: -(-count // _PER_DAY)]
        self.submitted = tuple(map(_submitted_for, self.days))
        dice = random.Random(5)
        self._signed = _signed(count * _AUTHORS)
        self.abstracts = tuple(
            " ".join(dice.choices(made.WORDS, k=170)).capitalize() + "." for _ in range(500)
        )

    def identifier(self, number: int) -> str:
        """Identifiers rise with the days."""
        return f"{2501 + number // 90_000}.{number % 90_000 + 1:05d}"

    def number(self, identifier: str) -> int:
        """The number of a paper."""
        month, place = identifier.split(".")
        return (int(month) - 2501) * 90_000 + int(place) - 1

    def title(self, number: int) -> str:
        """One in twenty is about what the person looks for."""
        words = " ".join(made.WORDS[(number * 7 + place) % 6000] for place in range(8))
        return f"Reinforcement learning of {words}" if number % _ONE_IN == 0 else words.capitalize()

    def authors(self, number: int) -> list[str]:
        """Their names, each once."""
        places = self._signed[number * _AUTHORS : (number + 1) * _AUTHORS]
        return [_name(one) for one in dict.fromkeys(places)]


def _signed(count: int) -> Sequence[int]:
    """Who takes each place of a list of authors, by number."""
    dice = random.Random(9)
    signed, papers = array("l"), array("l")
    while len(signed) < count:
        if not papers or dice.random() < _NEW:
            signed.append(len(papers))
            papers.append(1)
        elif papers[one := signed[dice.randrange(len(signed))]] < _MOST_PAPERS:
            signed.append(one)
            papers[one] += 1
    return signed


def _name(one: int) -> str:
    """A name that no other number has."""
    given, family = made.WORDS[one % 2000], made.WORDS[2000 + one // 2000]
    return f"{given.capitalize()} {family.capitalize()}"


def _submitted_for(day: date) -> datetime:
    moment = datetime.combine(day, time(12), EASTERN)
    while announcement.day_of(moment) != day:
        moment -= timedelta(days=1)
    return moment


class _Conversation(BaseHTTPRequestHandler):
    archive: _Archive

    def do_GET(self) -> None:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if self.path.startswith("/oai"):
            content = self._records(query.get("resumptionToken") or self._asked(query))
        elif "id_list" in query:
            content = self._entries([self.archive.number(name) for name in query["id_list"].split(",")])
        else:
            self.send_error(404)
            return
        body = content.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _asked(self, query: Mapping[str, str]) -> str:
        """The first page of what was asked for, as its token would be: where it begins, and where the last one ends."""
        days = list(map(str, self.archive.days))
        first = bisect_left(days, query["from"])
        last = bisect_right(days, query["until"]) if "until" in query else len(days)
        return f"{first * _PER_DAY}-{min(last * _PER_DAY, self.archive.announced)}"

    def _records(self, token: str) -> str:
        start, last = map(int, token.split("-"))
        end = min(start + _PER_PAGE, last)
        token = f"<resumptionToken>{end}-{last}</resumptionToken>" if end < last else ""
        return (
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
            f"{''.join(map(self._record, range(start, end)))}{token}</ListRecords></OAI-PMH>"
        )

    def _record(self, number: int) -> str:
        archive = self.archive
        name, place = archive.identifier(number), number // _PER_DAY
        moment = archive.submitted[place].astimezone(UTC)
        return (
            f"<record><header><identifier>oai:arXiv.org:{name}</identifier>"
            f"<datestamp>{archive.days[place]}</datestamp></header><metadata>"
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{name}</id>'
            f'<version version="v1"><date>{moment:%a, %d %b %Y %H:%M:%S} GMT</date></version>'
            f"<title>{archive.title(number)}</title><authors>{', '.join(archive.authors(number))}</authors>"
            f"<categories>cs.LG cs.AI</categories><abstract>{archive.abstracts[number % 500]}</abstract>"
            "</arXivRaw></metadata></record>"
        )

    def _entries(self, numbers: list[int]) -> str:
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
            f"<opensearch:totalResults>{len(numbers)}</opensearch:totalResults>"
            f"{''.join(map(self._entry, numbers))}</feed>"
        )

    def _entry(self, number: int) -> str:
        archive = self.archive
        moment = archive.submitted[number // _PER_DAY].isoformat()
        names = "".join(f"<author><name>{name}</name></author>" for name in archive.authors(number))
        return (
            f"<entry><id>http://arxiv.org/abs/{archive.identifier(number)}v1</id><published>{moment}</published>"
            f"<updated>{moment}</updated><title>{archive.title(number)}</title>"
            f"<summary>{archive.abstracts[number % 500]}</summary>{names}"
            '<category term="cs.LG"/><category term="cs.AI"/><arxiv:primary_category term="cs.LG"/></entry>'
        )

    def log_message(self, *_: object) -> None:
        """Nothing is told of single requests."""
