"""The sentences a person reads, word for word."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from vaultgen.cli.messages import day_line, diff_lines, error_lines, plan_lines, plan_summary, withheld_lines
from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import ConfigurationError, Problem, VaultgenError
from vaultgen.note.identity import Identity, Kind, listing_identity
from vaultgen.reconcile.changes import Create, Plan, Update, WithheldChange
from vaultgen.report import DayReport

WHO = Identity(Kind.PAPER, "2602.17676")
PATH = PurePosixPath("arXiv/Papers/2602.17676 Epistemic Traps.md")


def test_an_error_is_two_lines():
    error = VaultgenError("no vault at ~/Notes (nothing was written)", "is the disk mounted?")
    assert error_lines(error) == (
        "vaultgen: no vault at ~/Notes (nothing was written)",
        "  is the disk mounted?",
    )


def test_problems_of_a_configuration_stand_in_columns():
    problems = (
        Problem('vault.folder: "arXiv/../.." leaves the vault', "write a folder inside it"),
        Problem('language: "en" is not precise enough for DeepL', 'write "en-GB" or "en-US"'),
        Problem("keyword: unknown setting", 'did you mean "keywords"?'),
        Problem("line 1: not UTF-8", "save the file as UTF-8"),
    )
    assert error_lines(ConfigurationError("vaultgen.toml", problems)) == (
        "vaultgen: 4 problems in vaultgen.toml",
        '  vault.folder   "arXiv/../.." leaves the vault: write a folder inside it',
        '  language       "en" is not precise enough for DeepL: write "en-GB" or "en-US"',
        '  keyword        unknown setting, did you mean "keywords"?',
        "  line 1: not UTF-8: save the file as UTF-8",
    )


def test_one_problem_without_a_setting_has_no_column():
    error = ConfigurationError("vaultgen.toml", (Problem("line 1, column 3: not TOML", "keep one"),))
    assert error_lines(error) == (
        "vaultgen: 1 problem in vaultgen.toml",
        "  line 1, column 3: not TOML: keep one",
    )


@pytest.mark.parametrize(
    ("day", "status", "reason", "line"),
    [
        (23, "done", None, "2026-02-23: 22 of 312 papers announced match your 2 interests."),
        (24, "done", "no-match", "2026-02-24: 312 papers announced; none matches your 2 interests."),
        (23, "already-done", None, "2026-02-23: already done (22 papers)."),
        (
            21,
            "nothing-announced",
            "weekend",
            "2026-02-21 is a Saturday: arXiv dates no announcement on Saturday or Sunday.",
        ),
        (
            20,
            "nothing-announced",
            "holiday",
            "2026-02-20: no listing, arXiv kept Friday 2026-02-20 as a holiday.",
        ),
        (23, "not-out-yet", "2026-02-23: announced, but not out.", "2026-02-23: announced, but not out."),
        (23, "not-out-yet", "announced, but not out.", "2026-02-23: announced, but not out."),
        (23, "not-out-yet", None, "2026-02-23: not-out-yet"),
        (23, "failed", "arXiv did not answer", "2026-02-23 stays open: arXiv did not answer"),
        (23, "failed", None, "2026-02-23 stays open: it could not be finished"),
    ],
)
def test_a_day_is_one_sentence(day, status, reason, line):
    by_interest = {"reinforcement learning": 22, "diffusion policy": 1}
    assert day_line(DayReport(date(2026, 2, day), status, reason, 312, 22, by_interest)) == line


def test_one_paper_matches_and_two_match():
    assert day_line(DayReport(date(2026, 2, 23), "done", None, 1, 1, {"birds": 1})) == (
        "2026-02-23: 1 of 1 paper announced matches your 1 interest."
    )


def test_a_plan_has_a_sign_for_each_change_by_kind_and_a_legend_of_the_signs_that_occur():
    listing = listing_identity(date(2026, 2, 23))
    plan = Plan(
        (
            Create(WHO, PurePosixPath("a.md"), b"x"),
            Create(listing, PurePosixPath("day.md"), b"x"),
            Update(WHO, PurePosixPath("b.md"), b"x", b"y"),
        ),
        (WithheldChange(PATH, "abstract", WithheldReason.EDITED, WHO),),
        20,
    )
    assert list(plan_lines(plan)) == [
        "2 papers:",
        "+ a.md",
        "~ b.md",
        "1 listing:",
        "+ day.md",
        '= arXiv/Papers/2602.17676 Epistemic Traps.md   kept: you edited "abstract"',
        "  see the new text: vaultgen review",
        "(+ create)   (~ update)   (= keep as you have it)",
    ]
    assert plan_summary(plan) == "2 papers, 1 listing: 2 to create, 1 to update, 1 kept, 20 unchanged"


def test_a_plan_for_notes_of_one_kind_needs_no_heading():
    plan = Plan((Create(WHO, PurePosixPath("a.md"), b"x"),), (), 0)
    assert list(plan_lines(plan)) == ["+ a.md"]
    assert plan_summary(plan) == "1 to create, 0 to update, 0 kept, 0 unchanged"


@pytest.mark.parametrize("reason", WithheldReason)
def test_every_reason_has_its_words_and_a_remedy(reason):
    what, remedy = withheld_lines(WithheldChange(PATH, "property title", reason, WHO))
    assert what.startswith(f"= {PATH}   ")
    to_type = (
        "write its heading" if reason is WithheldReason.DELETED else "vaultgen "
    )  # of a section that was removed
    assert to_type in remedy
    assert "property" not in what


def test_a_deleted_note_is_named_by_its_paper_and_can_be_brought_back():
    assert withheld_lines(WithheldChange(None, "note", WithheldReason.DELETED, WHO)) == (
        "= paper 2602.17676   stays away: you deleted it",
        "  bring it back: vaultgen restore 2602.17676",
    )


def test_a_difference_is_a_unified_diff():
    changes = (
        Create(WHO, PurePosixPath("new.md"), b"one\n"),
        Update(WHO, PurePosixPath("old.md"), b"one\ntwo", b"one\ntwo\n"),
    )
    assert list(diff_lines(changes)) == [
        "--- /dev/null",
        "+++ b/new.md",
        "@@ -0,0 +1 @@",
        "+one",
        "--- a/old.md",
        "+++ b/old.md",
        "@@ -1,2 +1,2 @@",
        " one",
        "-two (no line end)",
        "+two",
    ]
