"""The note of a paper."""

from datetime import date

import pytest
from msgspec.structs import replace
from render.samples import (
    a_day,
    a_paper,
    content,
    look,
    names,
    passage,
    properties,
    rendered,
    settings,
    text_of,
)

from vaultgen.document.seal import source_digest
from vaultgen.note.desired import Note, Passage, SourceDigest
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import AnnounceType
from vaultgen.render.content import PaperContent
from vaultgen.render.templates import TemplateError
from vaultgen.settings import SHORT, PropertySettings
from vaultgen.translate.request import CurrentTranslation, Result, Translated, Untranslated, Why, fingerprint

PAPER = "paper:2602.17676"
DONE = Translated("译")


def note(paper: PaperContent, language: str = "", **more: object) -> Note:
    found = rendered(a_day(paper), settings(language), **more)[PAPER]
    assert isinstance(found, Note)
    return found


def in_vault(**facts: object) -> Snapshot:
    path = rendered(a_day(content()))[PAPER].path
    return Snapshot({Identity(Kind.PAPER, "2602.17676"): (path,)}, {}, {path: PaperFacts(**facts)})


def test_properties_stand_in_the_contracts_order_and_empty_ones_are_left_out() -> None:
    paper = a_paper(comment="10 pages", journal_ref="J", doi="10.1/x", updated=date(2026, 2, 1))
    assert list(properties(note(content(paper, DONE, DONE), "zh-Hans"))) == [
        "title", "title_translated", "aliases", "arxiv_id", "version", "authors", "subjects", "primary_subject", "keywords",
        "announced", "announce_type", "submitted", "updated", "comment", "journal_ref", "doi", "abs_url", "pdf_url",
        "html_url", "citekey", "language", "translation", "tags",
    ]  # fmt: skip
    assert list(properties(note(content()))) == [
        "title", "arxiv_id", "version", "authors", "subjects", "primary_subject", "keywords", "announced",
        "announce_type", "submitted", "abs_url", "pdf_url", "html_url", "citekey", "tags",
    ]  # fmt: skip


FEW = replace(settings("zh-Hans"), properties=PropertySettings(SHORT))


def test_with_few_properties_the_abstract_comes_before_what_they_say_and_every_author_is_linked() -> None:
    every = tuple(f"Ada Lovelace {letter}" for letter in "ABCDEFG")
    paper = content(a_paper(authors=every, comment="10 pages", journal_ref="J"), DONE, DONE)
    made = rendered(a_day(paper), FEW)[PAPER]
    assert names(made) == [
        *("title", "title-translated", "authors", "links", "abstract", "translation"),
        *("all-authors", "subjects", "why", "comment", "journal"),
    ]
    links = [f"[[{name}]]" for name in every]
    assert passage(made, "authors").text == f"{', '.join(links[:5])} and 2 more"
    assert passage(made, "all-authors").text == f"Authors: {', '.join(links)}"
    assert properties(made)["authors"] == tuple(links)
    few = rendered(a_day(content(a_paper(authors=every[:5]), DONE, DONE)), FEW)[PAPER]
    assert passage(few, "authors").text == ", ".join(links[:5])
    assert "all-authors" not in names(few)


def test_that_a_paper_is_withdrawn_stands_above_its_abstract_with_few_properties_too() -> None:
    made = rendered(a_day(content(a_paper(version=2, withdrawn=True), DONE, DONE)), FEW)[PAPER]
    assert names(made).index("withdrawn") < names(made).index("abstract")


def test_with_few_properties_a_version_and_its_day_are_shown_once_it_is_not_the_first() -> None:
    day = date(2026, 2, 1)
    first = rendered(a_day(content(a_paper(updated=day), DONE, DONE)), FEW)[PAPER]
    assert isinstance(first, Note)
    assert not {"version", "updated"} & properties(first).keys()
    assert {"version", "updated"} <= {own.name for own in first.hidden}
    second = properties(rendered(a_day(content(a_paper(version=2, updated=day), DONE, DONE)), FEW)[PAPER])
    assert (second["version"], second["updated"]) == (2, day)


def test_code_and_project_page_stand_in_the_properties_and_in_the_line_of_links() -> None:
    paper = a_paper(abstract="Code: https://github.com/a/b_c.", comment="Page: https://a.github.io/b")
    made = note(content(paper), "de")
    says = properties(made)
    assert (says["code_url"], says["project_url"]) == ("https://github.com/a/b_c", "https://a.github.io/b")
    assert says["html_url"] == "https://arxiv.org/html/2602.17676"
    links = passage(made, "links").text or ""
    assert (
        "[PDF](https://arxiv.org/pdf/2602.17676) · [HTML](https://arxiv.org/html/2602.17676) · "
        "Code: <https://github.com/a/b_c> · Project: <https://a.github.io/b> · v1"
    ) in links


