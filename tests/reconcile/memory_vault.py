"""A vault in memory, and the notes that the tests of this room want in it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath

from msgspec.structs import replace
from render.in_memory import snapshot_of

from vaultgen.document.new_note import new_note
from vaultgen.document.outcome import Reconciled
from vaultgen.document.reconcile import reconcile
from vaultgen.document.seal import source_digest
from vaultgen.note.desired import Item, Note, Part, Passage, Property, Section, SourceDigest, Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.note.names import fold
from vaultgen.note.snapshot import Snapshot
from vaultgen.reconcile.changes import Create, Memory, Plan
from vaultgen.reconcile.plan import paths_needed, plan

DAY = date(2026, 2, 23)
PAPER = Identity(Kind.PAPER, "2602.17676")
LISTING = Identity(Kind.LISTING, "2026-02-23")
RL = "reinforcement learning"

ABSTRACT = "We study epistemic traps in large models. They deceive their users now and then."
ABSTRACT_2 = "We study epistemic traps in large models. They deceive their users quite often."
TRANSLATION = "我们研究大模型中的认知陷阱。"


def a_paper(
    *,
    key: str = "2602.17676",
    title: str = "Epistemic Traps: a study",
    version: int = 1,
    abstract: str = ABSTRACT,
    translation: str | None = TRANSLATION,
    tags: tuple[str, ...] = ("arxiv", "arxiv/cs/AI"),
    authors: tuple[str, ...] = ("[[Xingcheng Xu]]", "[[Ann O'Hara]]"),
    extra: tuple[Property, ...] = (),
    passages: tuple[Part, ...] = (),
) -> Note:
    """A paper note as we would like it."""
    return Note(
        Identity(Kind.PAPER, key),
        PurePosixPath(f"arXiv/Papers/{key.replace('/', '-')} Epistemic Traps.md"),
        (
            Property("title", title),
            Property("aliases", (title,)),
            Property("arxiv_id", f"arXiv:{key}"),
            Property("version", version),
            Property("authors", authors),
            Property("announced", DAY),
            *extra,
            Property("tags", tags),
        ),
        (
            "# Epistemic Traps",
            "## Abstract",
            Passage("abstract", abstract),
            "## 摘要",
            Passage("translation", translation),
            *passages,
        ),
        sources=(SourceDigest("translation", source_digest("zh-Hans", f"version {version}")),)
        if translation
        else (),
    )


def a_line(key: str, title: str = "Epistemic Traps") -> Item:
    """A line of the listing."""
    return Item(key, f"- [[{key.replace('/', '-')}|{title}]]\n  [arXiv](https://arxiv.org/abs/{key})")


def a_listing(*lines: Item, is_complete: bool = True, interest: str = RL) -> Note:
    """The listing note of a day with one interest."""
    count = len(lines)
    complete = () if is_complete else (("complete", "no"),)
    return Note(
        LISTING,
        PurePosixPath("arXiv/Daily/arXiv 2026-02-23.md"),
        (
            Property("announced", DAY),
            Property("released", datetime(2026, 2, 23, 9, 0)),  # noqa: DTZ001 - Obsidian's form has no offset
            Property("papers", count),
            Property("keywords", (interest,)),
            Property("tags", ("arxiv",)),
        ),
        (
            "# arXiv 2026-02-23",
            Passage("count", f"{count} papers."),
            Section(interest, f"## {interest} ({count})", "" if lines else "No paper matches.", lines),
        ),
        (("day", "2026-02-23"), ("zone", "Asia/Shanghai"), *complete),
    )


def new(wanted: Note) -> bytes:
    """The bytes of a note that is created."""
    return new_note(wanted).after


def again(wanted: Note, data: bytes, bases: dict[str, str] | None = None) -> Reconciled:
    """What a run makes of a note; asserts that a second run makes nothing more of it."""
    result = reconcile(wanted, data, bases or {})
    assert result is not None
    second = reconcile(wanted, result.after, bases or {})
    assert second is not None
    assert second.after == result.after
    third = reconcile(wanted, result.after, dict(result.bases))
    assert third is not None
    assert third.after == result.after
    return result


def bases_of(wanted: Note) -> dict[str, str]:
    """The base texts that the state remembers of a note that was created."""
    return dict(new_note(wanted).bases)


def person(data: bytes, old: str, text: str) -> bytes:
    """The person replaces a text that stands there once."""
    assert data.decode().count(old) == 1, f"{old!r} does not stand there once"
    return data.decode().replace(old, text).encode()


@dataclass
class MemoryVault:
    """Notes by path; look, plan and apply as the shell does."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    def look(self) -> Snapshot:
        """The index of the vault."""
        return snapshot_of(self.files)

    def plan(self, *wanted: Wanted, memory: Memory | None = None) -> Plan:
        """What a run would do."""
        snapshot = self.look()
        contents = {path: self.files[path] for path in paths_needed(wanted, snapshot)}
        return plan(wanted, snapshot, contents, self.memory if memory is None else memory)

    def run(self, *wanted: Wanted, memory: Memory | None = None) -> Plan:
        """Plan, apply, remember; without a memory of its own the run uses the vault's and adds to it."""
        done = self.plan(*wanted, memory=memory)
        for change in done.changes:
            if isinstance(change, Create):
                assert fold(change.path.name) not in self.look().taken
            else:
                assert self.files[change.path] == change.before
            self.files[change.path] = change.after
        if memory is None:
            self.memory = remembered(self.memory, done)
        return done


def remembered(memory: Memory, done: Plan) -> Memory:
    """A memory after a plan was applied."""
    bases = dict(memory.bases)
    for change in done.changes:
        bases |= {(change.identity, unit): text for unit, text in change.bases}
    written = memory.written | {change.identity for change in done.changes}
    return replace(memory, written=written, bases=bases)
