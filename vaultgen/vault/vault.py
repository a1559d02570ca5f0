"""The vault on disk: look at it, read notes, apply a plan.

`look` opens only what changed since the last look. `apply` writes each change exactly as planned or not at all,
takes no lock and writes no state for an empty plan, and reports what somebody changed in the meantime, to be
planned again. Links are followed nowhere; nothing is written outside the vault and the state folder.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from vaultgen.errors import Problem
from vaultgen.note.identity import Identity
from vaultgen.note.snapshot import Contents, Snapshot
from vaultgen.reconcile.changes import Outcome, Plan
from vaultgen.state.store import State
from vaultgen.vault import obsidian_settings, sanity
from vaultgen.vault.left_alone import left_alone
from vaultgen.vault.scan import are_as_they_were, stamps_above
from vaultgen.vault.snapshots import papers_said, with_shelf_of, with_written, written_by
from vaultgen.vault.survey import Survey

if TYPE_CHECKING:
    from vaultgen.relevance.profile import Likes
    from vaultgen.relevance.reading import MarkedPaper, MarkedVault
    from vaultgen.relevance.vector import Vector, WordTable
    from vaultgen.vault.read_papers import ReadPapers

_FRESH = 2.0  # seconds for which a look holds in any case: a day looks several times
_CARRIED = 60.0  # seconds for which a snapshot is carried on while no folder tells about a change: arXiv and engines take that long
_HOLDS = 20  # times what a look and its lists cost, for which it holds while no folder tells about a change: a twentieth of a backfill
_TICK = 0.05  # seconds in which a file system may give two saves one date

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Given what is done and how many there are, gives what is to be called when some more are done."""