def test_a_paper_from_before_arxiv_made_html_has_no_such_link() -> None:
    assert not Identifier("2311.00001").html_url
    assert not Identifier("hep-th/9901001").html_url
    assert Identifier("2312.00001").html_url == "https://arxiv.org/html/2312.00001"


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"On the Schr\"odinger--Poincar\'e map", "On the Schrödinger–Poincaré map"),
        (r"\emph{Why} $\ell_2$? Combes \& Freeman", r"Why $\ell_2$? Combes & Freeman"),
        (r"``So'' {\it it} is, Fig.~3", "“So” it is, Fig. 3"),
    ],
)
def test_a_title_stands_in_its_property_without_tex_but_for_formulas(tex: str, written: str) -> None:
    assert properties(note(content(a_paper(title=tex))))["title"] == written


def test_properties_say_what_arxiv_says() -> None:
    found = properties(note(content(a_paper(title=r"On $\ell_2$: [a]"), DONE, DONE), "zh-Hans"))
    assert found["title"] == r"On $\ell_2$: [a]"
    assert found["aliases"] == ("On ℓ2: (a)", "译")
    assert found["arxiv_id"] == "arXiv:2602.17676"
    assert found["authors"] == ("[[Xingcheng Xu]]", "[[Na Zou]]")
    assert found["subjects"] == ("[[Artificial Intelligence (cs.AI)]]", "[[Machine Learning (cs.LG)]]")
    assert found["tags"] == ("arxiv", "arxiv/cs/AI", "arxiv/cs/LG")
    assert found["announced"] == date(2026, 2, 23)
    assert found["version"] == 1


def test_a_template_command_never_reaches_a_property() -> None:
    found = properties(note(content(a_paper(title="<% x %>", comment="<%* y"), keywords=("<%",))))
    assert "<%" not in repr(found)


def test_abstract_and_translation_are_nothing_but_escaped_text_and_headings_stand_outside() -> None:
    found = note(
        content(a_paper(abstract="One [x].\n\nTwo."), DONE, Translated("一 #a。\n\n二。")), "zh-Hans"
    )
    abstract = "One [x].\n\nTwo."
    assert passage(found, "abstract") == Passage("abstract", "One \\[x\\].\n\nTwo.")
    assert passage(found, "translation") == Passage("translation", "一 \\#a。\n\n二。")
    assert found.sources[1] == SourceDigest("translation", source_digest("zh-Hans", fingerprint(abstract)))
    assert [part for part in found.body if isinstance(part, str)] == [
        "## Abstract",
        "## Translation",
        "## Notes",
    ]


def test_without_a_language_there_is_no_translation() -> None:
    assert names(note(content())) == ["title", "authors", "subjects", "links", "why", "abstract"]


def test_a_standing_translation_is_left_as_it_stands() -> None:
    snapshot = in_vault(title_translated="认识", translation="partial")
    found = note(
        content(title=CurrentTranslation(), abstract=CurrentTranslation()), "zh-Hans", snapshot=snapshot
    )
    assert passage(found, "translation").text is None
    assert properties(found)["translation"] == "partial"
    assert properties(found)["aliases"] == ("认识",)
    assert "title_translated" not in properties(found), "what stands is not wanted otherwise"


@pytest.mark.parametrize(
    ("title", "abstract", "status", "says"),
    [
        (DONE, DONE, "done", ""),
        (Untranslated(Why.OFF), DONE, "done", ""),
        (DONE, Untranslated(Why.QUOTA), "pending", "Not translated yet"),
        (Untranslated(Why.DOWN), Translated("x", is_partial=True), "pending", ""),
        (DONE, Translated("x", is_partial=True), "partial", "Some sentences"),
        (CurrentTranslation(), CurrentTranslation(), "done", ""),
        (Untranslated(Why.OFF), Untranslated(Why.OFF), "off", ""),
    ],
)
def test_the_status_says_what_a_later_run_has_to_do(
    title: Result, abstract: Result, status: str, says: str
) -> None:
    found = note(content(title=title, abstract=abstract), "zh-Hans")
    assert properties(found)["translation"] == status
    texts = {part.name: part.text or "" for part in found.body if isinstance(part, Passage)}
    said = texts.get("note", "") or (texts.get("translation", "") if "Not translated" in says else "")
    assert said.startswith(says)
    assert bool(said) == bool(says)


def test_a_pending_translation_stands_in_its_place_as_a_sentence_and_is_of_nothing_yet() -> None:
    found = note(content(title=Untranslated(Why.QUOTA), abstract=Untranslated(Why.QUOTA)), "zh-Hans")
    assert passage(found, "translation").text == "Not translated yet. A later run adds the translation."
    assert found.sources == ()
    assert "title-translated" not in names(found)


