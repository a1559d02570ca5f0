"""Each trap of a note without markers, by its smallest example; and the faults that a machine alone lets live."""

import re

import pytest
from document.worlds import LISTING, PAPER, PAPERS, World, texts, units

from vaultgen.document.document import Document
from vaultgen.document.edits import edited_places
from vaultgen.document.edits import rewritten as rewritten_places
from vaultgen.document.finding import Zone
from vaultgen.document.new_note import new_note
from vaultgen.document.outcome import WithheldReason
from vaultgen.document.places import How, Place
from vaultgen.document.reconcile import reconcile
from vaultgen.document.review import drop, take
from vaultgen.document.units import Unit
from vaultgen.note.desired import Item, Note, Passage, Section

PATH = World().paper().path


def new(note: Note) -> str:
    return new_note(note).after.decode()


def bases(note: Note) -> dict[str, str]:
    return dict(new_note(note).bases)


def after(note: Note, text: str, remembered: dict[str, str] | None = None) -> str:
    result = reconcile(note, text.encode(), remembered or {})
    assert result is not None
    return result.after.decode()


def kept(note: Note, text: str, remembered: dict[str, str] | None = None) -> list[tuple[str, WithheldReason]]:
    result = reconcile(note, text.encode(), remembered or {})
    assert result is not None
    return [(each.what, each.reason) for each in result.kept]


def seal_in(text: str) -> str:
    return next(line for line in text.split("\n") if "<!-- vaultgen" in line)


def above(text: str) -> str:
    return text.partition("<!-- vaultgen")[0]


def made_of(*passages: tuple[str, str]) -> Note:
    return Note(PAPER, PATH, (), tuple(Passage(name, text) for name, text in passages))


def of_paper(*passages: tuple[str, str]) -> str:
    """A note of a paper, known by its property."""
    return "---\narxiv_id: 'arXiv:2602.17601'\n---\n" + new(made_of(*passages))


# ---- the seal


def test_a_seal_that_lost_an_entry_is_not_believed_and_the_note_stays_as_it_is():
    text = new(World().paper())
    cells = re.search(r"t:(\S+)", seal_in(text))
    assert cells
    damaged = text.replace(cells[1], cells[1][9:])
    assert after(World(version=2).paper(), damaged) == damaged
    assert kept(World(version=2).paper(), damaged) == [("seal", WithheldReason.DAMAGED)]


@pytest.mark.parametrize("other", ["paper", "listing"])
def test_a_seal_of_another_note_is_not_believed(other: str):
    paper, listing = new(World().paper()), new(World().listing(b""))
    note = World(version=2).paper() if other == "listing" else World(neighbour=1).listing(listing.encode())
    text = paper if other == "listing" else listing
    pasted = text.replace(seal_in(text), seal_in(listing if other == "listing" else paper))
    assert after(note, pasted) == pasted


def test_the_seal_of_another_paper_is_not_believed():
    text = new(World().paper()).replace("arXiv:2602.17601", "arXiv:2602.17650")
    assert after(World(version=2).paper(), text) == text


@pytest.mark.parametrize("where", ["above", "below"])
def test_where_two_seals_stand_nothing_is_touched(where: str):
    text = new(World().paper())
    seal = seal_in(text)
    doubled = (
        text.replace(seal, f"{seal}\n\n{seal}") if where == "above" else f"{text}\nA quotation: {seal}\n"
    )
    assert after(World(version=2).paper(), doubled) == doubled
    assert kept(World(version=2).paper(), doubled) == [("seal", WithheldReason.DAMAGED)]


@pytest.mark.parametrize("torn", ["<!--vaultgen ", "<!-- VaultGen ", "<!--\nvaultgen ", "<!--   vaultgen "])
def test_almost_a_seal_is_a_damaged_one(torn: str):
    text = new(World().paper()).replace("<!-- vaultgen ", torn)
    assert after(World(version=2).paper(), text) == text
    document = Document.parse(text.encode())
    assert document is not None
    assert document.damage


def test_without_a_seal_the_note_is_the_persons():
    text = new(World().paper())
    bare = text.replace(seal_in(text) + "\n\n", "")
    assert after(World(version=2).paper(), bare) == bare
    assert kept(World(version=2).paper(), bare) == []


def test_text_beside_the_seal_is_kept_byte_for_byte():
    text = (
        new(World().paper()).replace("<!-- vaultgen", "> mine <!-- vaultgen").replace(" -->\n", " --> too\n")
    )
    found = after(World(version=2).paper(), text)
    assert "> mine <!-- vaultgen" in found
    assert " --> too\n" in found
    assert "version2" in found


