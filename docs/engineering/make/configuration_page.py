"""Write `docs/configuration.md` from the table of settings; a test compares the two.

Run by `make docs`.
"""

import sys

from vaultgen.config.environment import API_URL, FEED_URL, OAI_URL
from vaultgen.config.keys import LISTED, TABLES, Form, Setting, settings_of

_SMALLEST = """\
categories = ["cs.LG", "cs.AI", "cs.RO"]
keywords   = ["reinforcement learning", "diffusion policy"]
language   = "zh-Hans"
"""

_VARIABLES = (
    ("VAULTGEN_VAULT", "The vault, as `--vault` says it.", ""),
    ("VAULTGEN_CONFIG", "The configuration file, as `--config` says it.", ""),
    ("VAULTGEN_STATE_DIR", "Where state is kept, outside the vault.", "the platform's state folder"),
    ("VAULTGEN_NOW", "The time, ISO with zone, for runs that are to be the same again.", "the clock"),
    ("VAULTGEN_ARXIV_FEED_URL", "arXiv's feeds, used as `URL/cs.LG`.", f"`{FEED_URL}`"),
    ("VAULTGEN_ARXIV_API_URL", "arXiv's API.", f"`{API_URL}`"),
    ("VAULTGEN_ARXIV_OAI_URL", "arXiv's OAI-PMH interface.", f"`{OAI_URL}`"),
    (
        "VAULTGEN_ARXIV_DELAY",
        "Seconds between requests; below 3 only where the address is a loopback one.",
        "`3`",
    ),
    ("DEEPL_AUTH_KEY", "Your key for DeepL's API.", "what `vaultgen key` stored"),
    (
        "OPENAI_API_KEY",
        "Your key for the endpoint of the engine `openai`; one on the machine itself needs none.",
        "what `vaultgen key --engine openai` stored",
    ),
    ("DEEPL_SERVER_URL", "Another address for DeepL's API.", "DeepL's own"),
)

_INTRODUCTION = f"""\
# Configuration

One file, `vaultgen.toml`, says what you follow. The smallest useful one has three lines:

```toml
{_SMALLEST}```

`vaultgen init` writes one for you. Everything else has a default. All problems of a file are reported at once, each with
what to do; a setting that vaultgen does not know is a problem.

## Which file counts

The first of these that is there:

1. the one named by `--config FILE`,
2. the one named by `VAULTGEN_CONFIG`,
3. the nearest `vaultgen.toml` upwards from the vault named by `--vault` or `VAULTGEN_VAULT`, else from the current folder,
4. `vaultgen.toml` in your user configuration folder (on Linux `~/.config/vaultgen`).

The vault is the one named by `--vault`, else by `VAULTGEN_VAULT`, else by `vault.path`, else the folder of that file.
A file found above the folder you are in is not read if it belongs to another user.

## Your key

It never stands in the file, which is synced and shared with the vault. `vaultgen key` asks for it, tries it and stores
it in the system's keyring or, where there is none, in a file of your user configuration folder that only you can read;
`vaultgen key --engine openai` does so for the engine `openai`. `DEEPL_AUTH_KEY` and `OPENAI_API_KEY` in the environment
win over what is stored. [Translation](translation.md) has the engines.
A key that also stands in `.env`, a script or the like in the vault, or at the top of the git work tree around it, is
not used: `vaultgen today` names the file and stops. Your notes are not searched for it.

The file of `translation.glossary` is CSV in UTF-8: `source,target` a line, a term that holds a comma in quotes; a first
line that says `source,target` is taken as a heading.

## Settings
"""


def page() -> str:
    """The page as Markdown, with a line break at its end."""
    headings = {
        "": "At the top of the file",
        LISTED: f"`[[{LISTED}]]`, after the keywords, as many as you like",
    }
    headings |= {table: f"`[{table}]`" for table in TABLES}
    parts = [
        _INTRODUCTION,
        *(_section(heading, table) for table, heading in headings.items()),
        _environment(),
    ]
    return "\n".join(parts)


def _section(heading: str, table: str) -> str:
    rows = [f"| `{one.key}` | {one.says} {_allowed(one)} | {_default(one)} |" for one in settings_of(table)]
    return "\n".join((f"### {heading}", "", "| setting | is | default |", "| --- | --- | --- |", *rows, ""))


def _allowed(setting: Setting) -> str:
    """The form of a value, its choices or limits, and an example."""
    form = {Form.TEXT: "A text", Form.TEXTS: "A list of texts", Form.NUMBER: "A whole number"}.get(
        setting.form, ""
    )
    if setting.choices:
        of = "Any of" if setting.form is Form.TEXTS else "One of"
        form = f"{of} {', '.join(f'`{choice}`' for choice in setting.choices)}"
    elif setting.limits:
        form += f" from {setting.limits[0]} to {setting.limits[1]:,}"
    example = f", such as `{setting.example}`" if setting.example and not setting.choices else ""
    return f"{form}{example}." if form else "`true` or `false`."


def _default(setting: Setting) -> str:
    return f"`{setting.default}`" if setting.default else "–"


def _environment() -> str:
    rows = [f"| `{name}` | {says} | {default or '–'} |" for name, says, default in _VARIABLES]
    table = ("| variable | is | default |", "| --- | --- | --- |", *rows, "")
    return "\n".join(
        (
            "## Environment",
            "",
            "What is set here wins over the file; an empty variable counts as not set.",
            "",
            *table,
        )
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # it is the real stdout here
    sys.stdout.write(page())
