"""The entries of the bibliography as they were made last, so that a morning makes only those whose note says something else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from vaultgen import __version__
from vaultgen.note.desired import Reference
from vaultgen.state.disposable import DisposableFile, checksum

_FORMAT = 1  # to be raised whenever `vaultgen.bibliography.reference` makes another entry of the same facts
_TABLES = """
DROP TABLE IF EXISTS entries;
CREATE TABLE entries (paper TEXT PRIMARY KEY, basis BLOB, text TEXT, made_by TEXT, checksum INTEGER)
"""


class EntryCache:
    """The file. An entry counts while its basis, the digest of all that it is made of, is that of now."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Open nothing yet."""
        self._file = DisposableFile(path, _TABLES, _FORMAT, rehearsal=rehearsal)

    def all(self) -> dict[str, tuple[bytes, str]]:
        """Return, by identifier, the basis and the text of each entry that this version made."""
        rows = self._file.ask(
            "SELECT paper, basis, text, checksum FROM entries WHERE made_by = ?", (__version__,)
        )
        return {
            paper: (basis, text)
            for paper, basis, text, expected in rows
            if isinstance(text, str)
            and expected == checksum(paper, basis, text)  # one bit makes bytes of a text
        }

    def keep(self, references: Iterable[Reference], known: Mapping[str, tuple[bytes, str]]) -> None:
        """Keep the entries that are not known yet; a failure is of no account."""
        rows = [
            (paper, one.basis, one.text, __version__, checksum(paper, one.basis, one.text))
            for one in references
            if (one.basis, one.text) != known.get(paper := one.identifier.value)
        ]
        self._file.write(("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", rows))

    def close(self) -> None:
        """Close the file; asking again opens it."""
        self._file.close()
