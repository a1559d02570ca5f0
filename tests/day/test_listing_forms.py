"""`listing = "compact" | "standard" | "abstracts"`: another form of a listing is a change like any other."""

import re
import shutil
from pathlib import Path

import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen, configure
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

from vaultgen.document.listings import existing_listing

LISTING = "arXiv/Daily/arXiv 2026-02-23.md"
FORMS = ("compact", "standard", "abstracts")


def in_form(form: str, vault: Path, vaultgen: Vaultgen) -> None:
    """Set the form, and run the day's command."""
    configure(vault, f'listing = "{form}"\n')
    said = vaultgen("today", "--vault", vault)
    assert said.status == 0, said.err


def listing_of(vault: Path) -> str:
    return (vault / LISTING).read_text(encoding="utf-8")


def entries(text: str) -> list[list[str]]:
    """The lines of each entry."""
    body = text.partition("\n## ")[2].partition("<!-- vaultgen")[0]
    return [
        [line for line in part.splitlines() if line.strip() and not line.startswith("#")]
        for part in re.split(r"^(?=- )", body, flags=re.MULTILINE)[1:]
    ]


def test_a_compact_entry_has_two_lines_with_everything_that_tells_a_paper(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    in_form("compact", vault, vaultgen)

    found = entries(listing_of(vault))
    assert [len(entry) for entry in found] == [2, 2, 2]
    for part in (
        "[[2602.17680 ",
        "[[Ada Lovelace]] 等，另有 1 位",
        "“reinforcement learning”",
        "/abs/2602.17680)",
    ):
        assert part in "\n".join(found[0]), part


def test_abstracts_are_folded_below_each_entry_in_the_language_of_the_vault(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    in_form("abstracts", vault, vaultgen)

    for entry in entries(listing_of(vault)):
        begins = entry.index("  > [!abstract]- 摘要")
        assert entry[begins + 1].startswith("  > ")
        assert "“" not in "".join(entry[:begins]).replace("中的“", ""), "nothing is quoted twice"
    (note,) = vault.glob("arXiv/Papers/2602.18291 *.md")
    translation = note.read_text(encoding="utf-8").partition("## 译文\n\n")[2].partition("\n")[0]
    assert f"  > {translation}\n" in listing_of(vault)


def test_without_a_translation_the_abstract_is_in_english_and_becomes_current(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    in_form("abstracts", vault, vaultgen)
    assert "  > Online reinforcement learning with Diffusion Policies" in listing_of(vault)

    request.getfixturevalue("deepl")
    in_form("abstracts", vault, vaultgen)
    assert "  > Online reinforcement" not in listing_of(vault)


@pytest.mark.parametrize("first", FORMS)
@pytest.mark.parametrize("then", FORMS)
def test_a_day_in_another_form_is_as_if_it_had_always_been_so(
    first: str,
    then: str,
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    tmp_path: Path,
) -> None:
    always = tmp_path / "Always"
    shutil.copytree(vault, always)
    in_form(then, always, vaultgen)

    in_form(first, vault, vaultgen)
    in_form(then, vault, vaultgen)
    assert texts(vault) == texts(always)

    before = tree(vault)
    in_form(then, vault, vaultgen)
    assert tree(vault) == {**before, "vaultgen.toml": tree(vault)["vaultgen.toml"]}


@pytest.mark.parametrize("form", ["compact", "abstracts"])
def test_ticks_edited_entries_and_lines_of_the_persons_stay(
    form: str,
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_form("standard", vault, vaultgen)
    text = listing_of(vault)
    text = text.replace("- [[2602.17680", "- [x] [[2602.17680", 1)
    text = text.replace("## diffusion policy", "Mine, between the interests.\n\n## diffusion policy")
    (vault / LISTING).write_text(text, encoding="utf-8")

    in_form(form, vault, vaultgen)

    after = listing_of(vault)
    assert "\n- [x] [[2602.17680" in after
    assert "\nMine, between the interests.\n" in after
    assert after.count("- [") - after.count("  - [") == 3, "no entry is lost or doubled"
    untouched = entries(after)[1:]
    assert all(("  > [!abstract]- 摘要" in entry) is (form == "abstracts") for entry in untouched)

    # With the state lost and on another device nothing changes any more.
    before = tree(vault)
    for state in ("", "other"):
        if state:
            monkeypatch.setenv("VAULTGEN_STATE_DIR", str(vault.parent / state))
        assert vaultgen("today", "--vault", vault).status == 0
        assert vaultgen("refresh", "--vault", vault).status == 0
        assert tree(vault) == before


def test_an_edited_entry_stays_as_the_person_wrote_it_and_that_is_said(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_form("standard", vault, vaultgen)
    text = listing_of(vault).replace("标题中的“reinforcement learning”", "Grace should read this")
    (vault / LISTING).write_text(text, encoding="utf-8")
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(vault.parent / "other"))  # nothing is remembered of it
    configure(vault, 'listing = "compact"\n')

    report = vaultgen("today", "--vault", vault, "--json").report

    assert "\n  - Grace should read this\n" in listing_of(vault)
    assert [kept["reason"] for kept in report["notes"]["kept"]] == ["edited"]


def test_the_form_of_days_before_follows_with_refresh_and_undo_takes_it_back(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_form("standard", vault, vaultgen)
    before = listing_of(vault)
    arxiv.announce(
        MONDAY.replace(day=24), [FakePaper(identifier="2602.19001", title="Reinforcement learning again")]
    )
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-24T15:00:00+08:00")
    in_form("compact", vault, vaultgen)
    assert [len(entry) for entry in entries(listing_of(vault))] != [2, 2, 2], "older days wait for refresh"

    assert vaultgen("refresh", "--vault", vault).status == 0
    assert [len(entry) for entry in entries(listing_of(vault))] == [2, 2, 2]

    assert vaultgen("undo", "--vault", vault).status == 0
    after = listing_of(vault)
    assert entries(after) == entries(before)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_listing_says_is_read_back_from_every_form(
    form: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    other = "2602.17680"
    papers = [
        FakePaper(
            identifier="2602.18291",
            title="Diffusion policy",
            abstract=f"Reinforcement learning as in https://arxiv.org/abs/{other} and arXiv:{other}.\n\nMore.",
        ),
        PAPERS[0],
    ]
    arxiv.announce(MONDAY, papers)
    in_form(form, vault, vaultgen)

    said = existing_listing((vault / LISTING).read_bytes(), with_order=True)
    assert {name: [str(paper) for paper in found] for name, found in said.sections} == {
        "reinforcement learning": [other, "2602.18291"],
        "diffusion policy": ["2602.18291"],
    }
    assert [str(paper) for paper in said.order_in("reinforcement learning")] == [other, "2602.18291"]

    # Its line removed, the paper that another one's abstract names stays away; the other one's line is not taken for it.
    text = listing_of(vault)
    removed = next(
        part
        for part in re.split(r"^(?=- |## )", text, flags=re.MULTILINE)
        if part.startswith("- [[2602.17680")
    )
    (vault / LISTING).write_text(text.replace(removed, ""), encoding="utf-8")
    before = tree(vault)
    assert vaultgen("today", "--vault", vault).status == 0
    assert vaultgen("refresh", "--vault", vault).status == 0
    assert tree(vault) == before
