"""Runs of every kind against edits of every kind.

Safety: no planted word is lost or moved, no byte outside our units changes, a second run writes nothing.
Liveness: what nobody touched becomes current, what was never written appears.
"""

import os
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from plan import oracle
from plan.memory_vault import LISTING, RL, MemoryVault, a_line, a_listing, a_paper, remembered

from vaultgen.note.identity import Identity, Kind
from vaultgen.note.lookup import note_of
from vaultgen.note.names import fold
from vaultgen.note.wanted import Note, Property, Region
from vaultgen.plan.changes import Memory, Reason
from vaultgen.plan.read import standing_listing

KEYS = ("2602.17601", "hep-th/9901001", "2602.17650", "2602.17699")
WORDS = [
    "We",
    "study",
    "deceptive",
    "policies",
    "of",
    "large",
    "agents",
    "and",
    "why",
    "they",
    "persist",
    "in",
    "spite",
    "of",
    "better",
    "knowledge",
]

some = st.integers(0, 10_000)


@dataclass
class Source:
    """What the world says of a paper."""

    version: int = 1
    is_translated: bool = False

    def note(self, key: str, template: int) -> Note:
        """The paper's note as we would like it."""
        said = list(WORDS)
        said[self.version % len(said)] = f"version{self.version}"
        regions: tuple[str | Region, ...] = (
            ("## Links", Region("links", f"[abs {template}]")) if template else ()
        )
        wanted = a_paper(
            key=key,
            title=f"Title {key}: v{self.version}",
            version=self.version,
            abstract=" ".join(said) + (f"\n\nStyle {template}." if template else ""),
            translation=f"译文 {self.version}。" if self.is_translated else "",
            tags=("arxiv", f"arxiv/cs/V{self.version}"),
            extra=(Property("comment", f"{template} pages"),) if template else (),
            regions=regions,
        )
        return replace(wanted, path=PurePosixPath(f"arXiv/Papers/{key.replace('/', '-')}.md"))


@dataclass
class Touched:
    """What the person did to a file."""

    units: set[str] = field(default_factory=set)
    is_odd: bool = False


