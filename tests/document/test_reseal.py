"""A new seal takes the line of the damaged one, and not one byte besides."""

import re

import pytest
from document.worlds import INTERESTS, PAPERS, World, texts
from msgspec.structs import replace

from vaultgen.document.document import Document
from vaultgen.document.new_note import new_note
from vaultgen.document.reconcile import reconcile
from vaultgen.document.reseal import NotResealable, resealed
from vaultgen.document.seal import Seal, passage_code
from vaultgen.document.seal_items import TextRecord
from vaultgen.note.desired import Note, Passage, Property

NOTE = World().paper()
TEXT = new_note(NOTE).after.decode()
SEAL = next(line for line in TEXT.split("\n") if "<!-- vaultgen" in line)
TORN = SEAL.replace(" t:", " t:A")


def without_seal(text: str) -> str:
    return re.sub(r"<!-- vaultgen .*? -->", "", text)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("old", [TORN, f"> mine {TORN} too", f"{TORN} {TORN}"])
def test_what_stands_on_and_directly_below_the_line_of_the_seal_stays(old: str, newline: str) -> None:
    text = TEXT.replace(SEAL, f"{old}\nwords of mine directly below").replace("\n", newline)
    after = resealed(NOTE, text.encode()).decode()
    assert after.count("<!-- vaultgen ") == 1
    assert without_seal(after).split() == without_seal(text).split()
    assert f"{newline}words of mine directly below{newline}" in after
    assert after.count(newline) == text.count(newline)
    document = Document.parse(after.encode())
    assert document is not None
    assert document.seal is not None


def test_of_two_lines_with_a_seal_one_goes_and_the_lines_below_both_stay() -> None:
    text = TEXT.replace(SEAL, f"{SEAL}\nfirst\n{SEAL}\nsecond")
    after = resealed(NOTE, text.encode()).decode()
    assert without_seal(after) == without_seal(TEXT.replace(SEAL, f"{SEAL}\nfirst\nsecond"))


def test_a_seal_that_was_deleted_comes_back_below_the_last_text_of_ours() -> None:
    after = resealed(NOTE, TEXT.replace(f"{SEAL}\n\n", "").encode()).decode()
    assert without_seal(after).split("\n") == without_seal(TEXT).split("\n")


def test_an_intact_seal_stays() -> None:
    assert resealed(NOTE, TEXT.encode()) == TEXT.encode()


def test_what_does_not_stand_as_wanted_counts_as_the_persons() -> None:
    abstract = texts(NOTE)["abstract"]
    text = TEXT.replace(SEAL, TORN).replace(abstract, f"{abstract} And mine.")
    after = resealed(NOTE, text.encode())
    later = reconcile(World(version=2).paper(), after, {})
    assert later is not None
    assert "And mine." in later.after.decode()
    assert "# Title of the paper, v2" in later.after.decode()
    assert "version2" not in later.after.decode()


@pytest.mark.parametrize("half", ["<!-- vaultgen t:half", "text <!-- vaultgen"])
def test_the_beginning_of_a_seal_in_a_text_is_named_with_its_line(half: str) -> None:
    text = TEXT.replace(SEAL, f"{SEAL}\n\n{half}")
    line = text.split("\n").index(half) + 1
    with pytest.raises(NotResealable, match=f"line {line} "):
        resealed(NOTE, text.encode())


def test_a_note_that_is_not_text_gets_no_seal() -> None:
    with pytest.raises(NotResealable, match=r"^it is not UTF-8$"):
        resealed(NOTE, b"\xff")


@pytest.mark.parametrize(("text", "at"), [("# Mine\n\nWords.\n\n", 3), ("", 0), ("\n\n", 0)])
def test_where_nothing_of_ours_stands_the_seal_goes_to_the_end(text: str, at: int) -> None:
    head = TEXT.partition("\n---\n")[0] + "\n---\n"
    after = resealed(NOTE, f"{head}{text}".encode()).decode().removeprefix(head)
    lines = [line for line in after.split("\n") if line]
    assert lines[-1].startswith("<!-- vaultgen ")
    assert [line for line in text.split("\n") if line] == lines[:-1]
    seal = Document.parse(f"{head}{after}".encode())
    assert seal is not None
    assert seal.seal is not None
    again = reconcile(World(version=2).paper(), f"{head}{after}".encode(), {})
    assert again is not None
    assert "version2" not in again.after.decode()