@contextmanager
def _unseen(_words: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


class DiskVault:
    """One person's notes, and what vaultgen remembers of them. Close it: that frees the lock.

    Attributes:
        root: Where it is.
        first_look: What was there before this run wrote anything; empty before the first look.
        given_back: In a rehearsal, the notes into which a run would bring what a broken-off one had taken out.
    """

    def __init__(
        self,
        root: Path,
        state: State,
        *,
        command: str = "",
        now: datetime | None = None,
        progress: Progress = _unseen,
        is_missing_meant: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Touch nothing yet.

        Args:
            state: Its state; a rehearsed one for a dry run.
            command: What the journal calls a run, such as `today`.
            now: When the run began; the clock where it is not given.
            progress: Shows how many notes of how many are written.
            is_missing_meant: Go on however many notes are missing, and conclude nothing from it.
            names: The person's names for properties, by ours.
        """
        self.root = root
        self._state = state
        self._command = command
        self._now, self._progress = now or datetime.now(UTC), progress
        self._is_missing_meant = is_missing_meant
        self.given_back: Mapping[PurePosixPath, bytes] = {}
        self._problems: list[Problem] = []
        self._snapshot = Snapshot()
        self.first_look = Snapshot()
        self._newest_step = 0
        self._has_looked = False
        self._looked_at: float | None = None  # None where the last look does not tell what is there now
        self._look_took, self._wrote_since = 0.0, False
        self._folders: dict[str, str] = {}
        self._wrote_at: float | None = None
        self._names = names or {}
        self._surveyed = Survey(root, state.index, self._names)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Problems found along the way, each once: broken-off runs, damaged state, unreadable settings."""
        return (*dict.fromkeys((*self._state.problems, *self._problems, *left_alone(self._snapshot))),)

    def look(self) -> Snapshot:
        """Return what is in the vault, after finishing or dropping what a broken-off run left.

        A look less than two seconds old is given again; an older one too, with what we wrote since, while it is young
        beside what it cost and no folder shows a change. A hint: what is written is compared with the disk.

        Raises:
            VaultgenError: The vault is not there or looks emptied.
        """
        begun = time.monotonic()
        if self._still_holds(begun):
            return self._snapshot
        sanity.require_vault(self.root)
        if self._state.journal.open_steps():
            self._finish_what_was_broken_off()
        self._newest_step = self._state.journal.newest_step()
        knew_all, self._looked_at = self._looked_at is not None, None
        snapshot = replace(self._survey(), is_empty=lambda path: sanity.is_empty_file(self.root / path))
        if knew_all and not self._surveyed.has_news:
            snapshot = with_shelf_of(self._snapshot, snapshot)
        if not self._is_missing_meant:
            sanity.require_healthy(
                self.root, self._state.places(), snapshot, self._state.mark("configuration")
            )
        if not self._has_looked:
            self.first_look = snapshot
        self._snapshot, self._has_looked, self._looked_at = snapshot, True, time.monotonic()
        self._look_took, self._wrote_since = self._looked_at - begun, False
        return snapshot

    def current(self) -> Snapshot:
        """Return what is in the vault now: the last look with what we wrote since, or a new look if somebody else wrote.

        Folders tell who came and went. A note that was edited in its place is seen after a minute: until then it
        is as if it had been edited after the run.
        """
        return self._snapshot if self._still_holds(time.monotonic(), _CARRIED) else self.look()

    def _finish_what_was_broken_off(self) -> None:
        """Recover, unless the run that has steps open is at work still: then only say so."""
        if self._state.is_rehearsal:
            from vaultgen.vault.recover import rehearsed_recovery  # noqa: PLC0415 (only where it is needed: every command comes by here)

            would = rehearsed_recovery(self.root, self._state)
            self.given_back = would.given_back
            self._problems.extend(would.problems)
            return
        lock = self._state.lock
        was_held = lock.is_held
        if not lock.take_if_free():
            self._problems.append(sanity.AT_WORK)
            return
        try:
            from vaultgen.vault.recover import recover  # noqa: PLC0415 (only where it is needed: every command comes by here)

            self._problems.extend(recover(self.root, self._state))
        except OSError as error:
            raise sanity.unreadable_vault(self.root, error) from error
        finally:
            if not was_held:
                lock.release()

    def _still_holds(self, now: float, seconds: float = 0.0) -> bool:
        if self._looked_at is None:
            return False
        age = now - self._looked_at
        if age < _FRESH and not self._wrote_since:
            return True
        cost = self._look_took + self._surveyed.collecting
        return age < max(_FRESH, seconds, _HOLDS * cost) and are_as_they_were(self.root, self._folders)

    def marked(self, plain: str, held: frozenset[str], *, with_others: bool = False) -> "MarkedVault":
        """Return what the notes tell about reading, as the last look found them.

        Args:
            plain: A pattern of lines that the template of papers writes as plain text.
            held: Identifiers of papers that the person's library holds.
            with_others: Name the papers, too, of which nothing is told.
        """
        if not self._has_looked:
            self.look()
        return self._reading().marked(self._surveyed.known, plain, held, with_others=with_others)

    def vectors(self, papers: "Sequence[MarkedPaper]", table: "WordTable") -> "Mapping[str, Vector]":
        """Return the words of these papers, by identifier."""
        return self._reading().vectors(papers, table)

    def likes(self, of: str, made: "Callable[[], Likes]") -> "Likes":
        """Return the mean of the papers that `of` tells from all others, remembered from a run before or made now."""
        return self._reading().likes(of, made)

    def _reading(self) -> "ReadPapers":
        from vaultgen.vault.read_papers import ReadPapers  # noqa: PLC0415 (most looks ask for nothing of it)

        return ReadPapers(self.root, self._state.reading, self._names)

    def read(self, paths: Iterable[PurePosixPath]) -> Contents:
        """Return the bytes of these notes, or why they could not be read; notes that are not there are left out."""
        if not (wanted := tuple(paths)):
            return {}
        from vaultgen.vault.contents import read_notes  # noqa: PLC0415 (only where it is needed: every command comes by here)

        return read_notes(self.root, wanted)

    def apply(self, plan: Plan) -> Outcome:
        """Write the plan, each change exactly as planned or not at all.

        Returns:
            What is on disk, what somebody changed meanwhile (plan it again), and what kept the rest from being
            written. After a full disk or the like it stops there; everything is as it was or as planned.

        Raises:
            VaultgenError: Another run is writing, or the state cannot be written; nothing was touched.
            KeyboardInterrupt: After Ctrl-C, once the file in hand is done.
        """
        if not plan.changes:
            return Outcome()
        looked_at, self._looked_at = self._looked_at, None
        self._state.lock.take()
        if self._has_looked and self._state.journal.newest_step() != self._newest_step:
            # Another run wrote between our look and our lock: what we planned may be there under another name.
            return Outcome(changed_meanwhile=tuple(change.path for change in plan.changes))
        self._remember_the_look()
        is_alone = self._has_looked and are_as_they_were(self.root, self._folders)
        said = papers_said(self._snapshot, plan.changes)
        try:
            with self._progress("writing notes", len(plan.changes)) as advance:
                from vaultgen.vault.executor import apply_changes  # noqa: PLC0415 (only where it is needed: every command comes by here)

                outcome = apply_changes(self.root, self._state, plan.changes, advance)
        finally:
            self._newest_step = self._state.journal.newest_step()
        self._wrote_at = time.monotonic()
        written = {str(change.path): written_by(change) for change in outcome.applied}
        self._surveyed.wrote(written)
        if is_alone and len(outcome.applied) == len(plan.changes):
            self._take_over(with_written(self._snapshot, said, written), written, looked_at)
        return outcome

    def _take_over(self, snapshot: Snapshot | None, written: Iterable[str], looked_at: float | None) -> None:
        """Take over what we wrote without looking again; what others do from now on shows in the folders' dates."""
        if snapshot is None:
            return
        try:
            self._folders |= stamps_above(self.root, written)
        except OSError:
            return
        self._snapshot, self._looked_at, self._wrote_since = snapshot, looked_at, True

    def confirm_deleted(self) -> tuple[Identity, ...]:
        """Take it that what is missing now was deleted on purpose, however much it is.

        Returns:
            The identities that are remembered as deleted from now on.
        """
        sanity.require_vault(self.root)
        self._state.lock.take()
        self._looked_at = None
        snapshot = self._survey()
        places = self._state.places()
        gone = sanity.vanished(places, snapshot)
        self._state.see(snapshot.notes, (*gone, *sanity.not_known_again(places, snapshot)))
        self._state.set_mark("configuration", obsidian_settings.configuration_folder(self.root))
        return gone

    def close(self) -> None:
        """Index what was written, so that the next look opens nothing, and let other runs write."""
        try:
            if self._wrote_at is not None:
                time.sleep(max(0.0, self._wrote_at + 2 * _TICK - time.monotonic()))
            self._surveyed.remember()
        finally:
            self._state.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _survey(self) -> Snapshot:
        habits = obsidian_settings.read_habits(self.root)
        self._problems.extend(habits.problems)
        try:
            snapshot, stamps = self._surveyed.look(habits.habits.template_folders)
        except OSError as error:
            raise sanity.unreadable_vault(self.root, error) from error
        self._folders = dict(stamps)
        return snapshot

    def _remember_the_look(self) -> None:
        """Remember, once per writing run, where the notes are, which are gone and the configuration folder's name."""
        if (state := self._state).run is not None:
            return
        if self._has_looked:
            gone = () if self._is_missing_meant else sanity.vanished(state.places(), self._snapshot)
            state.see(self._snapshot.notes, gone)
        state.set_mark("configuration", obsidian_settings.configuration_folder(self.root))
        state.run = state.journal.begin(self._now, self._command)
