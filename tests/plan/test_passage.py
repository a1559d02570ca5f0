"""A region of ours in a note of the person's own: one line at its end, once; everything else is theirs."""

from pathlib import PurePosixPath

import pytest

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.wanted import Passage, Region
from vaultgen.plan.changes import Reason
from vaultgen.plan.passage import reconcile_passage
from vaultgen.plan.read import facts

DAY = Identity(Kind.DAILY, "2026-02-23")


def passage(text: str = "2 papers") -> Passage:
    return Passage(DAY, PurePosixPath("2026-02-23.md"), Region("arxiv", text, (("daily", "2026-02-23"),)))


def after(data: bytes, text: str = "2 papers") -> bytes:
    result = reconcile_passage(passage(text), data, {})
    assert result is not None
    assert result.kept == ()
    return result.after


@pytest.mark.parametrize(
    ("data", "before"),
    [
        (b"# Monday\n", b"# Monday\n\n"),
        (b"# Monday", b"# Monday\n\n"),
        (b"# Monday\n\n", b"# Monday\n\n"),
        (b"", b""),
        (b"\n\n", b""),
        (b"---\nmood: good\n---\n", b"---\nmood: good\n---\n\n"),
        (b"\xef\xbb\xbf# Monday\r\n", b"\xef\xbb\xbf# Monday\r\n\r\n"),
    ],
)
def test_it_stands_below_everything_with_a_blank_line_between(data: bytes, before: bytes) -> None:
    written = after(data)
    assert written.startswith(before + b"<!-- vaultgen:begin arxiv ")
    assert written.rstrip().endswith(b"<!-- vaultgen:end arxiv -->")
    assert facts(written)[0] == DAY
    assert after(written) == written
    assert after(written, "3 papers") == after(data, "3 papers")


def test_an_edit_of_it_stays_and_is_said() -> None:
    edited = after(b"# Monday\n").replace(b"2 papers", b"my papers")
    result = reconcile_passage(passage("3 papers"), edited, {})
    assert result is not None
    assert result.after == edited
    assert [(kept.what, kept.reason) for kept in result.kept] == [("arxiv", Reason.EDITED)]


@pytest.mark.parametrize(
    "data",
    [
        b"<!-- vaultgen:begin mine h=0 -->\n",
        b"<!-- vaultgen:begin arxiv h=0 -->\nof something else\n<!-- vaultgen:end arxiv -->\n",
        b"<!-- vaultgen:begin record title=0 -->\n<!-- vaultgen:end record -->\n",
    ],
)
def test_markers_that_are_not_its_own_are_left_alone(data: bytes) -> None:
    result = reconcile_passage(passage(), data, {})
    assert result is not None
    assert result.after == data
    assert [(kept.what, kept.reason) for kept in result.kept] == [("arxiv", Reason.DAMAGED)]


def test_regions_of_others_do_not_keep_it_away() -> None:
    data = b"<!-- vaultgen:begin other h=0 -->\nx\n<!-- vaultgen:end other -->\n"
    assert after(data).startswith(data)


def test_bytes_that_are_no_text_are_left_alone() -> None:
    assert reconcile_passage(passage(), b"\xff", {}) is None
