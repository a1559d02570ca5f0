"""What a run is given. Only what comes in two kinds has a protocol: arXiv or the demo's day, a vault or a dry run's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.note.snapshot import Contents, Snapshot
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.listing import (
    Announcement,
    AnnouncementHistory,
    NothingAnnounced,
    NotOutYet,
    PapersFound,
    Unavailable,
)
from vaultgen.reconcile.changes import Outcome, Plan

if TYPE_CHECKING:  # types alone are not loaded: every command that looks at a vault comes by here
    from vaultgen.render.content import Look
    from vaultgen.state.store import State
    from vaultgen.translate.request import Request
    from vaultgen.translate.translate import Translations
    from vaultgen.workflows.reading import Reading


class Source(Protocol):
    """Where announcements come from."""

    def listing(
        self, day: date, categories: Sequence[str], known: AnnouncementHistory
    ) -> Announcement | NothingAnnounced | NotOutYet | Unavailable:
        """Return what was announced on `day`; `known` of the days around it, so that nothing is announced twice."""

    def papers(self, identifiers: Sequence[Identifier]) -> PapersFound:
        """Return everything arXiv says about these papers now."""


class Vault(Protocol):
    """The person's notes: those on disk, or those of a dry run, which writes into memory."""

    def look(self) -> Snapshot:
        """Return what is there.

        Raises:
            VaultgenError: The vault is not there, or looks emptied.
        """

    def current(self) -> Snapshot:
        """Return what is there now, as a rule without another look: what the last one found, and what was written since."""

    def read(self, paths: Iterable[PurePosixPath]) -> Contents:
        """Return the bytes of these notes, or why they could not be read."""

    def apply(self, plan: Plan) -> Outcome:
        """Write the plan, each change exactly as planned or not at all."""


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
    days: State
    look: Look
    look_fingerprint: str
    due: Callable[[str], frozenset[str]] = lambda _: frozenset()
    reuse: Callable[[Sequence[Request]], Translations] | None = None
    is_short: Callable[[int], bool] = lambda _: False
    is_asked_again: bool = False
    reading: Reading | None = None


def busy_problems(paths: Sequence[PurePosixPath]) -> tuple[Problem, ...]:
    """Return a problem for each note that somebody else was writing all the while."""
    return tuple(
        Problem(f"{path} was being written by somebody else", "run again: it is finished then")
        for path in paths
    )
