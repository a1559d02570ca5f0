"""One paper, one identifier."""

import re
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.paper.identifier import Identifier, InvalidIdentifier, mentioned, parse_versioned

months = st.integers(1, 12).map("{:02}".format)


def joined(*parts):
    return st.tuples(*parts).map("".join)


new = st.one_of(
    joined(
        st.integers(8, 14).map("{:02}".format), months, st.just("."), st.integers(1, 9999).map("{:04}".format)
    ),
    joined(
        st.integers(15, 89).map("{}".format), months, st.just("."), st.integers(1, 99999).map("{:05}".format)
    ),
)
old = joined(
    st.sampled_from(["hep-th", "math", "cs", "astro-ph", "solv-int", "q-bio", "cond-mat"]),
    st.just("/"),
    st.sampled_from(["92", "99", "00", "06"]),
    months,
    st.integers(1, 999).map("{:03}".format),
)
values = new | old


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("2602.17676", "2602.17676", None),
        ("2602.17676v2", "2602.17676", 2),
        ("2602.17680", "2602.17680", None),
        ("0704.0001v12", "0704.0001", 12),
        ("1412.9999", "1412.9999", None),
        ("1501.00001", "1501.00001", None),
        ("arXiv:2602.17676", "2602.17676", None),
        ("arxiv: 2602.17676V3", "2602.17676", 3),
        ("ARXIV:2602.17676v1 [cs.LG]", "2602.17676", 1),
        (" 2602.17676\n", "2602.17676", None),
        ("2602.17676v1.pdf", "2602.17676", 1),
        ("https://arxiv.org/abs/2602.17676", "2602.17676", None),
        ("http://arxiv.org/abs/2602.17676v1", "2602.17676", 1),
        ("https://www.arxiv.org/abs/2602.17676v1/", "2602.17676", 1),
        ("https://export.arxiv.org/abs/2602.17676", "2602.17676", None),
        ("arxiv.org/abs/2602.17676?context=cs.LG", "2602.17676", None),
        ("https://arxiv.org/abs/2602.17676#comments", "2602.17676", None),
        ("https://arxiv.org/pdf/2602.17676", "2602.17676", None),
        ("https://arxiv.org/pdf/2602.17676v2.pdf", "2602.17676", 2),
        ("https://arxiv.org/html/2602.17676v2#S3", "2602.17676", 2),
        ("https://doi.org/10.48550/arXiv.2602.17676", "2602.17676", None),
        ("oai:arXiv.org:2602.17676v1", "2602.17676", 1),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("arXiv:hep-th/9901001v3", "hep-th/9901001", 3),
        ("http://arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082", 1),
        ("https://arxiv.org/pdf/quant-ph/0201082v1.pdf", "quant-ph/0201082", 1),
        ("solv-int/9707006", "solv-int/9707006", None),
        ("solv-int/9707006v1", "solv-int/9707006", 1),
        ("math.GT/0309136", "math/0309136", None),
        ("https://arxiv.org/abs/Math.GT/0309136v2", "math/0309136", 2),
        ("oai:arXiv.org:cs/0703001", "cs/0703001", None),
    ],
)
def test_every_spelling_means_the_same_paper(text, value, version):
    assert parse_versioned(text) == (Identifier(value), version)
    assert Identifier.parse(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2602",
        "2602.1768",  # a YAML reader ate the last zero
        "2602.176761",
        "1412.00001",
        "1501.0001",
        "0703.0001",
        "2613.00001",
        "2600.00001",
        "2602.00000",
        "2602.17676v",
        "2602.17676v0",
        "2602.17676v99999",
        "2602.17676v1v2",
        "2602.17676v1٢",
        "2602.17676 and more",
        "x2602.17676",
        "２６０２.17676",
        "2602.1767٦",
        "hep-th/990100",
        "hep-th/99010011",
        "hep-th/9913001",
        "hep-th/9106001",
        "hep-th/0704001",
        "hep-th/9901000",
        "-th/9901001",
        "hep--th/9901001",
        "../9901001",
        "hep-th/../9901001",
        "https://arxiv.org/abs/",
        "https://arxiv.org/list/2602.17676",
        "https://evilarxiv.org/abs/2602.17676",
        "https://arxiv.org.example.com/abs/2602.17676",
        "https://example.com/abs/2602.17676",
        "2602.17676/../../x",
        "a" * 1000,
        "2602.17676?" + "x" * 1000,
    ],
)
def test_anything_else_is_refused_in_one_line_with_a_remedy(text):
    with pytest.raises(InvalidIdentifier) as refused:
        Identifier.parse(text)
    problem = refused.value.problem
    assert "2602.17676" in problem.hint
    assert len(problem.problem) < 120
    assert "\n" not in problem.problem


