"""Programs that others wrote read what schedulers are told, where this machine has them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest
import yaml
from schedule.jobs import BERLIN, cron_command, drafts, job

from vaultgen.schedule.cron import cron
from vaultgen.schedule.github import github
from vaultgen.schedule.job import JobPlan
from vaultgen.schedule.systemd import systemd

AWKWARD = 'it\'s 100% "$HOME" `x` \\% %h ${A} ; & 日本'
systemd_only = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="this machine has no systemd-analyze"
)
cron_only = pytest.mark.skipif(not shutil.which("crontab"), reason="this machine has no crontab")
shell_only = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix is asked")
git_only = pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash")


def ended(*words: object, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, words)),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **environ},
    )


def program(folder: Path, name: str = AWKWARD) -> Path:
    """A program that says its words; where it is has a name that is hard to quote."""
    file = folder / name / "vaultgen"
    file.parent.mkdir()
    file.write_text('#!/bin/sh\nprintf "%s\\n" "$VAULTGEN_STATE_DIR" "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


@systemd_only
@pytest.mark.parametrize("name", [AWKWARD, "100% $HOME %h ${A} ; & 日本", "plain"])
def test_systemd_finds_nothing_to_complain_of_and_the_program_at_its_path(name: str, tmp_path: Path) -> None:
    there = job(str(tmp_path / AWKWARD), str(program(tmp_path, name)), VAULTGEN_STATE_DIR=AWKWARD)
    for file in systemd(there, tmp_path).files:
        (tmp_path / file.path.name).write_text(file.text, encoding="utf-8")
    for unit in systemd(there, tmp_path).files:
        said = ended(
            "systemd-analyze",
            "verify",
            "--user",
            "--man=no",
            tmp_path / unit.path.name,
            XDG_RUNTIME_DIR=str(tmp_path),
        )
        assert said.stderr == ""
        assert said.returncode == 0


@systemd_only
def test_systemd_knows_the_times_in_the_zone_of_arxiv() -> None:
    timer = drafts()["systemd"].files[1].text
    times = [
        line.removeprefix("OnCalendar=") for line in timer.splitlines() if line.startswith("OnCalendar=")
    ]
    assert len(times) == 2
    for time in times:
        said = ended("systemd-analyze", "calendar", time, TZ="UTC")
        assert said.returncode == 0
        assert f"Normalized form: {time}" in said.stdout


def lines_for(tmp_path: Path, **environ: str) -> JobPlan:
    return cron(
        job(str(tmp_path / AWKWARD), str(program(tmp_path)), **environ), tmp_path / "state", BERLIN, 2026
    )


@shell_only
def test_the_shell_that_cron_starts_runs_the_program_with_its_words(tmp_path: Path) -> None:
    draft = lines_for(tmp_path, VAULTGEN_STATE_DIR=AWKWARD)
    for line in draft.lines.splitlines()[1:3]:
        said = ended("sh", "-c", cron_command(line), cwd=Path("/"))
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
        assert draft.log is not None
        wrote = Path(draft.log).read_text(encoding="utf-8").splitlines()
        assert wrote == [AWKWARD, "today", "-q", "--vault", str(tmp_path / AWKWARD)]


@cron_only
def test_the_machine_s_crontab_takes_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "crontab"
    file.write_text(lines_for(tmp_path).lines, encoding="utf-8")
    said = ended("crontab", "-n", file)
    if "invalid option" in said.stderr or "getgrnam" in said.stderr:
        pytest.skip("this crontab cannot try a file without installing it")
    assert said.returncode == 0, said.stderr


@pytest.fixture
def repository(tmp_path: Path, git: Callable[..., str]) -> Path:
    """A clone of a repository that has a vault in a folder, as GitHub's machine has it."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    (clone / AWKWARD.replace("\\", "")).mkdir()
    (clone / "README.md").write_text("mine\n", encoding="utf-8")
    commit(git, clone)
    return clone


def commit(git: Callable[..., str], folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "mine")
    git(folder, "push", "--quiet", "origin", "HEAD:main")


def push(clone: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """The step of the workflow that commits, by the shell and with the options that GitHub uses."""
    vault = clone / AWKWARD.replace("\\", "")
    text = github(job(str(vault)), clone, PurePath(clone) / "vaultgen.toml", "0.1.0", 2026).files[0].text
    read = yaml.safe_load(text)
    step = next(each for each in read["jobs"]["today"]["steps"] if each.get("id") == "push")
    sleepless = f"sleep() {{ echo slept >&2; }}\n{step['run']}"
    return ended(
        "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", sleepless,
        cwd=clone, VAULT=read["env"]["VAULT"].replace("${{ '${{' }}", "${{"), GIT_CONFIG_GLOBAL=os.devnull, **environ,
    )  # fmt: skip


@git_only
def test_the_workflow_pushes_what_changed_in_the_vault_and_nothing_else(
    repository: Path, git: Callable[..., str]
) -> None:
    vault = repository / AWKWARD.replace("\\", "")
    assert push(repository).returncode == 0
    assert git(repository, "rev-list", "--count", "origin/main") == "1\n"
    (vault / "note.md").write_text("new\n", encoding="utf-8")
    (repository / "stray.txt").write_text("not the vault's\n", encoding="utf-8")
    said = push(repository)
    assert said.returncode == 0, said.stderr
    assert git(repository, "log", "--format=%an %s", "-1", "origin/main") == (
        "github-actions[bot] Bring in what arXiv announced\n"
    )
    assert git(
        repository, "-c", "core.quotepath=off", "show", "--format=", "--name-only", "-z", "origin/main"
    ) == (f"{vault.name}/note.md\x00")
    assert push(repository).returncode == 0
    assert git(repository, "rev-list", "--count", "origin/main") == "2\n"


@git_only
def test_the_workflow_goes_on_after_somebody_else_pushed_and_fails_where_both_wrote_one_line(
    repository: Path, tmp_path: Path, git: Callable[..., str]
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "origin"), str(other))
    vault = AWKWARD.replace("\\", "")
    (other / vault).mkdir()
    (other / vault / "theirs.md").write_text("theirs\n", encoding="utf-8")
    commit(git, other)
    (repository / vault / "note.md").write_text("ours\n", encoding="utf-8")
    assert push(repository).returncode == 0
    assert git(repository, "rev-list", "--count", "origin/main") == "3\n"
    git(other, "pull", "--quiet", "--rebase", "origin", "main")
    (other / vault / "note.md").write_text("theirs\n", encoding="utf-8")
    commit(git, other)
    (repository / vault / "note.md").write_text("ours again\n", encoding="utf-8")
    said = push(repository)
    assert said.returncode == 1
    assert said.stderr.count("slept") == 3
    assert git(repository, "status", "--porcelain") == ""
    git(repository, "fetch", "--quiet")
    assert git(repository, "show", f"origin/main:{vault}/note.md") == "theirs\n"
