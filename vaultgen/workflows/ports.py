"""What a day needs from the world, declared beside the code that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity
from vaultgen.note.snapshot import Contents, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import (
    Announcement,
    AnnouncementHistory,
    Batch,
    NothingAnnounced,
    NotOutYet,
    PapersFound,
    Unavailable,
)
from vaultgen.reconcile.changes import Memory, Outcome, Plan, WithheldChange

if (
    TYPE_CHECKING
):  # what only says the type of something is not loaded: every command that looks at a vault comes by here
    from vaultgen.render.content import Look
    from vaultgen.translate.request import Request
    from vaultgen.translate.translate import Translations
    from vaultgen.workflows.reading import Reading


class Source(Protocol):
    """Where announcements come from."""

    def listing(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory
    ) -> Announcement | NothingAnnounced | NotOutYet | Unavailable:
        """What was announced on `day`; `known` of the days around it, so that nothing is announced twice."""

    def papers(self, identifiers: Sequence[Identifier]) -> PapersFound:
        """Everything arXiv says about these papers now."""


class Vault(Protocol):
    """The person's notes. A dry run is given a vault that only rehearses."""

    def look(self) -> Snapshot:
        """What is there.

        Raises:
            VaultgenError: The vault is not there, or looks emptied.
        """

    def current(self) -> Snapshot:
        """What is there now, as a rule without another look: what the last one found, and what was written since."""

    def read(self, paths: Iterable[PurePosixPath]) -> Contents:
        """The bytes of these notes, or why they could not be read."""

    def apply(self, plan: Plan) -> Outcome:
        """Write the plan, each change exactly as planned or not at all."""


class Days(Protocol):
    """What earlier runs remember (a cache; see `Memory`)."""

    @property
    def has_memory(self) -> bool:
        """Whether anything was ever written from here into this vault; False when the state was lost."""

    def memory(self, identities: Iterable[Identity]) -> Memory:
        """Identities ever written, and base texts of the notes named."""

    def finished(self, day: date) -> str | None:
        """With which look (`look_of`) the day was finished; None when it is open or unknown."""

    def finish(self, day: date, look: str, batches: Mapping[str, Batch]) -> None:
        """Remember that the day is done; called when its bytes are on disk."""

    def take_for_deleted(self, identity: Identity) -> None:
        """Remember that a note was written here once and is gone, which so far only the vault told."""

    def batches_before(self, day: date) -> Mapping[str, Batch]:
        """By category, the newest batch of a day before this one."""

    def batches_between(self, first: date, last: date) -> Mapping[date, Mapping[str, Batch]]:
        """By day and category, what is remembered of days from `first` to `last`; every batch of it is whole."""

    def keep_batches(self, day: date, batches: Mapping[str, Batch]) -> None:
        """Remember what categories announced on a day that is not finished."""

    def last_finished(self) -> date | None:
        """The newest finished day."""

    def mark(self, name: str) -> str:
        """A remembered word; empty when unknown."""

    def set_mark(self, name: str, value: str) -> None:
        """Remember a word."""

    def propose(self, considered: Sequence[Wanted], kept: Sequence[WithheldChange]) -> None:
        """Remember what waits for `vaultgen review` of notes that were planned."""

    def forget(self, identities: Iterable[Identity]) -> None:
        """As if these notes had never been written."""

    def was_undone(self, day: date) -> bool:
        """Whether the person took the day back; it is done again only on request."""

    def rests(self, day: date) -> bool:
        """Whether a change of the day's notes was taken back; they are made current only on request."""

    def end_rest(self, day: date) -> None:
        """The day's notes were made current on request."""


class Tools(Struct, frozen=True):
    """The adapters that a run is given.

    Attributes:
        source: Where announcements come from.
        translate: Translates what can be translated now; the reason travels with what cannot.
        can_translate: Whether asking again may finish what is pending.
        vault: The person's notes.
        days: What earlier runs remember.
        look: Templates, labels and habits for this vault.
        look_fingerprint: Of everything besides arXiv's answers that decides the bytes of a note.
        due: By language, the fingerprints of texts that came damaged and are to be tried again today.
        reuse: As `translate`, of what was paid for before; the rest waits. None where nobody needs it.
        is_short: Whether what may still be sent this month may not do for so many days.
        is_asked_again: Whether the person asked for it: what came damaged is tried without waiting for its day.
        reading: What the person reads; None where papers are not to be compared with it.
    """

    source: Source
    translate: Callable[[Sequence[Request]], Translations]
    can_translate: bool
    vault: Vault
    days: Days
    look: Look
    look_fingerprint: str
    due: Callable[[str], frozenset[str]] = lambda _: frozenset()
    reuse: Callable[[Sequence[Request]], Translations] | None = None
    is_short: Callable[[int], bool] = lambda _: False
    is_asked_again: bool = False
    reading: Reading | None = None


def busy_problems(paths: Sequence[PurePosixPath]) -> tuple[Problem, ...]:
    """Return the problem that somebody was writing these notes all the while."""
    return tuple(
        Problem(f"{path} was being written by somebody else", "run again: it is finished then")
        for path in paths
    )
