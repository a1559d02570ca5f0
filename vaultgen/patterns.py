"""Regular expressions that are compiled when they are first used.

Compiling takes longer than loading the module in which a pattern stands. Modules that every command loads, and of which
most commands use few patterns, write `pattern(…)` for `re.compile(…)`; elsewhere that brings nothing.
"""

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what acts as `re.compile(text, flags)`, for calls of its methods."""
    return cast("re.Pattern[str]", _Uncompiled(text, flags))


class _Uncompiled:
    """Compiles at the first call; later calls find the method of the compiled pattern."""

    def __init__(self, text: str, flags: int) -> None:
        self._of = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._of), name)
        setattr(self, name, found)
        return found
