"""One note: every row of the table as a sentence."""

import re
from dataclasses import replace

import pytest
from plan.memory_vault import (
    ABSTRACT,
    ABSTRACT_2,
    TRANSLATION,
    a_paper,
    again,
    bases_of,
    new,
    person,
)

from vaultgen.note.wanted import Property, Region
from vaultgen.plan.changes import Reason
from vaultgen.plan.fingerprint import fingerprint
from vaultgen.plan.reconcile import reconcile

LATER = a_paper(version=2, abstract=ABSTRACT_2, translation="新的译文。")


def kept(result):
    return [(each.what, each.reason) for each in result.kept]


def test_a_new_note_is_as_a_second_run_would_like_it():
    assert again(a_paper(), new(a_paper())).after == new(a_paper())


def test_an_untouched_note_becomes_what_a_new_one_would_be():
    assert again(LATER, new(a_paper())).after == new(LATER)


def test_an_untouched_note_becomes_current_whatever_stands_around_the_regions():
    data = person(new(a_paper()), "## Abstract", "my words\n\n## What they claim\n\n> quoted")
    assert again(LATER, data).after == person(
        new(LATER), "## Abstract", "my words\n\n## What they claim\n\n> quoted"
    )


def test_an_edit_stays_silently_while_the_source_is_the_same():
    data = person(new(a_paper()), "now and then", "always!")
    result = again(a_paper(), data)
    assert (result.after, result.kept) == (data, ())


def test_an_edited_region_is_kept_and_the_new_text_offered():
    data = person(new(a_paper()), "now and then", "always!")
    result = again(LATER, data)
    assert kept(result) == [("abstract", Reason.EDITED)]
    assert result.kept[0].proposal == ABSTRACT_2
    assert "always!" in result.after.decode()
    assert "新的译文。" in result.after.decode(), "the other region is current"


def test_with_the_base_text_both_changes_are_merged():
    data = person(new(a_paper()), "We study", "We (who?) study")
    result = again(LATER, data, bases_of(a_paper()))
    assert result.kept == ()
    assert ABSTRACT_2.replace("We study", "We (who?) study") in result.after.decode()


def test_after_a_merge_the_edit_is_still_an_edit():
    data = person(new(a_paper()), "We study", "We (who?) study")
    merged = again(LATER, data, bases_of(a_paper())).after
    third = a_paper(version=3, abstract="An entirely new text.")
    result = again(third, merged)
    assert "We (who?) study" in result.after.decode()
    assert kept(result) == [("abstract", Reason.EDITED)]


def test_after_a_merge_the_next_version_is_merged_too():
    data = person(new(a_paper()), "We study", "We (who?) study")
    first = again(LATER, data, bases_of(a_paper()))
    third = a_paper(version=3, abstract=ABSTRACT_2.replace("quite often", "all the time"))
    result = again(third, first.after, dict(first.bases))
    assert "We (who?) study" in result.after.decode()
    assert "all the time" in result.after.decode()


def test_a_base_of_another_device_is_not_believed():
    """A merge with the text of version 1 would be clean, and would take version 2 for the person's words."""
    first = a_paper(abstract="We ask why. It is hard. We measure it. It is large. We answer.")
    second = a_paper(abstract="They ask why. It is hard. We measure it. It is large. We answer.")
    third = a_paper(abstract="We ask why. It is hard. We estimate it. It is large. We answer.")
    data = person(new(second), "We answer", "We (who?) answer")
    result = again(third, data, bases_of(first))
    assert kept(result) == [("abstract", Reason.EDITED)]
    assert result.after == data
    assert again(third, data, bases_of(second)).kept == ()


def test_where_both_made_the_same_change_the_region_does_not_freeze():
    data = person(new(a_paper()), "now and then", "quite often")
    adopted = again(LATER, data).after
    assert f"h={fingerprint(ABSTRACT_2)}" in adopted.decode()
    third = a_paper(version=3, abstract="An entirely new text.", translation="新的译文。")
    assert "An entirely new text." in again(third, adopted).after.decode()


def test_a_removed_region_stays_away():
    data = new(a_paper())
    text = data.decode()
    start, end = (
        text.index("<!-- vaultgen:begin translation"),
        text.index("<!-- vaultgen:end translation -->"),
    )
    without = (text[:start] + text[end:].partition("\n")[2]).encode()
    result = again(LATER, without)
    assert "译文" not in result.after.decode()
    assert result.kept == ()
    assert ABSTRACT_2 in result.after.decode()


def test_an_emptied_region_is_an_edit():
    data = person(new(a_paper()), ABSTRACT + "\n", "")
    assert kept(again(LATER, data)) == [("abstract", Reason.EDITED)]


