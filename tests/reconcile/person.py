"""A person in a vault, and the programs that they use: edits of every kind, as rules of a machine.

Each planted word is of its own kind, so that none can be lost or moved unseen; what an edit touched is remembered,
so that the rest can be asked to become current.
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from reconcile import oracle

from vaultgen.note.names import fold

some = st.integers(0, 10_000)


@dataclass
class Touched:
    """What the person did to a file."""

    units: set[str] = field(default_factory=set)
    is_odd: bool = False


class Person:
    """What a person does to notes; for a `RuleBasedStateMachine` that says which notes there are."""

    files: MutableMapping[PurePosixPath, bytes]
    touched: dict[PurePosixPath, Touched]
    planted = 0
    most_notes = 9

    def edit(self, path, data, *, is_odd=False):
        """The person saves a file; what differs is theirs from then on."""
        touched = self.touched[path]
        before, after = oracle.units(self.files[path]), oracle.units(data)
        touched.units |= {
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        }
        touched.is_odd |= is_odd
        self.files[path] = data

    def pick(self, which: int) -> PurePosixPath:
        return sorted(self.files)[which % len(self.files)]

    def word(self) -> str:
        self.planted += 1
        return f"w{self.planted}q"

    def body_lines(self, path):
        """Everything before the body, and the lines of the body."""
        data = self.files[path]
        _, body = oracle.split(data)
        at = len(data) - len(body.encode())
        return data[:at], body.splitlines(keepends=True)

    def save(self, path, front, lines):
        self.edit(path, front + "".join(lines).encode())

    has_notes = precondition(lambda self: self.files)

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
            if any(m.start() < column < m.end() for m in re.finditer(r"w\d+q", lines[at])):
                return
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
    @rule(which=some, what=st.sampled_from(["delete", "double", "tear"]))
    def person_handles_the_seal(self, which, what):
        path = self.pick(which)
        front, lines = self.body_lines(path)
        at = next((at for at, line in enumerate(lines) if oracle.SEAL in line), None)
        if at is not None and which % 5 == 0:
            seal = lines[at]
            new = {"delete": [], "double": [seal, seal], "tear": [seal.replace(" c:", " c:A")]}[what]
            self.save(path, front, [*lines[:at], *new, *lines[at + 1 :]])

    @has_notes
    @rule(which=some)
    def person_ticks_a_line(self, which):
        for path in sorted(self.files):
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
        del self.files[path]
        del self.touched[path]

    @has_notes
    @rule(which=some, folder=st.sampled_from(["", "arXiv/Papers", "Read"]), name=some)
    def person_renames_a_note(self, which, folder, name):
        path, to = self.pick(which), PurePosixPath(folder) / f"my name {name}.md"
        if fold(to.name) not in {fold(each.name) for each in self.files}:
            self.files[to] = self.files.pop(path)
            self.touched[to] = self.touched.pop(path)

    @has_notes
    @rule(which=some, suffix=st.sampled_from([" 2", " (Conflicted copy x 202602231200)", " other", "-PC"]))
    def a_sync_client_leaves_a_copy(self, which, suffix):
        path = self.pick(which)
        to = path.with_name(f"{path.stem}{suffix}.md")
        if to not in self.files and len(self.files) < self.most_notes:
            self.files[to] = self.files[path]
            self.touched[to] = Touched(set(self.touched[path].units), self.touched[path].is_odd)

    @has_notes
    @rule(which=some, is_crlf=st.booleans(), has_bom=st.booleans(), has_final=st.booleans())
    def an_editor_saves_in_its_own_way(self, which, is_crlf, has_bom, has_final):
        path = self.pick(which)
        text = self.files[path].decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
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
        data = self.files[path]
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
        says = oracle.properties(self.files[path])
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
