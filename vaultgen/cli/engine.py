"""Which engine a run asks: DeepL, a command, or nobody and why."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from vaultgen.cli.options import Choices
from vaultgen.cli.progress import Advance, progress
from vaultgen.cli.show import Screen
from vaultgen.config import deepl_key, refuse_key_in_files
from vaultgen.config.environment import Environment
from vaultgen.engines.deepl_api import DeepL, glossary_fingerprint
from vaultgen.engines.paid import Flavour, PaidTranslations
from vaultgen.errors import Problem
from vaultgen.settings import Settings
from vaultgen.translate.ports import Answer, Engine, Refused
from vaultgen.translate.request import Request, Why
from vaultgen.translate.shapes import Shape
from vaultgen.translate.translate import Translations, cost, translate

A_FULL_DAY = 100_000
"""Characters: 70 papers with titles and abstracts of ordinary length (1,440)."""


@dataclass(slots=True)
class Asked:
    """The engine of a run, with what it was asked so far.

    Attributes:
        engine: Who translates, or why nobody does.
        paid: What was paid for.
        screen: Where progress is shown.
        left: Characters that may still be sent; None for no limit.
        never_translate: The person's terms that stay as they are.
        characters_wanted: What a dry run would have sent.
        is_asked_again: Whether the person asked to try again what came damaged.
    """

    engine: Engine | Why
    paid: PaidTranslations
    screen: Screen
    left: int | None = None
    never_translate: tuple[str, ...] = ()
    characters_wanted: int = 0
    is_asked_again: bool = False

    @property
    def requests(self) -> int:
        """How many requests the engine sent over the network."""
        return self.engine.requests if isinstance(self.engine, DeepL) else 0

    def is_short(self, days: int) -> bool:
        """Whether the characters that are left may not do for so many days."""
        return self.left is not None and self.left < days * A_FULL_DAY

    def reuse(self, requests: Sequence[Request]) -> Translations:
        """Use what was paid for; the rest waits."""
        return translate(requests, Why.NOT_ASKED, self.paid, limit=0, never_translate=self.never_translate)

    def translate(self, requests: Sequence[Request]) -> Translations:
        """Translate what can be translated; what one day spends the next one lacks."""
        if self.engine is Why.DRY_RUN:
            self.characters_wanted += cost(requests, self.paid, never_translate=self.never_translate)
        with progress(self.screen, "translating", len(requests)) as advance:
            engine = self.engine if isinstance(self.engine, Why) else _Followed(self.engine, advance)
            told = translate(
                requests,
                engine,
                self.paid,
                limit=self.left,
                never_translate=self.never_translate,
                again=requests if self.is_asked_again else (),
            )
        if self.left is not None:
            self.left = max(0, self.left - told.billed_characters)
        return told


@dataclass(frozen=True, slots=True)
class _Followed:
    """An engine whose answers are counted as they arrive."""

    engine: Engine
    advance: Advance

    @property
    def shapes(self) -> tuple[Shape, Shape]:
        return self.engine.shapes

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        for outcome in self.engine.translate(texts, shape, language):
            self.advance(1)
            yield outcome


def engine_for(
    settings: Settings, environment: Environment, choices: Choices, stack: ExitStack
) -> Engine | Why:
    """The engine that the person chose, or why none is asked.

    Args:
        settings: What the person chose.
        environment: Where DeepL is.
        choices: The options.
        stack: Closes the engine.

    Raises:
        ConfigurationError: The key cannot be one.
        VaultgenError: The key stands in a file of the vault.
    """
    chosen = settings.translation
    if chosen.engine == "off" or not settings.language:
        return Why.OFF
    if choices.no_translate:
        return Why.NOT_ASKED
    engine = _command(settings) if chosen.engine == "command" else _deepl(settings, environment)
    if choices.is_dry_run and not isinstance(engine, Why):
        return Why.DRY_RUN
    if isinstance(engine, DeepL):
        stack.callback(engine.close)
    return engine


def _command(settings: Settings) -> Engine:
    from vaultgen.engines.command import Command  # noqa: PLC0415 (only where it is used)

    return Command(settings.translation.command)


def _deepl(settings: Settings, environment: Environment) -> DeepL | Why:
    """DeepL, which is asked nothing yet; or why not."""
    key = deepl_key(os.environ)
    if key is None:
        return Why.NO_KEY
    refuse_key_in_files(key, settings.vault_root, settings.source)
    return DeepL(
        key.reveal(),
        server_url=environment.deepl_server_url,
        glossary=terms_of(settings),
        formality=settings.translation.formality,
    )


def flavour_of(settings: Settings) -> Flavour:
    """What a paid translation depends on besides text and language."""
    chosen = settings.translation
    engine = chosen.engine if chosen.engine != "command" else " ".join(("command", *chosen.command))
    return Flavour(engine, glossary_fingerprint(terms_of(settings)), chosen.formality)


def terms_of(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The glossary's terms that change; for DeepL."""
    return tuple((source, target) for source, target in settings.translation.glossary if source != target)


def never_translated(settings: Settings) -> tuple[str, ...]:
    """The glossary's terms that are to stay as they are (`GRPO,GRPO`); guarded here, DeepL need not be told."""
    return tuple(source for source, target in settings.translation.glossary if source == target)


def waiting_problem(why: Why, texts: int) -> Problem | None:
    """What a person without an engine has to know; None where they know already."""
    if why is Why.NO_KEY and texts:
        return Problem(
            f"no DeepL key: {texts} {'text waits' if texts == 1 else 'texts wait'}, the notes are there in English",
            "get one at https://www.deepl.com/pro-api (the free plan will do), then type: "
            "export DEEPL_AUTH_KEY=… and vaultgen today",
        )
    return None
