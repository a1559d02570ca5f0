"""A week of papers: every link resolves, and the backlinks are the table that the input gives."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import PurePosixPath

from links.written import Written

THRESHOLD = 2
COLLABORATION = 100


def identifiers(week: Written, paths: set[PurePosixPath]) -> set[str]:
    found = {week.vault.files[path].properties.get("arxiv_id", "") for path in paths}
    return {text.removeprefix("arXiv:") for text in found if text}


def key(name: str) -> str:
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", name).casefold())
    return " ".join("".join(c for c in letters if not "\u0300" <= c <= "\u036f").split())


def table(week: Written, of: Callable[..., tuple[str, ...]]) -> dict[str, set[str]]:
    """What the papers say, by author or by subject."""
    found: dict[str, set[str]] = defaultdict(set)
    for paper in week.papers:
        for name in of(paper):
            found[name].add(paper.identifier)
    return found


def authors_below(week: Written) -> set[str]:
    """Keys of authors who have too few papers for a note; collaborations count for nobody."""
    counted = table(week, lambda paper: _counted(paper.authors))
    return {
        letters(name)
        for paper in week.papers
        for name in paper.authors
        if len(counted[key(name)]) < THRESHOLD
    }


def _counted(authors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(key, authors)) if len(authors) <= COLLABORATION else ()


def letters(name: str) -> str:
    """A name without the signs that a link cannot show as they are (`Niccol`o`, `Ada [Byron] Lovelace`)."""
    return "".join(letter for letter in key(name) if letter.isalnum())


def test_every_paper_of_the_week_has_a_note(week: Written) -> None:
    notes = {path for path in week.vault.files if "Papers" in path.parts}
    assert identifiers(week, notes) == {paper.identifier for paper in week.papers}


def test_no_two_files_bear_the_same_name(week: Written) -> None:
    assert week.vault.shared_names == {}


def test_every_link_resolves_but_those_of_authors_with_one_paper(week: Written) -> None:
    below = authors_below(week)
    links = list(week.vault.links)
    unexplained = [
        link
        for link in week.vault.dead
        if link.where not in {"authors", "body"} or letters(link.shown or link.target) not in below
    ]
    assert len(links) > 100
    assert unexplained == []


def test_the_backlinks_of_an_author_are_the_papers_that_are_signed_so(week: Written) -> None:
    expected = {
        name: papers
        for name, papers in table(week, lambda paper: _counted(paper.authors)).items()
        if len(papers) >= THRESHOLD
    }
    notes = [path for path in week.vault.files if "Authors" in path.parts]
    everyone = table(week, lambda paper: tuple(map(key, paper.authors)))

    found = {
        _author_of_note(week, path): identifiers(week, week.vault.backlinks(path, "authors"))
        for path in notes
    }

    assert found == {name: everyone[name] for name in expected}


def test_the_backlinks_of_a_subject_are_its_papers(week: Written) -> None:
    expected = table(week, lambda paper: paper.categories)
    notes = [path for path in week.vault.files if "Subjects" in path.parts]

    found = {
        week.vault.files[path].properties["aliases"][0]
        if "(" not in path.stem
        else path.stem.rpartition("(")[2].rstrip(")"): identifiers(
            week, week.vault.backlinks(path, "subjects")
        )
        for path in notes
    }

    assert {code: papers for code, papers in found.items() if papers} == {
        code: papers for code, papers in expected.items() if code in found
    }
    assert set(found) >= {code for code in expected if "." in code}


def test_a_list_in_an_authors_note_is_the_table_too(week: Written) -> None:
    for path, file in week.vault.files.items():
        if "Authors" in path.parts:
            listed = {
                week.vault.resolve(link) for link in file.links if link.where == "body" and not link.is_embed
            }
            assert listed == week.vault.backlinks(path, "authors")


def test_a_note_links_the_listing_of_its_day_and_the_listing_links_it(week: Written) -> None:
    listings = {path for path in week.vault.files if "Daily" in path.parts}
    for path in (path for path in week.vault.files if "Papers" in path.parts):
        day = week.vault.files[path].properties["announced"]
        (listing,) = [each for each in listings if str(day) in each.name]
        assert path in week.vault.backlinks(listing)
        assert listing in week.vault.backlinks(path)


def _author_of_note(week: Written, path: PurePosixPath) -> str:
    """By its heading, which is the name as it is signed."""
    (heading,) = [line[2:] for line in week.vault.files[path].body.splitlines() if line.startswith("# ")]
    return key(heading.replace("\\", ""))
