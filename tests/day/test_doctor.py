"""What is wrong, each with what to do."""

import os
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from day.at_terminal import converse
from day.conftest import KEY, PAPERS, Vaultgen, configure
from day.doctor_table import findings, rows
from day.trees import tree
from fakes.arxiv_server import ArxivServer, FakePaper, status
from fakes.deepl_server import FakeDeepL

NOTE = "arXiv/Papers/2602.18291 Efficient Multi-Agent Diffusion Policies.md"
WALK = "arXiv/Papers/2602.17680 Reinforcement-Learning-Based Walking A Study.md"
LISTING = "arXiv/Daily/arXiv 2026-02-23.md"


@pytest.fixture
def morning(vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen) -> Path:
    vaultgen("today", "--vault", vault)
    return vault


def test_a_healthy_vault_needs_nothing(
    morning: Path, arxiv: ArxivServer, vaultgen: Vaultgen, own_environment: Path
) -> None:
    before = tree(morning)
    said = vaultgen("doctor", "--vault", morning)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"ok  configuration  {morning}/vaultgen.toml: 2 categories, 2 interests",
        f"ok  state folder   {own_environment}/state",
        "ok  translation    DeepL answers and accepts the key",
        f"ok  arXiv's feed   answers ({arxiv.feed_url}/cs.LG)",
        f"ok  arXiv's API    answers ({arxiv.api_url})",
        "ok  templates      the built-in ones",
        "ok  daily job      none; install one: vaultgen schedule --install",
        f"ok  vault          {morning}: 9 notes written by vaultgen",
        "No problems found",
    ]
    assert tree(morning) == before
    assert KEY not in said.out


def test_an_author_query_that_never_matched_is_told_and_one_that_did_is_not(
    morning: Path, vaultgen: Vaultgen
) -> None:
    configure(
        morning,
        """
[[interests]]
name = "People"
query = 'au:"Nobody Wrote This" OR au:"ada lovelace"'
""",
    )
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 0
    ((level, what, words, hint),) = (row for row in rows(said.out) if row.level != "ok")
    assert (level, what) == ("warning", "author query")
    assert words.startswith('au:"Nobody Wrote This" never matched any of the')
    assert "forms that work" in hint
    assert said.out.endswith("\n1 warning found\n")
    assert "ada lovelace" not in said.out


