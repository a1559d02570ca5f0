"""Windows Task Scheduler: a task in XML ([MS-TSCH], section 2.5), by the machine's own clock.

`StartWhenAvailable` makes up for a time at which the machine was off or asleep. The task runs while its person is
logged on, with no more rights than theirs, and needs no password.
"""

import re
import subprocess
from datetime import tzinfo
from html import escape as escape_html
from pathlib import PurePath

from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import WINDOWS, File, Job, JobPlan
from vaultgen.schedule.signed import MARK, signed
from vaultgen.schedule.times import WEEKDAYS, RunTime, local_runs

_EXPANDED = re.compile(r"%[^%]+%|\$\(")

_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>vaultgen</Author>
    <Description>{mark} {about} (vaultgen schedule --remove removes it)</Description>
  </RegistrationInfo>
  <Triggers>
{triggers}
  </Triggers>
  <Principals>
    <Principal id="Author">
{user}      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""

_TRIGGER = """\
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{at:%H:%M}:00</StartBoundary>
      <ScheduleByWeek>
        <DaysOfWeek>{days}</DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
    </CalendarTrigger>"""


def windows(job: Job, state_folder: PurePath, user: str, zone: tzinfo, year: int) -> JobPlan:
    r"""Return what Task Scheduler needs for a job.

    Args:
        state_folder: Where the file that describes the task is kept.
        user: `DOMAIN\name`; empty where it is not known: then whoever registers the task.
        zone: The machine's.

    Raises:
        VaultgenError: A path holds what Task Scheduler would take for a variable.
    """
    program, *arguments = job.command
    written = subprocess.list2cmdline(arguments)
    if _EXPANDED.search(f"{program} {written}"):
        raise VaultgenError(
            f"Task Scheduler would take a part of {program} {written} for a variable",
            "rename the folder that has % or $( in its name",
        )
    runs = local_runs(job.minute, zone, year)
    file = state_folder / f"{job.name}.xml"
    task = _TASK.format(
        mark=MARK,
        about=escape_html(job.about, quote=False),
        triggers="\n".join(_trigger(run) for run in runs),
        user=f"      <UserId>{escape_html(user, quote=False)}</UserId>\n" if user else "",
        program=escape_html(program, quote=False),
        arguments=escape_html(written, quote=False),
    )
    return JobPlan(
        WINDOWS,
        job,
        runs,
        zone,
        files=(File(file, signed(task), "utf-16"),),
        start=(("schtasks", "/Create", "/TN", job.name, "/XML", str(file), "/F"),),
        stop=(("schtasks", "/Delete", "/TN", job.name, "/F"),),
        asked=("schtasks", "/Query", "/TN", job.name),
        look=f"schtasks /Query /TN {job.name} /V /FO LIST",
        told=(
            "A run that the machine was off or asleep for is made up for. It runs while you are logged on.",
            "It goes by the machine's clock; when you move to another time zone: vaultgen schedule windows --install",
            "A key that you export in a shell is not seen here; to store it where this job finds it: vaultgen key --file",
            *_variables(job),
        ),
    )


def _trigger(run: RunTime) -> str:
    return _TRIGGER.format(at=run.at, days="".join(f"<{WEEKDAYS[day - 1]}/>" for day in run.weekdays))


def _variables(job: Job) -> tuple[str, ...]:
    """Return how to set the job's variables in the person's account, as a task cannot have its own."""
    return tuple(
        f'A task sees variables of your account only: setx {name} "{value}"' for name, value in job.environ
    )
