"""What was collected of all papers is kept from look to look, and is right whatever happened between two of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from vault.plans import TORTURE, opened, paper, put

from vaultgen.note.names import author_key
from vaultgen.note.paper_index import PaperIndex
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.changes import Create, Plan, Remove, Update
from vaultgen.state.index import Index
from vaultgen.state.store import State
from vaultgen.vault import sanity as guard
from vaultgen.vault import survey
from vaultgen.vault import vault as vault_module
from vaultgen.vault.vault import DiskVault

KEYS = tuple(f"2602.0000{number}" for number in range(1, 5))
AUTHORS = ("Ada Lovelace", "Emmy Noether")
SUBJECTS = ("cs.LG", "math.CO")


def said(key: str, author: str, subject: str, more: int = 0) -> bytes:
    """A paper's note; never as long as another one, for two saves within one tick have one date."""
    return (
        f"---\ntitle: 'About {key}'\narxiv_id: 'arXiv:{key}'\nauthors:\n  - '[[{author}]]'\nsubjects:\n"
        f"  - '[[{subject}]]'\n---\n{'x' * more}\n"
    ).encode()


@contextmanager
def looking_each_time(tick: int) -> Iterator[None]:
    """No look holds any longer than until the next; a file is settled so many nanoseconds after its save."""
    with (
        patch.object(vault_module, "_FRESH", -1.0),
        patch.object(vault_module, "_HOLDS", -1),
        patch.object(survey, "_TICK_NS", tick),
        patch.object(guard, "require_healthy", lambda *_: None),
    ):
        yield


def told(shelf: PaperIndex | None) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """The papers on each subject, in order, and those of each author."""
    assert shelf is not None
    on = {code: [str(identifier) for _, _, identifier in shelf.on(code)] for code in SUBJECTS}
    return on, {name: {one.key for one in shelf.signed_by(author_key(name))} for name in AUTHORS}


