"""The text of a new `vaultgen.toml`: commented, with what the person chose, and read back before it counts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from vaultgen.paper.subjects import subject


@dataclass(frozen=True, slots=True)
class Chosen:
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
    """The whole file, LF line ends."""
    names = "; ".join(subject(code).long_name for code in chosen.categories)
    language = (
        f"language   = {_text(chosen.language)}"
        if chosen.language
        else '# language = "zh-Hans"          # take the # away to have titles and abstracts translated'
    )
    return f"""\
# What vaultgen brings into this vault. Every setting: docs/configuration.md, or vaultgen today --help

# Whose announcements are read: {names}
categories = {_texts(chosen.categories)}

# Phrases to look for in titles and abstracts, in this order. Case, plurals, hyphens and TeX do not hide a match.
keywords   = {_texts(chosen.keywords)}

# Into which language titles and abstracts are translated (by DeepL; the key is read from DEEPL_AUTH_KEY).
{language}

# Shown beside US Eastern; written down so that every device of yours writes the same.
timezone   = {_text(chosen.timezone)}

# Longer interests, after the keywords:
# [[interests]]
# name  = "offline RL"
# query = '"offline reinforcement learning" OR ti:"offline RL" ANDNOT ti:survey'

# [vault]
# folder = "arXiv"                  # everything generated is below it
"""


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
