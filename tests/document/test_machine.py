"""A person, a world, and runs in any order: what a note promises, whatever happened to it before."""

import os
import re
import unicodedata
from collections import Counter

import pytest
from document.worlds import (
    PAPERS,
    World,
    body_start,
    count,
    lines_of,
    texts,
    units,
)
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from vaultgen.document.document import Document
from vaultgen.document.new_note import new_note
from vaultgen.document.normal_form import normal_line, normal_lines
from vaultgen.document.outcome import WithheldReason
from vaultgen.document.reconcile import reconcile
from vaultgen.document.review import drop, take
from vaultgen.document.seal import SEAL as SEAL_LINE
from vaultgen.document.seal import Seal
from vaultgen.document.units import Unit
from vaultgen.note.desired import Note

SEEN: Counter[str] = Counter()
WORD = re.compile(r"(?<![\w.])w\d+q(?![\w.])")
OWN_LINE = re.compile(r"[ \t>*-]*w\d+q mine\s*")
SEAL = "<!-- vaultgen"

some = st.integers(0, 10_000)
NOTE = st.sampled_from(["paper", "listing"])
FILE = st.sampled_from(["paper", "paper", "listing", "own"])
Zone = tuple[list[str], Seal, list[str], list[str]]


class Machine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.files: dict[str, bytes] = {}
        self.memory: dict[str, dict[str, str]] = {"paper": {}, "listing": {}}
        self.stale: dict[str, dict[str, str]] = {"paper": {}, "listing": {}}
        self.generated: dict[str, dict[str, set[str]]] = {"paper": {}, "listing": {}}
        self.removed: dict[str, set[str]] = {"paper": set(), "listing": set()}
        self.planted = 0

    @initialize()
    def first_run(self) -> None:
        self.files["own"] = b"# My own note\n\nw0q mine\n"
        self.run("paper", self.memory)
        self.run("listing", self.memory)

    # ---- the world

    @rule()
    def new_version(self) -> None:
        self.world.version += 1

    @rule(f=NOTE, which=some)
    def the_world_moves_and_a_run(self, f: str, which: int) -> None:
        self.world.version += 1
        self.paper_announced_or_changed(which)
        self.run(f, self.memory)

    @rule(f=NOTE, which=some, where=some, column=some)
    def an_edit_then_a_new_version(self, f: str, which: int, where: int, column: int) -> None:
        self.writes_within_a_line(f, where, column)
        self.the_world_moves_and_a_run(f, which)

    @rule(which=some)
    def paper_announced_or_changed(self, which: int) -> None:
        key = PAPERS[which % len(PAPERS)]
        if key in self.world.papers:
            self.world.versions[key] += 1
        self.world.papers.add(key)

    @rule()
    def translation_arrives(self) -> None:
        self.world.translated = True
        self.world.partial = not self.world.partial

    @rule()
    def template_changes(self) -> None:
        self.world.template += 1

    @rule()
    def neighbour_day(self) -> None:
        self.world.neighbour += 1

    @rule()
    def answers_less(self) -> None:
        self.world.less = True

    # ---- runs

    @rule(f=NOTE)
    def run_with_memory(self, f: str) -> None:
        self.run(f, self.memory)

    @rule(f=NOTE)
    def run_without(self, f: str) -> None:
        self.run(f, {"paper": {}, "listing": {}})

    @rule(f=NOTE)
    def run_of_a_second_device(self, f: str) -> None:
        self.run(f, self.stale)

    @rule()
    def the_person_makes_the_same_change(self) -> None:
        self.run("paper", self.memory)
        old = texts(self.world.paper())
        self.world.version += 1
        new = texts(self.world.paper())
        zone = self.zone("paper")
        if zone is None:
            return
        text, done = self.files["paper"].decode(), []
        for key in ("abstract", "links", "title"):
            if text.count(old[key]) == 1 == count(zone[0], old[key]) and self.is_ours(key, old[key], zone[1]):
                text = text.replace(old[key], new[key])
                done.append(key)
        self.files["paper"] = text.encode()
        self.run("paper", self.memory)
        self.world.version += 1
        newest = texts(self.world.paper())
        self.run("paper", {"paper": {}})
        zone = self.zone("paper")
        assert zone is not None
        for key in done:
            assert key not in newest or count(zone[0], newest[key]), ("same change not adopted", key)
            SEEN["same change adopted, next version current"] += 1

    @rule(column=some, by=st.integers(1, 3))
    def two_devices_in_turn(self, column: int, by: int) -> None:
        """The second device ran some versions ago; the person edits the abstract; the second device runs again."""
        self.run("paper", self.stale)
        self.world.version += by
        self.run("paper", self.memory)
        lines = self.lines("paper")
        ours = [at for at, line in enumerate(lines) if line.startswith("We study")]
        if ours:
            line = lines[ours[0]]
            column %= len(line.rstrip("\r\n")) + 1
            lines[ours[0]] = f"{line[:column]} {self.word()} {line[column:]}"
            self.save("paper", lines)
        self.world.version += 1
        self.run("paper", self.stale)

    def wanted(self, f: str, before: bytes) -> Note:
        return self.world.paper() if f == "paper" else self.world.listing(before)

    def zone(self, f: str, data: bytes | None = None) -> Zone | None:
        """Lines above the seal, the seal, lines below, front matter; None where there is no regular seal."""
        data = self.files[f] if data is None else data
        document = Document.parse(data)
        if document is None or document.seal is None or data.count(SEAL.encode()) != 1:
            return None
        if document.seal.of != ("paper 2602.17601" if f == "paper" else "listing 2026-02-23"):
            return None
        lines = lines_of(data)
        at = next(at for at, line in enumerate(lines) if SEAL in line)
        start = body_start(lines)
        return lines[start:at], document.seal, lines[at + 1 :], lines[:start]

    def is_ours(self, key: str, text: str, seal: Seal) -> bool:
        unit = next(unit for unit in units(self.world.paper()) if unit.key == key)
        recorded = unit.recorded(seal)
        return recorded is not None and recorded.mark == unit.mark_of(normal_lines(text))

    def run(self, f: str, memory: dict[str, dict[str, str]]) -> None:
        before = self.files.get(f)
        wanted = self.wanted(f, before or b"")
        if before is None:
            new = new_note(wanted)
            memory[f] |= dict(new.bases)
            self.generate(f, wanted)
            self.files[f] = new.after
            assert reconciled(wanted, new.after, {}).after == new.after
            return
        SEEN["runs"] += 1
        result = reconciled(wanted, before, memory[f])
        after = result.after
        asked = [memory[f]] if after == before else []  # reconcile is pure: each question is asked once
        for bases in ({**memory[f], **dict(result.bases)}, {}, memory[f]):
            if bases not in asked:
                asked.append(bases)
                assert reconciled(wanted, after, bases).after == after, "a second run writes"
        self.check_words(before, after)
        if self.zone(f, before) is None:
            assert after == before
            SEEN["runs on a note without a regular seal"] += 1
            return
        self.check_units(f, wanted, before, after, {kept.what for kept in result.kept})
        memory[f] |= dict(result.bases)
        self.generate(f, wanted)
        self.files[f] = after
        self.world.less = False
        SEEN["runs that wrote"] += after != before
        SEEN["kept"] += len(result.kept)

    def check_words(self, before: bytes, after: bytes) -> None:
        assert planted(before) == planted(after), "words of the person"
        own = [[line for line in lines_of(data) if OWN_LINE.fullmatch(line)] for data in (before, after)]
        assert own[0] == own[1], "lines of the person"
        assert before[:3] == after[:3]
        assert before.endswith(b"\n") == after.endswith(b"\n")

    def check_units(self, f: str, wanted: Note, before: bytes, after: bytes, kept: set[str]) -> None:
        there, now = self.zone(f, before), self.zone(f, after)
        assert there is not None
        assert now is not None
        assert there[2] == now[2], "below the seal"
        generated = self.generated[f]
        for unit in units(wanted):
            recorded = unit.recorded(there[1])
            last = None
            if recorded is not None:
                alike = (
                    t for t in generated.get(unit.key, ()) if unit.mark_of(normal_lines(t)) == recorded.mark
                )
                last = next(alike, None)
                assert last is not None or unit.identifier, unit
            if unit.key in self.removed[f] and unit.text:
                assert count(now[0], unit.text) == 0, ("came back", unit.key)
                SEEN["removed stays removed"] += 1
            if recorded is None and unit.text and not self.may_stay_out(unit, wanted, there):
                assert count(now[0], unit.text), ("new text not inserted", unit.key)
                SEEN["new inserted, above the seal"] += 1
            if last is None or self.counts_less(unit, wanted, there[1]):
                continue
            copies = count(there[0], last)
            if copies:
                if unit.text:
                    assert count(now[0], unit.text), ("untouched is not current", unit.key)
                    SEEN["untouched is current"] += 1
                twins = sum(
                    o.key != unit.key and o.identifier == unit.identifier != "" for o in units(wanted)
                )
                if copies > 1 and unit.text != last:
                    assert count(now[0], last) >= copies - 1 - twins, ("copy of the person changed", unit.key)
            elif unit.text and unit.text != last and not unit.identifier and count(bare(there[0]), last):
                zone = bare(now[0])  # only words were put in: the text is kept as it was, or merged exactly
                assert count(zone, last) or count(zone, unit.text), ("merged wrongly", unit.key)
                SEEN["words put in: merged" if count(zone, unit.text) else "words put in: kept"] += 1
            elif unit.text != last:
                SEEN["edited or removed: kept" if unit.key in kept else "edited or removed: not kept"] += 1

    def may_stay_out(self, unit: Unit, wanted: Note, there: Zone) -> bool:
        """Whether nothing stands of the section any more, or the sentence for no papers comes too late."""
        if unit.section is None:
            return False
        if not unit.identifier:
            return bool(there[1].section(unit.section).items)
        head = next(other for other in units(wanted) if other.key == f"{unit.section} head")
        last = head.recorded(there[1])
        # An older heading that was left behind is known by its words alone, and does not count.
        standing = (
            text
            for text in self.generated["listing"].get(head.key, ())
            if last is not None and head.mark_of(normal_lines(text)) == last.mark
        )
        return last is not None and not any(count(there[0], text) for text in (head.text or "", *standing))

    def counts_less(self, unit: Unit, wanted: Note, seal: Seal) -> bool:
        if unit.section is None or unit.identifier:
            return False
        names = {one.identifier for one in units(wanted) if one.section == unit.section}
        return not set(seal.section(unit.section).items) <= names

    def generate(self, f: str, wanted: Note) -> None:
        for key, text in texts(wanted).items():
            self.generated[f].setdefault(key, set()).add(text)

    # ---- the person

    def word(self) -> str:
        self.planted += 1
        return f"w{self.planted}q"

    def lines(self, f: str) -> list[str]:
        return lines_of(self.files[f])

    def save(self, f: str, lines: list[str], *, is_pasted: bool = False) -> None:
        bom = b"\xef\xbb\xbf" if self.files[f].startswith(b"\xef\xbb\xbf") else b""
        ended = [line if line.endswith("\n") else f"{line}\n" for line in lines[:-1]] + lines[-1:]
        self.files[f] = bom + "".join(ended).encode()
        if is_pasted and f in self.removed:
            self.removed[f].clear()

    def spot(self, f: str, where: int) -> tuple[list[str], int]:
        lines = self.lines(f)
        start = body_start(lines)
        return lines, start + where % (len(lines) - start + 1)

    @rule(f=FILE, where=some)
    def writes_a_line(self, f: str, where: int) -> None:
        lines, at = self.spot(f, where)
        self.save(f, [*lines[:at], f"{self.word()} mine\n", *lines[at:]])

    @rule(f=FILE, where=some)
    def writes_a_paragraph(self, f: str, where: int) -> None:
        lines, at = self.spot(f, where)
        self.save(f, [*lines[:at], "\n", f"{self.word()} mine\n", "\n", *lines[at:]])

    @rule(f=NOTE)
    def types_at_the_end(self, f: str) -> None:
        self.save(f, [*self.lines(f), f"{self.word()} mine\n"])

    @rule(f=NOTE, where=some, column=some)
    def writes_within_a_line(self, f: str, where: int, column: int) -> None:
        lines, at = self.spot(f, where)
        if at < len(lines) and SEAL not in lines[at]:
            column %= len(lines[at].rstrip("\r\n")) + 1
            if in_a_word(lines[at], column):
                return
            lines[at] = f"{lines[at][:column]} {self.word()} {lines[at][column:]}"
            self.save(f, lines)

    @rule(f=NOTE, where=some, column=some, n=st.integers(1, 40))
    def deletes_within_a_line(self, f: str, where: int, column: int, n: int) -> None:
        lines, at = self.spot(f, where)
        if at < len(lines) and SEAL not in lines[at] and not WORD.search(lines[at]):
            text = lines[at].rstrip("\r\n")
            column %= len(text) + 1
            lines[at] = text[:column] + text[column + n :] + lines[at][len(text) :]
            self.save(f, lines)

    @rule(f=NOTE, where=some, column=some)
    def breaks_a_line(self, f: str, where: int, column: int) -> None:
        lines, at = self.spot(f, where)
        if at < len(lines) and SEAL not in lines[at]:
            column %= len(lines[at].rstrip("\r\n")) + 1
            if not in_a_word(lines[at], column):
                lines[at : at + 1] = [lines[at][:column] + "\n", lines[at][column:]]
                self.save(f, lines)

    @rule(f=NOTE, where=some, n=st.integers(1, 6))
    def deletes_lines(self, f: str, where: int, n: int) -> None:
        lines, at = self.spot(f, where)
        self.save(f, [*lines[:at], *lines[at + n :]])

    @rule(
        f=NOTE,
        where=some,
        to=some,
        n=st.integers(1, 6),
        is_copied=st.booleans(),
        g=st.sampled_from(["same", "paper", "listing", "own"]),
    )
    def moves_or_copies(self, f: str, where: int, to: int, n: int, g: str, *, is_copied: bool) -> None:
        lines, at = self.spot(f, where)
        chunk = lines[at : at + n]
        if not chunk:
            return
        if not chunk[-1].endswith("\n"):
            chunk[-1] += "\n"
        g = f if g == "same" else g
        if not is_copied:
            self.save(f, [*lines[:at], *lines[at + n :]])
        lines, at = self.spot(g, to)
        self.save(g, [*lines[:at], *chunk, *lines[at:]], is_pasted=True)

    @rule(f=NOTE, which=some)
    def removes_a_text(self, f: str, which: int) -> None:
        """A whole generated text, every copy of it above the seal."""
        zone = self.zone(f)
        if zone is None:
            return
        recorded = [unit for unit in units(self.wanted(f, self.files[f])) if unit.recorded(zone[1])]
        if not recorded:
            return
        unit = recorded[which % len(recorded)]
        every = self.generated[f].get(unit.key, set())
        for text in every:
            while (span := self.span_of(f, text)) is not None:
                lines = self.lines(f)
                self.save(f, [*lines[: span[0]], *lines[span[1] :]])
                zone = self.zone(f)
                assert zone is not None
                has_twin = sum(one.identifier == unit.identifier != "" for one in recorded) > 1
                left = {normal_line(line) for line in zone[0]}
                if not has_twin and not any(left & set(normal_lines(each)) for each in every):
                    self.removed[f].add(unit.key)

    def span_of(self, f: str, text: str) -> tuple[int, int] | None:
        zone = self.zone(f)
        assert zone is not None
        start = len(zone[3])
        filled = [(start + at, normal) for at, line in enumerate(zone[0]) if (normal := normal_line(line))]
        wanted = list(normal_lines(text))
        for k in range(len(filled) - len(wanted) + 1):
            if [normal for _, normal in filled[k : k + len(wanted)]] == wanted:
                return filled[k][0], filled[k + len(wanted) - 1][0] + 1
        return None

    @rule(which=some)
    def ticks(self, which: int) -> None:
        lines = self.lines("listing")
        ours = [at for at, line in enumerate(lines) if line.startswith("- [[")]
        if ours:
            at = ours[which % len(ours)]
            lines[at] = lines[at].replace("- [[", f"- [x] {self.word()} [[", 1)
            self.save("listing", lines)

    @rule(which=some)
    def annotates(self, which: int) -> None:
        lines = self.lines("listing")
        ours = [at for at, line in enumerate(lines) if line.startswith("  - ")]
        if ours:
            at = ours[which % len(ours)]
            self.save("listing", [*lines[: at + 1], f"  - {self.word()} mine\n", *lines[at + 1 :]])

    @rule(f=NOTE)
    def a_linter_formats(self, f: str) -> None:
        out: list[str] = []
        for line in self.lines(f):
            end = line[len(line.rstrip("\r\n")) :]
            text = line.rstrip()
            if SEAL in text:
                out.append(line)
                continue
            text = re.sub(r"^(\s*)- ", r"\1* ", text)
            text = re.sub(r"^  (\* )", r"    \1", text)
            if text.startswith("|"):
                text = text.replace("---", "------").replace(" | ", "    |  ")
            text = re.sub(r"([\u4e00-\u9fff])([A-Za-z0-9])", r"\1 \2", text)
            text = re.sub(r"([A-Za-z0-9])([\u4e00-\u9fff])", r"\1 \2", text)
            out.append(text + end)
            if text.startswith("#") and end:
                out.append(end)
        self.save(f, out)

    @rule(f=NOTE)
    def a_linter_strips(self, f: str) -> None:
        out: list[str] = []
        for line in self.lines(f):
            if line.strip() or (out and out[-1].strip()):
                out.append(line.rstrip() + line[len(line.rstrip("\r\n")) :])
        self.save(f, out)

    @rule(f=NOTE, crlf=st.booleans(), bom=st.booleans(), final=st.booleans(), nfd=st.booleans())
    def an_editor_saves(self, f: str, *, crlf: bool, bom: bool, final: bool, nfd: bool) -> None:
        text = self.files[f].decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
        text = unicodedata.normalize("NFD" if nfd else "NFC", text + ("\n" if final else ""))
        data = (text.replace("\n", "\r\n") if crlf else text).encode()
        self.files[f] = (b"\xef\xbb\xbf" if bom else b"") + data

    @rule(
        f=NOTE,
        what=st.sampled_from(["delete", "double", "edit", "move", "move", "quote"]),
        to=some,
    )
    @precondition(lambda self: self.planted % 5 == 4)
    def handles_the_seal(self, f: str, what: str, to: int) -> None:
        lines = self.lines(f)
        at = next((at for at, line in enumerate(lines) if SEAL in line), None)
        if at is None:
            return
        seal = lines.pop(at)
        start = body_start(lines)
        to = start + to % (len(lines) - start + 1)
        if what == "double":
            lines.insert(at, seal)
        if what == "edit":
            seal = seal[:30] + seal[31:]
        if what == "quote":
            seal = f"> {self.word()} " + seal.rstrip("\r\n") + f" {self.word()}\n"
        if what != "delete":
            ended = seal if seal.endswith("\n") else f"{seal}\n"
            lines.insert(to if what in {"double", "move"} else at, ended)
        self.save(f, lines, is_pasted=what == "move")

    @rule(f=NOTE, which=some)
    def renames_a_heading(self, f: str, which: int) -> None:
        lines = self.lines(f)
        heads = [at for at, line in enumerate(lines) if line.startswith("#") and not WORD.search(line)]
        if heads:
            lines[heads[which % len(heads)]] = f"## Renamed {self.word()}\n"
            self.save(f, lines)

    @rule(f=NOTE, which=some, is_taken=st.booleans())
    def reviews(self, f: str, which: int, *, is_taken: bool) -> None:
        before = self.files[f]
        wanted = self.wanted(f, before)
        for memory in (self.memory[f], {}):
            edited = [
                k.what for k in reconciled(wanted, before, memory).kept if k.reason is WithheldReason.EDITED
            ]
            edited = [key for key in edited if not key.startswith("property ")]
            if not edited:
                continue
            key = edited[which % len(edited)]
            after = take(wanted, before, key, memory) if is_taken else drop(wanted, before, key)
            if is_taken:
                zone = self.zone(f, after)
                assert zone is not None
                assert count(zone[0], texts(wanted)[key])
            else:
                assert planted(before) == planted(after)
                self.files[f] = after
                self.generate(f, wanted)
            assert key not in {kept.what for kept in reconciled(wanted, after, memory).kept}, "asked again"
            SEEN["taken" if is_taken else "dropped"] += 1
            return


