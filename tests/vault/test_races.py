"""An editor that saves at the very moment of our write, in both styles; two runs at once."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from day.trees import texts
from vault.plans import TORTURE, creating, note, opened, path, put, run
from vault.test_write import SAVES, pretend_no_exchange, pretend_no_links

from vaultgen.errors import VaultgenError
from vaultgen.reconcile.changes import Plan, Update
from vaultgen.state.lock import WriterLock
from vaultgen.vault import fresh, rename
from vaultgen.vault.folder import Folder
from vaultgen.vault.folders import Folders
from vaultgen.vault.write import ChangedMeanwhileError, ReplacedFile, Step, settle, write
from vaultgen.vault.writers import SaveDeadline

ROUNDS = 2000 * TORTURE or 250
KEY = "2602.17676"


def race(
    root: Path, save: Callable[[Path, bytes], object], round_: int, chance: random.Random
) -> tuple[str, bytes, bytes]:
    """One write against one save; returns what became of ours, the person's text, and what is there."""
    before, after = note(KEY, f"before {round_}"), note(KEY, f"after {round_}")
    saved = note(KEY, f"the person's words {round_}")
    file = put(root, path(f"{KEY}.md"), before)
    pause = chance.random() * 0.0015
    begin = threading.Barrier(2)

    def edit() -> None:
        begin.wait()
        time.sleep(pause)
        save(file, saved)

    editor = threading.Thread(target=edit)
    editor.start()
    step = Step(
        Update(creating(KEY).identity, path(f"{KEY}.md"), before, after), f".~{round_}.tmp", f".~{round_}.old"
    )
    with Folders(root) as folders:
        begin.wait()
        try:
            folder = write(folders, step, SaveDeadline())
        except ChangedMeanwhileError:
            became = "changed meanwhile"
            editor.join()
        else:
            if chance.random() < 0.5:  # the end of the run may come before or after the save
                editor.join()
            settled = settle(folder, step, SaveDeadline())
            editor.join()
            became = settled.name
            if settled is ReplacedFile.BOTH_CHANGED:
                kept = folder.read(step.temporary)
                assert kept is not None
                folder.remove(step.temporary)
                return became, saved, kept.content
    with Folder.root(file.parent) as here:
        fresh.refresh(here.descriptor, file.name)  # some disks answer from memory for a second
    return became, saved, file.read_bytes()


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_no_save_is_ever_lost(
    root: Path, save: Callable[[Path, bytes], object], tried: Callable[[], None]
) -> None:
    chance = random.Random(20260223)
    became: dict[str, int] = {}
    for round_ in range(ROUNDS):
        how, saved, there = race(root, save, round_, chance)
        tried()
        became[how] = became.get(how, 0) + 1
        assert there == saved, f"round {round_}: {how}"
        assert set(texts(root)) == {str(path(f"{KEY}.md"))}, f"round {round_}: {how}"
    assert len(became) > 1, f"the race was no race: {became}"


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
@pytest.mark.parametrize("way", ["links", "renames"])
def test_no_save_is_lost_where_the_system_cannot_exchange(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path, bytes], object],
    way: str,
    tried: Callable[[], None],
) -> None:
    pretend_no_exchange(monkeypatch)
    if way == "links":
        monkeypatch.setattr(rename, "rename_to_new", rename.exchange)
    else:
        pretend_no_links(monkeypatch)
    chance = random.Random(20260223)
    for round_ in range(ROUNDS // 2):
        how, saved, there = race(root, save, round_, chance)
        tried()
        assert there == saved, f"round {round_}: {how}"
        assert set(texts(root)) == {str(path(f"{KEY}.md"))}, f"round {round_}: {how}"


def test_two_runs_at_once_write_each_note_once(root: Path, folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from vault.plans import run, creating\n"
        "from vaultgen.errors import VaultgenError\n"
        "changes = [creating(f'2602.{n:05}') for n in range(60)]\n"
        "try:\n"
        "    outcome = run(Path(sys.argv[1]), Path(sys.argv[2]), *changes)\n"
        "    print(len(outcome.applied), len(outcome.changed_meanwhile), len(outcome.problems))\n"
        "except VaultgenError as error: print('refused', error)\n"
    )
    command = [sys.executable, "-c", script, str(root), str(folder)]
    tests = Path(__file__).parents[1]
    both = [subprocess.Popen(command, cwd=tests, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in both]
    wrote = [words for words in said if words.startswith("60 0 0")]
    assert len(wrote) == 1, said
    (other,) = (words for words in said if words not in wrote)
    assert other.startswith(("0 60 0", "refused another vaultgen is writing")), said
    assert texts(root) == {f"arXiv/Papers/2602.{n:05}.md": note(f"2602.{n:05}") for n in range(60)}


def test_a_second_run_is_refused_soon_and_not_kept_waiting(root: Path, folder: Path, tmp_path: Path) -> None:
    with opened(root, folder) as vault:
        vault.look()
        vault.apply(Plan((creating("2602.00001"),)))
        (lock,) = folder.glob("vaults/*/lock")
        begun = time.monotonic()
        with pytest.raises(VaultgenError, match="another vaultgen is writing"):
            WriterLock(lock, wait=0.1).take()
        assert time.monotonic() - begun < 2
    run(root, folder, creating("2602.00002"))


def test_a_plan_made_before_another_run_wrote_is_made_again(root: Path, folder: Path) -> None:
    with opened(root, folder) as vault:
        vault.look()
        run(root, folder, creating(KEY, name="Another name.md"))
        outcome = vault.apply(Plan((creating(KEY),)))
        assert outcome.applied == ()
        assert outcome.changed_meanwhile == (path(f"{KEY}.md"),)
        assert creating(KEY).identity in vault.look().notes
    assert list(texts(root)) == ["arXiv/Papers/Another name.md"]
