"""A TOML file -> its values, or the one line and column at which it stops being TOML."""

import errno
import re
import tomllib
from typing import Any

from vaultgen.config.places import ConfigLocation
from vaultgen.config.secrets import masked
from vaultgen.disk.reading import LeftAloneError, read_at
from vaultgen.errors import ConfigurationError, Problem
from vaultgen.patterns import pattern

LARGEST = 1_000_000
"""Bytes; a larger file is not one that a person wrote."""

_WHERE = pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REMEDIES = (
    (r"hex value|Unescaped '\\\\'|escape", "write paths in 'single quotes', or with / instead of \\"),
    (r"overwrite|twice|mutate|redefine", "a setting or table is there a second time: keep one"),
    (r"Invalid value", 'texts are in "quotes", lists in [ ], truth is true or false'),
    (r"Expected '='|Invalid statement", 'write one setting a line: name = "value"'),
    (r"Unclosed array", "a list is not closed: ] is missing, or a comma or quotation mark inside it"),
    (r"nclosed|Unterminated|Illegal character '\\n'", "something opened there is not closed"),
)


def read(place: ConfigLocation) -> tuple[str, dict[str, Any]]:
    """Return text and values of a file; a byte order mark and CRLF are fine.

    Raises:
        ConfigurationError: It cannot be read, is not UTF-8 or not TOML.
    """
    try:
        content, _ = read_at(str(place.file), ceiling=LARGEST, follows_link=place.may_be_link)
    except LeftAloneError as error:
        raise _refused(place, f"{error.strerror}: not read", _left_alone(error, place)) from error
    except OSError as error:
        raise _refused(place, f"cannot be read ({error.strerror})", "check who may read it") from error
    return parse(content, place)


def _left_alone(error: LeftAloneError, place: ConfigLocation) -> str:
    if error.errno == errno.EFBIG:
        return "is it the right file?"
    if place.may_be_link:
        return "name a regular file"
    return (
        f"put the file itself there, or name the one you mean: vaultgen today --config {place.file.resolve()}"
    )


def parse(content: bytes, place: ConfigLocation) -> tuple[str, dict[str, Any]]:
    """Return text and values of a file's bytes; `place` is only named.

    Raises:
        ConfigurationError: They are not UTF-8 or not TOML.
    """
    if len(content) > LARGEST:
        raise _refused(place, "is larger than 1 MB", "is it the right file?")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(place, f"line {line}: not UTF-8", "save the file as UTF-8") from error
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # tomllib lets int() and deep nesting speak for themselves, so TOMLDecodeError is not all it raises.
        raise _refused(place, *_syntax(error, text)) from error


def _syntax(error: Exception, text: str) -> tuple[str, str]:
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "a number is too long or a list too deep to be read", "look for what was pasted by mistake"
    said = " ".join(masked(str(error)).split())
    found = _WHERE.search(said)
    what = _WHERE.sub("", said)
    line, column = (found.group(1), found.group(2)) if found else (None, None)
    where = f"line {line}, column {column}" if line else f"line {text.rstrip().count(chr(10)) + 1} (the last)"
    from vaultgen.config import slips  # noqa: PLC0415 (only where something is wrong)

    meant = slips.what_to_write(text, int(line), int(column)) if line and column else None
    remedy = (
        masked(meant)
        if meant
        else next((words for pattern, words in _REMEDIES if re.search(pattern, what)), _REMEDIES[2][1])
    )
    return f"{where}: not TOML ({what[:1].lower()}{what[1:]})", remedy


def _refused(place: ConfigLocation, problem: str, hint: str) -> ConfigurationError:
    return ConfigurationError(place.shown, (Problem(problem, hint),))
