"""The units in which engines are counted: DeepL in characters, an endpoint of OpenAI's kind in texts."""

from enum import StrEnum
from typing import TYPE_CHECKING

from vaultgen.errors import Problem

if TYPE_CHECKING:
    from vaultgen.translate.protected import Protected
    from vaultgen.translate.shapes import Shape


class Measure(StrEnum):
    """What is counted of the texts that are sent; the value is the word for several.

    CHARACTERS: As DeepL counts them, in the more expensive reading of its documents.
    TEXTS: A title, an abstract, or one sentence of it that is sent by itself. An endpoint bills tokens, which nobody
    can tell before it has answered: what is to hold beforehand is counted in texts.
    """

    CHARACTERS = "characters"
    TEXTS = "texts"

    def of(self, part: "Protected", shape: "Shape") -> int:
        """Return what a text counts that is sent once."""
        from vaultgen.translate.shapes import sent_characters  # noqa: PLC0415 (only where it is needed: every command comes by here)

        return 1 if self is Measure.TEXTS else sent_characters(part, shape)

    def of_sentences(self, text: "Protected", shape: "Shape") -> int:
        """Return the most that a text counts whose sentences are sent by themselves."""
        from vaultgen.translate.sentences import split_protected  # noqa: PLC0415 (only where it is needed: every command comes by here)
        from vaultgen.translate.shapes import sent_characters  # noqa: PLC0415 (only where it is needed: every command comes by here)

        return len(split_protected(text)) if self is Measure.TEXTS else sent_characters(text, shape)

    @property
    def limit_reached(self) -> Problem:
        """Return what a person is told whose own limit leaves texts waiting."""
        return Problem(
            f"this month's limit of {self} is reached: what is left waits in the original",
            f"raise translation.{self}_per_month in vaultgen.toml, or wait (vaultgen status shows the days)",
        )
