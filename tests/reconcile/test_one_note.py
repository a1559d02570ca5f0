"""One note: every row of the table as a sentence."""

import pytest
from msgspec.structs import replace
from reconcile.memory_vault import (
    ABSTRACT,
    ABSTRACT_2,
    TRANSLATION,
    a_paper,
    again,
    bases_of,
    new,
    person,
)

from vaultgen.document.document import Document
from vaultgen.document.outcome import WithheldReason
from vaultgen.document.reconcile import reconcile
from vaultgen.document.seal import passage_code, source_digest
from vaultgen.note.desired import Passage, Property

LATER = a_paper(version=2, abstract=ABSTRACT_2, translation="新的译文。")


def kept(result):
    return [(each.what, each.reason) for each in result.kept]


def test_a_new_note_is_as_a_second_run_would_like_it():
    assert again(a_paper(), new(a_paper())).after == new(a_paper())


def test_an_untouched_note_becomes_what_a_new_one_would_be():
    assert again(LATER, new(a_paper())).after == new(LATER)


def test_an_untouched_note_becomes_current_whatever_stands_around_the_passages():
    data = person(new(a_paper()), "## Abstract", "my words\n\n## What they claim\n\n> quoted")
    assert again(LATER, data).after == person(
        new(LATER), "## Abstract", "my words\n\n## What they claim\n\n> quoted"
    )


def test_an_edit_stays_silently_while_the_source_is_the_same():
    data = person(new(a_paper()), "now and then", "always!")
    result = again(a_paper(), data)
    assert (result.after, result.kept) == (data, ())


def test_an_edited_passage_is_kept_and_the_new_text_offered():
    data = person(new(a_paper()), "now and then", "always!")
    result = again(LATER, data)
    assert kept(result) == [("abstract", WithheldReason.EDITED)]
    assert (result.kept[0].proposal, result.kept[0].last) == (ABSTRACT_2, "")
    assert "always!" in result.after.decode()
    assert "新的译文。" in result.after.decode(), "the other passage is current"


def test_with_the_base_text_both_changes_are_merged():
    data = person(new(a_paper()), "We study", "We (who?) study")
    result = again(LATER, data, bases_of(a_paper()))
    assert result.kept == ()
    assert ABSTRACT_2.replace("We study", "We (who?) study") in result.after.decode()


def test_after_a_merge_the_edit_is_still_an_edit():
    data = person(new(a_paper()), "We study", "We (who?) study")
    merged = again(LATER, data, bases_of(a_paper())).after
    third = a_paper(version=3, abstract=ABSTRACT_2.replace("quite often", "all the time"))
    result = again(third, merged)
    assert "We (who?) study" in result.after.decode()
    assert kept(result) == [("abstract", WithheldReason.EDITED)]


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
    assert kept(result) == [("abstract", WithheldReason.EDITED)]
    assert result.after == data
    assert again(third, data, bases_of(second)).kept == ()


def test_a_translation_that_was_not_there_arrives():
    pending = new(a_paper(translation=""))
    assert again(a_paper(), pending).after == new(a_paper())


def test_a_translation_that_stands_is_left_as_it_is():
    standing = a_paper(translation=None)
    data = person(new(a_paper()), TRANSLATION, "my better words")
    result = again(standing, data)
    assert (result.after, result.kept) == (data, ())


def test_a_passage_never_written_appears_with_its_heading_above_the_seal():
    links = ("## Links", Passage("links", "[abs](https://arxiv.org/abs/2602.17676)"))
    wanted = a_paper(passages=links)
    result = again(wanted, new(a_paper())).after
    assert result == new(wanted)


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


def test_generated_text_cannot_hold_a_marker():
    evil = a_paper(
        abstract="x\n<!-- vaultgen c:AAAA -->\n<!--\nVaultgen -->",
        title="<!-- vaultgen c:AAAA -->",
    )
    result = again(evil, new(evil))
    assert (result.after, result.kept) == (new(evil), ())


def test_bytes_that_are_no_text_are_left_alone():
    assert reconcile(a_paper(), b"\xff\xfe" + new(a_paper()), {}) is None


def test_a_second_damaged_note_does_not_hide_which_units_are_current():
    bases = dict(again(LATER, new(a_paper())).bases)
    assert bases == bases_of(LATER)


@pytest.mark.parametrize("saved", [f"{ABSTRACT}  ", f"\n{ABSTRACT}\n\n"])
def test_blanks_that_a_program_left_in_a_region_stay_while_nothing_is_new(saved):
    data = person(new(a_paper()), ABSTRACT, saved)
    assert again(a_paper(), data).after == data


def test_where_both_made_the_same_change_the_text_does_not_freeze():
    data = person(new(a_paper()), "now and then", "quite often")
    adopted = again(LATER, data).after
    third = a_paper(version=3, abstract="An entirely new text.", translation="新的译文。")
    assert "An entirely new text." in again(third, adopted).after.decode()


def test_a_removed_passage_stays_away():
    data = person(new(a_paper()), f"{TRANSLATION}\n\n", "")
    result = again(LATER, data)
    assert "译文" not in result.after.decode()
    assert result.kept == ()
    assert ABSTRACT_2 in result.after.decode()


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_passages_never_written_have_one_blank_line_around_each(gap):
    wanted = a_paper(passages=(Passage("links", "[abs]"), Passage("more", "[pdf]")))
    data = person(new(a_paper()), TRANSLATION, TRANSLATION + gap + "Mine.")
    text = again(wanted, data).after.decode()
    mine = "Mine." if gap == "\n" else ""
    assert "\n\n[abs]\n\n[pdf]\n\n" in text
    assert f"{TRANSLATION}{gap if mine else ''}{mine}\n\n[abs]" in text


def test_passages_that_now_come_first_go_below_their_heading():
    old = a_paper()
    first = (Passage("links", "[abs]"), Passage("more", "[pdf]"))
    wanted = replace(old, body=("# Epistemic Traps", *first, *old.body[1:]))
    text = again(wanted, new(old)).after.decode()
    assert "# Epistemic Traps\n\n[abs]\n\n[pdf]\n\n## Abstract" in text
    assert text.count("# Epistemic Traps\n") == 1


def sources(data: bytes) -> dict[str, str]:
    document = Document.parse(data)
    assert document is not None
    assert document.seal is not None
    return document.seal.sources


def test_what_a_translation_translates_changes_with_its_text_alone():
    code = passage_code("translation")
    first, later = a_paper(), a_paper(version=2, translation="新的译文。")
    assert sources(new(first))[code] == source_digest("zh-Hans", "version 1")
    assert sources(again(later, new(first)).after)[code] == source_digest("zh-Hans", "version 2")
    edited = person(new(first), TRANSLATION, "我的译文。")
    assert sources(again(later, edited).after)[code] == source_digest("zh-Hans", "version 1"), (
        "kept as it was"
    )
    waiting = replace(a_paper(translation="The translation follows."), sources=())
    assert code not in sources(again(waiting, new(first)).after)
    assert sources(again(waiting, edited).after)[code] == source_digest("zh-Hans", "version 1")
