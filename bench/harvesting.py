"""`vaultgen backfill` over arXiv's records: the whole command against a small OAI-PMH server, in another process.

Of the papers one in twenty matches, as for a person with a few interests; the rest passes by. The server makes its
pages up as they are asked for.
"""

import json
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench import made
from bench.measure import PEAK, Row, run
from vaultgen.paper import announcement
from vaultgen.paper.announcement import EASTERN

_PER_DAY = 400
_PER_PAGE = 1000
_ONE_IN = 20
_LARGEST = 300
_COMMAND = (
    PEAK
    + """
import json, os, sys
from vaultgen.__main__ import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(json.dumps({"memory": peak(), "seconds": sum(os.times()[:2])}))
"""
)


def rows(folder: Path, count: int) -> Iterator[Row]:
    """So many papers in one call, beside a tenth of them: seconds of the processor for each, and memory."""
    few, many = (_backfill(folder / str(number), number) for number in (count // 10, count))
    each = [told["seconds"] / number for told, number in ((few, count // 10), (many, count))]
    yield Row(
        f"`backfill` of {count:,} papers over OAI-PMH, {many['notes']:,} notes",
        f"{count // 10:,} papers {each[0] * 1000:.2f} ms a paper",
        f"{each[1] * 1000:.2f} ms a paper",
        each[1] / each[0],
        "<= 1.2",
        1.2,
    )
    yield Row(
        f"memory of that `backfill` of {count:,} papers",
        "",
        f"{many['memory']} MB",
        many["memory"] / _LARGEST,
        f"<= {_LARGEST} MB",
        1.0,
    )


def _backfill(folder: Path, count: int) -> dict[str, float]:
    root = made.new_root(folder)
    (root / "vaultgen.toml").write_text(
        'categories = ["cs.LG"]\nkeywords = ["reinforcement learning"]\ntimezone = "UTC"\n', encoding="utf-8"
    )
    archive = _Archive(count)
    with HTTPServer(("127.0.0.1", 0), _Conversation) as server:
        _Conversation.archive = archive
        serving = multiprocessing.get_context("fork").Process(target=server.serve_forever, daemon=True)
        serving.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        environ = os.environ | {
            "VAULTGEN_STATE_DIR": str(folder / "state"),
            "VAULTGEN_NOW": datetime.combine(
                archive.days[-1] + timedelta(days=20), time(12), EASTERN
            ).isoformat(),
            "VAULTGEN_ARXIV_OAI_URL": f"{url}/oai",
            "VAULTGEN_ARXIV_API_URL": f"{url}/api/query",
            "VAULTGEN_ARXIV_FEED_URL": f"{url}/rss",
            "VAULTGEN_ARXIV_DELAY": "0",
            "NO_PROXY": "127.0.0.1",
        }
        span = ["--from", archive.days[0].isoformat(), "--to", archive.days[-1].isoformat()]
        said = run(["-c", _COMMAND, "backfill", "--vault", str(root), "-q", *span], environ)
        serving.terminate()
        serving.join()
    told: dict[str, float] = json.loads(said.splitlines()[-1])
    notes = sum(1 for _ in (root / "arXiv/Papers").iterdir())
    if notes != archive.matching:
        sys.exit(f"{notes} notes instead of {archive.matching}")
    return told | {"notes": notes}


class _Archive:
    """Papers by number; those of a day stand together."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.days: tuple[date, ...] = ()
        last = made.FIRST_DAY
        while len(self.days) * _PER_DAY < count:
            last += timedelta(days=7)
            self.days = announcement.days(made.FIRST_DAY, last)[: -(-count // _PER_DAY)]
        self.submitted = tuple(map(_submitted_for, self.days))
        dice = random.Random(5)
        self.abstracts = tuple(
            " ".join(dice.choices(made.WORDS, k=170)).capitalize() + "." for _ in range(500)
        )

    @property
    def matching(self) -> int:
        """How many papers a person is to get notes of."""
        return -(-self.count // _ONE_IN)

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
        """Four names."""
        return [
            f"{made.WORDS[(number + 3 * place) % 700].capitalize()} {made.WORDS[(number * 11 + place) % 3000].capitalize()}"
            for place in range(4)
        ]


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
            content = self._records(int(query.get("resumptionToken", "0")))
        else:
            content = self._entries([self.archive.number(name) for name in query["id_list"].split(",")])
        body = content.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _records(self, start: int) -> str:
        end = min(start + _PER_PAGE, self.archive.count)
        token = f"<resumptionToken>{end}</resumptionToken>" if end < self.archive.count else ""
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
