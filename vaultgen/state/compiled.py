"""The code of compiled templates, so that a morning need not compile them: what is lost or damaged is compiled again."""

from importlib.util import MAGIC_NUMBER
from pathlib import Path

from vaultgen import __version__
from vaultgen.state.disposable import DisposableFile, checksum

_FORMAT = 2  # to be raised whenever `vaultgen.render.limits` makes other code of the same template
_TABLES = """
DROP TABLE IF EXISTS code;
CREATE TABLE code (name TEXT PRIMARY KEY, made_by TEXT, code BLOB, checksum INTEGER)
"""


class CompiledTemplates:
    """The file. Its code is run: whoever can write the state folder can write what vaultgen does (as with `__pycache__`)."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        """Open nothing yet."""
        self._file = DisposableFile(path, _TABLES, _FORMAT, rehearsal=rehearsal)
        self._maker = f"{__version__} {MAGIC_NUMBER.hex()}"

    def find(self, name: str) -> bytes | None:
        """Return the code of a template that this version and this Python made; None where there is none."""
        sql = "SELECT code, checksum FROM code WHERE name = ? AND made_by = ?"
        for code, expected in self._file.ask(sql, (name, self._maker)):
            if isinstance(code, bytes) and expected == checksum(name, self._maker, code):
                return code
        return None

    def keep(self, name: str, code: bytes) -> None:
        """Keep the code of a template; a failure is of no account."""
        row = (name, self._maker, code, checksum(name, self._maker, code))
        self._file.write(("INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?)", [row]))

    def close(self) -> None:
        """Close the file; asking again opens it."""
        self._file.close()
