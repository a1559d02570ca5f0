"""A line of authors becomes the names that arXiv's own pages and API show for it."""

import time

import pytest

from vaultgen.fetch.author_line import split_author_line
from vaultgen.fetch.values import people_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("The XYZ Collaboration: A. Bond, C. Cho", ["The XYZ Collaboration", "A. Bond", "C. Cho"]),
        ("A Team, B Group: C. Cho", ["A Team", "B Group", "C. Cho"]),
        ("CDF collaboration members, X. Yu", ["CDF collaboration", "X. Yu"]),
        ("Ann Bee & Cy Dee", ["Ann Bee", "Cy Dee"]),
        ("Ann Bee, and Cy Dee and\n  Di Eff", ["Ann Bee", "Cy Dee", "Di Eff"]),
        ("Ann Bee (1) and Cy Dee (2)", ["Ann Bee", "Cy Dee"]),
        ("Ed Eff (1), Flo Gee (2); (1 - Here; 2 - There)", ["Ed Eff", "Flo Gee"]),
        ("Ed Eff (1, 2), Flo Gee ((1) Here (U, K), (2) There)", ["Ed Eff", "Flo Gee"]),
        ("Ed Eff, et al", ["Ed Eff"]),
        ("Ed Eff, et. al. (the other 300)", ["Ed Eff"]),
        ("MiniMax: Aili Chen, Aonian Li", ["MiniMax", "Aili Chen", "Aonian Li"]),
        ("Garc\\'\\i a, J.B. Roe, J.-P. Serre", ["García", "J. B. Roe", "J. -P. Serre"]),
        ("Zo\\.zo Z., B.Y.\\.Zed", ["Zożo Z.", "B. Y. Żed"]),
        ("Ann Bee, Jr., Cy Dee, Jr", ["Ann Bee Jr.", "Cy Dee Jr"]),
        ("Ann Bee, , Cy Dee,", ["Ann Bee", "Cy Dee"]),
        ("Frank C. van den Bosch, Plato", ["Frank C. van den Bosch", "Plato"]),
        ("Ann Bee$^{1,2}$, C.~Dee$^1$ and E.\\ Eff", ["Ann Bee", "C. Dee", "E. Eff"]),
        (": ; ,", []),
    ],
)
def test_a_line_of_authors_is_split_as_arxiv_splits_it(line: str, names: list[str]):
    assert list(people_of(split_author_line(line)).names) == names


@pytest.mark.parametrize(
    "piece", ["(", ")", "a ", " and ", "a team ", "Jr, ", ",", ". ", "x y collaboratio ", "()"]
)
def test_a_hostile_line_takes_linear_time(piece: str):
    before = time.perf_counter()
    split_author_line(piece * (200_000 // len(piece)))
    assert time.perf_counter() - before < 3