def test_offline_nobody_is_asked(
    morning: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    asked, seen = len(arxiv.asked()), len(deepl.seen)
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 0
    assert ("ok", "translation", "a DeepL key is there", "") in rows(said.out)
    assert (len(arxiv.asked()), len(deepl.seen)) == (asked, seen)


def test_a_missing_key_is_a_warning_and_one_for_no_language_is_none(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    said = vaultgen("doctor", "--vault", vault)
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[2:4] == [
        "warning  translation    no DeepL key: translations wait",
        "                          available from https://www.deepl.com/pro-api (the free plan will do); then run: vaultgen key",
    ]
    assert lines[-1] == "1 warning found"
    report = vaultgen("doctor", "--vault", vault, "--json").report
    assert ([each["problem"] for each in report["warnings"]], report["problems"]) == (
        ["no DeepL key: translations wait"],
        [],
    )
    configure(vault, '[translation]\nengine = "off"\n')
    assert findings(vaultgen("doctor", "--vault", vault).out) == []


def test_a_used_up_quota_is_a_warning(
    vault: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen
) -> None:
    deepl.billed = deepl.limit
    said = vaultgen("doctor", "--vault", vault)
    assert said.status == 0
    ((words, hint),) = findings(said.out)
    assert words.startswith("DeepL's quota is used up")
    assert "once" in hint or "after it renews" in hint


def test_problems_and_warnings_are_counted_and_a_quiet_doctor_names_the_problems_alone(
    vault: Path, vaultgen: Vaultgen
) -> None:
    (vault / "arXiv").write_text("in the way", encoding="utf-8")
    said = vaultgen("doctor", "--vault", vault, "--offline")
    assert (said.status, said.err) == (1, "")
    problems = [row for row in rows(said.out) if row.level == "problem"]
    assert problems
    assert said.out.splitlines()[-1] == (
        f"{len(problems)} problem{'s' if len(problems) > 1 else ''} and 1 warning found"
    )
    quiet = vaultgen("doctor", "--vault", vault, "--offline", "-q")
    assert (quiet.status, quiet.err) == (1, "")
    assert rows(quiet.out) == problems
    (vault / "arXiv").unlink()
    quiet = vaultgen("doctor", "--vault", vault, "--offline", "-q")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")


@pytest.mark.parametrize("width", [40, 100])
def test_the_table_fits_the_terminal_and_is_coloured_there_alone(width: int, vault: Path) -> None:
    seen = converse(["doctor", "--offline"], answers=[], cwd=vault, more={}, width=width)
    plain = converse(["doctor", "--offline"], answers=[], cwd=vault, more={"NO_COLOR": "1"}, width=width)
    assert seen.status == 0
    assert "\x1b[33mwarning" in seen.text
    assert "\x1b" not in plain.text
    assert re.sub(r"\x1b\[[0-9;]*m", "", seen.text) == plain.text
    assert [line for line in plain.text.splitlines() if len(line) > width or line != line.rstrip()] == []
    words = " ".join(plain.text.split())
    assert "no DeepL key: translations wait available from https://www.deepl.com/pro-api" in words
    assert {line[:9] for line in plain.text.splitlines()[:-1]} == {"ok       ", "warning  ", " " * 9}


@pytest.mark.parametrize(
    ("configured", "is_well"),
    [
        ('[translation]\nengine = "off"\n', True),
        ("", False),
        ('[translation]\nengine = "command"\ncommand = ["no-such-program"]\n', False),
        ('[reading]\nlibrary = ["none.bib"]\n[translation]\nengine = "off"\n', False),
    ],
    ids=["well", "no key", "no program", "no library"],
)
def test_status_says_that_nothing_needs_doing_where_doctor_finds_nothing_and_nowhere_else(
    configured: str, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, *, is_well: bool
) -> None:
    configure(vault, '[translation]\nengine = "off"\n')
    vaultgen("today", "--vault", vault)
    (vault / "vaultgen.toml").write_text(_without_translation(vault) + configured, encoding="utf-8")

    status, doctor = vaultgen("status", "--vault", vault), vaultgen("doctor", "--vault", vault, "--offline")

    assert ("Nothing needs doing" in status.out) == is_well
    assert doctor.out.endswith("\nNo problems found\n") == is_well


def _without_translation(vault: Path) -> str:
    text = (vault / "vaultgen.toml").read_text(encoding="utf-8")
    return text.replace('[translation]\nengine = "off"\n', "")


def test_a_translation_program_that_is_not_there_is_a_finding(vault: Path, vaultgen: Vaultgen) -> None:
    configure(vault, '[translation]\nengine = "command"\ncommand = ["no-such-program"]\n')

    said = vaultgen("doctor", "--offline", "--vault", vault)

    assert said.status == 1
    assert 'translation.command: "no-such-program" cannot be started' in said.out


def test_whoever_does_not_answer_is_named(
    vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    monkeypatch.setenv("DEEPL_SERVER_URL", "http://127.0.0.1:9/")
    arxiv.misbehave("/rss", status(404))
    report = vaultgen("doctor", "--vault", vault, "--json").report
    assert len(report["problems"]) == 2
    assert report["problems"][1]["problem"] == f"{arxiv.feed_url}/cs.LG answered 404"
    assert "arXiv's API" in [each["what"] for each in report["well"]]


def test_several_notes_with_one_identifier_are_named_and_a_conflict_copy_is_told_apart(
    morning: Path, vaultgen: Vaultgen
) -> None:
    shutil.copy(morning / NOTE, morning / "mine.md")
    copy = Path(WALK).with_name(Path(WALK).stem + ".sync-conflict-20260223-090000-ABCDEFG.md")
    shutil.copy(morning / WALK, morning / copy)
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 1
    assert findings(said.out) == [
        (f"{copy} is a sync conflict copy of {WALK}", "take over from it what you need, then delete it"),
        (
            f"several notes of paper 2602.18291, none is written to: {NOTE}, mine.md",
            "keep one and delete the others, or take what makes them ours out of them (arxiv_id, the seal)",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            " t:",
            " t:A",
            "its seal, the line <!-- vaultgen … -->, is damaged: line 52 is not as it was written",
        ),
        ("<!-- vaultgen ", "<!--vaultgen ", "its seal, the line <!-- vaultgen … -->, is damaged: line 52 "),
        (
            "(<!-- vaultgen .* -->)",
            r"\1\n\n\1",
            "its seal, the line <!-- vaultgen … -->, is damaged: it is there twice",
        ),
    ],
)
def test_a_damaged_seal_is_named_with_its_line_and_what_makes_a_new_one(
    old: str, new: str, said: str, morning: Path, vaultgen: Vaultgen
) -> None:
    text = (morning / NOTE).read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=1)
    assert changed != text
    (morning / NOTE).write_text(changed, encoding="utf-8")
    told = vaultgen("doctor", "--vault", morning, "--offline")
    assert told.status == 1
    ((problem, hint),) = findings(told.out)
    assert problem.startswith(f"{NOTE}: {said}")
    assert "--reseal" in hint


def reseal(vault: Path, note: str, vaultgen: Vaultgen) -> str:
    said = vaultgen("doctor", "--reseal", note, "--vault", vault)
    assert said.status == 0, said.err
    assert vaultgen("doctor", "--vault", vault, "--offline").status == 0
    return (vault / said.out.split("   ")[0].removeprefix("~ ")).read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["torn", "doubled", "gone"])
