"""What `translate` needs from the shell: an engine that translates, and a store of what was paid for."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from vaultgen.errors import Problem
from vaultgen.translate.request import Request, Why

if TYPE_CHECKING:
    from vaultgen.translate.shapes import Shape

PROTECTION = 1
"""Version of the way texts are protected; part of the key under which a paid translation is kept. Raise it when
better protection is worth paying again for."""


class Answer(Struct, frozen=True):
    """An engine's translation of one text, with what it was billed.

    Attributes:
        place: Which of the texts it was given, from 0.
        text: As the engine wrote it: unverified, in the shape it was sent in.
        billed: What the engine counted, in its measure; 0 where it counts nothing.
    """

    place: int
    text: str
    billed: int


class Refused(Struct, frozen=True):
    """Why an engine did not translate one text.

    Attributes:
        place: Which of the texts it was given, from 0.
        why: The reason.
        billed: What may have been billed all the same (an answer that did not arrive).
        problem: For the person; the same one for every text it concerns.
        counts: Whether an answer came that has no text for it: a try like one that came damaged, and in this run the last.
    """

    place: int
    why: Why
    billed: int = 0
    problem: Problem | None = None
    counts: bool = False


class Engine(Protocol):
    """A translator."""

    @property
    def shapes(self) -> "tuple[Shape, Shape]":
        """The shapes in which an engine is sent texts: at first, and when that failed."""

    def translate(self, texts: tuple[str, ...], shape: "Shape", language: str) -> Iterator[Answer | Refused]:
        """Translate from English, each text once; yield one outcome per text, the moment it is known, in any order.

        Raises nothing for what a service may answer: that is `Refused`. Nothing that may have been billed is
        sent again.
        """


class StoredTranslation(Struct, frozen=True):
    """A translation in the store.

    Attributes:
        text: The translation; with the original sentence where one is damaged.
        damaged: What the engine damaged; empty for a sound text.
        tries: How many were made: both shapes, then single sentences, and of these more on later days
            (`vaultgen.translate.translate`).
        days_ago: When the last one was made; 0 for today.
    """

    text: str
    damaged: tuple[str, ...] = ()
    tries: int = 1
    days_ago: int = 0


class Paid(Protocol):
    """The store of paid translations, for one engine with one glossary and one formality."""

    def known(self, request: Request) -> StoredTranslation | None:
        """Return what was paid for this text and language."""

    def keep(self, request: Request, kept: StoredTranslation, billed: int) -> None:
        """Keep a translation and what it cost, for good when it returns; replace an earlier one."""

    def bill(self, amount: int) -> None:
        """Note what was billed, or may have been, for a text that did not arrive."""

    def claim(self, texts: Mapping[Request, int]) -> None:
        """Write down what is about to be sent, with what each text counts, before it is: a run may be killed."""
