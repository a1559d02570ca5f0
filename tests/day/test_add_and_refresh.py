"""`vaultgen add` and `vaultgen refresh`: papers by name, and papers that changed."""

import re
from dataclasses import replace
from pathlib import Path

import frontmatter
import pytest
from day.conftest import MONDAY, PAPERS, Vaultgen
from day.trees import tree
from fakes import arxiv_server as fake_arxiv
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import FakeDeepL

OLD = FakePaper(
    identifier="hep-th/9901001", title="Old and Good", authors=("Emmy Noether",), categories=("hep-th",),
    submitted="1999-01-04T10:00:00Z", updated="1999-01-04T10:00:00Z",
)  # fmt: skip


def note_of(vault: Path, stem: str) -> frontmatter.Post:
    (path,) = (vault / "arXiv/Papers").glob(f"{stem}*")
    return frontmatter.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "spelling", ["hep-th/9901001", "arXiv:hep-th/9901001v2", "https://arxiv.org/pdf/hep-th/9901001"]
)
def test_a_paper_is_added_however_it_is_spelled(
    spelling: str, vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    arxiv.know([OLD])

    said = vaultgen("add", spelling, "--vault", vault, "--json")

    assert said.status == 0
    note = note_of(vault, "hep-th-9901001")
    assert note["arxiv_id"] == "arXiv:hep-th/9901001"
    assert note["translation"] == "done"
    assert not (vault / "arXiv/Daily").exists()


def test_adding_again_does_nothing_and_says_so(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    arxiv.know([OLD])
    vaultgen("add", "hep-th/9901001", "--vault", vault)
    before = tree(vault)

    said = vaultgen("add", "hep-th/9901001", "arXiv:hep-th/9901001v2", "--vault", vault)

    assert (said.status, said.out) == (0, "hep-th/9901001 has its note already: nothing to do.\n")
    assert tree(vault) == before


def test_a_paper_that_does_not_exist_is_one_clear_line_and_the_others_are_written(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    arxiv.know([OLD])

    said = vaultgen("add", "2602.99999", "hep-th/9901001", "--vault", vault, "--no-translate")

    assert said.status == 1
    assert "2602.99999" in said.err
    assert note_of(vault, "hep-th-9901001")["title"] == "Old and Good"


def test_what_is_no_identifier_is_told_before_anything_is_asked(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("add", "yesterday", "--vault", vault)

    assert said.status == 1
    assert len(said.err.splitlines()) == 2
    assert arxiv.asked() == []


def test_a_deleted_note_is_not_added_again(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    next((vault / "arXiv/Papers").glob("2602.18291*")).unlink()

    said = vaultgen("add", "2602.18291", "--vault", vault)

    assert said.status == 1
    assert "vaultgen restore 2602.18291" in said.err
    assert not list((vault / "arXiv/Papers").glob("2602.18291*"))


def test_an_added_paper_that_waits_is_finished_without_a_listing(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    arxiv.know([OLD])
    vaultgen("today", "--vault", vault, "--no-translate")
    vaultgen("add", "hep-th/9901001", "--vault", vault)
    request.getfixturevalue("deepl")

    vaultgen("today", "--vault", vault)

    assert note_of(vault, "hep-th-9901001")["translation"] == "done"
    assert len(list((vault / "arXiv/Daily").iterdir())) == 1


def second_version(title: str = "Efficient and Better Multi-Agent Diffusion Policies") -> FakePaper:
    return FakePaper(
        identifier="2602.18291", version=2, title=title, abstract="Revised reinforcement learning.",
        authors=("Ada Lovelace", "Jürgen Läufer"), categories=("cs.AI",), comment="withdrawn by the authors? no",
        updated="2026-02-25T10:00:00Z",
    )  # fmt: skip


def test_a_new_version_becomes_current_and_keeps_its_name_and_both_titles(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    old = note_of(vault, "2602.18291")
    arxiv.know([second_version()])
    moment = "2026-02-26T15:00:00+08:00"

    with pytest.MonkeyPatch.context() as later:
        later.setenv("VAULTGEN_NOW", moment)
        said = vaultgen("refresh", "--vault", vault, "--json")
        before = tree(vault)
        vaultgen("refresh", "--vault", vault)

    note = note_of(vault, "2602.18291 Efficient Multi-Agent Diffusion Policies")
    assert said.status == 0
    assert note["version"] == 2
    assert note["title"] == "Efficient and Better Multi-Agent Diffusion Policies"
    assert {old["title"], note["title"]} <= set(note["aliases"])
    assert note["title_translated"] != old["title_translated"]
    assert "Revised" in note.content
    assert tree(vault) == before


def test_who_types_another_version_gets_the_next_one_all_the_same_and_keeps_their_number(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    (path,) = (vault / "arXiv/Papers").glob("2602.18291*")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("version: 1\n", "version: 7\n"), encoding="utf-8")
    arxiv.know([second_version()])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")

    vaultgen("refresh", "--vault", vault, "--no-translate")
    note, before = note_of(vault, "2602.18291"), tree(vault)
    vaultgen("refresh", "--vault", vault, "--no-translate")

    assert note["version"] == 7
    assert "Revised" in note.content
    assert tree(vault) == before


def test_who_takes_the_property_of_the_translated_title_out_keeps_the_title_in_note_and_listing(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault)
    title, paid = note_of(vault, "2602.18291")["title_translated"], deepl.billed
    (path,) = (vault / "arXiv/Papers").glob("2602.18291*")
    path.write_bytes(re.sub(rb"title_translated: .*\n", b"", path.read_bytes()))
    (listing,) = (vault / "arXiv/Daily").iterdir()
    shown = listing.read_bytes()

    for number in (1, 2):
        monkeypatch.setenv("VAULTGEN_NOW", f"2026-02-{23 + number}T16:00:00+08:00")
        arxiv.know([replace(PAPERS[1], comment=f"comment {number}")])
        assert vaultgen("refresh", "--vault", vault).status == 0
        note = note_of(vault, "2602.18291")
        assert "title_translated" not in note
        assert note["comment"] == f"comment {number}"
        assert title in note.content
        assert listing.read_bytes() == shown
    assert deepl.billed == paid


def test_a_new_title_without_a_key_is_translated_when_there_is_one(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault)
    old = note_of(vault, "2602.18291")["title_translated"]
    arxiv.know([second_version()])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-23T16:00:00+08:00")
    monkeypatch.delenv("VAULTGEN_STATE_DIR")
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(vault.parent / "state two"))

    assert vaultgen("refresh", "--vault", vault, "--no-translate").status == 0
    assert note_of(vault, "2602.18291")["translation"] == "pending"
    assert vaultgen("refresh", "--vault", vault).status == 0

    assert note_of(vault, "2602.18291")["title_translated"] != old
    assert note_of(vault, "2602.18291")["translation"] == "done"


def test_refresh_asks_once_for_each_hundred_papers(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    many = [
        FakePaper(identifier=f"2602.{number}", title=f"Reinforcement Learning {number}")
        for number in range(20000, 20150)
    ]
    arxiv.announce(MONDAY, [*PAPERS, *many])
    vaultgen("today", "--vault", vault, "--no-translate")

    with pytest.MonkeyPatch.context() as later:
        later.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")
        said = vaultgen("refresh", "--vault", vault, "--no-translate", "--json")

    assert said.report["requests"]["arxiv"] == 2
    assert said.report["notes"]["updated"] == []


@pytest.mark.parametrize("mine", ["mine", "new"])
def test_a_type_that_the_person_wrote_over_stays_and_nothing_is_offered_for_it(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, mine: str
) -> None:
    paper = FakePaper(
        identifier="2602.20001",
        title="Reinforcement Learning Elsewhere",
        abstract="A.",
        categories=("stat.ML", "cs.LG"),
    )
    arxiv.announce(MONDAY, [*PAPERS, paper])
    vaultgen("today", "--vault", vault, "--no-translate")
    (note,) = (vault / "arXiv/Papers").glob("2602.20001*")
    text = note.read_text(encoding="utf-8")
    assert "announce_type: 'cross'" in text
    note.write_text(text.replace("announce_type: 'cross'", f"announce_type: {mine}"), encoding="utf-8")
    before = tree(vault)

    said = vaultgen("refresh", "--vault", vault, "--no-translate", "--json")

    assert said.report["notes"]["kept"] == []
    assert vaultgen("review", "--vault", vault).out == "Nothing to review.\n"
    assert tree(vault) == before


def withdrawn() -> FakePaper:
    return FakePaper(
        identifier="2602.17680", version=2, title="Reinforcement-Learning-Based Walking: A Study",
        abstract="We learn to walk.", authors=("Ada Lovelace", "Charles Babbage"), categories=("cs.LG", "cs.AI"),
        comment="This paper has been withdrawn by arXiv administrators", updated="2026-02-25T10:00:00Z",
    )  # fmt: skip


def test_what_changed_is_named_a_line_a_paper(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    arxiv.know([replace(second_version(), comment=""), withdrawn()])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")

    foreseen = vaultgen("refresh", "--vault", vault, "--no-translate", "--dry-run", "--json").report
    said = vaultgen("refresh", "--vault", vault, "--no-translate")

    assert "2602.17680 v1 -> v2 WITHDRAWN Reinforcement-Learning-Based Walking: A Study\n" in said.out
    better = "Efficient and Better Multi-Agent Diffusion Policies"
    assert f"2602.18291 v1 -> v2 new title: {better}\n" in said.out
    assert {one["identifier"]: one for one in foreseen["notes"]["changed"]}["2602.18291"] == {
        "identifier": "2602.18291", "from": 1, "to": 2, "withdrawn": False, "title": better,
    }  # fmt: skip
    assert "changed" not in vaultgen("refresh", "--vault", vault, "--no-translate", "--json").report["notes"]


def test_a_withdrawn_paper_can_be_filtered_and_nobody_is_said_to_have_done_it_unless_arxiv_says_so(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    arxiv.know([withdrawn()])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-26T15:00:00+08:00")
    vaultgen("refresh", "--vault", vault, "--no-translate")

    note = note_of(vault, "2602.17680")
    assert note["withdrawn"] is True
    assert "authors" not in note.content.split("withdrawn by arXiv administrators")[0].lower()
    assert "withdrawn" not in note_of(vault, "2602.18291").metadata

    arxiv.know([replace(withdrawn(), version=3, comment="12 pages")])
    monkeypatch.setenv("VAULTGEN_NOW", "2026-02-27T15:00:00+08:00")
    said = vaultgen("refresh", "--vault", vault, "--no-translate")
    assert "2602.17680 v2 -> v3 Reinforcement" in said.out
    assert note_of(vault, "2602.17680")["withdrawn"] is False


def test_what_is_left_out_is_named_for_machines_with_its_reason(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    next((vault / "arXiv/Papers").glob("2602.18291*")).unlink()

    report = vaultgen("today", "--day", MONDAY, "--vault", vault, "--no-translate", "--json").report

    assert report["notes"]["left_out"] == [{"identity": "paper:2602.18291", "reason": "deleted"}]


@pytest.mark.parametrize(
    ("submitted", "day"),
    [
        ("2026-02-19T18:59:00Z", "2026-02-20"),
        ("2026-02-19T19:01:00Z", "2026-02-23"),
        ("2026-02-20T20:00:00Z", "2026-02-24"),
        ("2026-02-21T03:00:00Z", "2026-02-24"),
        ("2026-07-01T18:01:00Z", "2026-07-03"),
        ("2026-07-02T18:01:00Z", "2026-07-07"),
    ],
    ids=[
        "Thursday before 14:00 Eastern", "Thursday after it", "Friday after it", "Friday night, Saturday in UTC",
        "in summer", "in summer, before a holiday",
    ],
)  # fmt: skip
def test_an_added_paper_has_the_day_that_its_time_of_submission_makes(
    submitted: str, day: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    arxiv.know([replace(PAPERS[2], identifier="2602.00001", submitted=submitted, updated=submitted)])

    said = vaultgen("add", "--vault", vault, "--no-translate", "--json", "2602.00001")

    assert [each["day"] for each in said.report["days"]] == [day]


def test_a_day_that_had_matches_is_not_called_quiet_when_it_is_looked_at_again(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    first = vaultgen("today", "--vault", vault, "--json").report["days"][0]
    added = vaultgen("add", "--vault", vault, "--json", "2602.18300", "2510.00001")

    again = vaultgen("refresh", "--vault", vault, "--json")

    assert [each["reason"] for each in added.report["days"] + again.report["days"]] == [None] * (
        len(added.report["days"]) + len(again.report["days"])
    )
    of_monday = next(each for each in again.report["days"] if each["day"] == "2026-02-23")
    assert of_monday["by_interest"] == first["by_interest"]


def test_a_day_that_arxiv_does_not_describe_again_has_failed_and_not_turned_quiet(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    vaultgen("add", "--vault", vault, "2510.00001")
    arxiv.misbehave("/api", fake_arxiv.web_page())
    later = {"VAULTGEN_NOW": "2026-02-26T15:00:00+08:00"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in later.items():
            patch.setenv(name, value)
        said = vaultgen("refresh", "--vault", vault, "--json")

    assert said.status == 1
    assert "no-match" not in [each["reason"] for each in said.report["days"]]


def test_refresh_says_how_many_papers_it_looked_up_and_not_how_many_the_listing_names(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")
    next((vault / "arXiv/Papers").glob("2602.18291*")).unlink()

    said = vaultgen("refresh", "--vault", vault, "--no-translate")

    assert said.out.splitlines()[0] == "Looked up 1 paper of 2026-02-23."