@pytest.mark.parametrize("has_state", [True, False])
def test_a_new_seal_keeps_current_what_stands_and_brings_nothing_twice(
    damage: str, morning: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, *, has_state: bool,
) -> None:  # fmt: skip
    text = (morning / NOTE).read_text(encoding="utf-8")
    seal = next(line for line in text.splitlines() if line.startswith("<!-- vaultgen "))
    text = text.replace("improves $10$ tasks", "improves my $10$ tasks")
    new = {"torn": seal.replace(" t:", " t:A"), "doubled": f"{seal}\n\n{seal}", "gone": ""}[damage]
    (morning / NOTE).write_text(text.replace(seal, new), encoding="utf-8")
    if not has_state:
        monkeypatch.setenv("VAULTGEN_STATE_DIR", str(tmp_path / "another device"))

    after = reseal(morning, "2602.18291", vaultgen)

    assert re.sub(r"<!-- vaultgen .*", "", after).split() == re.sub(r"<!-- vaultgen .*", "", text).split()
    assert after.count("<!-- vaultgen ") == 1
    vaultgen("today", "--vault", morning, "--day", "2026-02-23")
    again = (morning / NOTE).read_text(encoding="utf-8")
    assert re.sub(r"<!-- vaultgen .*", "", again).split() == re.sub(r"<!-- vaultgen .*", "", after).split()
    arxiv.know([replace(PAPERS[1], title="A New Title", version=2, abstract=PAPERS[1].abstract)])
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv")
    vaultgen("refresh", "--vault", morning)
    newest = (morning / NOTE).read_text(encoding="utf-8")
    assert newest.count("# A New Title") == 1
    assert "v2 · [[arXiv 2026-02-23]]" in newest
    assert newest.count("improves my $10$ tasks") == 1


def test_a_new_seal_for_a_listing_lists_nothing_twice_and_brings_no_line_back(
    morning: Path, vaultgen: Vaultgen
) -> None:
    text = (morning / LISTING).read_text(encoding="utf-8")
    item = re.search(r"- \[\[2602\.17680.*?(?=\n- )", text, re.DOTALL)
    assert item
    text = text.replace(f"{item[0]}\n", "").replace(" t:", " t:A")
    (morning / LISTING).write_text(text, encoding="utf-8")

    after = reseal(morning, LISTING, vaultgen)

    vaultgen("today", "--vault", morning, "--day", "2026-02-23")
    again = (morning / LISTING).read_text(encoding="utf-8")
    for note in (after, again):
        assert re.findall(r"^- \[\[(\S+)", note, re.MULTILINE) == re.findall(
            r"^- \[\[(\S+)", text, re.MULTILINE
        )
    assert "zone=Asia/Shanghai" in after


