"""Regular expressions that are compiled when they are first used.

Compiling takes longer than loading the module in which a pattern stands. For patterns that most commands, or most
mornings, load and never use, modules write `pattern(…)` for `re.compile(…)`; elsewhere that brings nothing.
"""

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what acts as `re.compile(text, flags)`, for calls of its methods."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


class _Uncompiled:
    """Compiles at the first call; later calls find the method of the compiled pattern."""

    def __init__(self, text: Any, flags: int) -> None:
        self._of = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._of), name)
        setattr(self, name, found)
        return found
