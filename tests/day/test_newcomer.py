"""Pages that a newcomer meets: every `$` line is typed into the real command, and the page holds what was printed.

`docs/morning.md` is the first two mornings; README.md, `docs/start-over.md`, `docs/templates.md` and the examples of
`docs/commands.md` are typed as well, each with a home folder of its own. How: `terminal_pages.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from day.conftest import KEY, PAPERS, configure
from day.passages import passage
from day.terminal_pages import Ada, Events, assert_prints_what_it_shows, at_a_terminal
from fakes.arxiv_server import ArxivServer, FakePaper

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "morning.md"
MONDAY, TUESDAY = date(2026, 2, 23), date(2026, 2, 24)
TUESDAYS = (
    FakePaper(
        identifier="2602.19001",
        title="Diffusion Policy Without Tears",
        abstract="A diffusion policy that needs no reward.",
        authors=("Ada Lovelace", "Grace Hopper"),
        categories=("cs.LG",),
    ),
)
NEW_ABSTRACT = "Diffusion policies improve $12$ tasks when agents learn online."
OWN_ABSTRACT = "Online reinforcement learning with Diffusion Policies improves ten tasks."
THOUGHT = "To be read again with Grace."


def edits_and_sleeps(ada: Ada) -> None:
    note = ada.note_of("2602.18291")
    text = note.read_text(encoding="utf-8")
    old = passage(text, "abstract")
    note.write_text(text.replace(old, OWN_ABSTRACT) + f"\n{THOUGHT}\n", encoding="utf-8")
    ada.arxiv.announce(TUESDAY, TUESDAYS)
    ada.arxiv.know([replace(PAPERS[1], abstract=NEW_ABSTRACT, version=2)])
    ada.environ["VAULTGEN_NOW"] = "2026-02-24T15:00:00+08:00"


EVENTS: Events = {
    "Ada changes an abstract and writes below it; on Tuesday arXiv has a new version of that paper": edits_and_sleeps
}


EXAMPLES = ROOT / "docs/engineering/make/examples.md"
FRIDAY = date(2026, 2, 20)
FRIDAYS = (
    FakePaper(
        identifier="2602.16001",
        title="Reinforcement Learning for Bridges",
        abstract="We inspect bridges.",
        submitted="2026-02-18T21:00:00Z",
    ),
)


MANY = tuple(
    FakePaper(
        identifier=f"2602.2{number:04}",
        title=f"Result {number}",
        abstract=f"By {phrase} we show result {number}.",
        authors=(f"Author {number}",),
    )
    for number, phrase in enumerate(
        ["reinforcement learning and a diffusion policy", *["reinforcement learning"] * 21, *["hand"] * 290]
    )
)


def a_morning(ada: Ada) -> None:
    begins(ada)
    ada.types("vaultgen today -q")


def announces_many(ada: Ada) -> None:
    ada.arxiv.announce(MONDAY, MANY)
    begins(ada)


def begins(ada: Ada) -> None:
    ada.here = ada.home / "Notes"
    configure(ada.here)
    ada.environ["DEEPL_AUTH_KEY"] = KEY


def brings_an_earlier_week(ada: Ada) -> None:
    day = MONDAY - timedelta(days=10)
    ada.arxiv.announce(day, [replace(FRIDAYS[0], identifier="2602.09001", submitted="2026-02-11T21:00:00Z")])
    ada.types(f"vaultgen backfill -q --from {day} --to {day}")


def edits_an_abstract(ada: Ada) -> None:
    note = ada.note_of("2602.18291")
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace(passage(text, "abstract"), OWN_ABSTRACT), encoding="utf-8")
    ada.arxiv.know([replace(PAPERS[1], abstract=NEW_ABSTRACT, version=2)])
    ada.environ["VAULTGEN_NOW"] = "2026-02-24T15:00:00+08:00"
    ada.types("vaultgen refresh -q")


OTHER_EVENTS: Events = {
    "arXiv announces 312 papers, and there is a configuration and a key": announces_many,
    "Ada has had a morning": a_morning,
}
EXAMPLE_EVENTS: Events = {
    "arXiv announces a Monday's papers, and Ada has a configuration and a key": begins,
    "Ada edits an abstract, and arXiv has a new version of that paper": edits_an_abstract,
    "arXiv's records have the Friday before": lambda ada: ada.arxiv.announce(FRIDAY, FRIDAYS),
    "arXiv has a new version of another paper": lambda ada: ada.arxiv.know([replace(PAPERS[0], version=2)]),
    "Ada has brought in a week before that one": brings_an_earlier_week,
    "Ada deletes a note": lambda ada: ada.note_of("2602.18291").unlink(),
}


@pytest.fixture
def ada(own_environment: Path, arxiv_server: ArxivServer) -> Iterator[Ada]:
    arxiv_server.announce(MONDAY, PAPERS)
    with at_a_terminal(own_environment, arxiv_server) as somebody:
        yield somebody


def test_every_command_of_the_page_prints_what_the_page_shows(ada: Ada) -> None:
    assert_prints_what_it_shows(PAGE, ada, EVENTS)
    text = ada.note_of("2602.18291").read_text(encoding="utf-8")
    assert OWN_ABSTRACT in text
    assert text.endswith(f"\n{THOUGHT}\n")


@pytest.mark.parametrize("page", ["README.md", "docs/start-over.md", "docs/templates.md"])
def test_every_command_line_of_other_pages_prints_what_they_show(page: str, ada: Ada) -> None:
    assert_prints_what_it_shows(ROOT / page, ada, OTHER_EVENTS)


def test_every_example_of_the_page_of_commands_prints_what_it_shows(ada: Ada) -> None:
    assert_prints_what_it_shows(EXAMPLES, ada, EXAMPLE_EVENTS)


def test_the_page_goes_through_all_that_a_newcomer_meets() -> None:
    typed = re.findall(r"^\$ vaultgen (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    met = [words.split()[0] for words in typed]
    for command in ("demo", "init", "today", "status", "refresh", "review", "runs", "undo", "doctor"):
        assert command in met
    assert "init --yes" in " ".join(typed)
