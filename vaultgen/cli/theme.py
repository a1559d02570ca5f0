"""Gathers how notes are to look in this vault: templates, labels, the vault's own habits, the zone.

Templates are looked up one by one: the person's folder first, the built-in ones otherwise. The built-in ones
are packed into the wheel as `vaultgen/templates`; in a checkout and an editable install, which has no packed copy,
they are beside the package.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from vaultgen import __version__
from vaultgen.bibliography.library import Library
from vaultgen.disk.reading import SETTINGS_CEILING, LeftAloneError, names_below, read_below
from vaultgen.errors import VaultgenError
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.settings import Settings

if TYPE_CHECKING:
    from vaultgen.render.content import Look

PACKAGE = Path(__file__).resolve().parents[1]
LABELS = "labels.toml"
FALLBACK_LANGUAGE = "en"


def builtin_templates() -> Path:
    """Return the folder of the built-in templates.

    Raises:
        VaultgenError: The installation is broken.
    """
    for folder in (PACKAGE / "templates", PACKAGE.parent / "templates"):
        if (folder / LABELS).is_file():
            return folder
    raise VaultgenError(f"no templates in {PACKAGE}: the installation is damaged", "install vaultgen again")


def template_names() -> tuple[str, ...]:
    """Return the file names of the templates."""
    return tuple(sorted(path.name for path in builtin_templates().iterdir() if path.name != LABELS))


def gather(
    own_templates: Mapping[str, str],
    language: str,
    habits: ObsidianSettings,
    zone: str,
    library: Library | None = None,
) -> "Look":
    """Return everything that decides how notes look.

    Args:
        own_templates: The person's templates by file name, see `own_templates`; the others are the built-in ones.
        language: BCP 47; labels follow it.
        habits: What the vault's own settings say.
        zone: IANA name of the person's zone.
        library: What the person's own `.bib` files hold.
    """
    builtin = builtin_templates()
    built_in = {name: (builtin / name).read_text(encoding="utf-8") for name in template_names()}
    templates = built_in | {name: text for name, text in own_templates.items() if name in built_in}
    labels = (builtin / LABELS).read_text(encoding="utf-8")
    from vaultgen.render.content import Look  # noqa: PLC0415 (only where notes are made)

    return Look(templates, labels_for(labels, language), habits, zone, library or Library())


def labels_for(labels: str, language: str) -> Mapping[str, str]:
    """Return the labels of a language: its own, else those of its shortest relative, else English, label by label.

    Args:
        labels: The text of the file, of which the tables of these languages alone are parsed: a tenth of its time.
        language: BCP 47; empty for English.
    """
    tables = dict(table.split("]\n", 1) for table in f"\n{labels}".split("\n[")[1:])
    wanted = language or FALLBACK_LANGUAGE
    subtags = wanted.split("-")
    names = ["-".join(subtags[:count]) for count in range(len(subtags), 0, -1)]
    chain = [*names, *(name for name in tables if name.split("-")[0] == subtags[0]), FALLBACK_LANGUAGE]
    found: dict[str, str] = {}
    for name in dict.fromkeys(chain):
        found = tomllib.loads(tables.get(name, "")) | found
    return found


def fingerprint_of(look: "Look", settings: Settings) -> str:
    """Return 16 hex digits of everything besides arXiv's answers and the vault that decides the bytes of a note."""
    parts = (
        __version__,
        *(f"{name}\n{text}" for name, text in sorted(look.templates.items())),
        *(f"{name}={label}" for name, label in sorted(look.labels.items())),
        repr(
            (
                look.habits,
                look.zone,
                settings.language,
                settings.vault,
                settings.translation.fields,
                settings.bibliography,
                settings.reading.quotes,
                settings.listing,
                settings.properties.show,
                settings.properties.rename,
            )
        ),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def inputs_digest(own_templates: Mapping[str, str], habits: ObsidianSettings, source: Path | None) -> str:
    """Return a digest of the files that decide what a run does: the person's, and those of this version.

    Args:
        own_templates: See `own_templates`.
        habits: What the vault's own settings say.
        source: The `vaultgen.toml` in use; None for none.
    """
    builtin = builtin_templates()
    files = [*(builtin / name for name in (*template_names(), LABELS)), *([source] if source else [])]
    digest = hashlib.sha256(repr((__version__, sorted(own_templates.items()), habits)).encode())
    for file in files:
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def own_templates(vault_root: Path, folder: PurePosixPath) -> Mapping[str, str]:
    """Return the person's templates by file name; none where there is no such folder.

    Args:
        folder: The folder of templates, relative to it.

    Raises:
        VaultgenError: One is not a regular file of the vault, is too large, cannot be read, or is not UTF-8.
    """
    there = set(file_names(vault_root, folder))
    return {name: _template(vault_root, folder / name) for name in template_names() if name in there}


def file_names(vault_root: Path, folder: PurePosixPath) -> Sequence[str]:
    """Return the file names in the folder of templates; none where there is no such folder.

    Raises:
        VaultgenError: It lies behind a link, or cannot be read.
    """
    try:
        return names_below(vault_root, folder)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unread(folder, error) from None


def _template(vault_root: Path, path: PurePosixPath) -> str:
    try:
        return (
            read_below(vault_root, path, ceiling=SETTINGS_CEILING)
            .decode()
            .replace("\r\n", "\n")
            .replace("\r", "\n")
        )
    except UnicodeDecodeError:
        raise VaultgenError(
            f"{path.name} in {path.parent} is not UTF-8", "save it as UTF-8, or remove it"
        ) from None
    except OSError as error:
        raise _unread(path, error) from None


def _unread(path: PurePosixPath, error: OSError) -> VaultgenError:
    if isinstance(error, LeftAloneError):
        where = path if Path(error.filename).name == path.name else f"{path}: {Path(error.filename).name}"
        return VaultgenError(
            f"{where} {error.strerror}: not read (nothing was written)",
            "put the template itself there; nothing of a vault is read through links",
        )
    return VaultgenError(f"{path} cannot be read: {error.strerror}", "check the file's permissions")
