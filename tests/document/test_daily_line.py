"""The line in the person's own daily note is there once, however they link to the listing."""

from pathlib import PurePosixPath

import pytest
from msgspec.structs import replace

from vaultgen.document.daily_line import with_line
from vaultgen.note.desired import DailyLine
from vaultgen.note.identity import Identity, Kind

LISTING = "arXiv 2026-02-23"
WANTED = DailyLine(
    Identity(Kind.DAILY, "2026-02-23"), PurePosixPath("2026-02-23.md"), f"- [[{LISTING}]]", LISTING
)


@pytest.mark.parametrize(
    "link",
    [
        "[[arXiv 2026-02-23]]",
        "[[Daily/arXiv 2026-02-23|the listing]]",
        "[[ARXIV 2026-02-23#Robots]]",
        "[the listing](arXiv%202026-02-23.md)",
        "[the listing](../Daily/arXiv%202026-02-23.md)",
        "[the listing](<Daily/arXiv 2026-02-23.md>)",
        "[the listing](Daily/arXiv%202026-02-23)",
    ],
)
def test_a_note_that_links_to_the_listing_already_stays_as_it_is(link: str) -> None:
    data = f"# Monday\n\nread {link} today\n".encode()
    result = with_line(WANTED, data)
    assert result is not None
    assert result.after == data


@pytest.mark.parametrize(
    "link", ["[[arXiv 2026-02-24]]", "[a](x/arXiv.md)", "arXiv 2026-02-23", "![](a%20b.png)"]
)
def test_any_other_note_gets_the_line_at_its_end(link: str) -> None:
    data = f"# Monday\n\nread {link} today\n".encode()
    result = with_line(WANTED, data)
    assert result is not None
    assert result.after == data + b"\n- [[arXiv 2026-02-23]]\n"


@pytest.mark.parametrize(
    ("text", "line", "after"),
    [
        ("", "- x", "- x\n"),
        ("\n\n", "- x", "- x\n\n\n"),
        ("a\n\n\n", "- x", "a\n\n- x\n\n\n"),
        ("- a\n- b", "- x", "- a\n- b\n- x"),
        ("- a\n", "x", "- a\n\nx\n"),
        ("a\n", "## x\n\ny", "a\n\n## x\n\ny\n"),
        ("\ufeffa\r\n", "- x", "\ufeffa\r\n\r\n- x\r\n"),
    ],
)
def test_the_line_stands_below_the_last_filled_one(text: str, line: str, after: str) -> None:
    result = with_line(replace(WANTED, text=line), text.encode())
    assert result is not None
    assert result.after.decode() == after
    assert result.kept == result.bases == ()


def test_a_daily_note_that_is_not_text_is_left_alone() -> None:
    assert with_line(WANTED, b"# Monday\n\xff\n") is None
