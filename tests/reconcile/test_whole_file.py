"""Which of our bases a file is, or does the work of."""

import hashlib
from pathlib import PurePosixPath

import pytest

from vaultgen.document.outcome import Withheld, WithheldReason
from vaultgen.note.desired import WholeFile
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.whole_file import base_of, is_ours, new_file, reconcile_file, resealed_file

MARKED = b"# vaultgen h=0123456789abcdef\nviews: []\n"
SAVED = b"""\
filters:
  and:
    - file.hasProperty("arxiv_id")
views:
  - type: table
    name: Autor
    filters: file.hasLink(this.file)
  - type: table
    name: Fachgebiet
    filters: file.hasLink(this.file)
"""


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("Papers", "Papers"),
        ("Papers (arXiv)", "Papers"),
        ("Authors (arXiv) (2)", "Authors"),
        ("Papers (2)", "Papers (2)"),
        (" (arXiv)", " (arXiv)"),
        ("Theirs", "Theirs"),
    ],
)
def test_a_marked_base_is_known_by_its_name_and_by_the_one_beside_it(stem: str, name: str) -> None:
    assert base_of(stem, MARKED) == name


@pytest.mark.parametrize(
    ("stem", "data", "name"),
    [
        ("Papers", SAVED, "Papers"),
        ("papers", SAVED, "Papers"),
        ("Papers", b"\xff" + SAVED, "Papers"),
        ("My papers", SAVED, None),
        ("Papers (arXiv)", SAVED, None),
        ("Papers", SAVED.replace(b"this.file", b"that.file", 1), None),
        ("Papers", SAVED.replace(b"arxiv_id", b"isbn"), None),
        ("Authors", SAVED, None),
        ("Authors", b'filters: file.hasTag("arxiv/author")\n', "Authors"),
        ("Authors", b'filters: file.hasTag("arxiv/authority")\n', None),
    ],
)
def test_a_base_that_obsidian_saved_is_known_by_what_it_still_shows(
    stem: str, data: bytes, name: str | None
) -> None:
    assert base_of(stem, data) == name


def wanted(text: str) -> WholeFile:
    return WholeFile(Identity(Kind.BASE, "Papers"), PurePosixPath("arXiv/Papers.base"), text)


def test_a_base_that_nobody_edited_becomes_current_with_its_own_line_ends() -> None:
    windows = b"\xef\xbb\xbf" + new_file(wanted("views: []\n")).after.replace(b"\n", b"\r\n")
    after = reconcile_file(wanted("views:\n  - type: table\n"), windows)
    assert after is not None
    current = new_file(wanted("views:\n  - type: table\n")).after
    assert after.after == b"\xef\xbb\xbf" + current.replace(b"\n", b"\r\n")


def test_a_file_without_our_first_line_is_not_ours() -> None:
    assert reconcile_file(wanted("views: []\n"), b"views: []\n") is None


def test_a_new_file_and_a_resealed_one_bear_the_fingerprint_of_what_we_would_like() -> None:
    made = new_file(wanted("\n\nviews: [] \r\n\n"))
    first, rest = made.after.decode().split("\n", 1)
    assert (rest, made.bases) == ("views: []\n", (("file", "views: []"),))
    assert first == f"# vaultgen h={hashlib.sha256(b'views: []').hexdigest()[:16]}"
    edited = b"\xef\xbb\xbf# vaultgen h=0123456789abcdef\r\nmine: 1"
    assert resealed_file(wanted("views: []"), edited).decode() == f"\ufeff{first}\r\nmine: 1"
    for other in (b"", b"views: []\n", b"\xff", b"x\n# vaultgen h=0123456789abcdef\n"):
        assert resealed_file(wanted("views: []"), other) == other
        assert not is_ours(other)
    assert is_ours(b"# vaultgen h=0123456789abcdef \t\r\nmine")
    assert not is_ours(b"# vaultgen h=0123456789abcdefa\n")


@pytest.mark.parametrize(
    ("there", "is_kept"), [("mine: 1\n", True), ("views: [x]\n", False), ("views: []\n", None)]
)
def test_an_edited_base_is_kept_and_offered_unless_the_edit_is_the_same(
    there: str, *, is_kept: bool | None
) -> None:
    first = new_file(wanted("views: []\n")).after.split(b"\n")[0]
    data = first + b"\n" + there.encode()
    result = reconcile_file(wanted("views: [x]\n"), data)
    assert result is not None
    kept = (Withheld("file", WithheldReason.EDITED, "views: [x]"),) if is_kept else ()
    assert result.kept == kept
    assert (result.after == data) == (is_kept is not None)
    settled = reconcile_file(wanted("views: []\n"), first + b"\nmine: 1\n")
    assert settled is not None
    assert settled.kept == (), "edited, and nothing is new"