def in_a_word(line: str, column: int) -> bool:
    """Whether a word that the person planted would be torn: the oracle could not follow it."""
    return any(match.start() < column < match.end() for match in re.finditer(r"w\d+q", line))


def planted(data: bytes) -> list[str]:
    """The words of the person, in order; a seal's digests may look like one."""
    return WORD.findall(SEAL_LINE.sub("", data.decode()))


def bare(zone: list[str]) -> list[str]:
    """Lines without what the person planted."""
    return [WORD.sub("", re.sub(r"^.*w\d+q mine.*$", "", line)) for line in zone]


def reconciled(wanted: Note, data: bytes, bases: dict[str, str]):
    result = reconcile(wanted, data, bases)
    assert result is not None
    return result


EXAMPLES = int(os.environ.get("VAULTGEN_MACHINE_EXAMPLES", "1500" if os.environ.get("CI") else "100"))
STEPS = int(os.environ.get("VAULTGEN_MACHINE_STEPS", "40"))
PARTS = max(1, EXAMPLES // 300)
"""Tests among which the examples are dealt out: none comes near the limit of time, however slow the machine is."""
ENOUGH = 100
"""Examples in which everything happens."""
SETTINGS = settings(
    max_examples=EXAMPLES // PARTS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize="VAULTGEN_MACHINE_EXAMPLES" not in os.environ,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class TestMachine:
    """Safety alone is kept by doing nothing, so each thing that has to happen is counted, too."""

    @pytest.mark.parametrize("part", range(PARTS))
    def test_every_note_keeps_its_promise_and_everything_happens(self, part: int) -> None:
        SEEN.clear()
        machine = type(f"Machine{part}", (Machine,), {})
        if SETTINGS.derandomize:
            machine = seed(part)(machine)
        run_state_machine_as_test(machine, settings=SETTINGS)
        if EXAMPLES // PARTS < ENOUGH:
            return
        for what in (
            "runs that wrote",
            "new inserted, above the seal",
            "untouched is current",
            "words put in: merged",
            "words put in: kept",
            "removed stays removed",
            "same change adopted, next version current",
            "runs on a note without a regular seal",
            "taken",
            "dropped",
        ):
            assert SEEN[what], (what, dict(SEEN))
