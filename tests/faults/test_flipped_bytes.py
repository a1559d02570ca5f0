"""Bytes of what is remembered flip on the disk: whatever they hit, the next run says so once, and nothing is wedged.

Every file of the state of a real fortnight is hit: the state, the index, what was read, what was paid for, harvested records, answers
of arXiv, the gate's time and the journals beside the databases. After each hit everything that reads or writes there is
done twice; the second time nothing may fail and nothing may be said. CI tries `FLIPS` hits and `MORNINGS` whole
mornings; VAULTGEN_TORTURE tries ten thousand, FLIPS=… any number.
"""

import os
import random
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from day.announced import DAYS
from day.conftest import Vaultgen
from day.readers import Reader, a_vault
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL
from vault.plans import TORTURE, creating, paper

from vaultgen.disk.damage import DamagedError
from vaultgen.disk.durable import make_durable
from vaultgen.disk.word_table import word_table
from vaultgen.errors import VaultgenError
from vaultgen.fetch.harvest_rows import Harvest
from vaultgen.fetch.harvest_store import HarvestStore
from vaultgen.fetch.http_cache import HttpCache
from vaultgen.fetch.oai import Record
from vaultgen.fetch.rate_limit import Clock, RateLimiter
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.reconcile.changes import Plan
from vaultgen.state.compiled import CompiledTemplates
from vaultgen.state.store import State
from vaultgen.translate.ports import StoredTranslation
from vaultgen.translate.request import Request
from vaultgen.translators.accounts import Flavour
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.vault import vault as vault_module
from vaultgen.vault.vault import DiskVault

FLIPS = int(os.environ.get("FLIPS", 10_000 * TORTURE or 100))
PARTS = 5 if FLIPS >= 1000 else 1
MORNINGS = 50 * TORTURE or 4
MEMORY = Path("/dev/shm")
SEED = int(os.environ.get("SEED", "1"))
NOW = datetime(2026, 1, 23, 17, tzinfo=UTC)
NEW, OPEN = "2601.09999", "2601.08888"
TEXTS = tuple(Request(f"Text number {number}", "zh-Hans") for number in range(40))
BATCH = frozenset({("2601.01003", 1, "new")})


class RestorableVault:
    """A vault and its state, to be put back as they were before each hit."""

    def __init__(self, root: Path, state: Path, beside: Path) -> None:
        self.root, self.state = root, state
        self._kept = beside
        shutil.copytree(root, beside / "root")
        shutil.copytree(state, beside / "state")

    def restore(self) -> None:
        """The state is as it was; of the vault what `use_everything` adds is gone."""
        shutil.rmtree(self.state)
        shutil.copytree(self._kept / "state", self.state)
        for key in (NEW, OPEN):
            (self.root / "arXiv/Papers" / f"{key}.md").unlink(missing_ok=True)

    def restore_all(self) -> None:
        self.restore()
        shutil.rmtree(self.root)
        shutil.copytree(self._kept / "root", self.root)

    def kinds(self) -> dict[str, list[Path]]:
        """By kind, the files of the state that hold anything."""
        kinds: dict[str, list[Path]] = {}
        for file in sorted(self.state.rglob("*")):
            if file.is_file() and file.stat().st_size:
                kinds.setdefault(kind_of(file), []).append(file)
        return kinds

    def one_of_the_files(self, dice: random.Random) -> Path:
        """Of each kind as often as of any other, however many there are."""
        kinds = self.kinds()
        return dice.choice(kinds[dice.choice(sorted(kinds))])


def kind_of(file: Path) -> str:
    return file.suffix if file.suffix == ".answer" else file.name


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder of which nothing waits for a disk, where there is one."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


@pytest.fixture
def world(
    in_memory: Path, arxiv: ArxivServer, deepl: FakeDeepL, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> RestorableVault:
    monkeypatch.setattr(vault_module, "_TICK", 0.0)  # a note that is read once more does no harm here
    state = in_memory / "remembered"
    monkeypatch.setenv("VAULTGEN_STATE_DIR", str(state))
    root = a_vault(in_memory / "Reading")
    configuration = (root / "vaultgen.toml").read_text()
    (root / "vaultgen.toml").write_text(f'language = "zh-Hans"\n{configuration}')
    reader = Reader(root, arxiv, vaultgen, monkeypatch)
    for day in (DAYS[0], DAYS[3], DAYS[4]):
        reader.runs_well(day)
    reader.vaultgen("undo", "--vault", root)
    reader.runs_well(DAYS[5])
    _leave_a_run_open(root, state)
    with PaidTranslations(state / "translations.db", Flavour(), today=NOW.date()) as paid:
        for number, request in enumerate(TEXTS):
            paid.keep(
                request, StoredTranslation(f"文 {number}", ("formula lost",) if number % 3 else (), 1), 10
            )
    # As after a kill in the midst of a transaction: new pages in the databases, old ones in the journals beside them.
    (remembered,) = state.rglob("state.db")
    with closing(CompiledTemplates(remembered.with_name("templates.db"))) as compiled:
        compiled.keep(
            "paper.md.j2", b"code"
        )  # the templates of this process may have been compiled for another test
    with _half_changed(remembered, "bases", "text"), _half_changed(state / "translations.db", "paid", "text"):
        return RestorableVault(root, state, in_memory / "kept")


@contextmanager
def _half_changed(file: Path, table: str, column: str) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        make_durable(connection)
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"UPDATE {table} SET {column} = {column} || hex(zeroblob(1000))")
        journal = file.with_name(f"{file.name}-journal").read_bytes()
        assert journal[:8] == bytes.fromhex("d9d505f920a163d7")
        assert any(journal[8:12]), "old pages stand in it"
        yield
        connection.execute("ROLLBACK")


