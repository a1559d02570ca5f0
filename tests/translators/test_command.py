import os
import signal
import sys
import time
from pathlib import Path

import pytest

from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.request import Request, Translated, Untranslated, Why
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import translate
from vaultgen.translators.command import CommandEngine
from vaultgen.translators.paid_texts import PaidTranslations

TEXT = Request("Robots learn on $10$ tasks to walk.", "es")


def python(code: str, *, seconds: float = 20, output_bytes: int = 1_000_000) -> CommandEngine:
    return CommandEngine((sys.executable, "-c", code), seconds=seconds, output_bytes=output_bytes)


def only(command: CommandEngine, text: str = "a text") -> Answer | Refused:
    (outcome,) = command.translate((text,), Shape.CODES, "es")
    return outcome


REVERSE = "import sys,re; print(re.sub(r'[a-z]+', lambda w: w[0][::-1], sys.stdin.read()))"


def test_a_program_translates_and_its_formulas_come_back() -> None:
    with PaidTranslations(":memory:") as paid:
        result = translate([TEXT], python(REVERSE), paid, limit=None)
    assert result.results[TEXT] == Translated("Rstobo nrael no $10$ sksat ot klaw.")
    assert result.billed == 0


def test_a_program_that_loses_a_formula_is_not_believed() -> None:
    with PaidTranslations(":memory:") as paid:
        result = translate(
            [TEXT], python("print('Los robots aprenden a andar muy bien.')"), paid, limit=None
        ).results[TEXT]
    lost = ("formula $10$ lost", "dollars do not match the original")
    assert result == Translated(TEXT.text, is_partial=True, damaged=lost)


def test_text_goes_through_as_utf8_and_no_shell_reads_it() -> None:
    text = "$(touch x) `id` ; é 中 'quoted' \"too\""
    assert only(python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"), text) == Answer(
        0, text, 0
    )


def test_the_language_is_told_where_the_arguments_ask_for_it() -> None:
    command = CommandEngine((sys.executable, "-c", "import sys; print(sys.argv[1])", "{language}"))
    assert only(command) == Answer(0, "es", 0)


def test_a_program_gets_the_environment_without_the_key_of_deepl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", "secret")
    monkeypatch.setenv("MODEL_FOLDER", "/models")
    code = "import os; print(os.environ.get('DEEPL_AUTH_KEY'), os.environ['MODEL_FOLDER'])"
    assert only(python(code)) == Answer(0, "None /models", 0)


def test_a_program_that_does_not_read_is_no_trouble() -> None:
    assert only(python("print('good')"), "x" * 1_000_000) == Answer(0, "good", 0)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (CommandEngine(("no-such-program-here",)), "cannot be started"),
        (CommandEngine(()), "cannot be started"),
        (python("import sys; sys.exit(3)"), "status 3"),
        (python("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')"), "UTF-8"),
        (python("while True: print('x' * 1000)", output_bytes=5000), "too much"),
        (python("import time; time.sleep(60)", seconds=0.3), "took longer"),
    ],
)
def test_a_program_that_fails_is_told_and_not_started_again(command: CommandEngine, told: str) -> None:
    outcomes = list(command.translate(("one", "two"), Shape.CODES, "es"))
    assert all(isinstance(outcome, Refused) and outcome.why is Why.DOWN for outcome in outcomes)
    assert told in outcomes[0].problem.problem  # type: ignore[union-attr]
    assert outcomes[0].problem is outcomes[1].problem  # type: ignore[union-attr]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX")
def test_children_of_a_program_are_ended_with_it(tmp_path: Path) -> None:
    note = tmp_path / "child"
    code = f"import subprocess,sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); open({str(note)!r}, 'w').write(str(p.pid)); p.wait()"
    assert isinstance(only(python(code, seconds=1.5)), Refused)
    child = int(note.read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _runs(child):
        pass
    assert not _runs(child)


LEAVES_A_CHILD = (
    "import subprocess,sys,os; sys.stdin.read();"
    "print('good', flush=True);"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True);"
    "open({note!r}, 'w').write(str(p.pid))"
)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX")
def test_a_program_that_leaves_a_child_on_its_pipes_ends_when_it_has_ended(tmp_path: Path) -> None:
    note = tmp_path / "child"
    command = python(LEAVES_A_CHILD.format(note=str(note)))
    try:
        assert only(command, "x" * 1_000_000) == Answer(0, "good", 0)
    finally:
        os.kill(int(note.read_text()), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX")
def test_a_child_that_holds_both_pipes_and_reads_nothing_holds_nobody_up(tmp_path: Path) -> None:
    note = tmp_path / "child"
    command = python(LEAVES_A_CHILD.replace("sys.stdin.read();", "").format(note=str(note)), seconds=5)
    try:
        assert only(command, "x" * 1_000_000) == Answer(0, "good", 0)
    finally:
        os.kill(int(note.read_text()), signal.SIGKILL)


def test_a_program_that_closes_its_output_and_goes_on_for_ever_is_ended() -> None:
    command = python("import os,time; os.close(1); time.sleep(60)", seconds=0.5)
    outcome = only(command)
    assert isinstance(outcome, Refused)
    assert "took longer" in outcome.problem.problem  # type: ignore[union-attr]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_a_failing_program_leaves_the_text_for_a_later_run() -> None:
    with PaidTranslations(":memory:") as paid:
        assert translate([TEXT], python("import sys; sys.exit(1)"), paid, limit=None).results[
            TEXT
        ] == Untranslated(Why.DOWN)
        assert translate([TEXT], python(REVERSE), paid, limit=None).translated == 1
