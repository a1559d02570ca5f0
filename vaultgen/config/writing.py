"""The text of a new `vaultgen.toml`: what the person chose, and every other setting as a comment with its default.

The file explains itself: who has no documentation at hand finds every setting in it, in the words of `keys`.
"""

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from vaultgen.config.keys import TABLES, settings_of
from vaultgen.config.setting import Form, Setting
from vaultgen.paper.subjects import subject

SCHEMA_FILE = Path(__file__).with_name("vaultgen.schema.json")
"""The schema by which editors complete and check the file."""
SCHEMA_PLACE = PurePosixPath(".vaultgen/vaultgen.schema.json")
"""Where a vault has its copy, so that an editor on any device finds it."""
SCHEMA_LINE = f"#:schema ./{SCHEMA_PLACE}\n"
"""The first line of the file, as Taplo and "Even Better TOML" read it."""

_ELSEWHERE = frozenset({"vault.path"})
"""Only of use in a file that lies in no vault."""


class Chosen(Struct, frozen=True):
    """What a new configuration says.

    Attributes:
        categories: Codes.
        keywords: Phrases, in order.
        language: BCP 47; empty for no translation.
        timezone: IANA name.
    """

    categories: tuple[str, ...] = ("cs.LG", "cs.AI")
    keywords: tuple[str, ...] = ("reinforcement learning",)
    language: str = ""
    timezone: str = "UTC"


def configuration_text(chosen: Chosen) -> str:
    """Return the whole file, LF line ends."""
    names = "; ".join(subject(code).long_name for code in chosen.categories)
    language = (
        f"language   = {_text(chosen.language)}"
        if chosen.language
        else '# language = "zh-Hans"          # take the # away to have titles and abstracts translated'
    )
    return f"""\
{SCHEMA_LINE}# What vaultgen brings into this vault. What begins with # is not set. To set it, take the # away, and that of the
# heading in brackets above it, too.

# Whose announcements are read: {names}
categories = {_texts(chosen.categories)}

# Phrases to look for in titles and abstracts, in this order. Case, plurals, hyphens and TeX do not hide a match.
keywords   = {_texts(chosen.keywords)}

# Into which language titles and abstracts are translated (by DeepL; to store its key: vaultgen key).
{language}

# Shown beside US Eastern; written down so that every device of yours writes the same.
timezone   = {_text(chosen.timezone)}

# Phrases that no interest wants, in title or abstract:
# exclude = ["survey"]

# To follow an author, write follow: true into the properties of their note. Nothing has to be set here.

# What a listing shows of each paper: compact (two lines), standard, or abstracts (the abstract folded in a callout):
# listing = "standard"

# Longer interests, after the keywords, as many as you like:
# [[interests]]
# name  = "offline RL"
# query = '"offline reinforcement learning" OR ti:"offline RL" ANDNOT ti:survey'
{"".join(_table(name) for name in TABLES)}"""


def _table(name: str) -> str:
    """Return the settings of a table as comments, each with what it is and its default."""
    settings = (setting for setting in settings_of(name) if setting.name not in _ELSEWHERE)
    lines = "".join(f"{line}\n" for setting in settings for line in _commented(setting))
    return f"\n# [{name}]\n{lines}"


def _commented(setting: Setting) -> Iterator[str]:
    several = "Any" if setting.form is Form.TEXTS else "One"
    of = f" {several} of {', '.join(setting.choices)}." if setting.choices else ""
    yield from textwrap.wrap(
        f"{setting.says}{of}".replace("`", ""), width=110, initial_indent="#   ", subsequent_indent="#   "
    )
    yield f"# {setting.key} = {setting.default if setting.default not in {None, '[]'} else setting.sample}"


def _text(value: str) -> str:
    """Return a TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