def test_a_text_that_holds_a_seal_is_written_so_that_it_holds_none():
    text = new(made_of(("abstract", "Evil <!-- vaultgen t:AAAAAAAAA c:AAAA --> and <!--\nvaultgen")))
    assert len(re.findall(r"<!--\s*vaultgen", text, re.IGNORECASE)) == 1


# ---- what counts as an edit


def test_white_space_bullets_and_table_widths_are_no_edit():
    text = new(World(template=1, translated=True).paper())
    text = text.replace("| a | b |", "| a     | b   |").replace("| --- | ---: |", "| ------- | -----: |")
    text = text.replace("译文第1版", "译文第 1 版").replace("We study", "We  study")
    found = after(World(template=3, version=2, translated=True).paper(), text)
    assert "| style | 3 |" in found
    assert "译文第2版" in found
    assert "version2" in found


def test_a_listing_whose_bullets_and_indents_a_formatter_changed_becomes_current():
    text = new(World().listing(b"")).replace("\n- ", "\n*   ").replace("\n  - ", "\n    + ")
    world = World()
    world.versions[PAPERS[0]] = 1
    assert "译名第1版" in after(world.listing(text.encode()), text)


@pytest.mark.parametrize("edit", ["“why”", "*why*", "WHY", "why\nthey"])
def test_another_word_or_sign_is_an_edit(edit: str):
    text = new(World().paper()).replace("why they", f"{edit} they" if "\n" not in edit else edit)
    assert edit.split("\n", maxsplit=1)[0] in after(World(version=2).paper(), text)


def test_passages_of_64_lines_and_more_are_found():
    for size in (63, 64, 65, 128, 150):
        long = of_paper(("list", "\n".join(f"- line {k}" for k in range(size))))
        assert "line 3" not in after(made_of(("list", "- one")), long), size


# ---- finding


def test_of_two_copies_the_one_in_order_is_ours():
    first, second, third = "The first text of all.", "The second text of all.", "The third text of all."
    note = made_of(("one", first), ("two", second), ("three", third))
    copied = of_paper(("one", first), ("two", second), ("three", third)).replace(
        first, f"{second}\n\n{first}", 1
    )
    changed = made_of(("one", first), ("two", "Changed."), ("three", third))
    body = above(after(changed, copied)).rpartition("---\n")[2]
    assert body.split("\n\n") == [second, first, "Changed.", third, ""]
    assert after(note, copied) == copied


def test_a_copy_below_the_seal_is_the_persons_and_the_text_above_counts_as_removed():
    text = new(World().paper())
    abstract = texts(World().paper())["abstract"]
    moved = text.replace(f"{abstract}\n\n", "", 1) + f"{abstract}\n"
    found = after(World(version=2).paper(), moved)
    assert found.endswith(f"{abstract}\n")
    assert "version2" not in found


def test_a_passage_that_the_person_moved_above_the_seal_is_followed():
    text = new(World().paper())
    abstract = texts(World().paper())["abstract"]
    moved = text.replace(f"{abstract}\n\n", "", 1).replace("# Title", f"{abstract}\n\n# Title", 1)
    found = after(World(version=2).paper(), moved)
    assert found.index("version2") < found.index("# Title")
    assert abstract not in found


def test_the_place_of_an_edit_does_not_depend_on_its_neighbours():
    """The template reorders while the authors are edited: the second run must find what the first one found."""
    world = World(version=2)
    text = new(world.paper()).replace(
        "[[Xingcheng Xu]], [[Jingjing Qu]]", "[[Xingcheng Xu]], [[Jingjing Qu]] et al."
    )
    remembered = bases(world.paper())
    world.template, world.version = 2, 3
    first = after(world.paper(), text, remembered)
    assert after(world.paper(), first, remembered) == first


def test_orphaned_lines_of_an_item_are_not_taken_for_another_item():
    world = World()
    text = new(world.listing(b"")).replace("- [[2602.17601 Paper|Paper 2602.17601, v0]]\n", "", 1)
    text = text.replace("## diffusion policy (1)\n", "")
    world.papers.add(PAPERS[2])
    world.versions[PAPERS[0]] = 1
    first = after(world.listing(text.encode()), text)
    assert after(world.listing(first.encode()), first) == first


def test_an_edited_item_is_known_by_its_identifier_and_merged():
    world = World()
    note = world.listing(b"")
    remembered = bases(note)
    text = new(note).replace("  - [[Ann Lee]]", "  - [[Ann Lee]] (met her)", 1)
    world.versions[PAPERS[0]] = 1
    found = after(world.listing(text.encode()), text, remembered)
    assert "(met her)" in found
    assert found.count("v1]]") == 2


