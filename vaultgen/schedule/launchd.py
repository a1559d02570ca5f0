"""launchd: an agent of the person's own (launchd.plist(5)), by the machine's own clock.

launchd starts at waking what the machine slept through, once; what it was switched off for is not made up.
"""

import plistlib
from datetime import tzinfo
from pathlib import PurePath

from vaultgen.schedule.job import LAUNCHD, File, Job, JobPlan
from vaultgen.schedule.signed import MARK, signed
from vaultgen.schedule.times import local_runs

_SUNDAY = 7


def launchd(job: Job, home: PurePath, user: int, zone: tzinfo, year: int) -> JobPlan:
    """Return what launchd needs for a job.

    Args:
        home: The person's.
        user: Their number.
        zone: The machine's.
    """
    runs = local_runs(job.minute, zone, year)
    log = home / "Library" / "Logs" / f"{job.name}.log"
    file = home / "Library" / "LaunchAgents" / f"{job.name}.plist"
    agent = {
        "Label": job.name,
        "ProgramArguments": list(job.command),
        "EnvironmentVariables": dict(job.environ),
        "StartCalendarInterval": [
            {"Weekday": day % _SUNDAY, "Hour": run.at.hour, "Minute": run.at.minute}
            for run in runs
            for day in run.weekdays
        ],
        "ProcessType": "Background",
        "StandardOutPath": str(log),
        "StandardErrorPath": str(log),
    }
    if not job.environ:
        del agent["EnvironmentVariables"]
    head, tail = plistlib.dumps(agent, sort_keys=False).decode().replace("\t", "  ").split("\n", 1)
    service = f"gui/{user}/{job.name}"
    return JobPlan(
        LAUNCHD,
        job,
        runs,
        zone,
        files=(File(file, signed(f"{head}\n<!-- {MARK} -->\n{tail}")),),
        start=(("launchctl", "bootstrap", f"gui/{user}", str(file)),),
        stop=(("launchctl", "bootout", service),),
        asked=("launchctl", "print", service),
        look=f"launchctl print {service}",
        log=log,
        told=(
            "A run that the machine slept through is made up for when it wakes, but not one missed while it was off.",
            "It goes by the machine's clock; when you move to another time zone: vaultgen schedule launchd --install",
            "A key that you export in a shell is not seen here; to store it where this job finds it: vaultgen key --file",
            f"What a run complains of is in {log}.",
        ),
    )
