"""Write `docs/configuration.md` from the table of settings; a test compares the two.

Run by `make docs`.
"""

import sys

from vaultgen.config.environment import API_URL, FEED_URL, OAI_URL
from vaultgen.config.keys import LISTED, TABLES, settings_of
from vaultgen.config.setting import Form, Setting

_SMALLEST = """\
categories = ["cs.LG", "cs.AI", "cs.RO"]
keywords   = ["reinforcement learning", "diffusion policy"]
language   = "zh-Hans"
"""

_VARIABLES = (
    ("VAULTGEN_VAULT", "The vault, like `--vault`.", ""),
    ("VAULTGEN_CONFIG", "The configuration file, like `--config`.", ""),
    ("VAULTGEN_STATE_DIR", "The state folder, outside the vault.", "the platform's state folder"),
    ("VAULTGEN_NOW", "The time, ISO with zone, for reproducible runs.", "the clock"),
    ("VAULTGEN_ARXIV_FEED_URL", "arXiv's feeds, used as `URL/cs.LG`.", f"`{FEED_URL}`"),
    ("VAULTGEN_ARXIV_API_URL", "arXiv's API.", f"`{API_URL}`"),
    ("VAULTGEN_ARXIV_OAI_URL", "arXiv's OAI-PMH interface.", f"`{OAI_URL}`"),
    (
        "VAULTGEN_ARXIV_DELAY",
        "Seconds between requests; below 3 only if the address is a loopback one.",
        "`3`",
    ),
    ("DEEPL_AUTH_KEY", "Your DeepL key.", "the key stored by `vaultgen key`"),
    (
        "OPENAI_API_KEY",
        "Your key for the engine `openai`; an endpoint on this machine needs none.",
        "the key stored by `vaultgen key --engine openai`",
    ),
    ("DEEPL_SERVER_URL", "Another address of DeepL's API.", "DeepL's own"),
)

_INTRODUCTION = f"""\
# Configuration

This page lists every setting of `vaultgen.toml`. Three lines are enough:

```toml
{_SMALLEST}```

`vaultgen init` writes the file for you. Its first line lets editors that know TOML schemas (Taplo, Even Better TOML)
complete it. All problems are reported at once.

## Which file is read

The first of these that exists:

1. the file named by `--config`
2. the file named by `VAULTGEN_CONFIG`
3. the nearest `vaultgen.toml` upwards from the vault (`--vault`, `VAULTGEN_VAULT`), else from the current folder
4. `vaultgen.toml` in your user configuration folder (on Linux `~/.config/vaultgen`)

The vault is the folder named by `--vault`, else by `VAULTGEN_VAULT`, else by `vault.path`, else the folder of that file.
A file above the current folder is not read if it belongs to another user.

## Your key

Keep your key out of the file, which is synced with the vault. `vaultgen key` stores it in the system's keyring or in a
private file; `DEEPL_AUTH_KEY` and `OPENAI_API_KEY` in the environment override what is stored. See
[Translation](translation.md#the-key).

## Settings
"""

_NO_LIMIT = 1_000_000_000
"""A limit from here on is none for anybody."""


def page() -> str:
    """The page as Markdown, with a line break at its end."""
    headings = {
        "": "At the top of the file",
        LISTED: f"`[[{LISTED}]]`: after the keywords, any number",
    }
    headings |= {table: f"`[{table}]`" for table in TABLES}
    parts = [
        _INTRODUCTION,
        *(_section(heading, table) for table, heading in headings.items()),
        _environment(),
    ]
    return "\n".join(parts)


def _section(heading: str, table: str) -> str:
    rows = [
        f"| `{one.key}` | {f'{one.says} {_allowed(one)}'.rstrip()} | {_default(one)} |"
        for one in settings_of(table)
    ]
    return "\n".join((f"### {heading}", "", "| setting | is | default |", "| --- | --- | --- |", *rows, ""))


def _allowed(setting: Setting) -> str:
    """Return the form of a value: its choices, its limits or an example."""
    if setting.choices:
        of = "Any of" if setting.form is Form.TEXTS else "One of"
        return f"{of} {', '.join(f'`{choice}`' for choice in setting.choices)}."
    if setting.limits:
        least, most = setting.limits
        if most < _NO_LIMIT:
            return f"From {least} to {most:,}."
        return f"{least} or more." if least else ""
    if setting.form in {Form.TEXT, Form.TEXTS, Form.PROPERTIES, Form.NAMES}:
        return f"Such as `{setting.example}`." if setting.example else ""
    return "`true` or `false`."


def _default(setting: Setting) -> str:
    return f"`{setting.default}`" if setting.default else "–"


def _environment() -> str:
    rows = [f"| `{name}` | {says} | {default or '–'} |" for name, says, default in _VARIABLES]
    table = ("| variable | is | default |", "| --- | --- | --- |", *rows, "")
    return "\n".join(
        (
            "## Environment",
            "",
            "The environment overrides the file. An empty variable counts as not set.",
            "",
            *table,
        )
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is the real stdout here
    sys.stdout.write(page())