def test_two_lines_of_a_seal_that_cannot_become_one_are_said() -> None:
    with pytest.raises(NotResealable, match=r"^line \d+ holds the beginning of a seal without its end$"):
        resealed(
            NOTE,
            TEXT.replace(SEAL, "<!--\nvaultgen t:x -->").replace("## Abstract", "<!-- vaultgen").encode(),
        )
    with pytest.raises(NotResealable, match=r"^it would not hold one seal, on one line$"):
        resealed(NOTE, TEXT.replace(SEAL, "<!--\nvaultgen t:x -->").encode())


def sealed(note: Note, text: str) -> Seal:
    document = Document.parse(resealed(note, text.encode()))
    assert document is not None
    assert document.seal is not None
    return document.seal


def test_a_text_that_is_not_wanted_now_counts_as_removed() -> None:
    pending = World(partial=True, translated=True).paper()
    seal = sealed(NOTE, new_note(pending).after.decode().replace(" t:", " t:A"))
    assert seal.texts[passage_code("note")] == TextRecord.of("")
    assert {*seal.texts} == {passage_code(part.name) for part in NOTE.body if isinstance(part, Passage)}


def test_what_only_the_day_could_tell_again_is_believed_of_the_damaged_seal() -> None:
    note = World().listing(b"")
    said = {
        "zone": "UTC",
        "announced": "312",
        "categories": "cs.AI",
        "complete": "no",
        "missing": "cs.RO",
        "left": "a:1",
        "in_daily": "yes",
    }
    words = " ".join(f"{key}={value}" for key, value in {**said, "doi": "x", "day": "2026-02-24"}.items())
    text = new_note(note).after.decode().replace("day=2026-02-23 zone=Asia/Shanghai", words)
    assert sealed(note, text).says == {"day": "2026-02-23", **said}


def test_a_paper_belongs_to_the_section_below_whose_heading_it_stands() -> None:
    def items(text: str) -> list[list[str]]:
        return [[*sealed(note, text).section(name).items] for name in INTERESTS]

    world = World(papers={*PAPERS[:2]})
    note = world.listing(b"")
    whole = new_note(note).after.decode().replace(" c:", " c:A")
    first, second = PAPERS[0], PAPERS[1]
    mine = world.item(second).replace(second, PAPERS[2])
    assert items(whole) == [[first, second], [first]]
    at = whole.index("## diffusion")
    assert items(f"{whole[:at]}{mine}\n\n{whole[at:]}") == [[first, second, PAPERS[2]], [first]]
    assert items(whole.replace("<!--", f"{mine}\n\n<!--")) == [[first, second], [first, PAPERS[2]]]
    assert items(whole.replace("# arXiv", f"{mine}\n\n# arXiv")) == [[first, second], [first]], (
        "of no section"
    )
    renamed = whole.replace("## diffusion policy (1)", "## Mine").replace("<!--", f"{mine}\n\n<!--")
    assert items(renamed) == [[first, second], [first, PAPERS[2]]], "perhaps of the one that was renamed"


def test_properties_that_the_note_shows_though_they_are_hidden_are_recorded_as_shown() -> None:
    doi = Property("doi", "10.1/a")
    note = replace(NOTE, hidden=(doi,))
    torn = new_note(note).after.decode().replace(" c:", " c:A")
    assert sealed(note, torn).says == {"doi": "10.1/a"}
    shown = sealed(note, torn.replace("---\n", "---\ndoi: 10.1/a\n", 1))
    assert ("doi" in shown.properties, shown.says) == (True, {})
    named = replace(
        note, properties=(*note.properties, doi), hidden=(), names=(("doi", "DOI"), ("version", "v"))
    )
    text = torn.replace("---\n", "---\nDOI: 10.1/a\n", 1)
    assert sealed(named, text).says == {"as": "doi:DOI"}