def test_an_edited_item_without_memory_is_kept_and_offered_and_not_written_twice():
    world = World()
    text = new(world.listing(b"")).replace("  - [[Ann Lee]]", "  - [[Ann Lee]] (met her)", 1)
    world.versions[PAPERS[0]] = 1
    note = world.listing(text.encode())
    found = after(note, text)
    assert above(found).count("Paper 2602.17601") == 2
    assert ("reinforcement learning 2602.17601", WithheldReason.EDITED) in kept(note, text)


def swapped(text: str) -> str:
    """A listing in which the person put the second interest's heading above everything, below the first one's paper."""
    start, end = text.index("- [["), text.index("## diffusion")
    item, second = text[start:end], "## diffusion policy (1)\n\n"
    return text.replace(item, "", 1).replace(second, "").replace("# arXiv", f"{item}{second}# arXiv", 1)


def test_an_untouched_item_out_of_order_is_kept_current_beside_an_edited_one_in_order():
    world = World()
    text = new(world.listing(b""))
    at = text.rindex("  - [[Ann Lee]]")
    text = text[:at] + "  - [[Ann Lee]] (met her)" + text[at + len("  - [[Ann Lee]]") :]
    world.versions[PAPERS[0]] = 1
    text = swapped(after(world.listing(text.encode()), text))
    world.versions[PAPERS[0]] = 2
    wanted = world.listing(text.encode())
    found = after(wanted, text)
    assert found.index("v2]]") < found.index("## diffusion") < found.index("v0]]")
    assert after(wanted, found) == found


def test_an_edited_item_below_the_heading_of_another_section_is_not_merged_with_its_base():
    """Both lines of a paper are edited, their headings changed places: which is whose differs from run to run."""
    world = World()
    remembered = bases(world.listing(b""))
    text = swapped(new(world.listing(b""))).replace("  - [[Ann Lee]]", "  - [[Ann Lee]] (met her)")
    world.papers.add(PAPERS[2])
    world.versions[PAPERS[0]] = 1
    wanted = world.listing(text.encode())
    first = after(wanted, text, remembered)
    assert first.count("v1]]") == 1
    for each in (remembered, {}, bases(wanted)):
        assert after(wanted, first, each) == first


def test_a_paper_of_two_sections_is_not_current_in_the_one_that_lost_its_line_because_it_is_in_the_other():
    world = World()
    text = new(world.listing(b"")).replace("- [[2602.17601 Paper|Paper 2602.17601, v0]]\n", "", 1)
    for version in (1, 2):
        world.versions[PAPERS[0]] = version
        wanted = world.listing(text.encode())
        text = after(wanted, text).replace("## diffusion policy (1)", "## Renamed")
    assert above(text).count("v2]]") == 1
    assert after(wanted, text) == text


def test_a_new_paper_of_two_sections_of_which_one_was_taken_away_stands_in_the_other_alone():
    world = World()
    text = new(world.listing(b""))
    title = "# arXiv 2026-02-23\n\n1 papers · released 09:00\n\n"
    text = text[: text.index(title)] + f"## diffusion policy (1)\n\n{title}" + text[text.index("<!--") :]
    world.papers.add(PAPERS[2])
    wanted = world.listing(text.encode())
    first = after(wanted, text)
    assert above(first).count("2602.17699 Paper|") == 1
    assert kept(wanted, first) == [("section reinforcement learning", WithheldReason.DELETED)]
    assert after(wanted, first) == first


# ---- merging


def test_a_quotation_of_a_text_that_was_deleted_is_not_merged_with_it():
    note = World(template=1).paper()
    text = new(note).replace(texts(note)["abstract"], "Second paragraph of style 1, they say.", 1)
    found = after(World(template=3, version=2).paper(), text, bases(note))
    assert "Second paragraph of style 1, they say." in found


def test_a_base_of_which_less_than_half_is_left_is_not_merged():
    old = "One two three four five six seven eight nine ten eleven."
    there = "One two three four five"  # enough to be found, too little to be that text still
    text = of_paper(("abstract", old)).replace(old, there)
    note = made_of(("abstract", old.replace("One", "Uno")))
    assert after(note, text, {"abstract": old}) == text
    assert kept(note, text, {"abstract": old}) == [("abstract", WithheldReason.EDITED)]


def test_a_base_that_is_not_what_the_seal_records_is_not_believed():
    """A second device remembers the first version, the note holds the second: its words are nobody's edit."""
    first = "We study a policy of one kind for all large agents in games."
    second = first.replace("one kind", "two kinds")
    third = first.replace("games", "sports")
    text = of_paper(("abstract", second)).replace("We study", "We (they) study")
    assert after(made_of(("abstract", third)), text, {"abstract": first}) == text
    assert kept(made_of(("abstract", third)), text, {"abstract": first}) == [
        ("abstract", WithheldReason.EDITED)
    ]


