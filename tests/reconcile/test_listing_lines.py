"""Listings: they only grow, and every line is current or kept by itself."""

from reconcile.memory_vault import RL, a_line, a_listing, again, bases_of, new, person

from vaultgen.document.outcome import WithheldReason

A, B, C = a_line("2602.17601"), a_line("2602.17650"), a_line("2602.17699")
OLD = a_line("hep-th/9901001")


def kept(result):
    return [(each.what, each.reason) for each in result.kept]


def test_a_listing_is_as_a_second_run_would_like_it():
    for wanted in (a_listing(), a_listing(A), a_listing(OLD, A, B, C)):
        assert again(wanted, new(wanted)).after == new(wanted)


def test_late_papers_stand_where_they_would_have_stood():
    assert again(a_listing(OLD, A, B, C), new(a_listing(B))).after == new(a_listing(OLD, A, B, C))


def test_the_sentence_that_there_are_none_goes_when_papers_come():
    assert again(a_listing(A, B), new(a_listing())).after == new(a_listing(A, B))


def test_the_sentence_takes_no_line_of_the_persons_with_it():
    data = person(new(a_listing()), "No paper matches.", "No paper matches.\n\n\nMine.")
    text = again(a_listing(A), data).after.decode()
    assert "No paper matches." not in text
    assert A.text in text
    assert "\nMine.\n" in text
    flush = person(new(a_listing()), "No paper matches.\n", "No paper matches.\n- Mine.\n")
    assert "\n- Mine.\n" in again(a_listing(A), flush).after.decode()


def test_the_sentence_stays_where_the_person_edited_it():
    data = person(new(a_listing()), "No paper matches.", "No paper matches. Finally!")
    text = again(a_listing(A), data).after.decode()
    assert "No paper matches. Finally!" in text
    assert A.text in text


def test_a_smaller_answer_takes_nothing_away():
    data = new(a_listing(A, B, C))
    text = again(a_listing(B), data).after.decode()
    assert A.text in text
    assert C.text in text
    assert "## reinforcement learning (3)" in text, "nor does the heading count less than stands there"
    assert "No paper matches" not in again(a_listing(), data).after.decode()


def test_an_untouched_line_becomes_current():
    later = a_line(B.identifier, "A translated title")
    assert again(a_listing(A, later, C), new(a_listing(A, B, C))).after == new(a_listing(A, later, C))


def test_a_ticked_line_is_an_edit_and_the_others_are_current():
    data = person(new(a_listing(A, B)), "- [[2602.17601", "- [x] [[2602.17601")
    later = a_listing(a_line(A.identifier, "New"), a_line(B.identifier, "New"), C)
    result = again(later, data)
    text = result.after.decode()
    assert "- [x] [[2602.17601|Epistemic Traps]]" in text
    assert "[[2602.17650|New]]" in text
    assert C.text in text
    assert kept(result) == [(f"{RL} 2602.17601", WithheldReason.EDITED)]
    assert again(a_listing(A, a_line(B.identifier, "New"), C), data).kept == (), (
        "silent while its source is the same"
    )


def test_an_edited_line_is_merged_where_its_base_is_remembered():
    data = person(new(a_listing(A, B)), "- [[2602.17601", "- [x] [[2602.17601")
    later = a_line(A.identifier, "Epistemic Traps in large models")
    result = again(a_listing(later, B), data, bases_of(a_listing(A, B)))
    assert "- [x] [[2602.17601|Epistemic Traps in large models]]" in result.after.decode()
    assert result.kept == ()


def test_a_removed_line_stays_away():
    data = person(new(a_listing(A, B, C)), B.text + "\n", "")
    assert again(a_listing(A, B, C), data).after == data
    assert B.text not in again(a_listing(A, a_line(B.identifier, "New"), C), data).after.decode()


def test_a_line_moved_below_the_seal_is_the_persons():
    data = person(new(a_listing(A, B)), A.text + "\n", "") + f"\nto read:\n\n{A.text}\n".encode()
    result = again(a_listing(a_line(A.identifier, "New"), B, C), data)
    assert result.after.decode().count("2602.17601|") == 1
    assert result.after.decode().endswith(f"{A.text}\n")


def test_a_line_indented_below_the_persons_own_is_the_persons():
    nested = "- first:\n" + "".join(f"  {line}\n" for line in A.text.split("\n"))
    data = person(new(a_listing(A, B)), A.text + "\n", nested)
    assert nested in again(a_listing(a_line(A.identifier, "New"), B), data).after.decode()


