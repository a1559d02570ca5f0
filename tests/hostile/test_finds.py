"""What the corpus and the fuzzer found, each kept as a test of its own."""

from pathlib import PurePosixPath

import pytest
from hostile.pushing import STYLES, wrongs
from render.samples import a_day, a_paper, content, properties, rendered, settings
from render.vaults import planned, snapshot_of, written

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.render.escape import property_text
from vaultgen.render.names import LONGEST, Names, legal_name
from vaultgen.translate.request import Translated


def test_a_translated_title_reads_back_as_it_was_written_also_where_templater_was_parted() -> None:
    day = a_day(content(title=Translated("译文 <%x%>"), abstract=Translated("译文")))
    first = rendered(day, settings("zh-Hans"))
    again = a_day(content(title=Translated("译文 < %x%>"), abstract=Translated("译文")))

    assert rendered(again, settings("zh-Hans")) == first


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        ("[[Secret]]", "[ [Secret]]"),
        ("![[Secret]]", "![ [Secret]]"),
        ("[click](https://evil.example)", "[click] (https://evil.example)"),
        ("![](x) ![](y)", "![] (x) ![] (y)"),
        ("[[a]] [[[b]]", "[ [a]] [ [[b]]"),
        ("On [[x]] and [y](z).", "On [[x]] and [y](z)."),
    ],
)
def test_no_property_of_text_is_a_link_as_a_whole(text: str, written_as: str) -> None:
    assert property_text(text) == written_as
    assert property_text(written_as) == written_as


def test_authors_as_text_are_no_links() -> None:
    note = rendered(a_day(content(a_paper(authors=("[[Secret]]",)))), settings(authors="text"))[
        "paper:2602.17676"
    ]

    assert properties(note)["authors"] == ("[ [Secret]]",)


def test_an_author_whose_name_is_nothing_but_tex_has_a_heading_all_the_same() -> None:
    papers = [content(a_paper(f"2602.1767{n}", authors=("\\textbf{}",))) for n in (1, 2)]
    notes = rendered(a_day(*papers))
    (author,) = [note for identity, note in notes.items() if identity.startswith("author:")]

    assert "# textbf" in str(author)


@pytest.mark.parametrize("name", ["-rf", "--help", "- - x"])
def test_no_name_begins_like_an_option(name: str) -> None:
    assert not legal_name(name).startswith("-")


def test_a_name_that_is_taken_stays_short_enough_with_its_number() -> None:
    names = Names(Snapshot())
    name = legal_name("W" * 200) + ".md"
    paths = [names.path_of(Identity(Kind.AUTHOR, str(n)), PurePosixPath("a"), name) for n in range(12)]

    assert max(len(path.name.encode()) for path in paths) <= LONGEST
    assert len({fold(path.name) for path in paths}) == len(paths)


def test_two_names_that_a_link_shows_alike_keep_their_own_notes_on_the_second_run() -> None:
    day = a_day(content(a_paper(authors=("[x]", "(x)", "{x]"))))
    files = written(rendered(day).values(), {})

    assert planned(rendered(day, snapshot=snapshot_of(files)).values(), files).changes == ()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("texts", [("--", "--\n", "-a", "\\-", "\\/"), ("(x]]", "[(x]", "x")])
def test_finds_of_the_fuzzer_keep_the_output_rules(texts: tuple[str, ...], style: object) -> None:
    assert wrongs(texts, style) == []  # type: ignore[arg-type]
