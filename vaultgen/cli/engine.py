"""Which engine a run asks: DeepL, a command, or nobody and why."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from msgspec import Struct, field
from msgspec.structs import replace

from vaultgen.cli.console import Screen
from vaultgen.cli.limits import is_billed, terms_of
from vaultgen.cli.options import Choices
from vaultgen.cli.progress import Advance, progress
from vaultgen.config import refuse_key_in_files
from vaultgen.config.environment import Environment, is_loopback, is_near
from vaultgen.config.secrets import DEEPL, OPENAI, looked_up
from vaultgen.errors import Problem
from vaultgen.settings import Settings
from vaultgen.translate.measures import Measure
from vaultgen.translate.ports import Answer, Engine, Refused
from vaultgen.translate.request import Request, Result, Why
from vaultgen.translators.paid_texts import PaidTranslations

if TYPE_CHECKING:
    from vaultgen.translate.foresight import Foresight
    from vaultgen.translate.shapes import Shape
    from vaultgen.translate.translate import Translations
    from vaultgen.translators.deepl_api import DeepL
    from vaultgen.translators.openai_api import OpenAI

_STOPPING = "stopping as soon as the engine has answered: that answer is paid for and will be kept (Ctrl-C again ends at once)"

A_FULL_DAY = {Measure.CHARACTERS: 100_000, Measure.TEXTS: 140}
"""70 papers with titles and abstracts of ordinary length (1,440 characters)."""

_WAITING = "another vaultgen has texts translated: waiting until it has them"


class MeteredEngine(Struct):
    """The engine of a run, with what it was asked so far.

    Attributes:
        engine: Who translates, or why nobody does.
        paid: What was paid for.
        screen: Where progress is shown.
        limit: How much may be billed this month; None for no limit.
        price: What a million tokens cost, as the person wrote it; empty where they did not.
        service: Which engine was chosen, `deepl` or `openai`, for reports and hints.
        measure: In what that is reckoned.
        is_billed: Whether anything is counted at all.
        never_translate: The person's terms that stay as they are.
        at_first: What a run would have sent, in a dry run, if no text came back damaged.
        at_most: The same if every text came back damaged and was tried again.
        is_asked_again: Whether the person asked to try again what came damaged.
    """

    engine: Engine | Why
    paid: PaidTranslations
    screen: Screen
    limit: int | None = None
    service: str = "deepl"
    measure: Measure = Measure.CHARACTERS
    price: str = ""
    is_billed: bool = True
    never_translate: tuple[str, ...] = ()
    at_first: int = 0
    at_most: int = 0
    is_asked_again: bool = False
    _foreseen: dict[Request, Result] = field(default_factory=dict)

    @property
    def left(self) -> int | None:
        """Return what this month's limit still allows, after all that any vault was billed; None for no limit."""
        rehearsed = self.at_first if self.is_billed else 0
        return None if self.left_before is None else max(0, self.left_before - rehearsed)

    @property
    def left_before(self) -> int | None:
        """Return what this month's limit still allows, without what a dry run would have been billed; None for no limit."""
        return None if self.limit is None else max(0, self.limit - self.paid.billed())

    @property
    def requests(self) -> int:
        """How many requests the engine sent over the network."""
        return int(getattr(self.engine, "requests", 0))

    @property
    def tokens(self) -> int:
        """How many tokens the endpoint says it read and wrote; 0 for engines that count none."""
        return int(getattr(self.engine, "tokens", 0))

    def is_short(self, days: int) -> bool:
        """Return whether what is left may be too little for so many days."""
        return self.left is not None and self.left < days * A_FULL_DAY[self.measure]

    def reuse(self, requests: Sequence[Request]) -> "Translations":
        """Use translations that were paid for; leave the other texts waiting."""
        from vaultgen.translate.translate import translate  # noqa: PLC0415 (only where something is to be translated)

        return translate(requests, Why.NOT_ASKED, self.paid, limit=0, never_translate=self.never_translate)

    def translate(self, requests: Sequence[Request]) -> "Translations":
        """Translate what can be translated; the days of a run share one limit.

        Where something has to be sent, this is the only vaultgen that sends: what another one has just paid for is
        known by then, and its characters are counted.
        """
        if self.engine is Why.DRY_RUN:
            return self._rehearse(requests)
        if isinstance(self.engine, Why) or not self._foresee(requests).sent:
            return self._translate(requests)
        with self.paid.turn(lambda: self.screen.talk(_WAITING)):
            return self._translate(requests)

    def _translate(self, requests: Sequence[Request]) -> "Translations":
        from vaultgen.translate.translate import translate  # noqa: PLC0415 (only where something is to be translated)

        with progress(self.screen, "translating", len(requests)) as advance:
            return translate(
                requests,
                self.engine if isinstance(self.engine, Why) else _Followed(self.engine, advance, self.paid),
                self.paid,
                limit=self.left,
                never_translate=self.never_translate,
                again=requests if self.is_asked_again else (),
                measure=self.measure,
            )

    def _rehearse(self, requests: Sequence[Request]) -> "Translations":
        """Return what a run would do: a text that it sends for one day is known for the next."""
        known = {one: self._foreseen[one] for one in requests if one in self._foreseen}
        seen = self._foresee([one for one in requests if one not in known])
        self._foreseen |= {one: seen.translations.results[one] for one in seen.sent}
        self.at_first += seen.at_first
        self.at_most += seen.at_most
        told = seen.translations
        return replace(told, results={**told.results, **known}, reused=told.reused + len(known))

    def _foresee(self, requests: Sequence[Request]) -> "Foresight":
        from vaultgen.translate.foresight import foresee  # noqa: PLC0415 (only where something is to be translated)

        return foresee(
            requests,
            self.paid,
            limit=self.left,
            never_translate=self.never_translate,
            again=requests if self.is_asked_again else (),
            measure=self.measure,
        )