def test_both_changes_stand_after_a_merge_and_the_next_version_is_merged_again():
    one, two, three = (f"We study a policy of version {n} for large agents." for n in (1, 2, 3))
    text = of_paper(("abstract", one)).replace("We study", "We (they) study")
    second = after(made_of(("abstract", two)), text, {"abstract": one})
    assert "We (they) study a policy of version 2 for large agents." in second
    third = after(made_of(("abstract", three)), second, {"abstract": two})
    assert "We (they) study a policy of version 3 for large agents." in third


def test_a_line_that_a_merge_does_not_change_keeps_its_bytes():
    """An editor spelled it with combining marks: it is the same text, and not ours to respell."""
    old = "We study policies of agents.\n\nThe café is small and open.\n\nIt ends with version one of it."
    text = of_paper(("abstract", old)).replace("We study", "We (they) study").replace("café", "cafe\u0301")
    found = after(made_of(("abstract", old.replace("one", "two"))), text, {"abstract": old})
    assert "We (they) study policies of agents.\n\nThe cafe\u0301 is small and open.\n" in found
    assert "It ends with version two of it." in found


def test_an_edited_text_into_which_the_person_moved_another_of_ours_is_not_replaced_across_it():
    first, second = "We study the first half of it all.", "We prove the second half of it all."
    note = made_of(("abstract", f"{first}\n\n{second}"), ("links", "The links."))
    text = "---\narxiv_id: 'arXiv:2602.17601'\n---\n" + new(note)
    text = text.replace("\n\nThe links.", "").replace(
        f"all.\n\n{second[:8]}", f"all!\n\nThe links.\n\n{second[:8]}"
    )
    later = made_of(("abstract", "Something new."), ("links", "The links."))
    taken = take(later, text.encode(), "abstract", bases(note)).decode()
    assert above(taken).count("The links.") == 1
    assert "Something new." in above(taken)


# ---- rewritten


def rewritten(text: str, abstract: str = "Nothing of theirs: my own summary, wholly.") -> str:
    return text.replace(texts(World().paper())["abstract"], abstract)


def test_an_abstract_of_which_no_word_is_left_is_kept_and_offered():
    text, note = rewritten(new(World().paper())), World(version=2).paper()
    found = after(note, text)
    assert "## Abstract\n\nNothing of theirs: my own summary, wholly.\n\n## Translation" in found
    assert "version2" not in above(found)
    assert (
        kept(note, text) == kept(note, text, bases(World().paper())) == [("abstract", WithheldReason.EDITED)]
    )
    assert after(note, found) == found


def test_a_rewritten_abstract_is_offered_with_the_new_text_and_the_last_one_where_it_is_remembered():
    text, note = rewritten(new(World().paper())), World(version=2).paper()
    for remembered in ({}, bases(World().paper())):
        result = reconcile(note, text.encode(), remembered)
        assert result is not None
        (held,) = result.kept
        assert (held.proposal, held.last) == (texts(note)["abstract"], remembered.get("abstract", ""))


def test_what_is_taken_for_a_rewritten_abstract_stands_beside_it():
    text, note = rewritten(new(World().paper())), World(version=2).paper()
    taken = take(note, text.encode(), "abstract", {}).decode()
    new_text = texts(note)["abstract"]
    assert f"## Abstract\n\n{new_text}\n\nNothing of theirs: my own summary, wholly.\n" in taken
    assert ("abstract", WithheldReason.EDITED) not in kept(note, taken)
    dropped = drop(note, text.encode(), "abstract").decode()
    assert above(dropped) == above(text)
    assert kept(note, dropped) == []


@pytest.mark.parametrize("gone", ["", "## Abstract\n\n"])
def test_a_removed_abstract_is_not_offered(gone: str):
    abstract = texts(World().paper())["abstract"]
    text = new(World().paper()).replace(f"{gone}{abstract}\n\n", "")
    note = World(version=2).paper()
    assert kept(note, text) == []
    assert "version2" not in above(after(note, text))


def test_where_fewer_paragraphs_stand_than_passages_are_missing_they_were_removed():
    note, later = World().paper(), World(version=3).paper()
    said = texts(note)
    text = new(note).replace(f"{said['authors']}\n\n{said['links']}\n", "A remark of mine.\n")
    assert kept(later, text) == []
    assert kept(later, text.replace("A remark", "One more.\n\nA remark")) == [
        ("authors", WithheldReason.EDITED),
        ("links", WithheldReason.EDITED),
    ]


