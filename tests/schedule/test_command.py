"""`vaultgen schedule`, `status` and `doctor` as a person types them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from day.conftest import KEY, Vaultgen, configure
from day.doctor_table import findings
from day.trees import tree
from fakes.arxiv_server import ArxivServer
from msgspec.structs import replace
from schedule.conftest import Schedulers
from schedule.jobs import NOW

from vaultgen.schedule import machine
from vaultgen.schedule.signed import is_ours


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Europe/Berlin")


@pytest.fixture
def home(own_environment: Path, vault: Path) -> Path:
    """The person's home, where a configuration folder is; the vault is beside it."""
    return own_environment


def units(home: Path) -> list[Path]:
    return sorted(home.glob(".config/systemd/user/*"))


def test_printing_writes_nothing_anywhere(
    vault: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    before, outside = tree(vault), tree(home)
    for kind in ("", "systemd", "cron", "launchd", "windows"):
        said = vaultgen("schedule", *kind.split(), "--vault", vault)
        assert said.status == 0
        assert said.err.splitlines()[-1].startswith("Install it: vaultgen schedule")
        assert str(vault) in said.out
    for words in (
        ("--install", "--dry-run"),
        ("cron", "--install", "--dry-run"),
        ("--remove", "--dry-run"),
        ("--status",),
    ):
        assert vaultgen("schedule", *words, "--vault", vault).status == 0
    assert (tree(vault), tree(home)) == (before, outside)
    assert schedulers.crontab is None
    assert not [asked for asked in schedulers.asked() if "enable" in asked or "crontab -\n" in asked]


def test_what_is_printed_can_be_put_into_a_file(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    for kind in ("cron", "launchd", "windows"):
        assert is_ours(vaultgen("schedule", kind, "--vault", vault).out)
    shown = vaultgen("schedule", "systemd", "--vault", vault).out
    texts = [text for text in shown.split("# /") if text]
    assert [text.splitlines()[0].rpartition(".")[2] for text in texts] == ["service", "timer"]
    assert all(is_ours(text.partition("\n")[2]) for text in texts)


def test_it_says_when_it_runs_by_the_scheduler_s_clock_and_next_by_the_person_s(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultgen.schedule.job.minute_of", lambda _: 20)
    said = vaultgen("schedule", "cron", "--vault", vault).err.splitlines()
    assert said[:2] == [
        "Runs Monday to Friday at 06:20 and 09:20 (Europe/Berlin).",
        "Next: Monday 2026-02-23 16:20 (Asia/Shanghai).",
    ]
    said = vaultgen("schedule", "systemd", "--vault", vault).err.splitlines()
    assert said[:2] == [
        "Runs Monday to Friday at 00:20 and 03:20 (America/New_York).",
        "Next: Monday 2026-02-23 16:20 (Asia/Shanghai).",
    ]
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "America/Los_Angeles")
    said = vaultgen("schedule", "cron", "--vault", vault).err.splitlines()
    assert said[0] == (
        "Runs Monday, Tuesday, Wednesday, Thursday, Sunday at 21:20; Monday to Friday at 00:20 (America/Los_Angeles)."
    )


def test_install_status_remove(vault: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen) -> None:
    said = vaultgen("schedule", "--install", "--vault", vault)
    assert said.status == 0
    service, timer = units(home)
    assert said.out.splitlines() == [f"Written: {service}", f"Written: {timer}"]
    assert f"Remove it: vaultgen schedule systemd --remove --vault {vault}" in said.err
    before = tree(home / ".config")
    schedulers.asked()
    again = vaultgen("schedule", "--install", "--vault", vault)
    assert (again.status, again.out) == (0, "Already installed; nothing changed.\n")
    assert tree(home / ".config") == before
    assert not [asked for asked in schedulers.asked() if "enable" in asked or "daemon-reload" in asked]
    said = vaultgen("schedule", "--status", "--vault", vault)
    assert said.out.startswith("systemd, next 2026-02-")
    gone = vaultgen("schedule", "--remove", "--vault", vault)
    assert gone.out.splitlines() == [f"Taken away: {service}", f"Taken away: {timer}"]
    assert units(home) == []
    assert vaultgen("schedule", "--remove", "--vault", vault).out == "No daily job; nothing changed.\n"
    assert vaultgen("schedule", "--status", "--vault", vault).out == "No daily job for this vault.\n"


def test_without_a_session_of_systemd_it_is_cron(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    schedulers.begin("no-session")
    schedulers.begin("crontab-of-ada", b"0 0 * * * mine\n")
    assert vaultgen("schedule", "--install", "--vault", vault).out == "Written: lines of your crontab\n"
    crontab = schedulers.crontab or b""
    assert crontab.startswith(b"0 0 * * * mine\n# by vaultgen h=")
    assert vaultgen("schedule", "--install", "--vault", vault).out.startswith("Already installed")
    assert schedulers.crontab == crontab
    assert vaultgen("schedule", "--remove", "--vault", vault).out == "Taken away: lines of your crontab\n"
    assert schedulers.crontab == b"0 0 * * * mine\n"


@pytest.mark.parametrize(
    ("platform", "kind"), [("darwin", "launchd"), ("win32", "windows"), ("linux", "systemd")]
)
def test_each_system_has_its_own_scheduler(
    platform: str,
    kind: str,
    vault: Path,
    schedulers: Schedulers,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = machine.machine({}, vault.parent / "state", NOW)
    assert machine.guessed_kind(replace(here, platform=platform)) == kind


@pytest.mark.parametrize("zone", ["CET-1CEST", "UTC+3", "<+03>-3", "Mars/X"])
def test_a_zone_that_only_the_system_understands_stops_nothing(
    zone: str, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert NOW.astimezone(machine.machine({}, vault.parent / "state", NOW).zone) == NOW


def test_where_there_is_no_scheduler_it_says_so_in_two_lines(
    vault: Path, bare: Schedulers, vaultgen: Vaultgen
) -> None:
    said = vaultgen("schedule", "--install", "--vault", vault)
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines() == [
        "vaultgen: this machine has no crontab, which cron needs",
        "  print what it needs: vaultgen schedule cron; or take another scheduler: vaultgen schedule --help",
    ]
    assert vaultgen("schedule", "--status", "--vault", vault).out == "No daily job for this vault.\n"
    assert vaultgen("schedule", "--remove", "--vault", vault).status == 0


def test_a_person_who_may_have_no_crontab_is_not_troubled_with_it(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    schedulers.begin("broken-crontab")
    assert vaultgen("schedule", "--install", "--vault", vault).status == 0
    assert vaultgen("schedule", "--status", "--vault", vault).out.startswith("systemd, next")
    assert vaultgen("schedule", "--remove", "--vault", vault).status == 0
    assert "daily job               none" in vaultgen("status", "--vault", vault).out
    said = vaultgen("schedule", "cron", "--install", "--vault", vault)
    assert said.err.splitlines() == [
        "vaultgen: your crontab cannot be read: crontab: you are not allowed to use this program",
        "  see for yourself: crontab -l",
    ]


def test_a_scheduler_that_does_not_answer_or_cannot_be_started_is_told(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (schedulers.programs / "systemctl").write_bytes(b"\x7fELF, and broken")
    said = vaultgen("schedule", "systemd", "--install", "--vault", vault)
    assert said.err.startswith("vaultgen: this machine has no systemctl, which systemd needs\n")
    schedulers.add("systemctl", "read line </dev/zero")
    monkeypatch.setattr("vaultgen.schedule.programs.PATIENCE", 0.05)
    said = vaultgen("schedule", "systemd", "--install", "--vault", vault)
    assert said.status == 1
    assert "systemctl did not answer within" in said.err


def test_a_second_job_of_the_same_machine_is_refused(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    vaultgen("schedule", "systemd", "--install", "--vault", vault)
    said = vaultgen("schedule", "cron", "--install", "--vault", vault)
    assert said.status == 1
    assert said.err.splitlines() == [
        "vaultgen: this vault has a daily job of systemd already",
        f"  keep it, or remove it first: vaultgen schedule systemd --remove --vault {vault}",
    ]
    assert schedulers.crontab is None


def test_what_was_typed_wrong_is_told(vault: Path, schedulers: Schedulers, vaultgen: Vaultgen) -> None:
    said = vaultgen("schedule", "at", "--vault", vault)
    assert (said.status, said.err.splitlines()) == (
        2,
        [
            'vaultgen: "at" is not a scheduler that vaultgen knows',
            "  write one of systemd, cron, launchd, windows, github",
        ],
    )
    assert vaultgen("schedule", "--install", "--remove", "--vault", vault).status == 2


def test_a_vault_that_is_gone_takes_its_job_with_it(
    vault: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    vaultgen("schedule", "--install", "--vault", vault)
    vault.rename(vault.parent / "moved")
    assert vaultgen("schedule", "--status", "--vault", vault).status == 1
    assert vaultgen("schedule", "--remove", "--vault", vault).status == 0
    assert units(home) == []
    assert vaultgen("schedule", "--remove", "--config", vault / "none.toml").status == 1


def test_the_command_finds_the_same_configuration_without_our_environment(
    vault: Path,
    home: Path,
    tmp_path: Path,
    schedulers: Schedulers,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def command() -> str:
        out = json.loads(vaultgen("schedule", "systemd", "--vault", vault, "--json").out)
        text = out["jobs"][0]["files"][0]["text"]
        return next(line for line in text.splitlines() if line.startswith("ExecStart="))

    assert "--config" not in command()
    other = tmp_path / "other.toml"
    (vault / "vaultgen.toml").rename(other)
    monkeypatch.setenv("VAULTGEN_CONFIG", str(other))
    assert command().endswith(f'"--vault" "{vault}" "--config" "{other}"')
    assert f'"{sys.executable}" "-m" "vaultgen" "today" "-q"' in command()


def test_the_program_is_the_one_that_was_typed(
    tmp_path: Path, schedulers: Schedulers, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedulers.add("vaultgen", "")
    schedulers.add("pytest", "")
    for typed in ("vaultgen", str(schedulers.programs / "vaultgen")):
        monkeypatch.setattr(sys, "argv", [typed])
        assert machine.job(tmp_path, None, {}, tmp_path).command[:3] == (
            str(schedulers.programs / "vaultgen"), "today", "-q",
        )  # fmt: skip
    for typed in ("/no/where/vaultgen", "pytest", "__main__.py"):
        monkeypatch.setattr(sys, "argv", [typed])
        assert machine.job(tmp_path, None, {}, tmp_path).command[:4] == (
            sys.executable,
            "-m",
            "vaultgen",
            "today",
        )


def test_a_state_folder_of_ones_own_goes_along_and_a_key_does_not(
    vault: Path,
    schedulers: Schedulers,
    vaultgen: Vaultgen,
    own_environment: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    for kind in ("systemd", "cron", "launchd", "windows"):
        said = vaultgen("schedule", kind, "--vault", vault)
        assert KEY not in said.out + said.err
        assert (str(own_environment / "state") in said.out) == (kind != "windows")
    monkeypatch.delenv("VAULTGEN_STATE_DIR")
    assert "VAULTGEN_STATE_DIR" not in vaultgen("schedule", "systemd", "--vault", vault).out


def test_json_tells_all_of_it(vault: Path, schedulers: Schedulers, vaultgen: Vaultgen) -> None:
    vaultgen("schedule", "cron", "--install", "--vault", vault)
    jobs = vaultgen("schedule", "--status", "--vault", vault, "--json").report["jobs"]
    assert [(each["scheduler"], each["installed"], each["on"]) for each in jobs] == [
        ("systemd", False, False),
        ("cron", True, True),
    ]
    assert jobs[1]["crontab"].encode() == schedulers.crontab
    assert jobs[1]["next"].endswith("+08:00")
    report = vaultgen("schedule", "cron", "--install", "--vault", vault, "--json").report
    assert report["jobs"][0]["installed"]


def test_status_and_doctor_know_it(
    vault: Path, arxiv: ArxivServer, schedulers: Schedulers, vaultgen: Vaultgen, home: Path
) -> None:
    with (vault / "vaultgen.toml").open("a", encoding="utf-8") as file:
        file.write('[translation]\nengine = "off"\n')
    assert (
        "ok  daily job      none; install one: vaultgen schedule --install"
        in vaultgen("doctor", "--offline", "--vault", vault).out.splitlines()
    )
    vaultgen("schedule", "--install", "--vault", vault)
    schedulers.begin("last", "Mon 2026-02-23 05:20:03 UTC\n")
    line = next(
        line for line in vaultgen("status", "--vault", vault).out.splitlines() if line.startswith("daily job")
    )
    assert line.startswith("daily job               systemd, next 2026-02-")
    assert line.endswith("; last Mon 2026-02-23 05:20:03 UTC")
    said = vaultgen("doctor", "--offline", "--vault", vault)
    assert said.status == 0
    assert "\nok  daily job      systemd, next 2026-02-" in said.out
    schedulers.begin("failed")
    said = vaultgen("doctor", "--offline", "--vault", vault)
    assert said.status == 1
    ((problem, hint),) = findings(said.out)
    assert problem == "the last daily run failed"
    assert hint.startswith("see what it said: journalctl --user -u vaultgen-")
    status = vaultgen("status", "--vault", vault).out
    assert "Nothing needs doing" not in status
    assert "vaultgen doctor       says what to do about the daily job" in status
    timer = units(home)[1]
    schedulers.end(f"on-{timer.name}")
    said = vaultgen("doctor", "--offline", "--vault", vault)
    assert findings(said.out) == [
        (
            "the daily job is there, and systemd does not run it",
            "install it again: vaultgen schedule systemd --install",
        )
    ]
    assert (
        "systemd: switched off   (vaultgen doctor says what to do)"
        in vaultgen("status", "--vault", vault).out
    )
    timer.write_text("mine", encoding="utf-8")
    said = vaultgen("doctor", "--offline", "--vault", vault)
    assert said.status == 1
    assert findings(said.out)[0][0] == f"{timer} is not as vaultgen wrote it: left alone"


def test_a_job_that_would_be_made_otherwise_now_is_told_and_renewed(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    vaultgen("schedule", "cron", "--install", "--vault", vault)
    before = schedulers.crontab
    assert "otherwise" not in vaultgen("schedule", "--status", "--vault", vault).err
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Asia/Tokyo")
    assert (
        "update it: vaultgen schedule cron --install"
        in vaultgen("schedule", "--status", "--vault", vault).err
    )
    assert vaultgen("schedule", "cron", "--install", "--vault", vault).out.startswith("Written")
    assert schedulers.crontab != before
    assert (schedulers.crontab or b"").count(b" begin ") == 1


def test_github_needs_a_repository_and_writes_one_file_into_it(
    vault: Path, schedulers: Schedulers, vaultgen: Vaultgen, git: Callable[..., str]
) -> None:
    said = vaultgen("schedule", "github", "--vault", vault)
    assert said.status == 1
    assert "is in no git repository" in said.err
    git(vault.parent, "init", "--quiet")
    said = vaultgen("schedule", "github", "--install", "--vault", vault)
    file = vault.parent / ".github/workflows/vaultgen.yml"
    assert said.out == f"Written: {file}\n"
    assert f'VAULT: "{vault.name}"' in file.read_text(encoding="utf-8")
    assert vaultgen("schedule", "github", "--install", "--vault", vault).out.startswith("Already installed")
    assert "github, next" in vaultgen("schedule", "--status", "--vault", vault).out
    assert vaultgen("schedule", "--remove", "--vault", vault).out.startswith("No daily job")
    assert file.exists()
    assert vaultgen("schedule", "github", "--remove", "--vault", vault).out == f"Taken away: {file}\n"
    assert not file.exists()
    vaultgen("schedule", "systemd", "--install", "--vault", vault)
    assert vaultgen("schedule", "github", "--install", "--vault", vault).status == 0


def test_a_dry_run_says_what_would_be_done(
    vault: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    said = vaultgen("schedule", "--install", "--dry-run", "--vault", vault)
    assert [line.partition(": ")[0] for line in said.out.splitlines()] == [
        "would write", "would write", "would run", "would run",
    ]  # fmt: skip
    vaultgen("schedule", "--install", "--vault", vault)
    said = vaultgen("schedule", "--remove", "--dry-run", "--vault", vault)
    assert [line.partition(": ")[0] for line in said.out.splitlines()] == ["would remove"] * 2
    assert len(units(home)) == 2


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200f"])
def test_a_schedule_that_would_name_another_folder_is_not_printed(
    letter: str, tmp_path: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    vault = tmp_path / f"My {letter}Notes"
    vault.mkdir()
    configure(vault)
    for kind in ("systemd", "cron", "launchd"):
        said = vaultgen("schedule", kind, "--vault", vault)
        assert said.status == 1
        assert said.out == ""
        assert letter.encode("unicode-escape").decode() in said.err.splitlines()[0]
        assert "My Notes" not in said.err, "no other folder is named either"
    assert vaultgen("schedule", "systemd", "--install", "--vault", vault).status == 0
    assert any(str(vault) in unit.read_text(encoding="utf-8") for unit in units(home))


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200f"])
def test_no_hint_names_another_folder_than_the_one_that_was_given(
    letter: str, tmp_path: Path, home: Path, schedulers: Schedulers, vaultgen: Vaultgen
) -> None:
    vault = tmp_path / f"My {letter}Notes"
    vault.mkdir()
    configure(vault)
    said = vaultgen("schedule", "systemd", "--install", "--vault", vault)
    (hint,) = [line for line in said.err.splitlines() if line.startswith("Remove it: ")]
    assert "--vault" not in hint
    assert "typed within the vault's folder" in hint