def test_what_the_person_writes_between_lines_stays_where_it_is():
    mine = "- my own bullet\n\n> a quote\n\n"
    data = person(new(a_listing(A, C)), C.text, mine + C.text)
    result = again(a_listing(A, B, C), data).after.decode()
    assert result.index(A.text) < result.index(B.text) < result.index(mine) < result.index(C.text)


def test_a_remark_below_a_line_stays_below_it_and_the_line_stays_current():
    data = person(new(a_listing(A, B)), A.text, A.text + "\n  - we should cite this")
    result = again(a_listing(a_line(A.identifier, "New"), B), data)
    assert result.kept == ()
    assert a_line(A.identifier, "New").text + "\n  - we should cite this" in result.after.decode()


def test_of_a_doubled_line_the_untouched_one_is_ours():
    data = person(new(a_listing(A, B)), A.text, A.text.replace("Epistemic", "My") + "\n" + A.text)
    text = again(a_listing(a_line(A.identifier, "New"), B), data).after.decode()
    assert "[[2602.17601|My Traps]]" in text
    assert "[[2602.17601|New]]" in text
    assert "[[2602.17601|Epistemic Traps]]" not in text


def test_a_title_that_mentions_another_paper_is_still_its_own_line():
    tricky = a_line(B.identifier, "On https://arxiv.org/abs/2602.17601")
    assert again(a_listing(A, tricky), new(a_listing(A))).after == new(a_listing(A, tricky))
    assert again(a_listing(A, a_line(B.identifier)), new(a_listing(A, tricky))).after == new(
        a_listing(A, a_line(B.identifier))
    )


def test_an_edited_heading_is_kept_and_papers_still_come():
    data = person(new(a_listing(A)), "learning (1)", "learning (1), my favourite")
    result = again(a_listing(A, B), data)
    assert "learning (1), my favourite" in result.after.decode()
    assert B.text in result.after.decode()
    assert kept(result) == [(f"{RL} head", WithheldReason.EDITED)]


def test_a_removed_heading_stays_away():
    data = person(new(a_listing(A)), "## reinforcement learning (1)\n\n", "")
    text = again(a_listing(A, B), data).after.decode()
    assert "## reinforcement" not in text
    assert B.text in text


def test_where_the_heading_was_removed_an_earlier_paper_stands_first():
    data = person(new(a_listing(B)), "## reinforcement learning (1)\n\n", "")
    result = again(a_listing(A, B), data)
    assert f"1 papers.\n\n{A.text}\n{B.text}\n" in result.after.decode().replace("2 papers", "1 papers")


def test_an_incomplete_day_becomes_complete_in_its_seal():
    data = new(a_listing(A, is_complete=False))
    assert again(a_listing(A), data).after == new(a_listing(A))
    edited = person(data, "1 papers.", "1 papers, says arXiv.")
    result = again(a_listing(A, B), edited)
    assert "complete=no" not in result.after.decode()
    assert "1 papers, says arXiv." in result.after.decode()


def test_a_list_in_crlf_grows_in_crlf():
    data = new(a_listing(B)).replace(b"\n", b"\r\n")
    assert again(a_listing(A, B, C), data).after == new(a_listing(A, B, C)).replace(b"\n", b"\r\n")


def test_blank_lines_of_a_linter_are_no_edit():
    data = person(new(a_listing(A, B)), B.text, "\n" + B.text)
    result = again(a_listing(A, a_line(B.identifier, "New"), C), data)
    assert "[[2602.17650|New]]" in result.after.decode()
    assert C.text in result.after.decode()
    assert result.kept == ()


def test_where_every_line_is_the_persons_own_a_new_paper_stands_below_the_heading():
    data = new(a_listing(A, B))
    for line in (A, B):
        data = person(data, line.text, f"- {line.identifier[-1]} read, and on paper")
    after = again(a_listing(A, B, C), data).after.decode()
    assert after.index("## ") < after.index(C.text) < after.index("- 1 read") < after.index("- 0 read")


def test_a_removed_interest_stays_away():
    data = new(a_listing(A))
    start, end = data.index(b"## reinforcement"), data.index(b"<!-- vaultgen")
    without = data[:start] + data[end:]
    result = again(a_listing(A, B), without)
    assert b"2602.17650|" not in result.after
    assert kept(result) == [(f"section {RL}", WithheldReason.DELETED)]