def test_a_remark_below_another_passage_is_not_a_rewritten_one():
    note = World().paper()
    said = texts(note)
    text = new(note).replace(f"{said['authors']}\n\n{said['links']}\n", f"{said['authors']}\n- a remark\n")
    assert kept(World(version=2).paper(), text) == []


# ---- new text


def test_new_text_does_not_part_a_paragraph():
    text = new(World().paper()).replace("v1\n\n[[", "v1\nmy remark\n\n[[", 1)
    found = after(World(translated=True).paper(), text)
    assert "v1\nmy remark\n\n标题第1版\n\n[[" in found


@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
def test_new_text_does_not_enter_a_fence(fence: str):
    note = World().paper()
    inside = "print(1)\n\nprint(2)\n"
    text = new(note).replace(
        "# Title of the paper, v1\n", f"{fence}\n# Title of the paper, v1\n\n{inside}{fence}\n"
    )
    found = after(World(translated=True).paper(), text)
    assert f"{inside}{fence}\n\n标题第1版\n" in found


def test_new_text_goes_below_its_predecessor_not_just_above_the_seal():
    found = after(World(translated=True).paper(), new(World().paper()))
    assert found == new(World(translated=True).paper())


def test_new_text_of_which_nothing_stands_goes_above_the_seal_and_the_text_below_stays():
    text = of_paper(("one", "One.")).replace("One.\n\n", "My own text.\n\n") + "\nMine, below.\n"
    found = after(made_of(("one", "One."), ("two", "Two.")), text)
    assert "My own text.\n\nTwo.\n\n<!-- vaultgen" in found
    assert found.endswith("\n\nMine, below.\n")


def test_new_text_goes_below_its_heading_wherever_that_was_moved():
    world = World()
    text = new(world.paper()).replace("## Abstract", "## Table\n\n## Abstract")
    world.template = 1
    assert "## Table\n\n| a | b |" in after(world.paper(), text)


def test_the_pending_sentence_is_replaced_in_its_place_under_a_renamed_heading():
    text = new(World().paper()).replace("## Translation", "## Mine")
    assert "## Mine\n\n译文第1版" in after(World(translated=True).paper(), text)


def test_a_text_that_the_person_wrote_before_us_is_adopted():
    text = of_paper(("one", "One.")).replace("One.\n", "One.\n\nTwo.\n")
    found = after(made_of(("one", "One."), ("two", "Two.")), text)
    assert above(found) == above(text)
    assert "Three." in after(made_of(("one", "One."), ("two", "Three.")), found)


def test_new_text_stands_below_new_text_that_comes_before_it_and_brings_its_heading():
    note = made_of(("one", "One."), ("four", "Four."))
    body = (
        "# Title",
        Passage("two", "Two."),
        Passage("three", "Three."),
        "## Five",
        Passage("five", "Five."),
    )
    wanted = Note(PAPER, PATH, (), (Passage("one", "One."), *body, Passage("four", "Four.")))
    text = of_paper(("one", "One."), ("four", "Four."))
    found = above(after(wanted, text)).rpartition("---\n")[2]
    assert found == "One.\n\n# Title\n\nTwo.\n\nThree.\n\n## Five\n\nFive.\n\nFour.\n\n"
    assert after(note, text) == text


# ---- removed


def test_what_was_removed_while_it_was_not_wanted_stays_away():
    partial = World(translated=True, partial=True).paper()
    text = new(partial).replace("Some sentences are in the original.\n\n", "")
    later = after(World(translated=True).paper(), text)
    assert "Some sentences" not in after(partial, later)


def test_what_we_took_out_ourselves_comes_back():
    partial, whole = World(translated=True, partial=True).paper(), World(translated=True).paper()
    text = after(whole, new(partial))
    assert "Some sentences" not in text
    assert after(partial, text) == new(partial)


def test_a_passage_that_the_template_no_longer_names_stays_and_is_known_when_it_comes_back():
    text = new(World(translated=True).paper())
    note = World(translated=True).paper()
    body = tuple(part for part in note.body if not (isinstance(part, Passage) and part.name == "translation"))
    without = after(Note(note.identity, note.path, note.properties, body), text)
    assert "译文第1版" in without
    assert "译文第2版" in after(World(translated=True, version=2).paper(), without)


def test_a_heading_is_not_taken_for_that_of_another_section_because_both_count_one():
    """One heading gone, the other torn, one item left of two: whatever is remembered, the next run decides the same."""
    world = World()
    note = world.listing(b"")
    text = new(note)
    start, end = text.index("## reinforcement"), text.index("## diffusion")
    text = text[:start] + text[end:].replace("## diffusion", "#\n# diffusion")
    world.papers.add(PAPERS[2])
    wanted = world.listing(text.encode())
    first = after(wanted, text, bases(note))
    assert "# diffusion policy (2)" in first
    assert after(wanted, first) == first
    assert after(wanted, first, bases(note)) == first


