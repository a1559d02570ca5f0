"""Runs the command line; whatever goes wrong, a person gets two lines and a script an exit status.

Exit statuses: 0 done, 1 something failed, 2 mistyped, 130 stopped by Ctrl-C.
"""

import gc
import os
import sys
from pathlib import Path

FAILED = 1
INTERRUPTED = 130
_WHOLE = "every note is either as it was or finished"


def main() -> None:
    """The entry point of the command `vaultgen`."""
    collect_rarely()
    _open_closed_streams()
    said = _WHOLE
    try:
        status = _run()
    except KeyboardInterrupt as stopped:
        status = INTERRUPTED
        said = str(stopped) or said
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 (the last net: a person never sees a traceback)
        log = _logged()
        _say(
            f"a fault in vaultgen itself ({type(error).__name__}); nothing of yours was lost",
            f"what happened is in {log}: please report it",
        )
        sys.exit(FAILED)
    if status == INTERRUPTED:
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # after the ^C that a terminal shows
        goes_on = "it carries on" if said == _WHOLE else "it begins anew"
        _say(f"stopped; {said}", f"run the same command again: {goes_on}")
    sys.exit(status)


def collect_rarely() -> None:
    """Let Python look for reference cycles seldom: a day leaves one, and every search walks through all that is kept."""
    gc.set_threshold(50_000, 20, 100)


def _open_closed_streams() -> None:
    """Whoever closed a stream (`>&-`) wants nothing of it; for Python it is not there at all."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - until the end


def _run() -> int:
    """The exit status of what was typed."""
    import typer  # noqa: PLC0415 (here, so that an interrupted import is caught, too)

    from vaultgen.cli.app import app  # noqa: PLC0415
    from vaultgen.cli.command import mistyped  # noqa: PLC0415
    from vaultgen.errors import Stopped, VaultgenError  # noqa: PLC0415

    try:
        return int(app(prog_name="vaultgen", standalone_mode=False) or 0)
    except VaultgenError as error:
        from vaultgen.cli.show import Screen  # noqa: PLC0415

        Screen(sys.stdout, sys.stderr, os.environ).error(error)
        return FAILED
    except Stopped as stopped:
        raise KeyboardInterrupt(*stopped.args) from None
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        if "\n" in error.message:  # nothing but `vaultgen` was typed: the help
            sys.stderr.write(f"{error.message}\n")
        else:
            problem = mistyped(error)
            _say(problem.problem, problem.hint)
        return error.exit_code


def _say(problem: str, hint: str) -> None:
    sys.stderr.write(f"vaultgen: {problem}\n  {hint}\n")


def _logged() -> Path:
    """The traceback, without values of variables, in a file that a person can send."""
    import tempfile  # noqa: PLC0415 (only now: a command that works loads neither)
    import traceback  # noqa: PLC0415

    descriptor, name = tempfile.mkstemp(prefix="vaultgen-fault-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(traceback.format_exc())
    return Path(name)


if __name__ == "__main__":
    main()