class Shelves(RuleBasedStateMachine):
    """One run that writes on and on, and a person who works beside it; a run that begins anew is the judge."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.root = Path(self.place.name) / "vault"
        (self.root / "arXiv/Papers").mkdir(parents=True)
        (self.root / ".obsidian").mkdir()
        self.saves = 0

    @initialize(tick=st.sampled_from([-(10**18), 10**12]))
    def begin(self, tick: int) -> None:
        self.time = looking_each_time(tick)
        self.time.__enter__()
        self.vault = opened(self.root, Path(self.place.name) / "state")
        self.look()

    def look(self) -> Snapshot:
        self.seen = self.vault.look()
        told(self.seen.shelf)
        return self.seen

    def content(self, key: str, author: str, subject: str) -> bytes:
        self.saves += 1
        return said(key, author, subject, self.saves)

    def there(self) -> list[Path]:
        return sorted(self.root.rglob("*.md"))

    @rule(key=st.sampled_from(KEYS), author=st.sampled_from(AUTHORS), subject=st.sampled_from(SUBJECTS))
    def write(self, key: str, author: str, subject: str) -> None:
        path = PurePosixPath("arXiv/Papers") / f"{key}.md"
        there = self.vault.read([path]).get(path)
        if isinstance(there, bytes) and f"arXiv:{key}'".encode() not in there:
            return  # the person made another paper of it: no plan touches it
        after = self.content(key, author, subject)
        change = (
            Update(paper(key), path, there, after, ())
            if isinstance(there, bytes)
            else Create(paper(key), path, after, ())
        )
        self.vault.apply(Plan((change,)))

    @precondition(lambda self: self.there())
    @rule(data=st.data())
    def take_away(self, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(self.there()))
        path = PurePosixPath(file.relative_to(self.root).as_posix())
        self.vault.apply(Plan((Remove(paper(file.stem), path, file.read_bytes()),)))

    @precondition(lambda self: self.there())
    @rule(
        data=st.data(),
        key=st.sampled_from(KEYS),
        author=st.sampled_from(AUTHORS),
        subject=st.sampled_from(SUBJECTS),
    )
    def the_person_edits(self, data: st.DataObject, key: str, author: str, subject: str) -> None:
        file = data.draw(st.sampled_from(self.there()))
        file.write_bytes(self.content(key, author, subject))

    @rule(key=st.sampled_from(KEYS), author=st.sampled_from(AUTHORS), subject=st.sampled_from(SUBJECTS))
    def the_person_adds(self, key: str, author: str, subject: str) -> None:
        file = self.root / f"Own {self.saves}.md"
        file.write_bytes(self.content(key, author, subject))

    @precondition(lambda self: self.there())
    @rule(data=st.data())
    def the_person_deletes(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.there())).unlink()

    @precondition(lambda self: self.there())
    @rule(data=st.data())
    def the_person_moves(self, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(self.there()))
        self.saves += 1
        file.rename(self.root / f"Moved {self.saves}.md")

    @rule()
    def another_run_looks(self) -> None:
        """It shares the index, and may write into it what this run has not seen."""
        with DiskVault(self.root, State.open(Path(self.place.name) / "state", self.root)) as other:
            told(other.look().shelf)

    @rule()
    def the_run_looks(self) -> None:
        self.look()

    @invariant()
    def a_look_tells_what_a_new_run_would(self) -> None:
        if not hasattr(self, "vault"):
            return
        on, by = told(self.vault.look().shelf)
        with tempfile.TemporaryDirectory() as elsewhere, opened(self.root, Path(elsewhere)) as judge:
            judged_on, judged_by = told(judge.look().shelf)
        assert on == judged_on
        assert all(by[name] >= judged_by[name] for name in AUTHORS)

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            self.vault.close()
            self.time.__exit__(None, None, None)
        self.place.cleanup()


TestShelves = Shelves.TestCase
TestShelves.settings = settings(max_examples=400 if TORTURE else 40, stateful_step_count=12, deadline=None)

SETTLED, UNSETTLED = -(10**18), 10**12


def creating(key: str, subject: str = "cs.LG") -> Plan:
    path = PurePosixPath("arXiv/Papers") / f"{key}.md"
    return Plan((Create(paper(key), path, said(key, AUTHORS[0], subject), ()),))


def papers_on(vault: DiskVault, subject: str) -> list[str]:
    return told(vault.look().shelf)[0][subject]


def test_what_was_collected_serves_a_later_look_that_found_only_what_we_wrote(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with looking_each_time(SETTLED), opened(root, folder) as vault:
        papers_on(vault, "cs.LG")
        vault.apply(creating(KEYS[0]))
        monkeypatch.setattr(Index, "facts_of_some", lambda *_: pytest.fail("all papers were asked again"))
        assert papers_on(vault, "cs.LG") == [KEYS[0]]


def test_a_note_that_was_deleted_right_after_we_wrote_it_is_not_told_of(root: Path, folder: Path) -> None:
    put(root, "arXiv/Papers/other.md", said(KEYS[1], AUTHORS[0], "cs.LG"))
    with looking_each_time(SETTLED), opened(root, folder) as vault:
        papers_on(vault, "cs.LG")
        vault.apply(creating(KEYS[0]))
        (root / f"arXiv/Papers/{KEYS[0]}.md").unlink()
        assert papers_on(vault, "cs.LG") == [KEYS[1]]


def test_one_of_several_notes_that_was_deleted_is_not_told_of(root: Path, folder: Path) -> None:
    for key in KEYS[:2]:
        put(root, f"arXiv/Papers/{key}.md", said(key, AUTHORS[0], "cs.LG"))
    with looking_each_time(SETTLED), opened(root, folder) as vault:
        assert papers_on(vault, "cs.LG") == [*KEYS[:2]]
        (root / f"arXiv/Papers/{KEYS[0]}.md").unlink()
        assert papers_on(vault, "cs.LG") == [KEYS[1]]


def test_an_edit_within_the_tick_of_a_look_is_told_of(root: Path, folder: Path) -> None:
    file = put(root, "own.md", said(KEYS[0], AUTHORS[0], "cs.LG"))
    with looking_each_time(UNSETTLED), opened(root, folder) as vault:
        assert papers_on(vault, "cs.LG") == [KEYS[0]]
        file.write_bytes(said(KEYS[0], AUTHORS[0], "math.CO"))
        assert papers_on(vault, "math.CO") == [KEYS[0]]


def test_an_edit_within_the_tick_of_our_own_write_is_told_of(root: Path, folder: Path) -> None:
    with looking_each_time(UNSETTLED), opened(root, folder) as vault:
        papers_on(vault, "cs.LG")
        vault.apply(creating(KEYS[0]))
        assert papers_on(vault, "cs.LG") == [KEYS[0]]
        (root / f"arXiv/Papers/{KEYS[0]}.md").write_bytes(said(KEYS[0], AUTHORS[0], "math.CO"))
        assert papers_on(vault, "math.CO") == [KEYS[0]]


def test_what_was_confirmed_as_deleted_is_not_told_of(root: Path, folder: Path) -> None:
    file = put(root, "arXiv/Papers/one.md", said(KEYS[0], AUTHORS[0], "cs.LG"))
    with looking_each_time(SETTLED), opened(root, folder) as vault:
        assert papers_on(vault, "cs.LG") == [KEYS[0]]
        file.unlink()
        vault.confirm_deleted()
        assert papers_on(vault, "cs.LG") == []
