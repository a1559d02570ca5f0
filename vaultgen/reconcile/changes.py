"""What a plan consists of: changes as data, each carrying what it expects to find."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import PurePosixPath

from msgspec import Struct, field

from vaultgen.document.outcome import Bases, WithheldReason
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity
from vaultgen.note.snapshot import PaperFacts


class Create(Struct, frozen=True):
    """A file to be created; never to replace one.

    Attributes:
        identity: Whose it is.
        path: Where.
        after: Its bytes.
        bases: See `Bases`.
        says: What they say of a paper, so that nobody has to read them again; None where that is not known.
    """

    identity: Identity
    path: PurePosixPath
    after: bytes
    bases: Bases = ()
    says: PaperFacts | None = None


class Update(Struct, frozen=True):
    """A file to be changed, from exactly these bytes to exactly those."""

    identity: Identity
    path: PurePosixPath
    before: bytes
    after: bytes
    bases: Bases = ()


class Remove(Struct, frozen=True):
    """A file that goes into the vault's own trash, if it holds exactly these bytes."""

    identity: Identity
    path: PurePosixPath
    before: bytes
    bases: Bases = ()


Change = Create | Update | Remove


class WithheldChange(Struct, frozen=True):
    """Something that stays as it is although we would like it otherwise.

    Attributes:
        path: The note; None where there is none (deleted).
        what: The unit: a passage, `property title`, a paper of a section, `seal`, or `note`.
        reason: Why.
        identity: Whose note it is.
        proposal: The new text that waits in `vaultgen review`; empty where there is none.
        last: The text last generated in its place; empty where it is not known.
        called: The note's name for the property; empty where the unit is not one.
    """

    path: PurePosixPath | None
    what: str
    reason: WithheldReason
    identity: Identity
    proposal: str = ""
    last: str = ""
    called: str = ""


class Plan(Struct, frozen=True):
    """What a run would do, in the order in which it is to be done.

    Attributes:
        changes: Creations, updates and removals; empty when nothing is to be written.
        kept: What is held back, and why.
        unchanged: How many of the wanted notes are already as we would like them.
    """

    changes: tuple[Change, ...] = ()
    kept: tuple[WithheldChange, ...] = ()
    unchanged: int = 0


class Memory(Struct, frozen=True):
    """What earlier runs remember, from the state; empty when the state was lost.

    It is a cache: nothing that it says is believed against the vault. A base text counts only if its
    fingerprint is the one in the note.

    Attributes:
        written: Identities that were written into this vault at some time.
        bases: By identity and unit, the text that was last generated.
    """

    written: AbstractSet[Identity] = frozenset()
    bases: Mapping[tuple[Identity, str], str] = field(default_factory=dict)


class PaperChange(Struct, frozen=True):
    """One paper that changed.

    Attributes:
        identifier: Such as `2602.17676`.
        before: The version that the note told about; None where it did not tell.
        after: The version that it tells about now.
        is_withdrawn: Whether it has been withdrawn now, and had not been before.
        title: Its title now.
        has_new_title: Whether that was another one before.
    """

    identifier: str
    before: int | None
    after: int | None
    is_withdrawn: bool
    title: str
    has_new_title: bool


class NoteAfterRun(Struct, frozen=True):
    """One note as a run left it.

    Attributes:
        identity: Whose note it is.
        path: Where it was written.
        before: Its bytes before the run; None where the run created it.
        after: Its bytes after the run; None where the run took it away.
    """

    identity: Identity
    path: PurePosixPath
    before: bytes | None
    after: bytes | None


class Run(Struct, frozen=True):
    """One call that wrote.

    Attributes:
        number: What a person types: `vaultgen undo 12`.
        at: When it began.
        command: The command, such as `today`.
        created: How many notes it created.
        updated: How many it changed.
        removed: How many it moved to the trash.
    """

    number: int
    at: datetime
    command: str
    created: int
    updated: int
    removed: int = 0


class Outcome(Struct, frozen=True):
    """What became of a plan.

    Attributes:
        applied: Changes that are on disk.
        changed_meanwhile: Notes that somebody changed between look and write; nothing of theirs was touched.
        problems: What kept changes from being written.
    """

    applied: tuple[Change, ...] = ()
    changed_meanwhile: tuple[PurePosixPath, ...] = ()
    problems: tuple[Problem, ...] = ()