def test_a_refusal_shows_no_control_sequence():
    with pytest.raises(InvalidIdentifier) as refused:
        Identifier.parse("\x1b[2J\n\u202e2602")
    assert refused.value.problem.problem.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "arXiv:2602.17676",
        "2602.17676v1",
        "math.GT/0309136",
        "Hep-th/9901001",
        "２６０２.17676",
        "2602.17676\n",
    ],
)
def test_only_arxivs_own_spelling_is_an_identifier(text):
    with pytest.raises(InvalidIdentifier):
        Identifier(text)


def test_an_identifier_prints_itself_for_every_place():
    paper, older = Identifier("2602.17680"), Identifier("hep-th/9901001")
    assert (str(paper), paper.stem, paper.uri) == ("2602.17680", "2602.17680", "arXiv:2602.17680")
    assert (str(older), older.stem, older.uri) == ("hep-th/9901001", "hep-th-9901001", "arXiv:hep-th/9901001")
    assert paper.abs_url == "https://arxiv.org/abs/2602.17680"
    assert older.pdf_url == "https://arxiv.org/pdf/hep-th/9901001"


def test_identifiers_come_in_the_order_of_announcement():
    in_order = [
        "hep-th/9108001",
        "hep-th/9912001",
        "cs/0001001",
        "cs/0001002",
        "math/0001001",
        "cs/0703001",
        "0704.0001",
        "0912.9999",
        "1412.9999",
        "1501.00001",
        "2602.17676",
        "2602.17680",
        "2603.00001",
    ]
    papers = [Identifier(value) for value in in_order]
    assert sorted(set(papers)) == papers
    assert max(papers) >= min(papers)
    with pytest.raises(TypeError):
        assert papers[0] < "2602.17676"


@given(values, values)
def test_the_order_is_total(one, other):
    a, b = Identifier(one), Identifier(other)
    assert (a < b) + (b < a) + (a == b) == 1
    assert (a <= b) == (not b < a)


@given(
    values,
    st.integers(1, 9999) | st.none(),
    st.sampled_from(
        ["", "arXiv:", "https://arxiv.org/abs/", "http://arxiv.org/pdf/", "oai:arXiv.org:", "arxiv.org/abs/"]
    ),
)
def test_what_was_written_is_read_back(value, version, before):
    spelled = f"{before}{value}" + (f"v{version}" if version else "")
    paper = Identifier(value)
    assert parse_versioned(spelled) == (paper, version)
    for text in (str(paper), paper.uri, paper.abs_url, paper.pdf_url):
        assert Identifier.parse(text) == paper
    assert re.fullmatch(r"[a-z0-9.-]+", paper.stem)
    assert not paper.stem.startswith((".", "-"))


@given(st.text() | st.text(alphabet=string.digits + "./v-abcxyz:#?[] \n", max_size=30))
def test_any_text_is_an_identifier_or_refused(text):
    with suppress(InvalidIdentifier):
        paper = Identifier.parse(text)
        assert paper.value.rpartition("/")[2] in text


def test_papers_mentioned_come_once_in_order_of_appearance():
    text = (
        "- [[2602.18291 X|X]] <https://arxiv.org/abs/2602.18291>, [b](https://arxiv.org/abs/2602.17676v2).\n"
        "See https://arxiv.org/abs/hep-th/9901001. Again https://arxiv.org/abs/2602.18291v1; "
        "https://arxiv.org/abs/math.GT/0309136_"
    )
    assert [str(paper) for paper in mentioned(text)] == [
        "2602.18291",
        "2602.17676",
        "hep-th/9901001",
        "math/0309136",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2602.17676",
        "arXiv:2602.17676",
        "https://arxiv.org/pdf/2602.17676",
        "https://example.org/abs/2602.17676",
        "https://arxiv.org/abs/2602.176761",
        "https://arxiv.org/abs/2602.17676abc",
        "https://arxiv.org/abs/2613.17676",
        "https://arxiv.org/abs/hep-th/9913001",
        "https://arxiv.org/list/cs.LG",
    ],
)
def test_what_is_no_page_of_a_paper_is_not_mentioned(text):
    assert mentioned(text) == ()


@given(st.lists(values, max_size=5), st.text(alphabet=" .,)>]\n", min_size=1, max_size=3))
def test_every_page_is_found(found, between):
    papers = [Identifier(value) for value in found]
    assert mentioned(between.join(paper.abs_url for paper in papers)) == tuple(dict.fromkeys(papers))
