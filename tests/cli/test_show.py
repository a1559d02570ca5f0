"""Results on stdout, talk on stderr, whatever the terminal and the metadata are like."""

import io
import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultgen.cli import terminal
from vaultgen.cli.console import Screen
from vaultgen.cli.printed import KEPT_SHOWN
from vaultgen.cli.progress import progress
from vaultgen.document.outcome import WithheldReason
from vaultgen.errors import Problem, VaultgenError
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.changes import Create, Plan, WithheldChange
from vaultgen.report import DayReport, NotesReport, Report, TranslationReport

WHO = Identity(Kind.PAPER, "2602.17676")
DAY = DayReport(
    date(2026, 2, 23), "done", None, 312, 22, {"reinforcement learning": 22, "diffusion policy": 1}
)
DONE = Report(
    "today",
    "/home/me/Notes",
    days=(DAY,),
    notes=NotesReport(
        created=(PurePosixPath("arXiv/Papers/é.md"),),
        kept=(WithheldChange(PurePosixPath("a.md"), "abstract", WithheldReason.EDITED, WHO),),
    ),
    translation=TranslationReport(translated=44, billed_characters=31670),
    requests={"arxiv": 4, "deepl": 1},
    problems=(Problem("something", "do this"),),
)


class Stream(io.TextIOWrapper):
    """A text stream in some encoding that may be a terminal."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)
        self.is_terminal = terminal

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def text(self) -> str:
        return self.buffer.getvalue().decode(self.encoding)


def screen(encoding: str = "utf-8", *, is_terminal: bool = False, environ=None, **options) -> Screen:
    out, err = Stream(encoding), Stream(encoding, terminal=is_terminal)
    return Screen(out, err, environ if environ is not None else {}, **options)


def test_the_day_is_a_result_and_everything_else_is_talk():
    shown = screen()
    shown.report(DONE)
    assert shown.out.text == "2026-02-23: 22 of 312 papers announced match your 2 interests.\n"
    lines = [" ".join(line.split()) for line in shown.err.text.splitlines()]
    assert lines == [
        'papers under "reinforcement learning" 22',
        'papers under "diffusion policy" 1',
        "notes created 1",
        "texts translated 44 31670 characters billed",
        '= a.md kept: you edited "abstract"',
        "see the new text: vaultgen review",
        "vaultgen: something",
        "do this",
    ]


def test_a_run_that_did_nothing_says_so_in_one_line():
    shown = screen()
    day = DayReport(DAY.day, "already-done", None, 312, 22, DAY.by_interest)
    shown.report(Report("today", "v", days=(day,), notes=NotesReport(unchanged=60)))
    assert (shown.out.text, shown.err.text) == ("2026-02-23: already done (22 papers).\n", "")


@pytest.mark.parametrize("command", ["add", "refresh"])
def test_papers_that_were_taken_up_by_themselves_are_counted_and_not_held_against_an_announcement(command):
    shown = screen()
    shown.report(replace(DONE, command=command))
    assert shown.out.text == "Looked up 22 papers of 2026-02-23.\n"
    assert "papers under" not in shown.err.text


def test_a_failed_day_is_no_result_and_is_told_once():
    shown = screen()
    day = DayReport(DAY.day, "failed", "arXiv did not answer")
    shown.report(
        Report("today", "v", days=(day,), problems=(Problem("arXiv did not answer", "run again later"),))
    )
    assert shown.out.text == ""
    assert shown.err.text == "vaultgen: arXiv did not answer\n  run again later\n"
    shown.report(Report("today", "v", days=(day,)))
    assert "vaultgen: 2026-02-23 stays open: arXiv did not answer" in shown.err.text


def test_a_dry_run_says_that_nothing_was_written():
    shown = screen()
    shown.report(Report("today", "v", is_dry_run=True, notes=NotesReport(created=(PurePosixPath("a.md"),))))
    assert "nothing was written" in shown.err.text


def test_many_kept_texts_are_counted_and_deletions_are_not_repeated_every_morning():
    edited = tuple(
        WithheldChange(PurePosixPath(f"{n}.md"), "abstract", WithheldReason.EDITED, WHO)
        for n in range(KEPT_SHOWN + 2)
    )
    report = Report(
        "today",
        "v",
        notes=NotesReport(kept=(*edited, WithheldChange(None, "note", WithheldReason.DELETED, WHO))),
    )
    brief, long = screen(), screen(is_verbose=True)
    brief.report(report)
    long.report(report)
    assert brief.err.text.count("kept: you edited") == KEPT_SHOWN
    assert "= 2 more texts kept: vaultgen review shows them" in brief.err.text
    assert "you deleted it" not in brief.err.text
    assert long.err.text.count("kept: you edited") == KEPT_SHOWN + 2
    assert "you deleted it" in long.err.text


def test_a_quiet_run_says_nothing_but_problems():
    shown = screen(is_quiet=True)
    shown.report(DONE)
    shown.plan(Plan((Create(WHO, PurePosixPath("a.md"), b"x"),)))
    shown.error(VaultgenError("wrong", "mend"))
    assert shown.out.text == ""
    assert shown.err.text == "vaultgen: something\n  do this\nvaultgen: wrong\n  mend\n"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "gbk"])
def test_json_is_alone_on_stdout_and_the_same_in_every_encoding(encoding):
    shown = screen(encoding, is_quiet=True)
    shown.json(DONE)
    assert shown.err.text == ""
    assert json.loads(shown.out.text) == DONE.to_json()


def test_json_is_the_contracts():
    assert json.dumps(DONE.to_json(), ensure_ascii=False) == (
        '{"vaultgen": "0.1.0", "command": "today", "vault": "/home/me/Notes", "dry_run": false, '
        '"days": [{"day": "2026-02-23", "status": "done", "reason": null, "announced": 312, "papers": 22, '
        '"by_interest": {"reinforcement learning": 22, "diffusion policy": 1}, "derived": 0}], '
        '"notes": {"created": ["arXiv/Papers/é.md"], "updated": [], "unchanged": 0, '
        '"kept": [{"path": "a.md", "what": "abstract", "reason": "edited", "identity": "paper:2602.17676"}]}, '
        '"translation": {"translated": 44, "reused": 0, "pending": 0, "partial": 0, "billed_characters": 31670}, '
        '"requests": {"arxiv": 4, "deepl": 1}, "problems": [{"problem": "something", "hint": "do this"}]}'
    )


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1bcreset", "reset"),
        ("over\rwritten\nnext", "over written next"),
        ("back\x08space\x7f", "backspace"),
        ("abc\u202edef", "abcdef"),
        ("[bold]not markup[/bold] :smile:", "[bold]not markup[/bold] :smile:"),
    ],
)
def test_a_terminal_shows_metadata_and_does_not_obey_it(hostile, shown):
    assert terminal.plain(hostile) == shown


@given(st.text())
def test_no_text_has_power_over_a_terminal_or_fails_to_be_written(text):
    for encoding in ("utf-8", "ascii", "cp1252"):
        stream = Stream(encoding)
        terminal.write(stream, text + "\ud800")
        line = stream.text
        assert line.endswith("\n")
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in line[:-1])


def test_letters_that_a_terminal_lacks_are_written_otherwise():
    assert terminal.writable("Zoë – “ok” → 策略…", "ascii") == 'Zo\\xeb - "ok" -> \\u7b56\\u7565...'
    assert terminal.writable("Zoë …", "utf-8") == "Zoë …"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_table_fits_a_narrow_terminal_without_unicode(encoding, monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    shown = screen(encoding, is_terminal=True)
    day = DayReport(DAY.day, "done", None, 312, 22, {"强化学习 [red]\x1b[31m and some more words": 22})
    shown.report(Report("today", "v", days=(day,), notes=NotesReport(created=(PurePosixPath("a"),))))
    assert "[red]" in shown.err.text.replace("\n", "")
    assert all(len(line) <= 24 for line in shown.err.text.splitlines())
    assert "\x1b[31m" not in shown.err.text


def bar_of(environ, *, after: float = 0, is_terminal: bool = True, **options) -> str:
    shown = screen(is_terminal=is_terminal, environ=environ, **options)
    with progress(shown, "reading \x1b[31marXiv", 3, after=after) as advance:
        for timer in [one for one in threading.enumerate() if hasattr(one, "interval")]:
            if after == 0:
                timer.join()
        advance(2)
    assert shown.out.text == ""
    return shown.err.text


def test_progress_counts_on_a_terminal_and_is_gone_afterwards(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    drawn = bar_of({"TERM": "xterm"})
    assert "reading arXiv" in drawn
    assert "2/3" in drawn
    assert "\x1b[2K" in drawn


def test_progress_has_no_colour_where_none_is_wanted(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[3" not in bar_of({"TERM": "xterm", "NO_COLOR": "1"})


@pytest.mark.parametrize(
    "way",
    [{"is_terminal": False}, {"is_quiet": True}, {"environ": {"TERM": "dumb"}}, {"after": 1000.0}],
    ids=["no terminal", "quiet", "dumb", "quickly done"],
)
def test_progress_is_silent_where_nobody_watches_or_it_is_soon_done(way):
    assert bar_of(**{"environ": {}, **way}) == ""


def test_progress_is_gone_when_the_work_is_interrupted():
    shown = screen(is_terminal=True)
    with pytest.raises(KeyboardInterrupt), progress(shown, "writing", None, after=1000.0):
        raise KeyboardInterrupt
    assert shown.err.text == ""


def test_reading_a_configuration_loads_nothing_heavy():
    heavy = (
        "{'rich', 'typer', 'deepl', 'arxiv', 'requests', 'lxml', 'yaml', 'jinja2', 'platformdirs', 'keyring'}"
    )
    code = f"import sys, vaultgen.config; print(sorted(set(sys.modules) & {heavy}))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert ran.stdout == "[]\n"


def test_a_day_that_stays_open_is_shown_as_far_as_it_was_brought():
    shown = screen()
    why = Problem("cs.AI: arXiv's feed is a web page", "run again later")
    day = replace(DAY, status="failed", reason=why.problem)
    shown.report(replace(DONE, days=(day,), problems=(why,)))
    assert shown.out.text == (
        "2026-02-23: 22 of 312 papers announced match your 2 interests so far; the day stays open.\n"
    )
    assert 'papers under "reinforcement learning"' in shown.err.text
    assert shown.err.text.count(why.problem) == 1