class TheVault(RuleBasedStateMachine):
    """A vault with a person in it."""

    def __init__(self):
        super().__init__()
        self.vault = MemoryVault()
        self.sources: dict[str, Source] = {}
        self.template = 0
        self.answered_less = False
        self.touched: dict[PurePosixPath, Touched] = {}
        self.stale = Memory()
        self.planted = 0
        self.appeared: set[Identity] = set()

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
            standing_listing(self.vault.files[place]).sections if isinstance(place, PurePosixPath) else ()
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
            if oracle.regions(data) is None:
                continue
            (front, body), (front_after, body_after) = oracle.outside(data), oracle.outside(after)
            if not self.touched[path].is_odd:
                assert front_after == front
            if oracle.regions(after).keys() == oracle.regions(data).keys():
                assert body_after == body
            else:
                added = [line for line in body_after.splitlines() if line.strip() not in {"", "## Links"}]
                assert added == [line for line in body.splitlines() if line.strip() not in {"", "## Links"}]

    def check_that_the_untouched_is_current(self, note, place, data, kept):
        touched = self.touched[place]
        after = self.vault.files[place]
        ours = [keep for keep in kept if keep.path == place and keep.reason is Reason.DAMAGED]
        is_recorded = "vaultgen:begin record " in data.decode() and "record" in (oracle.regions(data) or {})
        if oracle.regions(data) is not None:
            assert all(keep.what != "regions" for keep in ours)
            self.check_regions(note, after, touched, is_recorded=is_recorded)
        if not touched.is_odd and is_recorded:
            assert all(keep.what != "properties" for keep in ours)
            says = oracle.properties(after)
            for own in note.properties:
                if own.name in touched.units or own.name not in says:
                    assert own.name in touched.units or not oracle.split(data)[0]
                elif isinstance(own.value, tuple):
                    assert set(own.value) <= set(says[own.name])
                elif isinstance(own.value, str | int):
                    assert says[own.name] == str(own.value)

    def check_regions(self, note, after, touched, *, is_recorded):
        found = oracle.regions(after)
        for part in note.body:
            if isinstance(part, str) or f"region {part.name}" in touched.units:
                continue
            if isinstance(part, Region):
                assert part.name in found or not is_recorded
                assert found.get(part.name, part.text) == oracle.plain(part.text)
        lines = oracle.lines_of(after, RL)
        if note.identity != LISTING or RL not in found or self.is_gone(touched):
            return
        for block in note.body[-1].blocks:
            if block.key in KEYS and f"line {block.key}" not in touched.units:
                assert lines.get(block.key) == block.text

    @staticmethod
    def is_gone(touched: Touched) -> bool:
        """Whether the person ever took the section away, so that it is not known what stood in it."""
        return "section" in touched.units

    # What the person does

    def edit(self, path, data, *, is_odd=False):
        """The person saves a file; what differs is theirs from then on."""
        touched = self.touched[path]
        before, after = oracle.units(self.vault.files[path]), oracle.units(data)
        touched.units |= {
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        }
        gone = {f"region {RL}", "region record"} & (before.keys() - after.keys())
        touched.units |= {"section"} if gone or oracle.regions(data) is None else set()
        touched.is_odd |= is_odd
        self.vault.files[path] = data

    def pick(self, which: int) -> PurePosixPath:
        return sorted(self.vault.files)[which % len(self.vault.files)]

    def word(self) -> str:
        self.planted += 1
        return f"w{self.planted}q"

    def body_lines(self, path):
        """Everything before the body, and the lines of the body."""
        data = self.vault.files[path]
        _, body = oracle.split(data)
        at = len(data) - len(body.encode())
        return data[:at], body.splitlines(keepends=True)

    def save(self, path, front, lines):
        self.edit(path, front + "".join(lines).encode())

    has_notes = precondition(lambda self: self.vault.files)

    @has_notes
    @rule(which=some, where=some)
    def person_writes_a_line(self, which, where):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        at = where % (len(lines) + 1)
        if at and not lines[at - 1].endswith("\n"):
            lines[at - 1] += "\n"
        self.save(path, front, [*lines[:at], self.word() + " mine\n", *lines[at:]])

    @has_notes
    @rule(which=some, where=some, column=some)
    def person_writes_within_a_line(self, which, where, column):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        if lines:
            at = where % len(lines)
            column %= len(lines[at].rstrip("\r\n")) + 1
            lines[at] = f"{lines[at][:column]} {self.word()} {lines[at][column:]}"
            self.save(path, front, lines)

    @has_notes
    @rule(which=some, where=some, count=st.integers(1, 6))
    def person_deletes_lines(self, which, where, count):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        at = where % (len(lines) + 1)
        self.save(path, front, [*lines[:at], *lines[at + count :]])

    @has_notes
    @rule(which=some, where=some, to=some, count=st.integers(1, 6), is_copy=st.booleans())
    def person_moves_or_copies_lines(self, which, where, to, count, is_copy):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        if lines and lines[-1].endswith("\n"):
            at = where % len(lines)
            chunk = lines[at : at + count]
            rest = lines if is_copy else [*lines[:at], *lines[at + count :]]
            to %= len(rest) + 1
            self.save(path, front, [*rest[:to], *chunk, *rest[to:]])

    @has_notes
    @rule(which=some, region=st.sampled_from(["abstract", "translation", "links", "head", RL, "record"]))
    def person_removes_a_region(self, which, region):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        marks = [at for at, line in enumerate(lines) if line.startswith((f"<!-- vaultgen:begin {region} ",
                                                                          f"<!-- vaultgen:end {region} "))]  # fmt: skip
        if len(marks) == 2:
            self.save(path, front, [*lines[: marks[0]], *lines[marks[1] + 1 :]])

    @has_notes
    @rule(which=some)
    def person_ticks_a_line(self, which):
        for path in sorted(self.vault.files):
            front, lines = self.body_lines(path)
            ours = [at for at, line in enumerate(lines) if line.startswith("- [[")]
            if ours:
                at = ours[which % len(ours)]
                lines[at] = lines[at].replace("- [[", f"- [x] {self.word()} [[", 1)
                self.save(path, front, lines)
                return

    @has_notes
    @rule(which=some)
    def person_deletes_a_note(self, which):
        path = self.pick(which)
        del self.vault.files[path]
        del self.touched[path]

    @has_notes
    @rule(which=some, folder=st.sampled_from(["", "arXiv/Papers", "Read"]), name=some)
    def person_renames_a_note(self, which, folder, name):
        path, to = self.pick(which), PurePosixPath(folder) / f"my name {name}.md"
        if fold(to.name) not in self.vault.look().taken:
            self.vault.files[to] = self.vault.files.pop(path)
            self.touched[to] = self.touched.pop(path)

    @has_notes
    @rule(which=some, suffix=st.sampled_from([" 2", " (Conflicted copy x 202602231200)", " other", "-PC"]))
    def a_sync_client_leaves_a_copy(self, which, suffix):
        path = self.pick(which)
        to = path.with_name(f"{path.stem}{suffix}.md")
        if to not in self.vault.files and len(self.vault.files) < 9:
            self.vault.files[to] = self.vault.files[path]
            self.touched[to] = Touched(set(self.touched[path].units), self.touched[path].is_odd)

    @has_notes
    @rule(which=some, is_crlf=st.booleans(), has_bom=st.booleans(), has_final=st.booleans())
    def an_editor_saves_in_its_own_way(self, which, is_crlf, has_bom, has_final):
        path = self.pick(which)
        text = self.vault.files[path].decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
        text = (text + "\n" if has_final else text).replace("\n", "\r\n" if is_crlf else "\n")
        self.edit(path, (b"\xef\xbb\xbf" if has_bom else b"") + text.encode())

    @has_notes
    @rule(which=some)
    def a_linter_strips_blanks(self, which):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        clean: list[str] = []
        for line in lines:
            end = "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
            if line.strip() or (clean and clean[-1].strip()):
                clean.append(line.rstrip() + end)
        self.save(path, front, clean)

    # Front matter

    def front_matter(self, path) -> tuple[bytes, list[str], bytes]:
        data = self.vault.files[path]
        front, _ = oracle.split(data)
        at = data.index(front.encode())
        return data[:at], front.splitlines(keepends=True), data[at + len(front.encode()) :]

    @has_notes
    @rule(which=some, where=some, is_comment=st.booleans())
    def person_adds_a_property_or_a_remark(self, which, where, is_comment):
        path = self.pick(which)
        bom, lines, rest = self.front_matter(path)
        keys = [at for at, line in enumerate(lines) if line[0].isalpha() or (at and line.startswith("---"))]
        if keys:
            at, word = keys[where % len(keys)], self.word()
            line = f"# {word}\n" if is_comment else f"k{word}:  [ {word}, 0123 ] # {word}\n"
            new = bom + "".join([*lines[:at], line, *lines[at:]]).encode() + rest
            self.edit(path, new)

    @has_notes
    @rule(which=some, where=some)
    def person_remarks_behind_a_value(self, which, where):
        path = self.pick(which)
        bom, lines, rest = self.front_matter(path)
        if len(lines) > 2:
            at = 1 + where % (len(lines) - 2)
            end = "\r\n" if lines[at].endswith("\r\n") else "\n"
            lines[at] = lines[at].removesuffix(end) + f" # {self.word()}{end}"
            self.edit(path, bom + "".join(lines).encode() + rest)

    @has_notes
    @rule(which=some, where=some, change=st.sampled_from(["edit", "remove", "element"]))
    def person_changes_a_property(self, which, where, change):
        path = self.pick(which)
        bom, lines, rest = self.front_matter(path)
        keys = [at for at, line in enumerate(lines) if line[0].isalpha() and "arxiv_id" not in line]
        if not keys:
            return
        at = keys[where % len(keys)]
        last = next(
            (n for n in range(at + 1, len(lines)) if not lines[n].startswith((" ", "- "))), len(lines)
        )
        name = lines[at].partition(":")[0]
        if change == "element" and last > at + 1:
            new = [*lines[:at], *lines[at : last - 1], f"  - {self.word()}\n", *lines[last:]]
            if not lines[last - 1].startswith("  - "):
                return
        elif change == "remove":
            new = [*lines[:at], *lines[last:]]
        else:
            new = [*lines[:at], f"{name}: {self.word()} mine\n", *lines[last:]]
        self.edit(path, bom + "".join(new).encode() + rest)

    @has_notes
    @rule(which=some, indent=st.sampled_from([2, 4]), flow=st.sampled_from([None, False]))
    def the_app_writes_the_block_anew(self, which, indent, flow):
        path = self.pick(which)
        bom, lines, rest = self.front_matter(path)
        says = oracle.properties(self.vault.files[path])
        if lines and says and not self.touched[path].is_odd:
            dumped = yaml.dump(
                says, sort_keys=False, allow_unicode=True, indent=indent, default_flow_style=flow
            )
            self.edit(path, bom + f"---\n{dumped}---\n".encode() + rest)

    @has_notes
    @rule(
        which=some,
        odd=st.sampled_from(["version: 1\nversion: 2\n", "mine: a: b\n", "\tmine: 1\n", "m: &a 1\n"]),
    )
    def person_breaks_the_block(self, which, odd):
        path = self.pick(which)
        bom, lines, rest = self.front_matter(path)
        if lines:
            self.edit(path, bom + "".join([lines[0], odd, *lines[1:]]).encode() + rest, is_odd=True)


TestTheVault = TheVault.TestCase
TestTheVault.settings = settings(
    max_examples=int(os.environ.get("VAULTGEN_MACHINE_EXAMPLES", "60")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
