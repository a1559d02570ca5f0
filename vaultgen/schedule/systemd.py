"""systemd: a service and a timer of the person's own (systemd.exec(5), systemd.service(5), systemd.time(7)).

The timer is in US Eastern time, which systemd takes by name, so that no season matters. `Persistent=` makes up for a
time at which the machine was off or asleep. A run that failed, as one that begins before the network is back, is
tried again three times; `Type=simple` because a service of `Type=oneshot` could not before systemd 244.
"""

from pathlib import PurePath

from vaultgen.paper.announcement import EASTERN
from vaultgen.schedule.job import SYSTEMD, File, Job, JobPlan
from vaultgen.schedule.signed import MARK, signed
from vaultgen.schedule.times import RunTime, eastern_runs

_NOT_IN_PROGRAMS = frozenset("\\\"'")
"""systemd starts no program whose path has one of these, however quoted; the shell does."""
_BY_THE_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
_RETRIES = 3

_SERVICE = """\
# {mark}
# made by vaultgen schedule --install; vaultgen schedule --remove removes it
[Unit]
Description={about}
StartLimitIntervalSec=2h
StartLimitBurst={starts}

[Service]
Type=simple
ExecStart={command}
{environ}EnvironmentFile=-%E/vaultgen/schedule.env
Restart=on-failure
RestartSec=10min
RestartPreventExitStatus=2
"""

_TIMER = """\
# {mark}
# made by vaultgen schedule --install; vaultgen schedule --remove removes it
[Unit]
Description={about}

[Timer]
{times}
Persistent=true

[Install]
WantedBy=timers.target
"""


def systemd(job: Job, config_home: PurePath) -> JobPlan:
    """Return what systemd needs for a job.

    Args:
        config_home: The person's configuration folder, `~/.config`.
    """
    runs = eastern_runs(job.minute)
    timer, service = f"{job.name}.timer", f"{job.name}.service"
    folder = config_home / "systemd" / "user"
    return JobPlan(
        SYSTEMD,
        job,
        runs,
        EASTERN,
        files=(File(folder / service, _service(job)), File(folder / timer, _timer(job, runs))),
        start=(_ctl("daemon-reload"), _ctl("enable", "--now", timer)),
        stop=(_ctl("disable", "--now", timer), _ctl("clean", "--what=state", timer)),
        stopped=(_ctl("daemon-reload"),),
        asked=_ctl("is-active", "--quiet", timer),
        last=_ctl("show", timer, "--property=LastTriggerUSec", "--value"),
        failed=_ctl("is-failed", "--quiet", service),
        look=f"journalctl --user -u {job.name}",
        told=(
            "A run that the machine slept through is made up for when it wakes; a failed one is tried 3 more times.",
            "It runs while you are logged in. Also when you are not: loginctl enable-linger",
            "A key that you export in a shell is not seen here; to store it where this job finds it: vaultgen key --file",
        ),
    )


def quoted(word: str) -> str:
    r"""Return the path of a program in `ExecStart=`, or what `Environment=` sets: `%` would begin a specifier."""
    escaped = word.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'


def quoted_argument(word: str) -> str:
    """Return a further word of `ExecStart=`, where `$` would begin a variable, too."""
    return quoted(word).replace("$", "$$")


def _ctl(*words: str) -> tuple[str, ...]:
    return ("systemctl", "--user", *words)


def _service(job: Job) -> str:
    is_plain = _NOT_IN_PROGRAMS.isdisjoint(job.command[0])
    program, *arguments = job.command if is_plain else (*_BY_THE_SHELL, *job.command)
    command = " ".join([quoted(program), *(quoted_argument(word) for word in arguments)])
    environ = "".join(f"Environment={quoted(f'{name}={value}')}\n" for name, value in job.environ)
    return signed(
        _SERVICE.format(
            mark=MARK, about=_described(job), command=command, environ=environ, starts=_RETRIES + 1
        )
    )


def _timer(job: Job, runs: tuple[RunTime, ...]) -> str:
    times = "\n".join(f"OnCalendar=Mon..Fri *-*-* {run.at:%H:%M}:00 {EASTERN.key}" for run in runs)
    return signed(_TIMER.format(mark=MARK, about=_described(job), times=times))


def _described(job: Job) -> str:
    """Return the description of a job for a unit file, where `%` and a backslash would mean something else."""
    return job.about.replace("%", "%%").replace("\\", "/")
