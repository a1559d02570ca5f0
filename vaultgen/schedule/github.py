"""GitHub Actions: a workflow that runs on GitHub's machines and commits what it wrote.

Its times are in UTC. The state is kept from run to run in Actions' cache, saved only once the notes are pushed: a
state that knows of notes which never arrived would take them for deleted. A state that got lost is a cache that got
lost. The key is a secret of the repository; it is in no file.
"""

from datetime import UTC
from pathlib import PurePath

import yaml

from vaultgen.errors import VaultgenError
from vaultgen.schedule.job import GITHUB, File, Job, JobPlan
from vaultgen.schedule.signed import MARK, signed
from vaultgen.schedule.times import RunTime, local_runs

_SUNDAY = 7

_WORKFLOW = """\
# {mark}
# {about}
# made by vaultgen schedule github --install; vaultgen schedule github --remove removes it
name: vaultgen

on:
  schedule: # in UTC; after arXiv's feeds turned over, summer and winter, and once more three hours later
{times}
  workflow_dispatch:

permissions:
  contents: write

concurrency: # never two runs at once; the second one waits
  group: vaultgen
  cancel-in-progress: false

env:
  VAULT: {vault}
  CONFIG: {config}

jobs:
  today:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - name: Install vaultgen
        run: python -m pip install "vaultgen=={version}"
      - name: Bring back what earlier runs remember
        uses: actions/cache/restore@v5
        with:
          path: ~/.local/state/vaultgen
          key: vaultgen-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: vaultgen-
      - name: Bring in what arXiv announced
        run: vaultgen today -q --vault "$VAULT" --config "$CONFIG"
        env:
          DEEPL_AUTH_KEY: ${{{{ secrets.DEEPL_AUTH_KEY }}}}
      - name: Commit what changed
        id: push
        if: ${{{{ !cancelled() }}}} # a run that failed halfway wrote whole notes
        run: |
          git add --all -- "$VAULT"
          if git diff --cached --quiet; then exit 0; fi
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git commit --quiet -m "Bring in what arXiv announced"
          for attempt in 1 2 3; do
            if git pull --quiet --rebase && git push --quiet; then exit 0; fi
            git rebase --abort 2>/dev/null || true
            sleep "$((attempt * 10))"
          done
          exit 1
      - name: Remember
        if: ${{{{ !cancelled() && steps.push.outcome == 'success' }}}} # else the notes would count as deleted
        uses: actions/cache/save@v5
        with:
          path: ~/.local/state/vaultgen
          key: vaultgen-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
"""


def github(job: Job, root: PurePath, config: PurePath, version: str, year: int) -> JobPlan:
    """Return what GitHub needs for a job.

    Args:
        job: What is run; of its command only the vault counts, GitHub's machines have paths of their own.
        root: The work tree that the vault is in, or is.
        config: The configuration that counts.
        version: Of vaultgen.

    Raises:
        VaultgenError: The configuration is not in the work tree.
    """
    if not config.is_relative_to(root):
        raise VaultgenError(
            f"GitHub does not see {config}, which is outside {root}",
            f"put the configuration into the vault: {PurePath(job.vault) / config.name}",
        )
    runs = local_runs(job.minute, UTC, year)
    vault = PurePath(job.vault).relative_to(root).as_posix()
    text = _WORKFLOW.format(
        mark=MARK,
        about="arXiv's announcements, daily",
        times="\n".join(_time(run) for run in runs),
        vault=scalar(vault),
        config=scalar(config.relative_to(root).as_posix()),
        version=version,
    )
    return JobPlan(
        GITHUB,
        job,
        runs,
        UTC,
        files=(File(root / ".github" / "workflows" / "vaultgen.yml", signed(text)),),
        look="gh run list --workflow vaultgen.yml",
        told=(
            "Commit and push this file; then runs begin. GitHub may start them late.",
            (
                "A failed run is red under Actions, and GitHub sends mail. In a public repository GitHub stops the timetable "
                "after 60 days without a commit."
            ),
            "A DeepL key: Settings, Secrets and variables, Actions, New repository secret, DEEPL_AUTH_KEY.",
        ),
    )


def scalar(text: str) -> str:
    """Return a text quoted for YAML, in which GitHub sees none of its expressions."""
    literal = text.replace("${{", "${{ '${{' }}")
    return yaml.dump(literal, default_style='"', allow_unicode=True, width=10**6).strip()


def _time(run: RunTime) -> str:
    days = ",".join(str(day % _SUNDAY) for day in run.weekdays)
    return f'    - cron: "{run.at.minute} {run.at.hour} * * {days}"'