def test_a_pending_translation_arrives_in_its_empty_region():
    pending = new(a_paper(translation=""))
    assert again(a_paper(), pending).after == new(a_paper())


def test_a_translation_that_stands_is_left_as_it_is():
    standing = a_paper(translation=None)
    data = person(new(a_paper()), TRANSLATION, "my better words")
    result = again(standing, data)
    assert (result.after, result.kept) == (data, ())


def test_the_persons_own_translation_is_not_replaced_by_one_that_arrives():
    data = person(new(a_paper(translation="")), "lang=zh-Hans -->\n", "lang=zh-Hans -->\n我自己的\n")
    result = again(a_paper(), data, bases_of(a_paper(translation="")))
    assert "我自己的" in result.after.decode()
    assert ("translation", Reason.EDITED) in kept(result)


def test_what_a_marker_says_of_an_edited_text_stays_with_the_text():
    data = person(new(a_paper()), TRANSLATION, "my better words")
    assert f"src={1:016x}" in again(LATER, data).after.decode()


def test_a_region_never_written_appears_with_its_heading_before_the_record():
    links = ("## Links", Region("links", "[abs](https://arxiv.org/abs/2602.17676)"))
    wanted = a_paper(regions=links)
    result = again(wanted, new(a_paper())).after
    assert result == new(wanted)


def test_a_region_never_written_comes_after_its_predecessor_and_before_the_persons_text():
    wanted = a_paper(regions=(Region("links", "[abs]"),))
    data = person(new(a_paper()), "<!-- vaultgen:begin record", "my notes\n\n<!-- vaultgen:begin record")
    text = again(wanted, data).after.decode()
    assert text.index("end translation") < text.index("[abs]") < text.index("my notes")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_regions_never_written_have_one_blank_line_around_each(gap):
    wanted = a_paper(regions=(Region("links", "[abs]"), Region("more", "[pdf]")))
    end = "<!-- vaultgen:end translation -->"
    data = new(a_paper()).decode()
    data = data[: data.index(end)] + end + gap + "Mine." + data[data.index(end) + len(end) :]
    text = again(wanted, data.encode()).after.decode()
    between = text[text.index(end) + len(end) : text.index("Mine.")]
    assert re.sub(r"<!-- vaultgen:(begin|end) (\w+)[^>]*>", r"\1 \2", between) == (
        "\n\nbegin links\n[abs]\nend links\n\nbegin more\n[pdf]\nend more\n\n"
    )


@pytest.mark.parametrize(
    ("name", "old", "text"),
    [
        ("missing end", "<!-- vaultgen:end abstract -->\n", ""),
        ("missing begin", f"<!-- vaultgen:begin abstract h={fingerprint(ABSTRACT)} -->\n", ""),
        ("swapped", "<!-- vaultgen:end abstract -->", "<!-- vaultgen:end translation -->"),
        ("nested", "## Abstract\n", "<!-- vaultgen:begin mine h=0 -->\n"),
        (
            "doubled",
            "## Abstract\n",
            "<!-- vaultgen:begin abstract h=0 -->\n<!-- vaultgen:end abstract -->\n",
        ),
        ("indented", "<!-- vaultgen:end abstract", " <!-- vaultgen:end abstract"),
        ("quoted", "<!-- vaultgen:end abstract", "> <!-- vaultgen:end abstract"),
        ("almost one", "## Abstract", "I wonder what vaultgen:begin means"),
        ("retyped", "<!-- vaultgen:end abstract -->", "<!--vaultgen:end abstract-->"),
        ("in a fence", "## Abstract", "```\n<!-- vaultgen:end abstract -->\n```"),
        ("end of another", "<!-- vaultgen:end abstract", "<!-- vaultgen:end abstrac"),
        ("last end missing", "<!-- vaultgen:end record -->\n", ""),
        ("two blanks", "<!-- vaultgen:begin abstract", "<!-- vaultgen:begin  abstract"),
        ("unknown end", "## Abstract", "<!-- vaultgen:end mine -->"),
    ],
)
def test_irregular_markers_stop_the_regions_and_not_the_properties(name, old, text):
    data = person(new(a_paper()), old, text)
    result = again(LATER, data)
    assert kept(result) == [("regions", Reason.DAMAGED)]
    before, after = data.decode().split("\n---\n")[1], result.after.decode().split("\n---\n")[1]
    assert [line for line in before.splitlines() if "begin record" not in line] == [
        line for line in after.splitlines() if "begin record" not in line
    ]
    assert "version: 2" in result.after.decode()


def test_two_records_stop_everything():
    data = new(a_paper()) + b"\n".join(new(a_paper()).split(b"\n")[-3:])
    result = again(LATER, data)
    assert result.after == data
    assert kept(result) == [("regions", Reason.DAMAGED)]


