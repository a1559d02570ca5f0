"""The command as a person types it, in this process."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import pytest

from vaultgen.__main__ import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """Of a command that was asked for JSON."""
        return json.loads(self.out or "{}")


def typed(*words: object, **environment: str) -> Said:
    """Run `vaultgen` with these words, and this environment besides; falling over is a failure of the test."""
    # with an encoding, as a terminal has it
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["vaultgen", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
    said = Said(int(ended.value.code or 0), *(_written(stream) for stream in (out, err)))
    assert "Traceback" not in said.out + said.err
    assert "internal error" not in said.err
    return said


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
