"""What a note waits for, told from a note as vaultgen writes it and as a person leaves it."""

import re

import pytest

from vaultgen.plan.fingerprint import short_fingerprint
from vaultgen.plan.read import facts, standing_translation
from vaultgen.plan.waiting import day_is_edited, recorded_status, waits_for, written_status

MARKS = {status: short_fingerprint(status) for status in ("pending", "partial", "done", "off")}


def note(status: str = "pending", *, title: str = "", abstract: str = "") -> str:
    return f"""---
title: 'A title'
arxiv_id: 'arXiv:2602.17680'
announced: 2026-02-23
language: 'zh-Hans'
translation: '{status}'
---

<!-- vaultgen:begin title-translated h=e3b0c44298fc1c14 src=0123456789abcdef lang=zh-Hans -->
{title}<!-- vaultgen:end title-translated -->

<!-- vaultgen:begin translation h=e3b0c44298fc1c14 src=0123456789abcdef lang=zh-Hans -->
{abstract}<!-- vaultgen:end translation -->

<!-- vaultgen:begin record announced={short_fingerprint("2026-02-23")} translation={MARKS[status]} regions=translation -->
<!-- vaultgen:end record -->
"""


@pytest.mark.parametrize(
    ("title", "abstract", "waits"),
    [
        ("", "", ("title", "abstract")),
        ("标题\n", "", ("abstract",)),
        ("", "译文。\n", ("title",)),
        ("标题\n", "译文。\n", ()),
        (" \n\n", "\n", ("title", "abstract")),
    ],
)
def test_an_empty_region_waits(title: str, abstract: str, waits: tuple[str, ...]) -> None:
    data = note(title=title, abstract=abstract).encode()
    assert waits_for(data) == waits
    assert written_status(data, "whatever") == ("pending" if waits else "")
    assert recorded_status(data, "whatever") == "pending"


@pytest.mark.parametrize("status", MARKS)
@pytest.mark.parametrize("said", [*MARKS, "to read", ""])
def test_the_record_counts_and_not_the_property(status: str, said: str) -> None:
    text = note(status).replace(f"translation: '{status}'", f"translation: '{said}'")
    _, says = facts(text.encode())
    assert says is not None
    assert says.translation == status  # type: ignore[union-attr]
    assert standing_translation(text.encode()).status == status


def test_without_a_record_or_with_one_of_a_newer_vaultgen_the_property_counts() -> None:
    bare = re.sub(r"<!-- vaultgen:begin record .*", "", note(), flags=re.DOTALL)
    assert written_status(bare.encode(), "pending") == "pending"
    assert written_status(bare.encode(), "done") == "done"
    assert written_status(note().replace(MARKS["pending"], "ffffffff").encode(), "odd") == "odd"


@pytest.mark.parametrize(
    "damaged",
    [
        note().replace("<!-- vaultgen:end translation -->\n", ""),
        note().replace("<!-- vaultgen:begin translation", "> <!-- vaultgen:begin translation"),
        "no note at all",
    ],
)
def test_a_note_into_which_nothing_can_be_written_waits_for_nothing(damaged: str) -> None:
    assert waits_for(damaged.encode()) == ()
    assert written_status(damaged.encode(), "to read") == ("" if "record" in damaged else "to read")


def test_a_title_waits_also_where_only_its_property_has_a_place() -> None:
    without = re.sub(
        r"<!-- vaultgen:begin title-tr.*?title-translated -->\n\n",
        "",
        note(abstract="译文。\n"),
        flags=re.DOTALL,
    )
    assert waits_for(without.encode()) == ("title",)
    assert waits_for(without.replace("language:", "title_translated: '标题'\nlanguage:").encode()) == ()
    written = without.replace("record announced", "record title_translated=01234567 announced")
    assert waits_for(written.encode()) == (), "the person removed what was written"


def test_the_day_is_edited_where_it_is_not_what_was_written() -> None:
    assert not day_is_edited(note().encode())
    assert day_is_edited(note().replace("announced: 2026-02-23\n", "announced: 2026-02-24\n").encode())
    assert day_is_edited(note().replace("announced: 2026-02-23\n", "").encode())
    assert not day_is_edited(b"---\nannounced: 2026-02-23\n---\n")
