"""Refuses a key that also is in a file which sync or git would carry away.

Looked at are the files in which keys are usually kept (`.env`, `vaultgen.toml`, scripts, what lies in `.vaultgen`), in
the vault, beside `vaultgen.toml`, and at the top of the git work trees that hold them. Looked for is the very key that
is in use, so no other text is taken for one. Not looked at: your notes, and what lies behind a
link.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from vaultgen.config.secrets import Secret
from vaultgen.disk.reading import opened
from vaultgen.errors import VaultgenError
from vaultgen.patterns import pattern

_USUAL = pattern(
    r"\.env.*|.*\.(?:env|toml|key|sh|ini|cfg|ya?ml|json|csv|plist)|.*(?:key|secret|deepl).*", re.IGNORECASE
)
_LARGEST = 100_000
"""Bytes of a file that is looked at."""

_SHORTEST = 12
"""Characters of a key; what is shorter is none, and could stand anywhere."""


def refuse_key_in_files(key: Secret, vault_root: Path, source: Path | None) -> None:
    """Refuse to use a key that is not kept to oneself.

    Args:
        key: The key in use.
        source: The `vaultgen.toml` in use.

    Raises:
        VaultgenError: A file holds it; says which, never the key.
    """
    text = key.reveal()
    if len(text) < _SHORTEST:
        return
    sought = (text.encode(), text.encode("utf-16-le"))  # PowerShell's `>` writes the second
    for file in _files(vault_root, source):
        start = _start_of(file)
        if any(written in start for written in sought):
            raise VaultgenError(
                f"the translation key is in {file}, which is synced or shared with the files around it",
                "remove it and store it privately: vaultgen key; "
                "if others have seen that file, get a new key",
            )


def _files(vault_root: Path, source: Path | None) -> Iterator[Path]:
    folders = [vault_root, *([source.parent] if source else [])]
    trees = (_work_tree(folder) for folder in folders)
    for folder in dict.fromkeys([*folders, *(tree for tree in trees if tree)]):
        yield from _in(folder)
    yield from _in(vault_root / ".vaultgen", deep=True)


def _in(folder: Path, *, deep: bool = False) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_file(follow_symlinks=False) and (deep or _USUAL.fullmatch(entry.name)):
                yield Path(entry.path)
            elif deep and entry.is_dir(follow_symlinks=False):
                yield from _in(Path(entry.path), deep=True)


def _work_tree(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _start_of(file: Path) -> bytes:
    with suppress(OSError), opened(str(file)) as descriptor:
        return os.read(descriptor, _LARGEST)
    return b""