def _leave_a_run_open(root: Path, folder: Path) -> None:
    with State.open(folder, root) as state, DiskVault(root, state, command="today") as vault:
        vault.look()
        run = state.journal.begin(NOW, "today")
        state.journal.intend(run, (creating(OPEN),))


def use_everything(world: RestorableVault, hit: Path | None = None) -> tuple[str, ...]:
    """Read and write whatever is remembered, the way a run does; returns what is said about the state.

    Args:
        world: What there is.
        hit: A file that was hit; what never reads it is left out.
    """
    said: list[str] = []
    if hit is None or "vaults" in hit.parts:
        said += _use_what_is_known_of_the_vault(world)
    if hit is None or hit.name.startswith("translations"):
        said += _use_what_was_paid(world.state)
    if hit is None or "arxiv" in hit.parts:
        _use_what_arxiv_said(world.state / "arxiv")
    return tuple(said)


def _use_what_is_known_of_the_vault(world: RestorableVault) -> list[str]:
    with (
        State.open(world.state, world.root) as state,
        DiskVault(world.root, state, command="today", now=NOW) as vault,
    ):
        snapshot = vault.look()
        marked = vault.marked("", frozenset(), with_others=True)
        vault.vectors((*marked.marked, *marked.others)[:20], word_table())
        dict(snapshot.papers)
        dict(snapshot.listings)
        identities = [paper(NEW), *list(snapshot.notes)[:20]]
        _ = state.has_memory, state.memory(identities).written, set(state.memory(identities).written)
        for with_gone in (False, True):
            dict(state.places(with_gone=with_gone))
            list(state.places(with_gone=with_gone))
        for day in (*DAYS[::3], NOW.date()):
            _ = state.finished(day), state.was_undone(day), state.rests(day), state.batches_before(day)
        _ = state.last_finished(), state.batches_between(DAYS[0], DAYS[-1]), state.batches("cs.LG")
        for run in state.runs():
            with suppress(VaultgenError):
                state.left(run.number)
            state.is_undone(run.number)
        state.proposals.all()
        if not snapshot.notes.get(paper(NEW)):
            vault.apply(Plan((creating(NEW),)))
        state.finish(NOW.date(), f"look {len(identities)}", {"cs.LG": BATCH})
        state.keep_batches(DAYS[-1], {"cs.AI": BATCH})
        state.propose((), ())
        with closing(CompiledTemplates(state.folder / "templates.db")) as compiled:
            assert compiled.find("paper.md.j2") in {None, b"code"}
            compiled.keep("paper.md.j2", b"code")
        if state.run is not None:
            state.undo_days(1, (DAYS[0],), (DAYS[3],))
            state.redo_days(state.run, 1)
        state.end_rest(DAYS[3])
        state.take_for_deleted(paper("2601.07777"))
        state.see(snapshot.notes, ())
        state.forget([paper("2601.07777")])
        return [problem.problem for problem in vault.problems]


def _use_what_was_paid(state: Path) -> list[str]:
    for is_rehearsal in (True, False):
        with PaidTranslations(
            state / "translations.db", Flavour(), today=NOW.date(), is_rehearsal=is_rehearsal
        ) as paid:
            for request in TEXTS:
                paid.known(request)
            _ = paid.due("zh-Hans"), paid.billed(), paid.billed("2026-01")
            with paid.turn(lambda: None):
                paid.claim(dict.fromkeys(TEXTS, 10))
                paid.keep(TEXTS[0], StoredTranslation("文"), 10)
            paid.bill(1)
            found = [problem.problem for problem in paid.problems]
    return [one for one in found if "a run was ended while" not in one]


def _use_what_arxiv_said(folder: Path) -> None:
    answers = HttpCache(folder / "answers")
    answers.drop_older_than(0)
    for place in ("rss/cs.LG", "rss/cs.AI"):
        answers.find(f"http://127.0.0.1/{place}")
    for file in (folder / "answers").glob("*.answer"):

        class Named(HttpCache):
            @staticmethod
            def _file(_folder: Path, _url: str, file: Path = file) -> Path:
                return file

        Named(folder / "answers").find("http://127.0.0.1/")
    waited: list[float] = []
    RateLimiter(folder, Clock(wall=lambda: 1e9, monotonic=lambda: 0.0, sleep=waited.append)).wait(3.0)
    assert sum(waited) <= 120
    _use_harvest(folder)


