"""The table of proposals in the state: what waits for `vaultgen review`, written whenever a note is planned."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vaultgen.disk.damage import Row, text
from vaultgen.disk.database import Database
from vaultgen.note.desired import Wanted
from vaultgen.note.identity import Identity, Kind
from vaultgen.reconcile.changes import WithheldChange

if TYPE_CHECKING:
    from vaultgen.reconcile.proposals import Proposal

SCHEMA = "CREATE TABLE proposals (kind TEXT, key TEXT, unit TEXT, wanted TEXT, PRIMARY KEY (kind, key, unit))"


class Proposals:
    """What waits, by note and unit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> "tuple[Proposal, ...]":
        """Return everything that waits as far as the last plans knew, in the order of notes."""
        asked = "SELECT kind, key, unit, wanted FROM proposals ORDER BY kind, key, unit"
        return tuple(self._database.ask(asked, (), _proposal))

    def note(self, considered: Sequence[Wanted], kept: Sequence[WithheldChange]) -> None:
        """Remember what waits of notes that were planned; writes nothing when that is known."""
        waiting = self.all()
        if not (waiting or kept):
            return
        from vaultgen.reconcile.proposals import concerns, proposals_of, to_text  # noqa: PLC0415 (only where it is needed: every command comes by here)

        decides = {each.identity: concerns(each) for each in considered}
        known = {
            (proposal.identity, proposal.unit): to_text(proposal)
            for proposal in waiting
            if proposal.identity in decides and decides[proposal.identity](proposal.unit)
        }
        new = {
            (proposal.identity, proposal.unit): to_text(proposal)
            for proposal in proposals_of(considered, kept)
        }
        if known == new:
            return
        with self._database.changing() as connection:
            connection.executemany(
                "DELETE FROM proposals WHERE kind = ? AND key = ? AND unit = ?",
                [(identity.kind, identity.key, unit) for identity, unit in known.keys() - new.keys()],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO proposals VALUES (?, ?, ?, ?)",
                [(identity.kind, identity.key, unit, text) for (identity, unit), text in new.items()],
            )

    def settle(self, settled: "Iterable[Proposal]") -> None:
        """Forget proposals that wait no longer."""
        with self._database.changing() as connection:
            connection.executemany(
                "DELETE FROM proposals WHERE kind = ? AND key = ? AND unit = ?",
                [(each.identity.kind, each.identity.key, each.unit) for each in settled],
            )


def _proposal(row: Row) -> "Proposal":
    from vaultgen.reconcile.proposals import from_text  # noqa: PLC0415 (only where it is needed: every command comes by here)

    kind, key, unit, wanted = map(text, row)
    return from_text(Identity(Kind(kind), key), unit, wanted)