def test_a_section_that_was_taken_away_gets_no_new_papers_and_says_so():
    world = World()
    text = new(world.listing(b""))
    start, end = text.index("## diffusion policy"), text.index("<!-- vaultgen")
    text = text[:start] + text[end:]
    world.papers.add(PAPERS[2])
    note = world.listing(text.encode())
    found = after(note, text)
    assert above(found).count("2602.17699 Paper") == 1
    assert ("section diffusion policy", WithheldReason.DELETED) in kept(note, text)
    assert after(world.listing(found.encode()), found) == found


def test_a_heading_that_is_just_being_recorded_does_not_count_as_taken_away():
    """A new interest: decided by the seal as it was read, not as it is being written."""
    note = World().listing(b"")
    first = Note(LISTING, note.path, note.properties, note.body[:-1], note.says)
    found = after(note, new(first))
    assert "## diffusion policy (1)" in found
    assert above(found).count("2602.17601 Paper") == 2


def test_a_line_removed_from_one_of_two_sections_stays_away_and_the_other_stays():
    world = World()
    text = new(world.listing(b""))
    item = world.item(PAPERS[0]) + "\n"
    at = text.rindex(item)
    text = text[:at] + text[at + len(item) :]
    world.versions[PAPERS[0]] = 1
    found = above(after(world.listing(text.encode()), text))
    assert found.count("Paper 2602.17601, v1") == 1
    assert found.index("Paper 2602.17601, v1") < found.index("## diffusion policy")


def test_a_heading_does_not_count_fewer_papers_than_stand_below_it():
    text = new(made_listing(3))
    found = after(made_listing(1), text)
    assert "(3)" in found
    assert found == text


def made_listing(papers: int) -> Note:
    keys = [f"2602.1760{k}" for k in range(1, papers + 1)]
    items = tuple(Item(key, f"- [{key}](https://arxiv.org/abs/{key})") for key in keys)
    return Note(LISTING, PATH, (), (Section("x", f"## x ({papers})", "", items),), (("day", "2026-02-23"),))


def test_taking_a_proposal_replaces_what_was_found_and_nothing_beside_it():
    old = "We study deceptive policies of large agents."
    text = of_paper(("abstract", old), ("note", "A note.")).replace(old, f"Before.\n\n{old} Mine.\n\nBehind.")
    note = made_of(("abstract", "We study honest policies of large agents."), ("note", "A note."))
    assert kept(note, text) == [("abstract", WithheldReason.EDITED)]
    taken = take(note, text.encode(), "abstract", {}).decode()
    assert "Before.\n\nWe study honest policies of large agents.\n\nBehind.\n\nA note." in taken


def test_an_address_in_a_folded_abstract_is_of_another_paper():
    lines = [
        "- [[2602.18291 A|A]]\n",
        "  - [2602.18291](https://arxiv.org/abs/2602.18291)\n",
        "  > [!abstract]- Abstract\n",
        "  > As in <https://arxiv.org/abs/2602.17680>.\n",
    ]
    assert dict(Zone(lines, 0, len(lines)).items) == {"2602.18291": [(0, 4)]}


def test_three_words_in_a_row_are_enough_to_know_a_line_by():
    words = "Agents deceive people very often"
    note = made_of(("abstract", words))
    assert edited_places_of(note, new(note).replace(words, "Mine: Agents deceive people"), words) == 1
    assert edited_places_of(note, new(note).replace(words, "Mine: Agents deceive my people"), words) == 0


def test_a_line_with_four_of_ten_words_left_is_the_abstract_still():
    words = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    old, later = made_of(("abstract", words)), made_of(("abstract", f"{words} lambda"))
    mine = new(old).replace(words, "alpha beta gamma delta")
    assert edited_places_of(later, mine, words) == 1
    fewer = new(old).replace(words, "alpha beta gamma")
    assert edited_places_of(later, fewer, words) == 0


def edited_places_of(wanted: Note, text: str, base: str) -> int:
    document = Document.parse(text.encode())
    assert document is not None
    return len(edited_places(document.zone, units(wanted), {}, {0: base}))


