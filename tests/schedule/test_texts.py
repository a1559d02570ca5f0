"""What each scheduler is told: looked at by a person in `texts/`, and read back as the scheduler reads it."""

import os
import plistlib
import shlex
from pathlib import PurePath, PurePosixPath
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, example, given, settings
from lxml import etree
from schedule.jobs import (
    BERLIN,
    HOME,
    STATE,
    cron_command,
    drafts,
    job,
    paths,
    systemd_words,
    texts_folder,
    windows_words,
    words,
)

from vaultgen.errors import VaultgenError
from vaultgen.schedule.cron import cron, without
from vaultgen.schedule.github import github, scalar
from vaultgen.schedule.job import KINDS, Job, JobPlan, checked
from vaultgen.schedule.launchd import launchd
from vaultgen.schedule.signed import is_ours
from vaultgen.schedule.systemd import systemd
from vaultgen.schedule.windows import windows

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def shown(draft: JobPlan) -> dict[str, str]:
    """What a person looks at: every text and command, by the name of a file."""
    texts = {f"{draft.kind}.{file.path.suffix.lstrip('.')}": file.text for file in draft.files}
    if draft.lines:
        texts["crontab"] = draft.lines
    commands = [*draft.start, *draft.stop, *draft.stopped, draft.asked, draft.last, draft.failed]
    lines = [*(str(file.path) for file in draft.files), *(shlex.join(each) for each in commands if each)]
    texts[f"{draft.kind}.txt"] = "\n".join([*lines, draft.look, str(draft.log), *draft.told]) + "\n"
    return texts


@pytest.mark.parametrize("kind", KINDS)
def test_the_texts_are_as_they_were_looked_at(kind: str) -> None:
    for name, text in shown(drafts()[kind]).items():
        golden = texts_folder() / name
        if os.environ.get("GOLDEN_WRITE"):
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert golden.read_text(encoding="utf-8") == text, (
            "look at it, then: GOLDEN_WRITE=1 pytest tests/schedule"
        )


def test_each_is_signed_and_known_again_until_somebody_changes_it() -> None:
    for draft in drafts().values():
        for text in [file.text for file in draft.files if file.path.suffix != ".timer"] or [draft.lines]:
            assert is_ours(text)
            assert not is_ours(text.replace("today", "doctor", 1))
            assert not is_ours(text + "more\n")
            assert not is_ours(text.replace("by vaultgen h=", "by somebody h=", 1))
    assert not is_ours("nobody's")


def test_none_holds_a_key() -> None:
    for draft in drafts().values():
        for text in [file.text for file in draft.files] or [draft.lines]:
            assert "DEEPL_AUTH_KEY" not in text or "secrets.DEEPL_AUTH_KEY" in text


@given(paths, paths, words)
@example("/100%", "/%h/$HOME/bin", 'a"b\\')
@example("/a\\", "/b\\", "c\\")
def test_systemd_reads_the_same_words(vault: str, program: str, value: str) -> None:
    service = systemd(job(vault, program, VAULTGEN_STATE_DIR=value), HOME / ".config").files[0].text
    lines = dict(
        line.split("=", 1) for line in service.splitlines() if "=" in line and not line.startswith("#")
    )
    shell = ["/bin/sh", "-c", 'exec "$0" "$@"'] if set(program) & set("\\\"'") else []
    assert systemd_words(lines["ExecStart"]) == [*shell, program, "today", "-q", "--vault", vault]
    assert systemd_words(lines["Environment"]) == [f"VAULTGEN_STATE_DIR={value}"]
    assert all(len(line) < 2 or not line.endswith("\\") for line in service.splitlines()), "no line is joined"


@given(paths, paths, words)
@example("/100%", "/it's 5 % \\% 'x'", "a\\%b")
def test_cron_and_the_shell_read_the_same_words(vault: str, program: str, value: str) -> None:
    assume(len((vault + program + value).encode()) < 200)
    lines = cron(job(vault, program, VAULTGEN_STATE_DIR=value), STATE, BERLIN, 2026).lines.splitlines()
    assert len(lines) == 4
    for line in lines[1:3]:
        read = [
            "mkdir", "-p", str(STATE), "&&", f"VAULTGEN_STATE_DIR={value}", program, "today", "-q", "--vault", vault,
        ]  # fmt: skip
        for command in (cron_command(line), line.split(" ", 5)[5]):  # BusyBox's cron knows nothing of %
            told = shlex.split(command)
            assert told[:-2] == read
            assert told[-2] == f">{STATE}/{job(vault).name}.log"
            assert told[-1] == "2>&1"


