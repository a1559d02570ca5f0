"""Where a paper's code and its project page are, by what its abstract and comment name."""

import pytest

from vaultgen.tex.links_out import LinksOut, links_out


@pytest.mark.parametrize(
    ("text", "code", "project"),
    [
        ("Code: https://github.com/ada/walk.", "https://github.com/ada/walk", ""),
        (
            r"Code is at \\url{https://github.com/a/b\\_c}.".replace("\\\\", "\\"),
            "https://github.com/a/b_c",
            "",
        ),
        (
            r"\\footnote{\\href{https://gitlab.com/a/b}{here}}".replace("\\\\", "\\"),
            "https://gitlab.com/a/b",
            "",
        ),
        ("(see github.com/ada/walk)", "https://github.com/ada/walk", ""),
        ("https://git.uni.example/ada/walk", "https://git.uni.example/ada/walk", ""),
        ("https://anonymous.4open.science/r/walk-1A2B", "https://anonymous.4open.science/r/walk-1A2B", ""),
        ("Project page: https://ada.github.io/walk/", "", "https://ada.github.io/walk/"),
        ("www.walk.example shows it", "", "https://www.walk.example"),
        (
            "https://walk.example and https://github.com/ada/walk and https://other.example",
            "https://github.com/ada/walk",
            "https://walk.example",
        ),
        ("Nothing but words, e.g. these.", "", ""),
    ],
)
def test_the_first_repository_is_the_code_and_the_first_other_page_the_project(
    text: str, code: str, project: str
) -> None:
    assert links_out(text) == LinksOut(code, project)


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ada",
        "https://doi.org/10.1000/xyz",
        "https://export.arxiv.org/abs/2602.17676",
        "https://openreview.net/forum?id=abc",
        "https://www.youtube.com/watch?v=abc",
        "https://localhost/walk",
        "https://walk.example/<script>",
    ],
)
def test_people_identifiers_papers_videos_and_what_no_link_can_hold_are_neither(address: str) -> None:
    found = links_out(f"See {address} there")
    assert not found.code
    assert not found.project or found.project == "https://walk.example/"


def test_the_abstract_goes_before_the_comment() -> None:
    first, second = "https://github.com/a/b", "https://github.com/c/d"
    assert links_out(first, second).code == first
    assert links_out("", second).code == second