def test_without_the_record_regions_are_current_and_nothing_else_is_touched():
    head, _, _ = new(a_paper()).decode().partition("<!-- vaultgen:begin record")
    wanted = a_paper(version=2, abstract=ABSTRACT_2, regions=(Region("links", "[abs]"),))
    result = again(wanted, head.encode())
    text = result.after.decode()
    assert ABSTRACT_2 in text
    assert "version: 1" in text
    assert "[abs]" not in text
    assert kept(result) == [("record", Reason.DAMAGED)]


def test_a_note_of_the_persons_own_is_left_alone():
    data = b"---\narxiv_id: 2602.17676\n---\nread this\n"
    result = again(a_paper(), data)
    assert (result.after, result.kept) == (data, ())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_bom_and_missing_final_newline_stay(newline, bom, final):
    def dressed(data: bytes) -> bytes:
        text = data.decode().replace("\n", newline)
        return bom + (text if final else text.removesuffix(newline)).encode()

    wanted = a_paper(version=2, abstract="One.\n\nTwo.", extra=(Property("doi", "10.1/x"),))
    assert again(wanted, dressed(new(a_paper()))).after == dressed(new(wanted))


def test_mixed_line_ends_stay_mixed_and_new_lines_get_what_most_have():
    text = new(a_paper()).decode().replace("\n", "\r\n").replace("## Abstract\r\n", "## Abstract\n")
    after = again(LATER, text.encode()).after.decode()
    assert "## Abstract\n\r\n" in after
    assert f"{ABSTRACT_2}\r\n" in after


def test_a_linter_that_strips_and_adds_blanks_is_no_edit():
    data = person(new(a_paper()), ABSTRACT, f"\n{ABSTRACT}  \n")
    result = again(LATER, data)
    assert result.kept == ()
    assert f"-->\n\n{ABSTRACT_2}\n\n<!-- vaultgen:end abstract" in result.after.decode()


def test_text_inside_the_record_is_the_persons():
    data = person(new(a_paper()), "<!-- vaultgen:end record", "my words\n<!-- vaultgen:end record")
    assert b"my words\n<!-- vaultgen:end record" in again(LATER, data).after


def test_generated_text_cannot_hold_a_marker():
    evil = a_paper(
        abstract="x\n<!-- vaultgen:end abstract -->\n<!-- Vaultgen : Begin abstract -->",
        title="vaultgen:begin",
    )
    result = again(evil, new(evil))
    assert (result.after, result.kept) == (new(evil), ())


def test_bytes_that_are_no_text_are_left_alone():
    assert reconcile(a_paper(), b"\xff\xfe" + new(a_paper()), {}) is None


def test_a_second_damaged_note_does_not_hide_which_units_are_current():
    bases = dict(again(LATER, new(a_paper())).bases)
    assert bases == bases_of(LATER)


def test_two_regions_that_now_come_first_have_a_blank_line_between():
    old = a_paper()
    first = (Region("links", "[abs]"), Region("more", "[pdf]"))
    wanted = replace(old, body=(*first, *old.body[2:]))
    data = new(replace(old, body=old.body[2:]))
    text = again(wanted, data).after.decode()
    assert "[abs]\n<!-- vaultgen:end links -->\n\n<!-- vaultgen:begin more" in text
    assert "[pdf]\n<!-- vaultgen:end more -->\n\n<!-- vaultgen:begin abstract" in text


def test_a_region_that_now_comes_first_goes_before_the_next_one_that_is_there():
    wanted = a_paper()
    first = replace(wanted, body=("# Epistemic Traps", Region("links", "[abs](x)"), *wanted.body[1:]))
    text = again(first, new(wanted)).after.decode()
    assert text.index("begin links") < text.index("begin abstract") < text.index("begin translation")
    assert text.count("# Epistemic Traps\n") == 1


@pytest.mark.parametrize("saved", [f"{ABSTRACT}  ", f"\n{ABSTRACT}\n\n"])
def test_blanks_that_a_program_left_in_a_region_stay_while_nothing_is_new(saved):
    data = person(new(a_paper()), ABSTRACT, saved)
    assert again(a_paper(), data).after == data


def test_a_proposal_is_the_new_text_without_its_outer_blanks():
    data = person(new(a_paper()), "epistemic traps in", "all traps in")
    (waits,) = again(a_paper(abstract=f"\n{ABSTRACT_2}  \n"), data).kept
    assert (waits.what, waits.proposal) == ("abstract", ABSTRACT_2)


def test_a_record_that_lost_its_regions_stops_nothing_else():
    data = re.sub(rb"(begin record [^\n]*) regions=[^ ]*", rb"\1", new(a_paper()))
    after = again(LATER, data).after.decode()
    assert "\nversion: 2\n" in after
    assert ABSTRACT_2 in after