@given(paths, paths, words)
@example('/R&D <"x\\">', "/R&D", "&amp;")
def test_launchd_reads_the_same_words(vault: str, program: str, value: str) -> None:
    file = launchd(job(vault, program, VAULTGEN_STATE_DIR=value), HOME, 501, BERLIN, 2026).files[0]
    read = plistlib.loads(file.text.encode(file.encoding))
    assert read["ProgramArguments"] == [program, "today", "-q", "--vault", vault]
    assert read["EnvironmentVariables"] == {"VAULTGEN_STATE_DIR": value}
    assert read["Label"] == file.path.stem


@given(paths, paths)
@example('/R&D <"x\\">', "/R&D")
def test_task_scheduler_reads_the_same_words(vault: str, program: str) -> None:
    assume("$(" not in program + vault)
    assume((program + vault).count("%") < 2)
    file = windows(job(vault, program), STATE, "LAB\\ada", BERLIN, 2026).files[0]
    task = etree.fromstring(file.text.encode(file.encoding))
    assert task.findtext(f".//{TASK}Command") == program
    assert windows_words(task.findtext(f".//{TASK}Arguments") or "") == ["today", "-q", "--vault", vault]
    assert task.findtext(f".//{TASK}UserId") == "LAB\\ada"


@pytest.mark.parametrize("vault", ["C:\\%TEMP%\\Notes", "C:\\$(Arg0)"])
def test_what_task_scheduler_would_take_for_a_variable_is_refused(vault: str) -> None:
    with pytest.raises(VaultgenError, match="for a variable"):
        windows(job(vault), STATE, "", BERLIN, 2026)
    windows(job("C:\\100% mine"), STATE, "", BERLIN, 2026)


def test_a_task_is_as_the_schema_has_it() -> None:
    text = drafts()["windows"].files[0].text
    task = etree.fromstring(text.encode("utf-16"))
    assert [each.tag.removeprefix(TASK) for each in task] == [
        "RegistrationInfo", "Triggers", "Principals", "Settings", "Actions",
    ]  # fmt: skip
    triggers = task.findall(f"{TASK}Triggers/{TASK}CalendarTrigger")
    assert [[each.tag.removeprefix(TASK) for each in trigger] for trigger in triggers] == [
        ["StartBoundary", "ScheduleByWeek"]
    ] * 2
    starts = [trigger.findtext(f"{TASK}StartBoundary") for trigger in triggers]
    assert [start[10:13] for start in starts if start] == ["T06", "T09"]
    days = triggers[0].find(f"{TASK}ScheduleByWeek/{TASK}DaysOfWeek")
    assert days is not None
    assert [day.tag.removeprefix(TASK) for day in days] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
    ]
    context = task.find(f"{TASK}Actions")
    principal = task.find(f"{TASK}Principals/{TASK}Principal")
    assert context is not None
    assert principal is not None
    assert context.get("Context") == principal.get("id")
    settings = task.find(f"{TASK}Settings")
    assert settings is not None
    assert settings.findtext(f"{TASK}StartWhenAvailable") == "true"


@given(words)
@example("${{ secrets.DEEPL_AUTH_KEY }}")
@example("yes")
@example("")
def test_github_reads_the_same_text(text: str) -> None:
    read = yaml.safe_load(f"VAULT: {scalar(text)}\n")["VAULT"]
    assert read.replace("${{ '${{' }}", "${{") == text
    assert "${{" not in read.replace("${{ '${{' }}", "")


