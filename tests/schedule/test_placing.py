"""What is put there, left alone and taken away, against schedulers that stand in for the machine's."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from day.trees import tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schedule.conftest import Schedulers
from schedule.jobs import BERLIN, job

from vaultgen.errors import VaultgenError
from vaultgen.schedule.cron import cron
from vaultgen.schedule.installer import InstalledJob, find, has_failed, install, last_run, remove
from vaultgen.schedule.job import JobPlan
from vaultgen.schedule.launchd import launchd
from vaultgen.schedule.systemd import systemd
from vaultgen.schedule.windows import windows

HAMBURG = job("/home/ada/Hamburg")


def drafts(home: Path) -> dict[str, JobPlan]:
    return {
        "systemd": systemd(job(), home / ".config"),
        "cron": cron(job(), home / "state", BERLIN, 2026),
        "launchd": launchd(job(), home, 501, BERLIN, 2026),
        "windows": windows(job(), home / "state", "", BERLIN, 2026),
    }


KINDS = ["systemd", "cron", "launchd", "windows"]
NOTHING = InstalledJob(is_there=False, is_current=False, is_on=False)
ALL = InstalledJob(is_there=True, is_current=True, is_on=True)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_installed_is_there_and_on_and_what_is_removed_is_gone(
    kind: str, schedulers: Schedulers, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    draft = drafts(home)[kind]
    assert find(draft) == NOTHING
    assert remove(draft) is False
    install(draft)
    assert find(draft) == ALL
    for file in draft.files:
        assert Path(file.path).read_bytes() == file.text.encode(file.encoding)
    install(draft)
    assert find(draft) == ALL
    assert remove(draft) is True
    assert find(draft) == NOTHING
    assert remove(draft) is False
    assert [path for path in tree(home) if (home / path).is_file()] == []
    assert not list(schedulers.folder.glob("on-*"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_of_an_earlier_version_is_renewed(kind: str, schedulers: Schedulers, tmp_path: Path) -> None:
    earlier = {
        "systemd": systemd(job(program="/old"), tmp_path / ".config"),
        "cron": cron(job(program="/old"), tmp_path / "state", BERLIN, 2026),
        "launchd": launchd(job(program="/old"), tmp_path, 501, BERLIN, 2026),
        "windows": windows(job(program="/old"), tmp_path / "state", "", BERLIN, 2026),
    }[kind]
    install(earlier)
    draft = drafts(tmp_path)[kind]
    assert find(draft) == InstalledJob(is_there=True, is_current=False, is_on=True)
    schedulers.asked()
    install(draft)
    assert find(draft) == ALL
    asked = schedulers.asked()
    if kind != "cron":
        stopped = next(n for n, line in enumerate(asked) if line == " ".join(draft.stop[0]))
        assert asked[stopped + 1 : stopped + 1 + len(draft.start)] == [" ".join(each) for each in draft.start]


@pytest.mark.parametrize("kind", ["systemd", "launchd", "windows"])
def test_a_file_that_is_not_as_we_wrote_it_is_left_alone(
    kind: str, schedulers: Schedulers, tmp_path: Path
) -> None:
    draft = drafts(tmp_path)[kind]
    file = draft.files[0]
    path = Path(file.path)
    install(draft)
    edited = file.text.replace("today", "doctor")
    for content in (edited.encode(file.encoding), b"somebody else's", b"\xff\xfe\x00", b""):
        path.write_bytes(content)
        schedulers.asked()
        for act in (find, install, remove):
            with pytest.raises(VaultgenError, match="not as vaultgen wrote it"):
                act(draft)
        assert path.read_bytes() == content
        assert schedulers.asked() == []


@pytest.mark.parametrize("kind", ["systemd", "launchd", "windows", "cron"])
def test_where_there_is_no_scheduler_nothing_is_left(kind: str, bare: Schedulers, tmp_path: Path) -> None:
    draft = drafts(tmp_path)[kind]
    with pytest.raises(VaultgenError, match=f"no [a-z]+, which {kind} needs") as error:
        install(draft)
    assert f"vaultgen schedule {kind}" in error.value.problem.hint
    assert not any(Path(file.path).exists() for file in draft.files)


def test_a_scheduler_that_refuses_leaves_the_files_as_they_were(
    schedulers: Schedulers, tmp_path: Path
) -> None:
    draft = drafts(tmp_path)["systemd"]
    schedulers.begin("full")
    with pytest.raises(VaultgenError, match=r"enable --now vaultgen-[0-9a-f]+\.timer: Failed to enable unit"):
        install(draft)
    assert not any(Path(file.path).exists() for file in draft.files)
    assert schedulers.asked()[-1] == "systemctl --user daemon-reload"
    schedulers.end("full")
    earlier = systemd(job(program="/old"), tmp_path / ".config")
    install(earlier)
    schedulers.begin("full")
    with pytest.raises(VaultgenError):
        install(draft)
    assert [Path(file.path).read_text(encoding="utf-8") for file in draft.files] == [
        file.text for file in earlier.files
    ]


def test_a_folder_that_cannot_be_written_is_told(schedulers: Schedulers, tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("", encoding="utf-8")
    with pytest.raises(VaultgenError, match=r"cannot be written|not as vaultgen"):
        install(drafts(tmp_path)["systemd"])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.none() | st.binary(max_size=60).map(lambda text: text.replace(b"\x00", b"") + b"\n"))
def test_install_and_remove_leave_a_crontab_byte_for_byte(
    schedulers: Schedulers, tmp_path: Path, before: bytes | None
) -> None:
    (schedulers.folder / "crontab-of-ada").unlink(missing_ok=True)
    if before is not None:
        schedulers.begin("crontab-of-ada", before)
    draft = drafts(tmp_path)["cron"]
    other = cron(HAMBURG, tmp_path / "state", BERLIN, 2026)
    install(draft)
    assert schedulers.crontab == (before or b"") + draft.lines.encode()
    install(other)
    install(draft)
    assert schedulers.crontab == (before or b"") + other.lines.encode() + draft.lines.encode()
    assert remove(draft)
    assert schedulers.crontab == (before or b"") + other.lines.encode()
    assert remove(other)
    assert schedulers.crontab == (before or b"")


def test_a_last_line_without_its_end_gets_one(schedulers: Schedulers, tmp_path: Path) -> None:
    schedulers.begin("crontab-of-ada", b"MAILTO=ada")
    draft = drafts(tmp_path)["cron"]
    install(draft)
    assert schedulers.crontab == b"MAILTO=ada\n" + draft.lines.encode()


def test_a_crontab_that_cannot_be_read_or_written_stays(schedulers: Schedulers, tmp_path: Path) -> None:
    draft = drafts(tmp_path)["cron"]
    schedulers.begin("crontab-of-ada", b"0 0 * * * mine\n")
    schedulers.begin("broken-crontab")
    for act in (find, install, remove):
        with pytest.raises(VaultgenError, match="cannot be read: crontab: you are not allowed"):
            act(draft)
    schedulers.end("broken-crontab")
    schedulers.begin("full")
    with pytest.raises(VaultgenError, match="no space left"):
        install(draft)
    assert schedulers.crontab == b"0 0 * * * mine\n"


def test_lines_changed_by_hand_stay(schedulers: Schedulers, tmp_path: Path) -> None:
    draft = drafts(tmp_path)["cron"]
    install(draft)
    changed = (schedulers.crontab or b"").replace(b" 9 * * ", b" 10 * * ")
    schedulers.begin("crontab-of-ada", changed)
    for act in (find, install, remove):
        with pytest.raises(VaultgenError, match="changed by somebody"):
            act(draft)
    assert schedulers.crontab == changed


def test_a_timer_that_is_switched_off_is_there_and_not_on(schedulers: Schedulers, tmp_path: Path) -> None:
    draft = drafts(tmp_path)["systemd"]
    install(draft)
    schedulers.end(f"on-{draft.job.name}.timer")
    assert find(draft) == InstalledJob(is_there=True, is_current=True, is_on=False)
    install(draft)
    assert find(draft) == ALL


def test_a_task_whose_file_was_lost_with_the_state_is_found_and_removed(
    schedulers: Schedulers, tmp_path: Path
) -> None:
    draft = drafts(tmp_path)["windows"]
    install(draft)
    Path(draft.files[0].path).unlink()
    assert find(draft) == InstalledJob(is_there=True, is_current=False, is_on=True)
    assert remove(draft)
    assert find(draft) == NOTHING


def test_the_last_run_is_told_as_far_as_it_is_known(schedulers: Schedulers, tmp_path: Path) -> None:
    draft = drafts(tmp_path)["systemd"]
    assert last_run(draft) == ""
    schedulers.begin("last", "Mon 2026-02-23 05:20:03 UTC\n")
    assert last_run(draft) == "Mon 2026-02-23 05:20:03 UTC"
    assert not has_failed(draft)
    schedulers.begin("failed")
    assert has_failed(draft)
    assert last_run(draft) == f"Mon 2026-02-23 05:20:03 UTC, failed: {draft.look}"
    assert last_run(drafts(tmp_path)["launchd"]) == ""
    assert not has_failed(drafts(tmp_path)["launchd"])


def test_cron_s_last_run_is_told_by_the_file_it_writes(schedulers: Schedulers, tmp_path: Path) -> None:
    draft = cron(job(), tmp_path, ZoneInfo("Asia/Shanghai"), 2026)
    assert last_run(draft) == ""
    log = tmp_path / f"{draft.job.name}.log"
    log.write_text("", encoding="utf-8")
    os.utime(log, (1771824000, 1771824000))
    assert last_run(draft) == "2026-02-23 13:20"
    log.write_text("vaultgen: no network\n", encoding="utf-8")
    assert f", it said something: cat '{log}'" in last_run(draft)
    install(draft)
    assert remove(draft)
    assert not log.exists()


def test_a_job_that_its_scheduler_does_not_let_go_is_not_said_to_be_gone(
    schedulers: Schedulers, tmp_path: Path
) -> None:
    draft = drafts(tmp_path)["windows"]
    install(draft)
    denied = "case $1 in /Query) ;; *) echo 'ERROR: Access is denied.' >&2; exit 1 ;; esac"
    schedulers.add("schtasks", denied)

    with pytest.raises(VaultgenError, match="windows does not let the job go: ERROR: Access is denied"):
        remove(draft)

    assert find(draft) == ALL
