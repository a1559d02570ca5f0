"""What a setting of `vaultgen.toml` is."""

from enum import Enum
from pathlib import Path
from typing import Any

from msgspec import Struct

from vaultgen.settings import Settings


class Form(Enum):
    """What a value has to be; the words complete "has to be …"."""

    TEXT = "a text in quotes"
    TEXTS = "a list of texts"
    NUMBER = "a whole number"
    YES_NO = "true or false"
    PROPERTIES = "a table of names with true, false, a number or a text"
    NAMES = "a table of names with a text each"
    CHOICE_OR_TEXTS = "a text in quotes, or a list of texts"


class Setting(Struct, frozen=True):
    """One setting; `vaultgen.settings` has its default.

    Attributes:
        name: As people say it: `vault.folder`; without a dot it stands at the top of the file.
        form: What its value has to be.
        says: One sentence: what it is.
        example: A value that somebody might write; empty where the default is example enough.
        choices: The only texts allowed; empty where any is.
        limits: Smallest and largest number allowed, for numbers.
    """

    name: str
    form: Form
    says: str
    example: str = ""
    choices: tuple[str, ...] = ()
    limits: tuple[int, int] | None = None

    @property
    def table(self) -> str:
        """`vault` of `vault.folder`; empty at the top."""
        return self.name.rpartition(".")[0]

    @property
    def key(self) -> str:
        """`folder` of `vault.folder`."""
        return self.name.rpartition(".")[2]

    @property
    def default(self) -> str | None:
        """The value that holds by default, as it would be written in the file; None where nothing would be written."""
        if self.name == "categories":  # the person has to choose them
            return None
        return _as_toml(getattr(getattr(_SETTINGS, self.table, _SETTINGS), self.key, ()), self.form)

    @property
    def sample(self) -> str:
        """An example of the value."""
        return self.example or self.default or ""


_SETTINGS = Settings(Path(), (), ())


def _as_toml(value: Any, form: Form) -> str | None:
    if form is Form.YES_NO:
        return "true" if value else "false"
    if form is Form.NUMBER:
        return None if value is None else str(value)
    if form is Form.TEXTS:
        quoted = ", ".join(f'"{text}"' for text in value)
        return f"[{quoted}]"
    return f'"{value}"' if form in {Form.TEXT, Form.CHOICE_OR_TEXTS} and value else None
