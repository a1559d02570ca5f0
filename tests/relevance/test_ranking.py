"""What a person has read orders what is announced: in whole numbers, the same everywhere, topic read is topic first."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relevance.made import TOPICS, papers, table

from bench.words import table_of
from vaultgen.relevance.profile import FEWEST, MOST, NEAR, Profile, ReadPaper
from vaultgen.relevance.vector import UNIT, Vector, WordTable, counted_text, vector_of

SMALL = WordTable.of(
    100, {"diffusion": (40, 9000), "policy": (20, 70_000), "model": (0, 0), "robot": (35, 0)}, 74
)
WORDS = Path(__file__).parents[2] / "vaultgen/relevance/words.txt"
TABLE = table()
MADE = papers(TABLE)
ALL = [paper for topic in MADE.values() for paper in topic]


def vector(title: str, abstract: str = "") -> Vector:
    return vector_of(counted_text(title, abstract), SMALL)


def by_word(one: Vector, known: WordTable = SMALL) -> dict[str, int]:
    words = list(known.numbers)
    names = [words[number] for number in one.numbers]
    return {**dict(zip(names, one.weights, strict=True)), **one.others}


def likeness(one: Vector, other: Vector, known: WordTable = SMALL) -> int:
    """How alike two texts are, reckoned word by word."""
    weights = by_word(other, known)
    return sum(weight * weights.get(word, 0) for word, weight in by_word(one, known).items()) // UNIT


def read(*vectors: Vector) -> list[ReadPaper]:
    return [
        ReadPaper(date(2026, 1, number), f"2601.0000{number}", one)
        for number, one in enumerate(vectors, start=1)
    ]


def test_a_word_of_the_title_counts_three_times() -> None:
    assert counted_text("Robot policies", "A policy of robots, 3 of 10") == {"robot": 4, "policy": 4, "of": 2}


def test_a_vector_is_made_of_whole_numbers_by_rarity() -> None:
    assert by_word(vector("robot policy")) == {"robot": 14231, "policy": 8132}  # 34·35 and 34·20, over 1370
    assert by_word(vector("robot", "policy unheard")) == {"robot": 11415, "policy": 3069, "unheard": 11357}


def test_exact_numbers_of_three_made_papers() -> None:
    one, two, three = (
        vector("robot policy", "robot"),
        vector("diffusion policy"),
        vector("model", "robot unheard"),
    )
    profile = Profile(read(one, two, three, one, two), SMALL)

    assert [profile.score(each) for each in (one, two, three)] == [8674, 8037, 5664]
    assert likeness(one, two) == 3337
    assert profile.own_scores() == {
        "2601.00001": 7123, "2601.00002": 6363, "2601.00003": 2922, "2601.00004": 6734, "2601.00005": 5241,
    }  # fmt: skip


def test_a_word_that_stands_nearly_everywhere_weighs_nothing() -> None:
    assert vector("model", "model") == Vector()


def test_a_paper_without_words_is_like_nothing() -> None:
    profile = Profile(read(*[vector("robot policy")] * 5), SMALL)

    assert profile.score(Vector()) == 0
    assert profile.near({"x": Vector()}) == {"x": ()}
    assert profile.near({}) == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_topic_that_was_read_comes_first(topic: str) -> None:
    profile = Profile(MADE[topic][:FEWEST], TABLE)
    others = [paper for each in MADE.values() for paper in each[FEWEST:]]

    best = sorted(others, key=lambda paper: -profile.score(paper.vector))[:5]

    assert sum(paper in MADE[topic] for paper in best) >= 4


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_papers_are_given_changes_no_score(chance: object) -> None:
    shuffled = ALL[:30].copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert scores(shuffled) == scores(ALL[:30])


def test_reading_older_papers_than_the_newest_that_count_changes_nothing() -> None:
    newest = [paper._replace(day=date(2026, 6, 1)) for paper in ALL] * 3
    many = [paper._replace(key=f"{number:05}") for number, paper in enumerate(newest)][:MOST]

    assert scores([*many, *ALL[:20]]) == scores(many)


def scores(read_papers: Sequence[ReadPaper]) -> list[int]:
    profile = Profile(read_papers, TABLE)
    return [profile.score(paper.vector) for paper in ALL[::7]]


def test_a_papers_own_score_is_the_one_it_has_where_it_was_not_read() -> None:
    own = Profile(ALL[:9], TABLE).own_scores()

    for paper in ALL[:9]:
        weights = Profile(ALL[:9], TABLE)
        assert abs(own[paper.key] - _without(weights, paper)) <= len(by_word(paper.vector, TABLE))


def _without(profile: Profile, left_out: ReadPaper) -> int:
    """The score by the same weights, one paper left out: reckoned anew, from the vectors."""
    places = {paper.key: number for number, paper in enumerate(profile.read, start=1)}
    weights = {key: 60 // (3 + number.bit_length()) for key, number in places.items() if key != left_out.key}
    everything = sum(weights.values())
    total = 0
    vectors = {paper.key: by_word(paper.vector, TABLE) for paper in profile.read}
    for word, weight in vectors[left_out.key].items():
        like = sum(weights[key] * each.get(word, 0) for key, each in vectors.items() if key != left_out.key)
        background = TABLE.background[TABLE.numbers[word]] if word in TABLE.numbers else 0
        total += weight * (like * 256 // everything - background)
    return total // (UNIT * 256)


def test_a_paper_is_near_at_most_three_and_never_itself() -> None:
    profile = Profile(MADE["robots"], TABLE)
    paper = MADE["robots"][7]

    near = profile.near({paper.key: paper.vector})[paper.key]

    assert len(near) == 3
    assert paper.key not in near
    by_key = {each.key: each.vector for each in MADE["robots"]}
    likest = sorted(
        ((likeness(paper.vector, each, TABLE), key) for key, each in by_key.items() if key != paper.key),
        key=lambda pair: (-pair[0], pair[1]),
    )
    assert list(near) == [key for alike, key in likest[:3] if alike >= NEAR]


def test_nothing_of_another_field_is_near() -> None:
    profile = Profile(MADE["galaxies"], TABLE)

    assert not any(profile.near({paper.key: paper.vector for paper in MADE["proofs"]}).values())


def test_many_papers_compared_at_once_are_near_what_each_is_near_by_itself() -> None:
    profile, papers = Profile(ALL, TABLE), {paper.key: paper.vector for paper in ALL}
    unheard = Vector(others={"unheard": UNIT})
    alone = Profile(read(*[unheard] * 5), TABLE)

    assert profile.near(papers) == {key: profile.near({key: one})[key] for key, one in papers.items()}
    assert profile.near({ALL[7].key: ALL[7].vector}, {ALL[9].key}) == {ALL[7].key: (ALL[9].key,)}
    assert alone.near({"x": ALL[0].vector, "y": unheard}) == {
        "x": (), "y": ("2601.00001", "2601.00002", "2601.00003"),
    }  # fmt: skip


def test_the_table_of_a_few_made_papers() -> None:
    texts = [
        ("Robot policy", "A robot."),
        ("Galaxy", "A galaxy of dust."),
        ("Sheaf dust", "A policy."),
        ("A", ""),
    ]

    assert table_of(texts * 10).text() == (
        "papers 40 59\ndust 0 0\ngalaxy 22 966464\nof 22 406912\npolicy 0 0\nrobot 22 1048576\nsheaf 22 1048576\n"
    )


def test_a_table_is_read_as_it_was_written() -> None:
    assert WordTable.parse(TABLE.text()) == TABLE
    assert WordTable.parse(WORDS.read_text(encoding="utf-8")).text() == WORDS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "words 3 9", "papers 3 9\nword 1", "papers 3 9\nword one 2", "papers 3 9\nword 1 2\nword 3 4"],
)
def test_what_is_not_a_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        WordTable.parse(text)


def test_the_numbers_depend_on_no_hash() -> None:
    code = (
        "import sys; sys.path[:0] = ['tests', '.']\n"
        "from relevance.test_ranking import ALL, scores; print(scores(ALL[:40]))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(WORDS.parents[2])},
            cwd=WORDS.parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }

    assert told == {f"{scores(ALL[:40])}\n"}
