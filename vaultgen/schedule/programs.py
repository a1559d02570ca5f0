"""The one way to the machine's own programs: `systemctl`, `crontab`, `launchctl`, `schtasks`."""

import os
import shutil
import subprocess

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import Words

PATIENCE = 30.0
"""Seconds that a program has."""


class CompletedProgram(Struct, frozen=True):
    """How a program ended.

    Attributes:
        status: Its exit status.
        out: What it wrote.
        err: What it said beside, in plain words.
    """

    status: int
    out: bytes
    err: str


def run_program(words: Words, given: bytes = b"") -> CompletedProgram | None:
    """Run a program and wait for it; None where this machine has none of that name.

    Args:
        words: The program and its arguments; no shell reads them.
        given: What it reads.

    Raises:
        VaultgenError: It did not end in time.
    """
    if shutil.which(words[0]) is None:  # a failed fork costs as much as a small vault to read
        return None
    try:
        ended = subprocess.run(  # noqa: S603 (the words are ours, and no shell reads them)
            words,
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},  # what it says is looked at
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise VaultgenError(
            f"{words[0]} did not answer within {PATIENCE:.0f} seconds",
            "try it again, or take another scheduler",
        ) from None
    return CompletedProgram(ended.returncode, ended.stdout, ended.stderr.decode(errors="replace").strip())


def run_or_raise(words: Words, kind: str, given: bytes = b"") -> CompletedProgram:
    """Run a program that has to do it.

    Raises:
        VaultgenError: It is not there, or did not do it.
    """
    answer = run_program(words, given)
    other = (
        f"print what it needs: vaultgen schedule {kind}; or take another scheduler: vaultgen schedule --help"
    )
    if answer is None:
        raise VaultgenError(f"this machine has no {words[0]}, which {kind} needs", other)
    if answer.status != 0:
        said = (
            answer.err or answer.out.decode(errors="replace").strip() or f"status {answer.status}"
        ).splitlines()
        raise VaultgenError(f"{' '.join(words)}: {said[0]}", other)
    return answer