def _use_harvest(folder: Path) -> None:
    for _ in range(2):
        spool = HarvestStore(folder, NOW)
        try:
            for category in ("cs.LG", "cs.AI"):
                spool.harvest(category)
                for day in DAYS[1:4]:
                    _ = list(spool.announced(day)), list(spool.changed_later(day))
                    spool.problems(category, day)
            spool.begin("cs.CV", DAYS[0])
            spool.keep("cs.CV", Harvest(DAYS[0], NOW), [A_RECORD])
            spool.forget("cs.CV")
        except (DamagedError, sqlite3.Error):
            spool.discard()
            continue
        finally:
            spool.close()
        return
    pytest.fail("what was harvested is damaged for good")


A_RECORD = Record(
    Paper(Identifier("2601.05555"), 1, "T", "A", ("N",), ("cs.CV",), date(2026, 1, 12), date(2026, 1, 12)),
    ((1, NOW - timedelta(days=9)),),
    date(2026, 1, 13),
)


def hit(file: Path, dice: random.Random) -> str:
    """Damage a file as a disk does; returns how."""
    content = bytearray(file.read_bytes())
    # The heads of databases and of their pages decide most; an even choice would hit texts nearly always.
    at = dice.choice(
        (
            dice.randrange(len(content)),
            dice.randrange(min(len(content), 120)),
            min(len(content) - 1, dice.randrange(max(1, len(content) // 4096)) * 4096 + dice.randrange(40)),
        )
    )
    kind = dice.choice(("bit", "bit", "bit", "byte", "byte", "zeros", "noise", "cut off", "page"))
    if kind == "bit":
        content[at] ^= 1 << dice.randrange(8)
    elif kind == "byte":
        content[at] = dice.randrange(256)
    elif kind in {"zeros", "noise"}:
        length = min(dice.choice((4, 16, 512)), len(content) - at)
        content[at : at + length] = bytes(length) if kind == "zeros" else dice.randbytes(length)
    elif kind == "cut off":
        del content[at:]
    else:
        begin, other = at // 4096 * 4096, dice.randrange(max(1, len(content) // 4096)) * 4096
        content[begin : begin + 4096] = content[other : other + 4096]
    file.write_bytes(content)
    return f"{file.name}: {kind} at {at}"


@pytest.mark.parametrize("part", range(PARTS))
def test_after_any_hit_the_second_run_says_nothing_and_fails_at_nothing(
    world: RestorableVault, tried: Callable[[], None], part: int
) -> None:
    dice = random.Random(f"{SEED} {part}")
    use_everything(world)
    assert use_everything(world) == (), "without a hit nothing is said"
    wedged: list[str] = []
    kinds: Counter[str] = Counter()
    for _ in range(FLIPS // PARTS):
        world.restore()
        file = world.one_of_the_files(dice)
        how = hit(file, dice)
        tried()
        kinds[kind_of(file)] += 1
        try:
            with suppress(VaultgenError):
                use_everything(world, file)
            said = use_everything(world, file)
            if said:
                wedged.append(f"{how}: said again: {said}")
        except Exception as error:  # noqa: BLE001 - every failure is a find
            wedged.append(f"{how}: {type(error).__name__}: {error}")
    print(f"\n{sum(kinds.values())} tried {dict(kinds)}, {len(wedged)} wedged")  # noqa: T201
    assert not wedged, "\n".join(wedged[:20])


_NAMED = re.compile(r'folder / f?"[^"/]*?([\w-]*\.\w+)"')
"""A file of the state, in the words of the program."""
_OF_OBSIDIAN, _WITHOUT_BYTES = frozenset({"obsidian.json"}), frozenset({"request.lock"})


def test_every_file_that_the_state_can_hold_is_hit(world: RestorableVault) -> None:
    world.restore()
    rooms = ("cli", "disk", "fetch", "state", "translators", "vault", "workflows")
    package = Path(vault_module.__file__).parents[1]
    sources = [source for room in rooms for source in (package / room).rglob("*.py")]
    named = {name for source in sources for name in _NAMED.findall(source.read_text(encoding="utf-8"))}
    journals = {"state.db-journal", "translations.db-journal"}
    assert world.kinds().keys() == (named - _OF_OBSIDIAN - _WITHOUT_BYTES) | journals


_COMMANDS = ("today", "status", "runs", "review", "refresh")


def test_after_any_hit_whole_mornings_go_on(
    world: RestorableVault, vaultgen: Vaultgen, tried: Callable[[], None]
) -> None:
    dice = random.Random(SEED + 1)
    for _ in range(MORNINGS):
        tried()
        world.restore_all()
        how = hit(world.one_of_the_files(dice), dice)
        for command in _COMMANDS:  # each may find what no other one reads, and says then that it is set aside
            vaultgen(command, "--vault", world.root)
        for command in _COMMANDS:
            said = vaultgen(command, "--vault", world.root)
            assert said.status == 0, (how, command, said.err)
            assert "set aside" not in said.err, (how, command)
