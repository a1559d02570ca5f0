"""A morning: `vaultgen today` against an arXiv and a DeepL of our own, over real sockets."""

import os
import re
import shutil
from pathlib import Path

import frontmatter
import pytest
from day.conftest import KEY, MONDAY, PAPERS, Vaultgen, configure
from day.passages import passage
from day.trees import texts, tree
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

LISTING = "arXiv/Daily/arXiv 2026-02-23.md"


def note_of(vault: Path, identifier: str) -> frontmatter.Post:
    (path,) = [path for path in (vault / "arXiv/Papers").iterdir() if path.name.startswith(identifier)]
    return frontmatter.loads(path.read_text(encoding="utf-8"))


def test_the_morning_is_a_folder_of_linked_notes(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    said = vaultgen("today", "--vault", vault, "--json")

    assert said.status == 0
    assert said.report["days"] == [
        {
            "day": "2026-02-23",
            "status": "done",
            "reason": None,
            "announced": 4,
            "papers": 2,
            "by_interest": {"reinforcement learning": 2, "diffusion policy": 1},
            "derived": 0,
        }
    ]
    assert said.report["notes"]["created"] == [
        "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md",
        "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md",
        "arXiv/Authors/Ada Lovelace.md",
        "arXiv/Subjects/Artificial Intelligence (cs.AI).md",
        "arXiv/Subjects/Machine Learning (cs.LG).md",
        "arXiv/Authors.base",
        "arXiv/Papers.base",
        LISTING,
        "arXiv/references.bib",
    ]
    assert said.report["translation"] | {"billed_characters": 0} == {
        "translated": 4,
        "reused": 0,
        "pending": 0,
        "partial": 0,
        "billed_characters": 0,
    }
    assert said.report["problems"] == []
    assert (vault / "My own note.md").read_text(encoding="utf-8") == "# Mine\n"


def test_a_paper_note_says_everything_that_arxiv_says(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)

    note = note_of(vault, "2602.17680")
    assert list(note.metadata) == [
        "title", "title_translated", "aliases", "arxiv_id", "version", "authors", "subjects", "primary_subject",
        "keywords", "announced", "announce_type", "submitted", "updated", "comment", "journal_ref", "doi", "abs_url",
        "pdf_url", "html_url", "project_url", "citekey", "language", "translation", "tags",
    ]  # fmt: skip
    assert note["arxiv_id"] == "arXiv:2602.17680"
    assert note["authors"] == ["[[Ada Lovelace]]", "[[Charles Babbage]]"]
    assert note["comment"] == "12 pages, ICLR 2026"
    assert note["doi"] == "10.1000/xyz123"
    assert str(note["announced"]) == "2026-02-23"
    assert str(note["submitted"]) == "2026-02-19"
    assert note["tags"] == ["arxiv", "arxiv/cs/LG", "arxiv/cs/AI"]
    assert "https://example.org/walk" in note.content


def test_formulas_macros_and_addresses_come_back_once(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)

    translation = passage(note_of(vault, "2602.17680").content, "translation")
    assert translation.count("$\\pi_\\theta$") == 1
    assert translation.count("https://example.org/walk") == 1
    assert note_of(vault, "2602.17680")["translation"] == "done"


def test_the_second_run_changes_nothing_asks_nobody_and_says_so_in_one_line(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, own_environment: Path
) -> None:
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    asked, sent = len(arxiv.asked()), len(deepl.seen)

    said = vaultgen("today", "--vault", vault)

    assert tree(vault) == before
    assert len(arxiv.asked()) == asked
    assert len(deepl.seen) == sent
    assert (said.status, said.out, said.err) == (0, "2026-02-23: already done (2 papers).\n", "")


def test_with_the_state_lost_the_same_run_gives_the_same_bytes_and_pays_nothing(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    vaultgen("today", "--vault", vault)
    before = tree(vault)
    sent = len(deepl.translations)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    said = vaultgen("today", "--vault", vault)

    assert said.status == 0
    assert tree(vault) == before
    assert len(deepl.translations) == sent


@pytest.mark.parametrize("words", [["--dry-run"], ["--diff"], ["--dry-run", "--json"]])
def test_a_dry_run_writes_nothing_anywhere_and_pays_nothing(
    words: list[str],
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    own_environment: Path,
) -> None:
    before = tree(vault)

    said = vaultgen("today", "--vault", vault, *words)

    assert said.status == 0
    assert tree(vault) == before
    assert not (own_environment / "state").exists()
    assert deepl.seen == []
    assert "2602.18291" in said.out


def test_a_dry_run_names_what_it_would_do_and_what_it_would_cost(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    said = vaultgen("today", "--vault", vault, "--dry-run")

    lines = said.out.splitlines()
    assert lines[lines.index(f"+ {LISTING}") - 1] == "1 listing:"
    assert "(+ create)" in lines
    assert lines[-1] == (
        "2 papers, 1 author, 2 subjects, 2 bases, 1 listing, 1 bibliography: "
        "9 to create, 0 to update, 0 kept, 0 unchanged"
    )
    assert re.search(
        r"^\d+ characters would be sent to be translated, \d+ at most if texts come back damaged$",
        said.out,
        re.MULTILINE,
    )


def test_without_a_key_the_notes_wait_and_the_report_says_how_to_get_one(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("today", "--vault", vault)

    assert said.status == 0
    assert note_of(vault, "2602.18291")["translation"] == "pending"
    assert "title_translated" not in note_of(vault, "2602.18291").metadata
    problem, hint = said.err.splitlines()[-2:]
    assert problem == "vaultgen: no DeepL key: 4 texts are not translated yet, the notes are in English"
    assert hint == (
        "  available from https://www.deepl.com/pro-api (the free plan will do); then run: vaultgen key"
    )


def test_what_waited_is_finished_by_the_next_run_with_a_key_line_of_the_listing_included(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    assert "模" not in (vault / LISTING).read_text(encoding="utf-8")
    deepl: FakeDeepL = request.getfixturevalue("deepl")

    said = vaultgen("today", "--vault", vault, "--json")

    assert said.report["translation"]["translated"] == 4
    assert note_of(vault, "2602.18291")["translation"] == "done"
    translated = note_of(vault, "2602.18291")["title_translated"]
    assert translated in (vault / LISTING).read_text(encoding="utf-8").replace("\\", "")
    assert len(deepl.translations) >= 1


def test_a_vault_that_waited_and_one_that_did_not_are_the_same(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    waited, at_once = tmp_path / "waited", tmp_path / "at once"
    for root in (waited, at_once):
        root.mkdir()
        configure(root)
    vaultgen("today", "--vault", waited)
    request.getfixturevalue("deepl")
    vaultgen("today", "--vault", waited)
    vaultgen("today", "--vault", at_once)

    assert texts(waited) == texts(at_once)


def test_no_translate_asks_no_engine_and_leaves_the_texts_waiting(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    said = vaultgen("today", "--vault", vault, "--no-translate")

    assert said.status == 0
    assert deepl.seen == []
    assert note_of(vault, "2602.18291")["translation"] == "pending"


def test_a_refused_key_is_a_failure_and_the_notes_are_there(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    deepl.script.extend([403] * 4)

    said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert note_of(vault, "2602.18291")["translation"] == "pending"
    assert KEY not in said.out + said.err


def test_a_used_up_quota_is_no_failure(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    deepl.limit = 0

    said = vaultgen("today", "--vault", vault)

    assert said.status == 0
    assert "quota" in said.err
    assert note_of(vault, "2602.18291")["translation"] == "pending"


def test_a_translation_that_the_person_removed_is_not_paid_for_again(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    vaultgen("today", "--vault", vault)
    path = vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace(f"{passage(text, 'translation')}\n\n", "")
    path.write_text(text, encoding="utf-8")
    sent = len(deepl.translations)
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    vaultgen("today", "--vault", vault)

    assert path.read_text(encoding="utf-8") == text
    assert len(deepl.translations) == sent


def test_a_deleted_note_stays_deleted_and_its_line_stays_as_it_is(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md").unlink()
    listing = (vault / LISTING).read_bytes()

    vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "state lost"))
    vaultgen("today", "--vault", vault)

    assert not list((vault / "arXiv/Papers").glob("2602.18291*"))
    assert (vault / LISTING).read_bytes() == listing


def test_a_run_that_meets_a_deleted_note_names_it_and_how_to_bring_it_back(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md").unlink()
    sent = len(deepl.translations)

    told = vaultgen("today", "--vault", vault, "--day", "2026-02-23", "-v")
    silent = vaultgen("today", "--vault", vault, "--day", "2026-02-23")
    report = vaultgen("today", "--vault", vault, "--day", "2026-02-23", "--json").report

    assert "= paper 2602.18291   stays away: you deleted it\n" in told.err
    assert "  bring it back: vaultgen restore 2602.18291\n" in told.err
    assert "2602.18291" not in silent.out + silent.err
    kept = {"path": None, "what": "note", "reason": "deleted", "identity": "paper:2602.18291"}
    assert report["notes"]["kept"] == [kept]
    assert len(deepl.translations) == sent


def test_a_deleted_listing_stays_deleted_with_the_state_lost_also_when_that_run_writes_something_else(
    vault: Path,
    arxiv: ArxivServer,
    deepl: FakeDeepL,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    vaultgen("today", "--vault", vault)
    (vault / LISTING).unlink()
    (vault / "arXiv/Papers.base").unlink()
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "state lost"))

    for _ in range(2):
        vaultgen("today", "--vault", vault)
        assert not (vault / LISTING).exists()

    assert (vault / "arXiv/Papers.base").exists()


def test_a_renamed_and_moved_note_is_followed(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    moved = vault / "Read later" / "diffusion.md"
    moved.parent.mkdir()
    (vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md").rename(moved)
    request.getfixturevalue("deepl")

    vaultgen("today", "--vault", vault)

    assert "translation: 'done'" in moved.read_text(encoding="utf-8")
    assert not list((vault / "arXiv/Papers").glob("2602.18291*"))
    assert "[[diffusion|" in (vault / LISTING).read_text(encoding="utf-8")


def test_what_a_person_wrote_is_there_after_every_later_run(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, request: pytest.FixtureRequest
) -> None:
    vaultgen("today", "--vault", vault)
    path = vault / "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
    text = path.read_text(encoding="utf-8").replace("tags:", "rating: 5 # mine\ntags:")
    path.write_text(text + "\nMy thoughts, with [[a link]].\n", encoding="utf-8")
    request.getfixturevalue("deepl")

    vaultgen("today", "--vault", vault)

    after = path.read_text(encoding="utf-8")
    assert "rating: 5 # mine\n" in after
    assert after.endswith("\nMy thoughts, with [[a link]].\n")
    assert "translation: 'done'" in after


def test_replacements_are_left_out_and_counted(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    vaultgen("today", "--vault", vault, "--no-translate")

    listing = (vault / LISTING).read_text(encoding="utf-8")
    assert "2510.00001" not in listing
    assert "left=replace:1" in listing


def test_requests_are_one_a_category_and_one_for_the_papers(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("today", "--vault", vault, "--no-translate", "--json")

    assert said.report["requests"] == {"arxiv": 3, "deepl": 0}
    assert [asked.path for asked in arxiv.asked()] == ["/rss/cs.LG", "/rss/cs.AI", "/api/query"]


def test_the_day_of_the_papers_is_the_same_whatever_their_order(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaults = []
    for name, papers in (("one", PAPERS), ("two", PAPERS[::-1])):
        root = tmp_path / name
        root.mkdir()
        configure(root)
        arxiv.announce(MONDAY, papers)
        vaultgen("today", "--vault", root, "--no-translate")
        vaults.append(texts(root))

    assert vaults[0] == vaults[1]


def test_a_section_that_the_person_took_out_of_a_listing_is_named_and_gets_no_new_papers(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    arxiv.announce(MONDAY, PAPERS[1:])
    vaultgen("today", "--vault", vault, "--no-translate")
    text = (vault / LISTING).read_text(encoding="utf-8")
    start, end = text.index("## reinforcement learning"), text.index("## diffusion policy")
    (vault / LISTING).write_text(text[:start] + text[end:], encoding="utf-8")
    arxiv.announce(MONDAY, PAPERS)
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv")

    told = vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23", "-v")

    assert "2602.17680" not in (vault / LISTING).read_text(encoding="utf-8")
    assert f"= {LISTING}   gets no new papers: you took the section reinforcement learning out\n" in told.err
    again = vaultgen("today", "--vault", vault, "--no-translate", "--day", "2026-02-23")
    assert "= 1 passage that you deleted stays away: -v names what\n" in again.err