def test_an_edited_line_below_an_old_copy_of_a_heading_is_nobodys_in_every_run():
    def listing(count: int, title: str) -> Note:
        line = Item(
            "2602.17601", f"- {title}\n  - by Ann\n  - [2602.17601](https://arxiv.org/abs/2602.17601)"
        )
        other = Item("2602.17602", "- Other\n  - [2602.17602](https://arxiv.org/abs/2602.17602)")
        robots = Section("robots", f"## robots ({count})", "", (line, other)[:count])
        walks = Section("walks", "## walks (1)", "", (line,))
        return Note(LISTING, PATH, (), (robots, walks), (("day", "2026-02-23"),))

    text = new(listing(1, "Old")).replace("  - by Ann", "  - by Ann\n  - mine")
    first = text.index("- Old")
    text = text[:first] + text[text.index("## walks") :].replace(
        "## walks (1)", "## walks (1)\n## robots (1)"
    )
    remembered = bases(listing(1, "Old"))
    once = after(listing(2, "New"), text, remembered)
    assert "- New\n  - by Ann\n  - mine" in once
    assert after(listing(2, "New"), once, remembered) == once


def test_an_item_that_was_moved_into_another_stays_current():
    def listing(title: str) -> Note:
        one, two = (
            Item(key, f"- {title} {key}\n  - by Ann\n  - [{key}](https://arxiv.org/abs/{key})")
            for key in ("2602.17601", "2602.17602")
        )
        robots, walks = (
            Section("robots", "## robots (2)", "", (one, two)),
            Section("walks", "## w", "", (one,)),
        )
        return Note(LISTING, PATH, (), (robots, walks), (("day", "2026-02-23"),))

    text = new(listing("Old"))
    item = "- Old 2602.17602\n  - by Ann\n  - [2602.17602](https://arxiv.org/abs/2602.17602)\n"
    head, _, rest = text.replace(item, "").partition("## w\n\n- Old 2602.17601\n")
    torn = f"{head}## w\n\n- Old 2602.17601\n{item}{rest}"
    assert item.replace("Old", "New") in after(listing("New"), torn)


def placed(text: str, base: str) -> list[tuple[int, int]]:
    """Where an edited text is found among these lines."""
    lines = [f"{line}\n" for line in text.split("\n")]
    places = edited_places(Zone(lines, 0, len(lines)), units(made_of(("a", base))), {}, {0: base})
    return [(place.first, place.end) for place in places.values()]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("alpha beta gamma\n\ndelta", [(0, 3)]),
        ("alpha beta gamma\n\nmine", []),
        ("So what\n\nalpha beta gamma delta epsilon\n\nOne more", [(2, 3)]),
        (
            "alpha beta gamma so many other words are in it\ndelta epsilon zeta and many more are in this one",
            [],
        ),
        ("mine alpha beta gamma delta epsilon so many other words are in it and even more", [(0, 1)]),
        ("alpha beta gamma delta\n\nmine\n\nepsilon zeta eta theta iota", [(0, 5)]),
        ("", []),
    ],
)
def test_an_edited_text_is_where_most_of_its_words_are(text: str, spans: list[tuple[int, int]]):
    assert placed(text, "alpha beta gamma delta epsilon zeta eta theta iota kappa") == spans


def test_words_of_digits_and_signs_do_not_tell_a_text_unless_it_has_no_others():
    assert placed("## robots (1)", "## walks (1)") == []
    assert placed("## robots, mine (2)", "## robots (1)") == [(0, 1)]
    assert placed("1 + 1 = 3", "1 + 1 = 2") == [(0, 1)]


def test_of_two_places_the_one_with_more_of_the_text_is_taken_and_what_is_ours_parts_them():
    base = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    lines = [f"{line}\n" for line in ("alpha beta gamma delta", "Ours.", "epsilon zeta eta theta iota")]
    zone, note = Zone(lines, 0, 3), made_of(("a", base), ("b", "Ours."))
    taken = {1: Place(1, 2, How.NEW)}
    assert edited_places(zone, units(note), taken, {0: base}) == {0: Place(2, 3, How.EDITED)}
    item = Unit("s 2602.17601", base, "s", "2602.17601")
    assert edited_places(zone, (item,), {}, {0: base}) == {}, "known by its identifier or not at all"
    both = edited_places(
        Zone(lines[:1], 0, 1), units(made_of(("a", base), ("b", base))), {}, {0: base, 1: base}
    )
    assert both == {0: Place(0, 1, How.EDITED)}


def test_a_title_of_which_no_word_is_left_is_a_heading_still():
    first, later = (
        made_of(("title", "# One two three"), ("abstract", "Words.")),
        made_of(("title", "# One two"), ("abstract", "Words.")),
    )
    text = "---\narxiv_id: 'arXiv:2602.17601'\n---\n" + new(first).replace("# One two three", "# Mine")
    assert kept(later, text) == [("title", WithheldReason.EDITED)]
    assert kept(later, text.replace("# Mine\n\n", "")) == []


def sections(*sections: Section) -> Note:
    return Note(LISTING, PATH, (), sections, (("day", "2026-02-23"),))