@runtime_checkable
class _Stoppable(Protocol):
    """An engine over the network, whose answers may be paid for."""

    is_stopping: Callable[[], bool]


class _Followed(Struct, frozen=True):
    """An engine whose answers are counted as they arrive; one that is paid is not broken off while it answers."""

    engine: Engine
    advance: Advance
    paid: PaidTranslations

    @property
    def shapes(self) -> "tuple[Shape, Shape]":
        return self.engine.shapes

    def translate(self, texts: tuple[str, ...], shape: "Shape", language: str) -> Iterator[Answer | Refused]:
        from vaultgen.vault.signals import SignalsHeld  # noqa: PLC0415 (only where something is to be translated)

        with ExitStack() as stack:
            held = SignalsHeld(_STOPPING, ends_on_second=True)
            if isinstance(self.engine, _Stoppable):
                stack.enter_context(held)
                self.engine.is_stopping = lambda: held.has_arrived
            for outcome in self.engine.translate(texts, shape, language):
                self.advance(1)
                yield outcome
            if held.has_arrived:  # nothing is on its way: what is left was never sent
                self.paid.drop_claims()


def engine_for(
    settings: Settings, environment: Environment, choices: Choices, stack: ExitStack
) -> Engine | Why:
    """Return the engine that the person chose, or why none is asked.

    Args:
        environment: Where DeepL is.
        stack: Closes the engine.

    Raises:
        ConfigurationError: The key cannot be one.
        VaultgenError: The key is in a file of the vault.
    """
    chosen = settings.translation
    if chosen.engine == "off" or not settings.language:
        return Why.OFF
    if choices.no_translate:
        return Why.NOT_ASKED
    engine: Engine | Why
    if chosen.engine == "command":
        engine = _command(settings)
    elif chosen.engine == "openai":
        engine = openai_engine(settings)
    else:
        engine = _deepl(settings, environment)
    if choices.is_dry_run and not isinstance(engine, Why):
        return Why.DRY_RUN
    close = getattr(engine, "close", None)
    if close is not None:
        stack.callback(close)
    return engine


def _command(settings: Settings) -> Engine:
    from vaultgen.translators.command import CommandEngine  # noqa: PLC0415 (only where it is used)

    return CommandEngine(settings.translation.command)


def _deepl(settings: Settings, environment: Environment) -> "DeepL | Why":
    """Return DeepL, which is asked nothing yet, or why it cannot be used."""
    key, is_silent = looked_up(DEEPL, os.environ)
    if key is None:
        return Why.KEYRING if is_silent else Why.NO_KEY
    refuse_key_in_files(key, settings.vault_root, settings.source)
    from vaultgen.translators.deepl_api import DeepL  # noqa: PLC0415 (only where something is to be translated)

    return DeepL(
        key.reveal(),
        server_url=environment.deepl_server_url,
        glossary=terms_of(settings),
        formality=settings.translation.formality,
    )


def openai_engine(settings: Settings) -> "OpenAI | Why":
    """Return the endpoint that the person named, which is asked nothing yet, or why it cannot be used.

    A key goes over an encrypted connection or stays on the machine; an endpoint on the machine itself needs none.
    """
    from vaultgen.translators.openai_api import OpenAI  # noqa: PLC0415 (only where it is used)

    chosen = settings.translation
    is_here = is_loopback(chosen.base_url)
    may_have_key = is_here or chosen.base_url.startswith("https:")
    key, is_silent = looked_up(OPENAI, os.environ) if may_have_key else (None, False)
    if key is None and not is_near(chosen.base_url):
        return Why.KEYRING if is_silent else Why.NO_KEY
    if key is not None:
        refuse_key_in_files(key, settings.vault_root, settings.source)
    return OpenAI(
        chosen.base_url,
        chosen.model,
        key=key.reveal() if key is not None else "",
        is_billed=is_billed(settings),
        glossary=terms_of(settings),
        formality=chosen.formality,
        tokens=chosen.tokens_per_request,
    )


def never_translated(settings: Settings) -> tuple[str, ...]:
    """Return the glossary's terms that stay as they are (`GRPO,GRPO`); they are guarded here, so DeepL is not sent them."""
    return tuple(source for source, target in settings.translation.glossary if source == target)


def waiting_problem(why: Why, texts: int, *, are_notes_there: bool, engine: str = "deepl") -> Problem | None:
    """Return what a person without an engine has to know; None where they know already."""
    if why not in {Why.NO_KEY, Why.KEYRING} or not texts:
        return None
    waits = f"{texts} {'text is not translated yet' if texts == 1 else 'texts are not translated yet'}"
    waits += ", the notes are in English" if are_notes_there else ""
    return no_key(why, engine, waits)


def no_key(why: Why, engine: str, waits: str) -> Problem:
    """Return the problem that an engine has no key, so that something `waits`, with a command that works anywhere."""
    named = " --engine openai" if engine == "openai" else ""
    if why is Why.KEYRING:
        return Problem(
            f"the system's keyring is locked or does not answer: {waits}",
            f"store the key in a private file, which a scheduler reaches, too: vaultgen key --file{named}",
        )
    if engine == "openai":
        return Problem(f"no key for translation.base_url: {waits}", f"type: vaultgen key{named}")
    return Problem(
        f"no DeepL key: {waits}",
        "available from https://www.deepl.com/pro-api (the free plan will do); then run: vaultgen key",
    )
