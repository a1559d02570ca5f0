"""A change that is written down before it is done, with the names it may use beside its file."""

from msgspec import Struct

from vaultgen.reconcile.changes import Change, Create, Remove

_SUFFIX = ".tmp"


class Step(Struct, frozen=True):
    """A change and the two names beside its file that it may use; both are in the journal.

    Attributes:
        change: What to do.
        temporary: First the new file, after the exchange the one that was replaced.
        spare: Used only where the system cannot exchange.
    """

    change: Change
    temporary: str
    spare: str

    @property
    def probes(self) -> tuple[str, str]:
        """Two names more beside the file, for trying out what the disk can do; known from the temporary one."""
        stem = self.temporary.removesuffix(_SUFFIX)
        return f"{stem}-1{_SUFFIX}", f"{stem}-2{_SUFFIX}"

    @property
    def before(self) -> bytes | None:
        """The bytes that are to be there; None: no file."""
        return None if isinstance(self.change, Create) else self.change.before

    @property
    def after(self) -> bytes:
        """The bytes that are to be there; none for a file that goes."""
        return b"" if isinstance(self.change, Remove) else self.change.after
