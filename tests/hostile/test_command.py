"""A sample of the corpus the whole way: over sockets, as XML and JSON, through the command, onto the disk, twice."""

import random
import re
import time
from pathlib import Path, PurePosixPath

import bibtexparser
import pytest
from day.conftest import MONDAY, Vaultgen, arxiv, arxiv_server, configure, deepl, vault, vaultgen
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL
from hostile.corpus import BARE
from hostile.output_rules import Expected, broken_rules
from hostile.pushing import bordered

from vaultgen.fetch.values import name_of, people_of
from vaultgen.paper import subjects
from vaultgen.render.names import author_name

__all__ = ["arxiv", "arxiv_server", "deepl", "vault", "vaultgen"]

SECONDS = 60.0
_IN_XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SENT = [text for text in BARE if text.strip() and len(text) < 400 and _IN_XML.fullmatch(text)]


def papers_of(seed: int, count: int = 30) -> list[FakePaper]:
    """Papers with hostile text in every field, each time others."""
    chosen = random.Random(seed)
    return [
        FakePaper(
            identifier=f"2602.{10_000 + number}",
            title=f"Reinforcement learning {chosen.choice(SENT)}",
            abstract=f"{chosen.choice(SENT)} We learn. {chosen.choice(SENT)}\n\n{chosen.choice(SENT)}",
            authors=(f"A {chosen.choice(SENT)}", "Ada Lovelace"),
            categories=(
                chosen.choice(["cs.LG", "cs.AI"]),
                chosen.choice(["math.ST", "I.2.6", "68T05", "cs.evil"]),
            ),
            comment=chosen.choice(SENT),
            journal_ref=chosen.choice(SENT),
            doi=f"10.1000/{chosen.choice(SENT)}",
        )
        for number in range(count)
    ]


def spoilt(text: str) -> str:
    """A hostile translation; the same for the same text."""
    faults = random.Random(text)
    return f"译文 {faults.choice(BARE)} {text}"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hostile_day_over_the_wire_keeps_the_output_rules_and_the_second_run_writes_nothing(
    seed: int, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    configure(vault, "[vault]\nauthor_note_from = 1\n" if seed == 1 else '[vault]\nlinks = "markdown"\n')
    papers = papers_of(seed)
    arxiv.announce(MONDAY, papers)
    if seed == 2:
        deepl.spoil = spoilt
    began = time.monotonic()

    said = vaultgen("today", "--vault", vault)

    assert time.monotonic() - began < SECONDS
    assert _CONTROLS.search(said.out + said.err) is None
    assert (vault / "My own note.md").read_text(encoding="utf-8") == "# Mine\n"
    assert {path.parts[0] for path in map(Path, texts(vault))} == {"arXiv", "My own note.md", "vaultgen.toml"}
    files = {PurePosixPath(p): data for p, data in texts(vault).items() if p.startswith("arXiv")}
    references = files.pop(PurePosixPath("arXiv/references.bib")).decode()
    assert _CONTROLS.search(references) is None
    read = bibtexparser.parse_string(references)
    assert read.failed_blocks == []
    assert {entry["eprint"] for entry in read.entries} <= {paper.identifier for paper in papers}
    assert len([path for path in files if path.parent.name == "Papers"]) >= len(papers) - 3
    names = {author_name(bordered(name_of, name)) for paper in papers for name in paper.authors}
    names |= {author_name(name) for paper in papers for name in people_of(paper.authors).names}
    codes = {subjects.subject(code).long_name for code in ("cs.LG", "cs.AI", "math.ST")}
    expected = Expected(
        targets={*names, *codes},
        properties={f"arXiv:{paper.identifier}": {} for paper in papers},
        markdown_links=seed == 2,
    )
    assert broken_rules(files, expected) == []

    before = tree(vault)
    again = vaultgen("today", "--vault", vault, "--day", MONDAY.isoformat())
    assert tree(vault) == before, again.err
