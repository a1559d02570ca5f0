"""A new seal takes the line of the damaged one, and not one byte besides."""

import re

import pytest
from document.worlds import World, texts

from vaultgen.document.document import Document
from vaultgen.document.new_note import new_note
from vaultgen.document.reconcile import reconcile
from vaultgen.document.reseal import NotResealable, resealed

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
