"""Runs of every kind against edits of every kind.

Safety: no planted word is lost or moved, no byte outside our units changes, a second run writes nothing.
Liveness: what nobody touched becomes current, what was never written appears.
"""

import os
from dataclasses import dataclass
from pathlib import PurePosixPath

import tally
from document.worlds import WORDS
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from msgspec.structs import replace
from reconcile import oracle
from reconcile.memory_vault import LISTING, MemoryVault, a_line, a_listing, a_paper, remembered
from reconcile.person import Person, Touched, some
from vault.plans import TORTURE

from vaultgen.document.listings import existing_listing
from vaultgen.document.outcome import WithheldReason
from vaultgen.note.desired import Note, Part, Passage, Property
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import note_of
from vaultgen.note.names import fold
from vaultgen.reconcile.changes import Memory

KEYS = ("2602.17601", "hep-th/9901001", "2602.17650", "2602.17699")


@dataclass
class Source:
    """What the world says of a paper."""

    version: int = 1
    is_translated: bool = False

    def note(self, key: str, template: int) -> Note:
        """The paper's note as we would like it."""
        said = list(WORDS)
        said[self.version % len(said)] = f"version{self.version}"
        passages: tuple[Part, ...] = ("## Links", Passage("links", f"[abs {template}]")) if template else ()
        wanted = a_paper(
            key=key,
            title=f"Title {key}: v{self.version}",
            version=self.version,
            abstract=" ".join(said) + (f"\n\nStyle {template}." if template else ""),
            translation=f"译文 {self.version}。" if self.is_translated else "",
            tags=("arxiv", f"arxiv/cs/V{self.version}"),
            extra=(Property("comment", f"{template} pages"),) if template else (),
            passages=passages,
        )
        return replace(wanted, path=PurePosixPath(f"arXiv/Papers/{key.replace('/', '-')}.md"))


EXAMPLES = int(os.environ.get("VAULTGEN_MACHINE_EXAMPLES", 2000 * TORTURE or 60))


class TheVault(Person, RuleBasedStateMachine):
    """A vault with a person in it."""

    def __init__(self):
        super().__init__()
        tally.tried()
        self.vault = MemoryVault()
        self.sources: dict[str, Source] = {}
        self.template = 0
        self.answered_less = False
        self.touched: dict[PurePosixPath, Touched] = {}
        self.stale = Memory()
        self.appeared: set[Identity] = set()

    @property
    def files(self):
        return self.vault.files

    # What the world does

    @initialize()
    def the_first_day(self):
        self.sources[KEYS[0]] = Source()
        self.run_with_memory()

    @rule(which=some)
    def a_paper_is_announced(self, which):
        self.sources.setdefault(KEYS[which % len(KEYS)], Source())

    @rule(which=some)
    def a_paper_is_replaced(self, which):
        self.some_source(which).version += 1

    @rule(which=some)
    def a_translation_arrives(self, which):
        self.some_source(which).is_translated = True

    @rule()
    def the_templates_change(self):
        self.template += 1

    @rule()
    def arxiv_answers_less(self):
        self.answered_less = True

    def some_source(self, which: int) -> Source:
        return self.sources[sorted(self.sources)[which % len(self.sources)]]

    # Runs

    @rule()
    def run_with_memory(self):
        self.vault.memory = self.check_run(self.vault.memory)

    @rule()
    def run_without_memory(self):
        self.check_run(Memory())

    @rule()
    def run_on_a_second_device(self):
        self.stale = self.check_run(self.stale)

    @rule()
    def the_state_is_lost(self):
        self.vault.memory = Memory()

    def wanted(self) -> list[Note]:
        papers = [source.note(key, self.template) for key, source in self.sources.items()]
        keys = sorted(self.sources, key=KEYS.index)[: 1 if self.answered_less else None]
        keys.sort(key=("hep-th/9901001", "2602.17601", "2602.17650", "2602.17699").index)
        lines = [a_line(k, f"Line {self.template} of v{self.sources[k].version}") for k in keys]
        return [*papers, a_listing(*lines, is_complete=not self.answered_less)]

    def evidence(self, memory: Memory) -> Memory:
        """A memory with what the standing listing records, as the day's pipeline adds it."""
        place = note_of(self.vault.look(), LISTING)
        sections = (
            existing_listing(self.vault.files[place]).sections if isinstance(place, PurePosixPath) else ()
        )
        recorded = {Identity(Kind.PAPER, str(paper)) for _, papers in sections for paper in papers}
        return replace(memory, written=memory.written | recorded)

    def check_run(self, memory: Memory) -> Memory:
        before = dict(self.vault.files)
        look = self.vault.look()
        knows = self.evidence(memory)
        wanted = self.wanted()
        done = self.vault.run(*wanted, memory=knows)
        self.check_that_nothing_is_lost(before)
        for again in (self.evidence(remembered(memory, done)), self.evidence(Memory(written=knows.written))):
            assert self.vault.plan(*wanted, memory=again).changes == ()
        for note in wanted:
            place = note_of(look, note.identity)
            if place is None:
                is_free = fold(note.path.name) not in look.taken
                is_there = note.path in self.vault.files and note.path not in before
                assert is_there == (is_free and note.identity not in knows.written), note.identity
            elif isinstance(place, PurePosixPath):
                self.check_that_the_untouched_is_current(note, place, before[place], done.kept)
            else:
                assert all(self.vault.files[path] == before[path] for path in place.paths)
        for path in self.vault.files:
            self.touched.setdefault(path, Touched())
        self.answered_less = False
        return replace(remembered(memory, done), written=knows.written | {c.identity for c in done.changes})

    def check_that_nothing_is_lost(self, before):
        for path, data in before.items():
            after = self.vault.files[path]
            assert oracle.words(after) == oracle.words(data), path
            assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
            assert after.endswith(b"\n") == data.endswith(b"\n")
            parts, now = oracle.parted(data), oracle.parted(after)
            if parts is None:
                assert after == data
                continue
            if not self.touched[path].is_odd:
                assert oracle.outside(after) == oracle.outside(data)
            assert now is not None
            assert now[2] == parts[2], "below the seal"

    def check_that_the_untouched_is_current(self, note, place, data, kept):
        touched = self.touched[place]
        after = self.vault.files[place]
        if "seal" in touched.units or oracle.parted(data) is None:
            return  # torn, doubled, gone, or merged by copying: nothing is promised but that nothing is lost
        damaged = {keep.what for keep in kept if keep.path == place and keep.reason is WithheldReason.DAMAGED}
        if "above" not in touched.units:
            assert "seal" not in damaged
            self.check_texts(note, after)
        if not touched.is_odd:
            assert "properties" not in damaged
            says = oracle.properties(after)
            for own in note.properties:
                if own.name in touched.units or own.name not in says:
                    assert own.name in touched.units or not oracle.split(data)[0]
                elif isinstance(own.value, tuple):
                    assert set(own.value) <= set(says[own.name])
                elif isinstance(own.value, str | int):
                    assert says[own.name] == str(own.value)

    @staticmethod
    def check_texts(note, after):
        parts = oracle.parted(after)
        assert parts is not None
        above = oracle.plain(parts[0])
        counts_less = note.identity == LISTING and note.says[-1] == ("complete", "no")
        for part in note.body:
            if isinstance(part, Passage):
                assert oracle.plain(part.text or "") in above, part.name
            elif not isinstance(part, str):
                assert counts_less or oracle.plain(part.head) in above
                for item in part.items:
                    assert oracle.plain(item.text) in above, item.identifier


TestTheVault = TheVault.TestCase
TestTheVault.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
