"""Runs the command line; whatever goes wrong, a person gets two lines and a script an exit status.

Exit statuses: 0 done, 1 something failed, 2 mistyped, 130 stopped by Ctrl-C.
"""

import atexit
import contextlib
import errno
import gc
import os
import sys

FAILED = 1
INTERRUPTED = 130
_STOPPED = "every note is either as it was or finished", "run the same command again to continue"
_DESCRIPTORS = 128
"""Files that a run may have open at a time, with room to spare: folders of the vault are kept open by the dozen."""
_TOO_FEW = (
    f"this process may open fewer than {_DESCRIPTORS} files at a time (nothing was begun)",
    f"raise the limit: ulimit -n {_DESCRIPTORS * 2}",
)


def main() -> None:
    """Run the command `vaultgen`."""
    collect_rarely()
    atexit.register(gc.freeze)  # at the end the system takes back all: no search for cycles is needed
    _open_closed_streams()
    said, hint = _STOPPED
    try:
        _require_descriptors()
        status = _run()
        sys.stdout.flush()
    except KeyboardInterrupt as stopped:
        status = INTERRUPTED
        said, hint = stopped.args or _STOPPED
    except BrokenPipeError:
        _print_no_more()
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 (the last net: a person never sees a traceback)
        if surroundings := _surroundings(error):
            _say(*surroundings)
        else:
            log = _logged()
            _say(
                f"internal error ({type(error).__name__}); nothing of yours was lost",
                f"details are in {log}; please report it",
            )
        sys.exit(FAILED)
    if status == INTERRUPTED:
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # after the ^C that a terminal shows
        _say(f"stopped; {said}", hint)
    sys.exit(status)


def _surroundings(error: Exception) -> tuple[str, str] | None:
    """Return what in a command's environment made it fail, and what to do; None where the error is vaultgen's own."""
    if not isinstance(error, OSError):
        return None
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        return _TOO_FEW
    try:
        os.getcwd()  # noqa: PTH109 (a path is not wanted)
    except OSError:
        return "the folder that you are in is not there any more", "go into another one: cd"
    # Rooms tell themselves which file of theirs could not be written; a stream has no name.
    if error.filename is None and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
        _print_no_more()
        said = f"the output could not be written: {error.strerror}"
        return said, "free some space where it goes, then run the same command again"
    return None


def _print_no_more() -> None:
    """Send whatever is still to be printed nowhere, so that Python does not fail on it when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _require_descriptors() -> None:
    """Raise the limit of open files to what a run needs, or exit: without it notes would be taken for unreadable."""
    try:
        import resource  # noqa: PLC0415 (not available on Windows, which has no such limit)
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _DESCRIPTORS:
        return
    if hard == resource.RLIM_INFINITY or hard >= _DESCRIPTORS:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, hard))
        return
    _say(*_TOO_FEW)
    sys.exit(FAILED)


def collect_rarely() -> None:
    """Make Python look for reference cycles rarely: a day leaves next to none, and each search visits every object."""
    gc.set_threshold(200_000, 20, 100)


def _open_closed_streams() -> None:
    """Open each standard stream that was closed (`>&-`) on the null device: Python has None in its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - until the end


def _run() -> int:
    """Return the exit status of what was typed."""
    import typer  # noqa: PLC0415 (here, so that an interrupted import is caught, too)

    from vaultgen.cli.app import app  # noqa: PLC0415
    from vaultgen.errors import Stopped, VaultgenError  # noqa: PLC0415

    try:
        return int(app(prog_name="vaultgen", standalone_mode=False) or 0)
    except VaultgenError as error:
        from vaultgen.cli.console import Screen  # noqa: PLC0415

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
            from vaultgen.cli.command import mistyped  # noqa: PLC0415 (only now: it loads what all commands share)

            problem = mistyped(error)
            _say(problem.problem, problem.hint)
        return error.exit_code


def _say(problem: str, hint: str) -> None:
    with contextlib.suppress(OSError):  # nobody can be told
        sys.stderr.write(f"vaultgen: {problem}\n  {hint}\n")


def _logged() -> str:
    """Write the traceback, without values of variables, to a file; return its name, or why none could be written."""
    import tempfile  # noqa: PLC0415 (only now: a command that works loads neither)
    import traceback  # noqa: PLC0415

    details = traceback.format_exc()
    try:
        descriptor, name = tempfile.mkstemp(prefix="vaultgen-fault-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details)
    except OSError as error:
        return f"no file, for none can be written ({error.strerror})"
    return name


if __name__ == "__main__":
    main()