def test_a_later_cross_list_keeps_the_day_of_the_first_announcement() -> None:
    later = content(announce_type=AnnounceType.CROSS)
    found = properties(note(later, snapshot=in_vault(announced=date(2026, 2, 20), announce_type="new")))
    assert (found["announced"], found["announce_type"]) == (date(2026, 2, 20), "new")
    found = properties(note(later, snapshot=in_vault(announced=date(2026, 2, 24), announce_type="cross")))
    assert (found["announced"], found["announce_type"]) == (date(2026, 2, 23), "cross")


def test_a_note_never_goes_back_to_an_older_version() -> None:
    assert PAPER not in rendered(a_day(content()), snapshot=in_vault(version=2))
    assert PAPER in rendered(a_day(content()), snapshot=in_vault(version=1))


def test_thousands_of_authors_are_folded_in_the_body_and_linked_in_the_property() -> None:
    everybody = tuple(f"Author {number}" for number in range(4_000))
    found = rendered(
        a_day(content(a_paper(authors=everybody)), content(a_paper("2602.18000", authors=everybody)))
    )
    paper = found[PAPER]
    assert "and 3970 more" in text_of(paper)
    assert len(properties(paper)["authors"]) == 3_000
    assert len(text_of(paper)) < 5_000
    assert not any(key.startswith("author:") for key in found)


def test_a_withdrawn_paper_says_so_and_leaves_by_whom_to_the_comment() -> None:
    assert "**Withdrawn**" in text_of(note(content(a_paper(withdrawn=True))))


def test_a_doi_is_a_link_only_if_it_is_one() -> None:
    assert "[10.1000/x\\_y](<https://doi.org/10.1000/x_y>)" in text_of(
        note(content(a_paper(doi="10.1000/x_y")))
    )
    assert "doi.org" not in text_of(note(content(a_paper(doi="10.1000/x>[y](javascript:z)"))))


def test_a_vault_of_markdown_links_gets_them_in_bodies() -> None:
    found = text_of(note(content(), how=look(habits=ObsidianSettings(links="markdown"))))
    assert "[Machine Learning (cs.LG)](../Subjects/Machine%20Learning%20%28cs.LG%29.md)" in found
    assert "[[" not in found


def test_authors_and_subjects_may_be_text() -> None:
    chosen = settings(authors="text", subjects="text")
    found = rendered(a_day(content()), chosen)
    assert properties(found[PAPER])["authors"] == ("Xingcheng Xu", "Na Zou")
    assert properties(found[PAPER])["subjects"][0] == "Artificial Intelligence (cs.AI)"
    assert not [key for key in found if key.startswith(("author", "subject"))]


def test_an_empty_title_leaves_a_note_with_a_name() -> None:
    found = note(content(a_paper(title="")))
    assert found.path.name == "2602.17676.md"
    assert "# 2602.17676" in text_of(found)


def test_a_template_without_the_abstract_is_refused() -> None:
    with pytest.raises(TemplateError, match="abstract"):
        note(content(), how=look(paper="{{ title }}"))


def test_a_person_may_write_their_own_template() -> None:
    mine = '# {{ title }}\n{% call passage("abstract") %}{{ abstract }}{% endcall %}\n{{ keywords | join(" / ") }}'
    assert text_of(note(content(a_paper(title="[a]")), how=look(paper=mine))) == (
        "# \\[a\\]\n\nWe show it.\n\nreinforcement learning"
    )


def test_the_first_sentence_is_there_for_a_template_that_shows_it_formulas_whole() -> None:
    abstract = r"We show $f(x. Y)$ for e.g. J. Doe's [[case]]. A second sentence. \emph{Third.}"
    how = look(paper='{{ first_sentence }}\n{% call passage("abstract") %}{{ abstract }}{% endcall %}')
    note = rendered(a_day(content(a_paper(abstract=abstract))), how=how)["paper:2602.17676"]
    assert text_of(note).startswith(r"We show $f(x. Y)$ for e.g. J. Doe's \[\[case\]\]." + "\n")
    short = rendered(a_day(content(a_paper(abstract=""))), how=how)["paper:2602.17676"]
    assert text_of(short).strip() == ""


def test_translated_passages_say_of_what_and_into_which_language() -> None:
    paper = a_paper(title="A title")
    how = rendered(a_day(content(paper, Translated("标题"), Translated("摘要"))), settings("zh-Hans"))
    found = how["paper:2602.17676"]
    assert isinstance(found, Note)
    assert found.sources == (
        SourceDigest("title-translated", source_digest("zh-Hans", fingerprint("A title"))),
        SourceDigest("translation", source_digest("zh-Hans", fingerprint("We show it."))),
    )
