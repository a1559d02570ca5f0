"""Writes the first inputs of a target into a folder: the hostile corpus, a real-looking note, feed and answer.

`python fuzz/seeds.py TARGET FOLDER`
"""

import sys
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from fakes.arxiv_server import FakePaper, api_answer, feed_of, oai_answer, oai_error
from hostile.corpus import BARE
from render.in_memory import written
from render.samples import a_day, content, rendered

QUERIES = (
    "x", '"offline RL" OR ti:"a b" AND NOT cat:cs.LG', "(abs:D4RL AND cat:cs.LG) ANDNOT ti:survey", "((((((x))))))",
    "au:Xu jr:Nature co:ICLR all:x", "AND", 'ti:"', "cat:cs.*", "x OR", "NOT NOT x", "a*b",
)  # fmt: skip


def seeds(target: str) -> list[bytes]:  # noqa: PLR0911 - one answer a target
    """First inputs of a target."""
    papers = [
        FakePaper(identifier=f"2602.{n:05}", title=t, abstract=t, comment=t)
        for n, t in enumerate(_plain(), 1)
    ]
    match target:
        case "notes":
            return list(written(rendered(a_day(content())).values(), {}).values())
        case "feed":
            return [feed_of("cs.LG", date(2026, 2, 23), papers[:3])]
        case "api":
            return [api_answer(papers[:3], 3)]
        case "oai":
            answers = [oai_answer(papers[:3], "more"), oai_error("badResumptionToken", "x")]
            return answers + [
                "\0".join(BARE[n : n + 13]).encode("utf-8", "replace") for n in range(0, len(BARE), 13)
            ]
        case "query":
            return [query.encode() for query in QUERIES]
        case "render":
            return ["\0".join(BARE[n : n + 4]).encode("utf-8", "replace") for n in range(0, len(BARE), 4)]
        case _:
            return [text.encode("utf-8", "replace") for text in BARE]


def _plain() -> list[str]:
    return [text for text in BARE if text.isprintable() and text.strip()][:40]


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(sys.argv[1])):
        (folder / f"seed-{number:04}").write_bytes(data)
