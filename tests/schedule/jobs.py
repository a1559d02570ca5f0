"""A job, a machine, and readers of what schedulers are told, written after the schedulers' own manuals."""

import re
from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from vaultgen.schedule.cron import cron
from vaultgen.schedule.github import github
from vaultgen.schedule.job import Job, JobPlan
from vaultgen.schedule.launchd import launchd
from vaultgen.schedule.systemd import systemd
from vaultgen.schedule.windows import windows

BERLIN = ZoneInfo("Europe/Berlin")
HOME = PurePosixPath("/home/ada")
STATE = HOME / ".local/state/vaultgen"
VAULT = "/home/ada/My Notes"
NOW = datetime(2026, 2, 23, 12, tzinfo=UTC)

words = st.text(
    st.one_of(
        st.sampled_from("ab \\\"'%$`{}()<>&|;*?#!~^=+-,.:/@[]"),
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    ),
    max_size=30,
)
"""What a path may hold."""
paths = words.map(lambda text: "/" + text.replace("/", "_"))


def job(vault: str = VAULT, program: str = "/usr/bin/vaultgen", **environ: str) -> Job:
    return Job(vault, (program, "today", "-q", "--vault", vault), tuple(environ.items()))


def drafts() -> dict[str, JobPlan]:
    """One of each, for the same vault."""
    there = job()
    on_windows = job("C:\\Users\\Ada\\My Notes", "C:\\Program Files\\vaultgen\\vaultgen.exe")
    return {
        "systemd": systemd(there, HOME / ".config"),
        "cron": cron(there, STATE, BERLIN, 2026),
        "launchd": launchd(there, PurePosixPath("/Users/ada"), 501, BERLIN, 2026),
        "windows": windows(
            on_windows, PureWindowsPath("C:/Users/Ada/AppData/Local/vaultgen"), "LAB\\ada", BERLIN, 2026
        ),
        "github": github(there, PurePath("/home/ada"), PurePath(VAULT) / "vaultgen.toml", "0.1.0", 2026),
    }


def systemd_words(line: str) -> list[str]:
    """The words of ExecStart=, as systemd.service(5) and systemd.syntax(7) have them split, and what they stand for."""
    found = [_unescaped(word) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', line)]
    assert re.sub(r'"(?:[^"\\]|\\.)*"', "", line).strip(" ") == "", "nothing stands outside quotes"
    return [found[0], *(_without_variables(word) for word in found[1:])]


def _unescaped(word: str) -> str:
    word = re.sub(r"\\(.)", lambda found: {"\\": "\\", '"': '"'}[found[1]], word)
    assert re.fullmatch(r"(?:[^%]|%%)*", word), "a single % begins a specifier"
    return word.replace("%%", "%")


def _without_variables(word: str) -> str:
    assert re.fullmatch(r"(?:[^$]|\$\$)*", word), "a single $ begins a variable"
    return word.replace("$$", "$")


def cron_command(line: str) -> str:
    r"""What cron gives to the shell: up to the first `%`, `\%` being `%` (Debian's do_command.c, letter by letter)."""
    command = line.split(" ", 5)[5]
    out: list[str] = []
    is_escaped = False
    for letter in command:
        if is_escaped and letter == "%":
            out[-1] = letter
            is_escaped = False
            continue
        if not is_escaped and letter == "%":
            break
        is_escaped = letter == "\\" and not is_escaped
        out.append(letter)
    return "".join(out)


def windows_words(line: str) -> list[str]:
    """Arguments as Microsoft's C runtime splits them ("Parsing C command-line arguments")."""
    found: list[str] = []
    word, is_quoted, is_begun, at = "", False, False, 0
    while at < len(line):
        if (slashes := re.match(r"\\+", line[at:])) and line[
            at + slashes.end() : at + slashes.end() + 1
        ] == '"':
            word += "\\" * (slashes.end() // 2)
            at += slashes.end()
            is_begun = True
            if slashes.end() % 2:
                word += '"'
                at += 1
            continue
        letter = line[at]
        at += 1
        if letter == '"':
            if is_quoted and line[at : at + 1] == '"':
                word += '"'
                at += 1
            is_quoted, is_begun = not is_quoted, True
        elif letter in " \t" and not is_quoted:
            found += [word] if is_begun else []
            word, is_begun = "", False
        else:
            word, is_begun = word + letter, True
    return [*found, word] if is_begun else found


def texts_folder() -> Path:
    return Path(__file__).parent / "texts"
