"""What it costs to start a command: beside `import typer`, which every one of them needs."""

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from bench.measure import Row, in_turns, instructions
from vaultgen import config
from vaultgen.cli import demo
from vaultgen.cli.console import Screen
from vaultgen.cli.limits import flavour_of
from vaultgen.cli.options import Choices
from vaultgen.cli.session import opened
from vaultgen.config import environment as environment_of
from vaultgen.fetch import demo_source
from vaultgen.translate.request import Why
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.workflows.today import today
from vaultgen.workflows.trends import trends_after
from vaultgen.workflows.update import update

_FLOOR = ("-c", "import typer")
_COMMANDS = {
    "--version": 1.3,
    "--help": 1.3,
    "runs": 2.2,
    "review": 2.2,
    "status": 2.2,
    "today": 2.2,
    "doctor --offline": 3.0,
}
"""With the most that each may cost."""
_SAYS = {"today": "`vaultgen today`, already done"}


def rows(folder: Path, times: int) -> Iterator[Row]:
    """Each command in a process of its own, in turns with its floor, on the vault of the demo with its day done."""
    root, environ = demo_vault(folder)
    words = {
        name: ("-m", "vaultgen", *name.split(), *(() if name.startswith("-") else ("--vault", str(root))))
        for name in _COMMANDS
    }
    floor, *seconds = in_turns([_FLOOR, *words.values()], environ, times)
    counted = instructions(_FLOOR, environ)
    for (name, limit), took in zip(_COMMANDS.items(), seconds, strict=True):
        ratio, how = took / floor, ""
        if counted is not None and (own := instructions(words[name], environ)) is not None:
            ratio, how = own / counted, f"; {own / 1e6:.0f} million instructions"
        yield Row(
            _SAYS.get(name, f"`vaultgen {name}`"),
            f'`python -c "import typer"` {floor * 1000:.0f} ms'
            + (f"; {counted / 1e6:.0f} million" if counted is not None else ""),
            f"{took * 1000:.0f} ms{how}",
            ratio,
            f"<= {limit}",
            limit,
        )


def demo_vault(folder: Path) -> tuple[Path, dict[str, str]]:
    """Return the vault of the demo, made by a run that remembers it, and the environment of a command in it.

    Every command was typed once: what is remembered of notes is written, and what Python compiles is compiled.
    """
    root, state = folder / "vault", folder / "state"
    root.mkdir(parents=True)
    (root / demo.FILE_NAME).write_text(demo.CONFIGURATION, encoding="utf-8")
    environ = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "VAULTGEN_STATE_DIR": str(state),
        "VAULTGEN_NOW": demo_source.NOW.isoformat(),
        "VAULTGEN_ARXIV_FEED_URL": "http://127.0.0.1:9/",
        "VAULTGEN_ARXIV_API_URL": "http://127.0.0.1:9/",
    }
    environ.pop("DEEPL_AUTH_KEY", None)
    settings = config.load(config=root / demo.FILE_NAME, vault=root, environ={}, cwd=root)
    environment = replace(environment_of.read(environ, cwd=root), fixed_now=demo_source.NOW)
    screen = Screen(io.StringIO(), io.StringIO(), {})
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(PaidTranslations(":memory:", flavour_of(settings)))
        run = stack.enter_context(
            opened(
                "today", settings, environment, Choices(vault=root), screen,
                source=demo_source.shipped_source(), store=demo.paid_texts(store, settings), engine=Why.OFF,
            )
        )  # fmt: skip
        vault = run.tools.vault.look()
        due = today(run.now, vault, settings, run.tools)
        done = trends_after(vault, settings, run.tools)(update(due, settings, run.tools))
        assert [day.status for day in done] == ["done"], done
    in_turns(
        [("-m", "vaultgen", *name.split(), "--vault", str(root)) for name in ("today", "today", "status")],
        environ,
        1,
    )
    return root, environ
