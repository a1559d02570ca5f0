"""What a note that is there says."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from reconcile.memory_vault import ABSTRACT, TRANSLATION, a_line, a_listing, a_paper, new, person

from vaultgen.document.facts import facts, facts_just_written, lost_paper, may_be_ours, owner, written_status
from vaultgen.document.listings import Listing, existing_listing
from vaultgen.document.new_note import new_note
from vaultgen.document.reading_marks import is_followed, paper_mark
from vaultgen.document.seal import source_digest
from vaultgen.document.translations import (
    ExistingTranslation,
    day_is_edited,
    existing_translation,
    takes_texts,
    waits_for,
)
from vaultgen.document.yaml_entries import entries
from vaultgen.note.desired import Note, Passage, Property, SourceDigest
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.snapshot import ListingFacts, PaperFacts
from vaultgen.paper.identifier import Identifier

PAPER = Identity(Kind.PAPER, "2602.17676")


def test_a_paper_note_says_who_it_is_and_what_lists_need():
    identity, found = facts(new(a_paper()))
    assert identity == PAPER
    assert (found.title, found.version, found.announced) == ("Epistemic Traps: a study", 1, date(2026, 2, 23))
    assert found.authors == ("[[Xingcheng Xu]]", "[[Ann O'Hara]]")


def test_without_a_seal_everything_is_read_from_the_properties():
    extra = (
        Property("title_translated", "标题"),
        Property("subjects", ("[[x (cs.AI)]]",)),
        Property("keywords", ("offline RL",)),
        Property("announce_type", "cross"),
        Property("journal_ref", "J. Walk. 1"),
        Property("doi", "10.1000/x"),
        Property("translation", "done"),
        Property("citekey", "xu2026epistemic"),
        Property("withdrawn", value=True),
        Property("score", 71),
        Property("near", ("[[2602.17601 Walking]]",)),
    )
    data = new(a_paper(version=123, extra=extra)).replace(b"<!-- vaultgen", b"<!-- mine")
    assert facts(data) == (
        PAPER,
        PaperFacts(
            title="Epistemic Traps: a study",
            title_translated="标题",
            authors=("[[Xingcheng Xu]]", "[[Ann O'Hara]]"),
            subjects=("[[x (cs.AI)]]",),
            keywords=("offline RL",),
            announced=date(2026, 2, 23),
            announce_type="cross",
            version=123,
            translation="done",
            is_withdrawn=True,
            citekey="xu2026epistemic",
            doi="10.1000/x",
            journal_ref="J. Walk. 1",
            score=71,
            near=("[[2602.17601 Walking]]",),
        ),
    )
    assert facts(b"---\narxiv_id: 'arXiv:2602.17676'\n---\n") == (PAPER, PaperFacts())


def test_a_listing_tells_all_that_its_seal_says():
    says = (("announced", "312"), ("categories", "cs.AI,cs.LG"), ("missing", "cs.RO"), ("left", "replace:2"))
    listing = a_listing(a_line("2602.17601"))
    told = existing_listing(new(replace(listing, says=(*listing.says, *says, ("in_daily", "yes")))))
    assert (told.announced, told.categories, told.missing) == (312, ("cs.AI", "cs.LG"), ("cs.RO",))
    assert (told.left_out, told.is_in_daily_note) == ({"replace": 2}, True)
    assert told.standing_in("reinforcement learning") == (Identifier("2602.17601"),)
    assert told.standing_in("another") == told.replacements_below("another") == ()
    assert not existing_listing(new(listing)).is_in_daily_note


_TEXTS = st.text(st.characters(), min_size=1, max_size=30)
_NAMES = st.lists(_TEXTS, min_size=1, max_size=4).map(tuple)


@settings(max_examples=300, deadline=None)
@given(
    _TEXTS,
    _NAMES,
    _NAMES,
    st.dates(),
    st.sampled_from(["pending", "partial", "done", "off"]),
    st.none() | _TEXTS,
)
@example("a", ("b",), ("c",), date(1, 1, 1), "pending", None)
def test_what_a_new_note_says_is_known_without_reading_it(title, names, subjects, day, status, translation):
    extra = (
        Property("title_translated", title[::-1]),
        Property("subjects", subjects),
        Property("keywords", names[::-1]),
        Property("announce_type", "cross"),
        Property("translation", status),
    )
    note = a_paper(title=title, authors=names, version=day.year, translation=translation, extra=extra)
    made = new_note(note)
    assert facts(made.after) == (PAPER, facts_just_written(note, made.after, made.seal))


@pytest.mark.parametrize(
    "line",
    [
        "arxiv_id: 'arXiv:2602.17676'",
        'arxiv_id: "arXiv:2602.17676"',
        "arxiv_id: arXiv:2602.17676",
        "arxiv_id: 2602.17676",
        "'arxiv_id': 2602.17676 # mine",
        "arxiv_id: >-\n  2602.17676",
        "arxiv_id: arXiv:2602.17676v3",
        "tabs:\n\t- odd\narxiv_id: 'arXiv:2602.17676'",
        "odd: a: b: c\narxiv_id: arXiv:2602.17676 # mine",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_an_identity_is_found_however_it_is_written(line, newline, bom):
    data = bom + f"---\ntitle: x\n{line}\n---\nbody\n".replace("\n", newline).encode()
    assert owner(data) == facts(data)[0] == PAPER


def test_an_identity_is_found_in_front_matter_that_never_ends():
    assert facts(b"---\narxiv_id: 'arXiv:2602.17676'\n\n# body\n")[0] == PAPER


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# a note\n",
        b"---\ntitle: x\n---\narxiv_id: 2602.17676\n",
        b"arxiv_id: 2602.17676\n",
        b"---\narxiv_id: nonsense\n---\n",
        b"---\narxiv_id:\n---\n",
        b"---\nnested:\n  arxiv_id: 2602.17676\n---\n",
        b"\xff\xfearxiv_id",
        b"<!-- vaultgen:begin head h=0 day=soon -->\n",
        b"<!-- vaultgen day=soon c:AAAA -->\n",
        b"<!-- vaultgen t:AAAAAAAAA c:AAAA -->\n",
    ],
)
def test_other_notes_are_not_ours(data):
    assert facts(data) == (None, None)
    assert owner(data) is None


def test_a_listing_says_its_day_and_whether_it_is_complete():
    assert facts(new(a_listing(is_complete=False))) == (
        Identity(Kind.LISTING, "2026-02-23"),
        ListingFacts(date(2026, 2, 23), is_complete=False),
    )


def test_a_damaged_listing_is_still_that_listing():
    data = new(a_listing()).replace(b" c:", b" c:A")
    assert owner(data) == facts(data)[0] == Identity(Kind.LISTING, "2026-02-23")
    assert existing_listing(data).day == date(2026, 2, 23)


def test_a_listing_tells_its_papers_also_those_whose_line_was_removed():
    lines = [a_line("2602.17601"), a_line("hep-th/9901001")]
    data = person(new(a_listing(*lines, interest="offline RL, é -- x=1%")), lines[0].text + "\n", "")
    assert existing_listing(data) == Listing(
        date(2026, 2, 23),
        "Asia/Shanghai",
        is_complete=True,
        sections=(("offline RL, é -- x=1%", (Identifier("hep-th/9901001"), Identifier("2602.17601"))),),
    )


def test_an_identifier_that_is_none_of_arxivs_hides_no_other_paper():
    assert existing_listing(new(a_listing(a_line("odd"), a_line("2602.17601")))).papers == {
        Identifier("2602.17601")
    }


def test_a_listing_tells_its_papers_also_where_the_person_changed_the_names_of_its_interests():
    data = person(new(a_listing(a_line("2602.17601"))), "- 'reinforcement learning'", "- RL")
    found = existing_listing(data)
    assert found.papers == {Identifier("2602.17601")}
    assert found.standing_in("reinforcement learning") == (Identifier("2602.17601"),)


def test_a_translation_that_stands_is_read_with_its_source():
    standing = existing_translation(new(a_paper()))
    assert (standing.text, standing.src) == (TRANSLATION, source_digest("zh-Hans", "version 1"))
    assert (standing.title, standing.is_edited) == ("Epistemic Traps: a study", False)
    assert existing_translation(new(a_paper(extra=(Property("language", "de"),)))).language == "de"


@pytest.mark.parametrize("mine", ["mine", f"{TRANSLATION} And mine.", ""])
def test_a_translation_that_the_person_edited_or_removed_says_so(mine):
    edited = existing_translation(person(new(a_paper()), TRANSLATION, mine))
    assert (edited.text, edited.is_edited) == ("", True)


def test_a_translated_title_that_the_person_edited_or_removed_says_so():
    extra = (Property("title_translated", "标题"),)
    note = a_paper(extra=extra)
    data = new(
        replace(
            note, sources=(*note.sources, SourceDigest("title-translated", source_digest("zh-Hans", "t")))
        )
    )
    standing = existing_translation(data)
    assert (standing.title_is_edited, standing.title_src) == (False, source_digest("zh-Hans", "t"))
    assert standing.title_text == ""
    shown = replace(note, body=(Passage("title-translated", "标题"), *note.body))
    assert existing_translation(new(shown)).title_text == "标题"
    for mine in ("title_translated: 'mine'\n", ""):
        assert existing_translation(person(data, "title_translated: '标题'\n", mine)).title_is_edited
    assert existing_translation(data.replace(b" c:", b" c:A")).title_src is None
    assert not existing_translation(new(a_paper())).title_is_edited


def test_a_translation_that_never_was_is_not_edited_and_a_damaged_note_tells_nothing():
    assert not existing_translation(new(a_paper(translation=""))).is_edited
    damaged = new(a_paper()).replace(b" c:", b" c:A")
    assert (existing_translation(damaged).src, existing_translation(damaged).is_edited) == ("", False)
    assert not takes_texts(damaged)
    assert takes_texts(new(a_paper()))


def test_of_two_passages_that_say_the_same_each_has_its_own_place():
    """An engine gave every sentence back as it was: the abstract must not be taken for the translation."""
    data = new(a_paper(translation=ABSTRACT))
    assert existing_translation(data).text == ABSTRACT
    text = data.decode()
    at = text.rindex(ABSTRACT)
    edited = existing_translation((text[:at] + "mine" + text[at + len(ABSTRACT) :]).encode())
    assert (edited.text, edited.is_edited) == ("", True)


def test_a_note_of_nothing_has_no_translation():
    assert existing_translation(b"").text == ""
    assert existing_translation(new(a_paper())).title_text == ""
    assert existing_translation(f"---\na: b\n---\n{ABSTRACT}".encode()).src == ""


PENDING = "The translation follows."


def pending(*passages: Passage, status: str = "pending", translation: str = PENDING) -> Note:
    note = a_paper(translation=translation, extra=(Property("translation", status),), passages=passages)
    return replace(note, sources=())


def test_a_paper_waits_for_what_was_not_written_yet():
    assert waits_for(new(pending())) == ("title", "abstract")
    title = Passage("title-translated", "标题")
    assert waits_for(new(pending(title))) == ("abstract",)
    whole = a_paper(extra=(Property("title_translated", "标题"), Property("translation", "pending")))
    assert waits_for(new(whole)) == ()
    assert facts(new(whole))[1].translation == ""
    assert facts(new(pending()))[1].translation == "pending"


@pytest.mark.parametrize("mine", ["my own translation", ""])
def test_a_paper_does_not_wait_where_the_person_wrote_or_took_the_sentence_away(mine):
    data = person(new(pending()), PENDING, mine)
    assert waits_for(data) == ("title",)


def test_a_note_into_which_nothing_can_be_written_waits_for_nothing():
    data = new(pending())
    for damaged in (data.replace(b" c:", b" c:A"), data.replace(b"<!-- vaultgen", b"<!-- mine"), b"no note"):
        assert waits_for(damaged) == ()


@pytest.mark.parametrize("status", ["pending", "partial", "done", "off"])
@pytest.mark.parametrize("said", ["pending", "done", "to read", ""])
def test_the_seal_counts_and_not_the_property(status, said):
    data = person(new(pending(status=status)), f"translation: '{status}'", f"translation: '{said}'")
    assert facts(data)[1].translation == status
    assert existing_translation(data).status == status
    assert written_status(data, said) == (status if said in ("", status) else None)


def test_without_a_seal_the_property_counts():
    data = new(pending(status="done"))
    assert written_status(data.replace(b" p:", b" q:"), "odd") == "odd"


def test_a_note_with_other_names_or_of_the_first_format_has_to_be_read():
    data = new(pending())
    assert written_status(data, "pending") == "pending"
    assert (
        written_status(data.replace(b"<!-- vaultgen ", b"<!-- vaultgen as=announced:date "), "pending")
        is None
    )
    assert (
        written_status(data.replace(b"<!-- vaultgen ", b"<!-- vaultgen:begin head -->\n<!-- vaultgen "), "")
        is None
    )


def test_the_day_is_edited_where_it_is_not_what_was_written():
    data = new(a_paper())
    assert not day_is_edited(data)
    assert day_is_edited(person(data, "announced: 2026-02-23", "announced: 2026-02-24"))
    assert day_is_edited(person(data, "announced: 2026-02-23\n", ""))
    assert not day_is_edited(b"---\nannounced: 2026-02-23\n---\n")


def test_a_note_that_lost_its_identifier_tells_which_paper_it_was():
    data = person(new(a_paper()), "arxiv_id: 'arXiv:2602.17676'\n", "")
    assert facts(data) == (None, None)
    assert lost_paper(data, "2602.17676 Epistemic Traps.md") == "2602.17676"
    assert lost_paper(data, "2602.17676.md") == "2602.17676"
    assert lost_paper(data, "hep-th-9901001.md") == "hep-th/9901001"
    assert lost_paper(data, "mine.md") == ""
    assert lost_paper(b"# mine\n", "2602.17676.md") is None
    assert lost_paper(new(a_listing()), "x.md") is None


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"---\n\xff\n---\n"])
def test_bytes_that_are_no_text_say_nothing(data):
    assert facts(data) == (None, None)
    assert existing_listing(data).sections == ()
    assert existing_translation(data).text == ""


def test_a_note_that_names_no_paper_and_holds_no_seal_is_not_read():
    assert [may_be_ours(data) for data in (b"my_id: 1", b"arxiv_ID", b"", b"<!--vaultgen")] == [False] * 4
    assert [may_be_ours(data) for data in (b"arxiv_id", b"x<!-- vaultgen", b"<!-- vaultgen")] == [True] * 3


def test_words_of_a_seal_among_the_properties_say_nothing():
    seal = "<!-- vaultgen day=2026-02-23 c:AAAA -->"
    assert facts(f"---\nmine: '{seal}'\n---\n# Mine\n".encode()) == (None, None)
    assert facts(f"---\nmine: '{seal}'\n---\n{seal}\n".encode())[0] == Identity(Kind.LISTING, "2026-02-23")
    assert facts(f"---\nmine: never ends\n{seal}\n".encode())[0] == Identity(Kind.LISTING, "2026-02-23")
    assert facts(f"---\narxiv_id: none\n---\n{seal}\n".encode())[0] == Identity(Kind.LISTING, "2026-02-23")
    assert facts(f"\ufeff{seal}".encode())[0] == Identity(Kind.LISTING, "2026-02-23")
    subject = "<!-- vaultgen t:x c:AAAA -->\n<!-- VaultGen subject=cs.RO c:AAAA -->"
    assert facts(f"<!-- vaultgen\n{subject}".encode()) == (Identity(Kind.SUBJECT, "cs.RO"), None)
    assert facts(b"<!-- vaultgen day=2026-02-23 \xff c:AAAA -->") == (None, None)


def test_the_seal_tells_version_and_type_whatever_the_person_wrote():
    note = a_paper(version=3, extra=(Property("announce_type", "cross"),))
    data = person(
        person(new(note), "version: 3", "version: 7"), "announce_type: 'cross'", "announce_type: mine"
    )
    assert (facts(data)[1].version, facts(data)[1].announce_type) == (3, "cross")
    bare = data.replace(b"<!-- vaultgen", b"<!-- mine")
    assert (facts(bare)[1].version, facts(bare)[1].announce_type) == (7, "mine")
    for written, version in (("1234567", None), ("v1", None), ("'007'", 7)):
        assert facts(bare.replace(b"version: 7", f"version: {written}".encode()))[1].version == version


def test_of_a_list_of_many_things_the_texts_count_and_a_list_is_no_text():
    data = person(new(a_paper()), "authors:\n", "authors:\n  - {a: b}\n  - [c]\n")
    assert facts(data)[1].authors == ("[[Xingcheng Xu]]", "[[Ann O'Hara]]")
    data = person(new(a_paper()), "title: 'Epistemic Traps: a study'", "title: [a]")
    assert (facts(data)[1].title, facts(data)[1].authors[0]) == ("", "[[Xingcheng Xu]]")
    assert facts(person(new(a_paper()), "  - 'arxiv'\n", "")).count(None) == 0


@pytest.mark.parametrize(
    ("score", "said"), [("71", 71), ("-3", -3), ("7.5", None), ("1234567890", None), ("high", None)]
)
def test_a_score_is_a_whole_number(score, said):
    assert facts(f"---\narxiv_id: 2602.17676\nscore: {score}\n---\n".encode())[1].score == said


@pytest.mark.parametrize(
    ("word", "is_withdrawn"),
    [("true", True), ("True", True), ("'TRUE'", True), ("false", False), ("yes", False)],
)
def test_a_withdrawn_paper_says_true(word, is_withdrawn):
    assert (
        facts(f"---\narxiv_id: 2602.17676\nwithdrawn: {word}\n---\n".encode())[1].is_withdrawn == is_withdrawn
    )


def test_a_note_without_a_seal_is_read_under_the_names_of_now_or_ours():
    data = b"---\narxiv_id: 2602.17676\nname: Walking\ndoi: 10.1/a\n---\n"
    names = {"title": "name", "doi": "DOI"}
    assert (facts(data, names)[1].title, facts(data, names)[1].doi) == ("Walking", "10.1/a")
    assert facts(data)[1].title == ""
    sealed = new(replace(a_paper(), names=(("title", "name"),)))
    assert facts(sealed, {"title": "other"})[1].title == "Epistemic Traps: a study"
    assert facts(new(a_paper()), {"title": "version"})[1].title == "Epistemic Traps: a study"


def test_notes_in_our_own_form_are_read_without_a_parser():
    """Thousands are asked in every run: a parser that is asked once for each would take minutes."""
    note = a_paper(title="Asked of nobody else")
    data = new(note)
    before = entries.cache_info()
    assert facts(data)[1].title == "Asked of nobody else"
    assert paper_mark(data) == paper_mark(data.replace(b"arxiv_id", b"Arxiv_ID")) == ""
    assert is_followed(b"---\nfollow: true\n---\n")
    assert facts(new(a_listing())) is not None
    assert entries.cache_info() == before


def test_a_new_listing_says_nothing_of_a_paper():
    made = new_note(a_listing())
    assert facts_just_written(a_listing(), made.after, made.seal) is None
    assert facts_just_written(a_paper(), new(a_paper()), None) is None


def test_the_status_is_that_of_the_last_seal_and_what_is_not_closed_is_none():
    data = new(pending())
    assert written_status(data + b"\n<!-- vaultgen mine", "") == ""
    assert written_status(b"<!-- vaultgen p:x -->\n" + data, "pending") == "pending"
    assert written_status(data.replace(b" -->", b""), "done") == "done"
    assert written_status(b"# as=mine --> p:x\n", "done") == "done"
    assert written_status(data, "done") is None
    assert written_status(new(a_paper()), "") == ""


@pytest.mark.parametrize(
    ("more", "name", "told"),
    [
        ("arxiv_id: 2602.17680\n", "mine.md", "2602.17680"),
        ("See https://arxiv.org/abs/hep-th/9901001v2 there.\n", "mine.md", "hep-th/9901001"),
        ("See https://arxiv.org/abs/hep-th/9901001 there.\n", "2602.17601 x.md", "2602.17601"),
        ("arxiv_id: none\nSee //arxiv.org/abs/2602.17680.\n", "mine.md", "2602.17680"),
        ("arxiv_id: none\n", "math.AG-0701001 x.md", "math/0701001"),
        ("See https://arxiv.org/pdf/2602.17680 there.\n", "mine.md", ""),
        ("Another: <!-- vaultgen subject=cs.RO c:AAAA -->\n", "2602.17601 x.md", None),
        ("Another: <!-- vaultgen c:AAAA -->\n", "2602.17601 x.md", "2602.17601"),
    ],
)
def test_a_note_that_lost_its_identifier_tells_it_by_its_property_its_name_or_an_address(more, name, told):
    data = person(new(a_paper()), "arxiv_id: 'arXiv:2602.17676'\n", "") + more.encode()
    assert lost_paper(data, name) == told
    assert lost_paper(data + b"\xff", name) is None


def test_what_a_translation_says_is_told_field_by_field():
    note = a_paper(
        extra=(
            Property("title_translated", "标题"),
            Property("translation", "partial"),
            Property("language", "zh-Hans"),
        )
    )
    said = existing_translation(new(note))
    assert said == ExistingTranslation(
        title="Epistemic Traps: a study",
        title_translated="标题",
        src=source_digest("zh-Hans", "version 1"),
        text=TRANSLATION,
        title_src="",
        language="zh-Hans",
        status="partial",
    )
    bare = new(note).replace(b"<!-- vaultgen", b"<!-- mine")
    assert existing_translation(bare) == ExistingTranslation(
        title="Epistemic Traps: a study",
        title_translated="标题",
        title_is_edited=True,
        language="zh-Hans",
        status="partial",
    )
    assert existing_translation(new(replace(note, sources=()))).text == ""
    assert existing_translation(new(pending())).status == "pending"
    assert (
        existing_translation(new(pending(Passage("title-translated", "标题"), translation=""))).status == ""
    )
    assert [takes_texts(data) for data in (bare, b"\xff", b"")] == [False] * 3


def test_a_title_waits_unless_it_was_written_or_is_there():
    assert waits_for(person(new(pending()), "version: 1\n", "version: 1\ntitle_translated: mine\n")) == (
        "abstract",
    )
    with_source = replace(pending(), sources=(SourceDigest("title-translated", source_digest("de", "t")),))
    assert waits_for(new(with_source)) == ("abstract",)
    gone = person(new(pending(Passage("title-translated", "标题"))), "标题\n\n", "")
    assert waits_for(gone) == ("abstract",)
    assert waits_for(new(a_paper())) == ("title",)


def test_a_note_of_the_first_format_without_its_record_is_read_from_its_properties():
    data = b"---\narxiv_id: 2602.17676\ntitle: Walking\n---\n<!-- vaultgen:begin head -->\n"
    assert (facts(data)[0], facts(data)[1].title) == (PAPER, "Walking")
