"""Remembers of what is made from the whole vault that it was found current, so that an unchanged vault is not counted again."""

from vaultgen.note.identity import Identity
from vaultgen.note.snapshot import Snapshot
from vaultgen.workflows.ports import Tools


def is_settled(identity: Identity, vault: Snapshot, tools: Tools) -> bool:
    """Return whether a note was found current in a vault that has not changed since."""
    return bool(vault.fingerprint) and tools.days.mark(_settled(identity)) == vault.fingerprint


def settle(identity: Identity, vault: Snapshot, tools: Tools) -> None:
    """Remember that a note is current in the vault as it is now; do nothing where a change might go unnoticed."""
    if vault.fingerprint:
        tools.days.set_mark(_settled(identity), vault.fingerprint)


def _settled(identity: Identity) -> str:
    return f"settled {identity.kind}"