def brings_two_weeks(vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen) -> None:
    """Bring a paper of each of the two weeks before, so that there is a note of trends."""
    for day in (13, 20):
        submitted = f"2026-02-{day - 2}T21:00:00Z"
        title = f"Reinforcement Learning {day}"
        paper = FakePaper(identifier=f"2602.{day}001", title=title, submitted=submitted)
        arxiv.announce(date(2026, 2, day), [paper])
        vaultgen("today", "--day", f"2026-02-{day}", "--vault", vault)


@pytest.mark.parametrize("damage", ["torn", "doubled"])
@pytest.mark.parametrize("name", ["Ada Lovelace", "Artificial Intelligence (cs.AI)", "arXiv Trends"])
def test_a_new_seal_for_a_list_of_papers_keeps_it_current(
    name: str, damage: str, morning: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    if name == "arXiv Trends":
        brings_two_weeks(morning, arxiv, vaultgen)
    note = next(morning.rglob(f"{name}.md"))
    text = note.read_text(encoding="utf-8").rstrip("\n") + "\n\nwords of mine\n"
    seal = next(line for line in text.splitlines() if line.startswith("<!-- vaultgen "))
    text = text.replace(seal, {"torn": seal.replace(" t:", " t:A"), "doubled": f"{seal}\n\n{seal}"}[damage])
    note.write_text(text, encoding="utf-8")

    after = reseal(morning, name, vaultgen)

    assert re.sub(r"<!-- vaultgen .*", "", after).split() == re.sub(r"<!-- vaultgen .*", "", text).split()
    assert after.count("<!-- vaultgen ") == 1
    arxiv.know([replace(PAPERS[1], title="A New Title", version=2)])
    shutil.rmtree(Path(os.environ["VAULTGEN_STATE_DIR"]) / "arxiv")
    vaultgen("refresh", "--vault", morning)
    newest = note.read_text(encoding="utf-8")
    assert newest.count("A New Title") == (name != "arXiv Trends")
    assert newest.count("[[2602.18291") <= 1
    assert newest.endswith("words of mine\n")


def test_a_note_whose_seal_was_deleted_is_named_and_a_note_of_the_persons_own_is_not(
    morning: Path, vaultgen: Vaultgen
) -> None:
    (morning / "mine.md").write_text("---\narxiv_id: 1706.03762\n---\nMine.\n", encoding="utf-8")
    assert vaultgen("doctor", "--vault", morning, "--offline").status == 0
    text = (morning / NOTE).read_text(encoding="utf-8")
    (morning / NOTE).write_text(re.sub(r"<!-- vaultgen .*\n", "", text), encoding="utf-8")
    ((problem, hint),) = findings(vaultgen("doctor", "--vault", morning, "--offline").out)
    assert problem.startswith(f"{NOTE} has no seal")
    assert "--reseal" in hint


def test_a_note_that_gets_no_new_seal_says_what_to_do(morning: Path, vaultgen: Vaultgen) -> None:
    told = vaultgen("doctor", "--reseal", NOTE, "--vault", morning)
    assert told.out == f"{NOTE} has an intact seal: nothing to do.\n"
    told = vaultgen("doctor", "--reseal", "nothing", "--vault", morning)
    assert told.err.splitlines()[0] == "vaultgen: no note of ours is called nothing"
    (morning / NOTE).unlink()
    (morning / WALK).unlink()
    author = morning / "arXiv/Authors/Ada Lovelace.md"
    author.write_text(author.read_text(encoding="utf-8").replace(" t:", " t:A"), encoding="utf-8")
    told = vaultgen("doctor", "--reseal", "Ada Lovelace", "--vault", morning)
    assert told.status == 1
    assert "no paper of the vault belongs in it any more" in told.err


def test_a_link_to_a_note_that_was_renamed_elsewhere_is_named(morning: Path, vaultgen: Vaultgen) -> None:
    (morning / NOTE).rename(morning / "renamed.md")
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 1
    broken = [problem for problem, _ in findings(said.out)]
    assert f'{LISTING}: a link leads to "{Path(NOTE).stem}", which is now renamed.md' in broken


def test_lines_of_deleted_papers_and_authors_without_a_note_lead_nowhere_on_purpose(
    morning: Path, vaultgen: Vaultgen
) -> None:
    assert "[[Charles Babbage]]" in (morning / WALK).read_text(encoding="utf-8")
    (morning / NOTE).unlink()
    assert vaultgen("doctor", "--vault", morning, "--offline").status == 0


def test_links_that_the_person_broke_in_their_own_text_are_theirs(morning: Path, vaultgen: Vaultgen) -> None:
    (morning / NOTE).rename(morning / "renamed.md")
    own = morning / "My own note.md"
    own.write_text(f"[[{Path(NOTE).stem}]]", encoding="utf-8")
    with (morning / WALK).open("a", encoding="utf-8") as note:
        note.write("\nSee [[2602.18291 my name for it]].\n")
    said = vaultgen("doctor", "--vault", morning, "--offline").out
    assert "which is now renamed.md" in said
    assert "my name for it" not in said
    assert "My own note" not in said


def test_a_vault_that_looks_emptied_stops_runs_until_it_is_confirmed(
    morning: Path, vaultgen: Vaultgen
) -> None:
    shutil.rmtree(morning / "arXiv")
    stopped = vaultgen("today", "--vault", morning)
    assert stopped.status == 1
    assert "vaultgen doctor --confirm-deleted" in stopped.err
    assert vaultgen("doctor", "--vault", morning, "--offline").status == 1

    said = vaultgen("doctor", "--confirm-deleted", "--vault", morning, "--offline")

    assert said.status == 0
    assert (
        "ok", "deleted", "9 notes taken for deleted on purpose", "to restore them: vaultgen restore --all",
    ) in rows(said.out)  # fmt: skip
    assert vaultgen("today", "--vault", morning).status == 0
    assert not (morning / NOTE).exists()


def test_a_note_that_cannot_be_read_is_named(morning: Path, vaultgen: Vaultgen) -> None:
    (morning / NOTE).write_bytes(b"\xff\xfe" + (morning / NOTE).read_bytes())
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 1
    assert f"{NOTE}: it is not UTF-8; it is left alone" in dict(findings(said.out))


def test_a_folder_that_may_not_be_written_is_named(
    morning: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = morning / "arXiv/Papers"
    monkeypatch.setattr(os, "access", lambda place, _mode: Path(place) != papers)  # root may write everywhere
    said = vaultgen("doctor", "--vault", morning, "--offline")
    assert said.status == 1
    assert findings(said.out) == [(f"{papers} cannot be written", "make that folder writable")]


def test_a_wrong_configuration_is_told_with_all_its_problems(vault: Path, vaultgen: Vaultgen) -> None:
    (vault / "vaultgen.toml").write_text('keyword = ["x"]\ncategories = ["cs.XX"]\n', encoding="utf-8")
    said = vaultgen("doctor", "--vault", vault)
    assert said.status == 1
    assert {row[:2] for row in rows(said.out)} == {("problem", "configuration")}
    assert said.out.endswith(f"\n{len(rows(said.out))} problems found\n")
    assert len(rows(said.out)) >= 2


def test_a_state_folder_that_cannot_be_there_is_told(vault: Path, vaultgen: Vaultgen, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    below_a_file = vaultgen(
        "doctor", "--offline", "--vault", vault, VAULTGEN_STATE_DIR=str(tmp_path / "file/state")
    )
    too_long = vaultgen(
        "doctor", "--offline", "--vault", vault, VAULTGEN_STATE_DIR=str(tmp_path / ("x" * 300))
    )

    assert [said.status for said in (below_a_file, too_long)] == [1, 1]
    assert "file/state cannot be written" in below_a_file.out
    assert "cannot be made: " in too_long.out