def line_of(key: str, title: str) -> Item:
    return Item(key, f"- {title}\n  - [{key}](https://arxiv.org/abs/{key})")


def test_an_edited_line_below_a_heading_of_the_persons_is_not_known_by_the_line_above_it():
    def listing(title: str) -> Note:
        one, two = line_of("2602.17601", title), line_of("2602.17602", "Two")
        return sections(
            Section("robots", "## robots", "", (one, two)), Section("walks", "## walks", "", (one,))
        )

    line = line_of("2602.17601", "Old").text
    text = new(listing("Old"))
    at = text.index("## walks")
    head = text[:at].replace(f"{line}\n", "").replace("- Two", "## Mine\n\n- Two")
    text = head.rstrip("\n") + f"\n{line.replace('Old', 'Old, read')}\n\n" + text[at:]
    assert kept(listing("New"), text) == []
    assert "- Old, read\n" in after(listing("New"), text, bases(listing("Old")))


def test_an_edited_line_of_a_section_that_wants_it_no_more_is_not_anothers():
    old, later = line_of("2602.17601", "Old"), line_of("2602.17601", "New")
    both = sections(Section("robots", "## robots", "", (old,)), Section("walks", "## walks", "", (old,)))
    text = new(both)
    at = text.index("## walks")
    text = text[:at].replace("- Old", "- Old, read") + text[at:].replace(f"{old.text}\n\n", "")
    wanted = sections(Section("robots", "## robots", ""), Section("walks", "## walks", "", (later,)))
    assert kept(wanted, text) == []
    assert after(wanted, text, bases(both)) == text


def test_a_line_that_the_person_brought_up_to_date_in_one_section_becomes_current_in_both():
    def listing(title: str) -> Note:
        line = line_of("2602.17601", title)
        return sections(
            Section("robots", "## robots", "", (line,)), Section("walks", "## walks", "", (line,))
        )

    text = after(listing("New"), new(listing("Old")).replace("- Old", "- New", 1))
    assert text == new(listing("New"))
    assert after(listing("Newest"), text) == new(listing("Newest"))


TITLE, AUTHORS, LINKS = Unit("title", "# T"), Unit("authors", "A"), Unit("links", "L")
UNDER = Unit("abstract", "Words.", lead="## Abstract")


@pytest.mark.parametrize(
    ("text", "there", "missing", "found"),
    [
        ("# T\n\nmine\n\n## Abstract \n\nmine", {0: 0}, {1, 3}, {1, 3}),
        ("# T\n\n## Abstract\n\nmine", {0: 0}, {1, 3}, {3}),
        ("# T\n\nmine\n\n## Abstract", {0: 0}, {1, 3}, {1}),
        ("# T\n\nmine\nmine\n\nmine", {0: 0}, {1, 2}, {1, 2}),
        ("# T\n\nmine\nmine\n", {0: 0}, {1, 2}, set()),
        ("# T\nmine\n\nmine\n", {0: 0}, {1}, {1}),
        ("# T\nmine\n", {0: 0}, {1}, set()),
        ("# T\n\nL\n\nmine\n", {0: 0, 2: 2}, {1}, set()),
        ("mine\n\nA\n", {1: 2}, {0}, {0}),
        ("# Mine\n\nA\n", {1: 2}, {0}, {0}),
        ("# Mine\n\nA\n", {}, {1}, set()),
        ("mine\n\n## Abstract\n\nmine", {}, {3}, {3}),
        ("mine\n\n## Other\n\nmine", {0: 0}, {3}, set()),
        ("mine", {}, set(), set()),
        ("mine", {}, {4}, set()),
    ],
)
def test_what_stands_in_the_place_of_a_missing_text_was_put_there(
    text: str, there: dict[int, int], missing: set[int], found: set[int]
):
    lines = [f"{line}\r\n" for line in text.split("\n")]
    asked = (TITLE, AUTHORS, LINKS, UNDER, Unit("s head", "## S", "s"))
    places = {position: Place(at, at + 1, How.NEW) for position, at in there.items()}
    assert rewritten_places(Zone(lines, 0, len(lines)), asked, places, missing) == found


def test_the_only_line_of_a_paper_is_known_below_any_heading_though_it_was_edited():
    def listing(title: str) -> Note:
        return sections(
            Section("robots", "## robots", "", (line_of("2602.17601", title), line_of("2602.17602", "Two")))
        )

    line = line_of("2602.17601", "Old").text
    text = (
        new(listing("Old")).replace(f"{line}\n", "").replace("<!--", f"## Mine\n\n{line}\n  - read\n\n<!--")
    )
    text = text.replace("- Old", "- Old, and good")
    assert kept(listing("New"), text) == [("robots 2602.17601", WithheldReason.EDITED)]