@settings(max_examples=20)
@given(paths)
def test_a_workflow_is_yaml_and_may_write_contents_only(vault: str) -> None:
    assume(".." not in PurePath(vault).parts)
    there = f"/home/ada{vault}"
    file = github(job(there), PurePath("/home/ada"), PurePath(there) / "vaultgen.toml", "0.1.0", 2026).files[
        0
    ]
    read = yaml.safe_load(file.text)
    assert read["permissions"] == {"contents": "write"}
    assert (
        read["env"]["VAULT"].replace("${{ '${{' }}", "${{")
        == PurePath(there).relative_to("/home/ada").as_posix()
    )
    assert [each["cron"].split()[2:] for each in read[True]["schedule"]] == [["*", "*", "1,2,3,4,5"]] * 2
    steps = {step.get("name", step.get("uses")): step for step in read["jobs"]["today"]["steps"]}
    assert list(steps)[-1] == "Remember"
    assert steps["Remember"]["if"].startswith("${{ !cancelled() && steps.push.outcome == 'success' }}")
    assert steps["Remember"]["with"]["path"] == steps["Bring back what earlier runs remember"]["with"]["path"]
    assert steps["Bring in what arXiv announced"]["env"] == {
        "DEEPL_AUTH_KEY": "${{ secrets.DEEPL_AUTH_KEY }}"
    }


def test_github_needs_the_configuration_in_the_repository() -> None:
    with pytest.raises(VaultgenError, match="does not see /etc/vaultgen"):
        github(job(), PurePath("/home/ada"), PurePath("/etc/vaultgen.toml"), "0.1.0", 2026)


@pytest.mark.parametrize("letter", ["\n", "\r", "\x00", "\x1b", "\x85", "\u2028", "\udcff"])
def test_a_path_that_a_file_cannot_hold_is_refused(letter: str) -> None:
    for wrong in (job(f"/a{letter}b"), job(program=f"/a{letter}"), job(X=letter)):
        with pytest.raises(VaultgenError, match="cannot hold") as error:
            checked(wrong)
        assert "\n" not in error.value.problem.problem
    assert checked(job("/München/日本語 🌞")).vault == "/München/日本語 🌞"


def test_paths_too_long_for_a_crontab_are_refused() -> None:
    assert cron(job("/" + "x" * 600), STATE, BERLIN, 2026).lines
    with pytest.raises(VaultgenError, match="too long"):
        cron(job("/" + "ä" * 450), STATE, BERLIN, 2026)


def test_another_vault_is_another_job_and_the_same_one_the_same() -> None:
    assert job("/a").name != job("/b").name
    assert job("/a").name == Job("/a", ("other",)).name


def test_the_evening_before_is_sunday_to_thursday_everywhere() -> None:
    west = ZoneInfo("America/Los_Angeles")
    lines = cron(job(), STATE, west, 2026).lines.splitlines()
    assert [line.split()[4] for line in lines[1:3]] == ["1,2,3,4,0", "1,2,3,4,5"]
    agent = plistlib.loads(launchd(job(), HOME, 1, west, 2026).files[0].text.encode())
    first = [each["Weekday"] for each in agent["StartCalendarInterval"] if each["Hour"] == 21]
    assert sorted(first) == [0, 1, 2, 3, 4]
    task = windows(job(), STATE, "", west, 2026).files[0].text
    assert "<Thursday/><Sunday/></DaysOfWeek>" in task
    assert "<UserId>" not in task


@settings(max_examples=30)
@given(words, words)
def test_of_a_crontab_only_our_own_lines_are_taken(before: str, after: str) -> None:
    lines = cron(job(), STATE, BERLIN, 2026).lines
    other = cron(job("/another"), STATE, BERLIN, 2026).lines
    crontab = f"{before}\n{other}{lines}{after}\n"
    assert without(crontab, job().name) == (f"{before}\n{other}{after}\n", lines)
    assert without(f"{before}\n{after}\n{other}", job().name) == (f"{before}\n{after}\n{other}", "")


def test_lines_that_somebody_changed_are_left_alone() -> None:
    lines = cron(job(), STATE, BERLIN, 2026).lines
    with pytest.raises(VaultgenError, match="changed by somebody"):
        without(lines.replace(" 9 * * ", " 10 * * "), job().name)


def test_a_state_folder_of_ones_own_goes_along() -> None:
    own = job(VAULTGEN_STATE_DIR="/my state")
    assert (
        "VAULTGEN_STATE_DIR='/my state' '/usr/bin"
        in cron(own, PurePosixPath("/my state"), BERLIN, 2026).lines
    )
    assert "Environment=" not in systemd(job(), HOME).files[0].text
    assert "EnvironmentVariables" not in launchd(job(), HOME, 1, BERLIN, 2026).files[0].text
    assert any("setx VAULTGEN_STATE_DIR" in line for line in windows(own, STATE, "", BERLIN, 2026).told)
