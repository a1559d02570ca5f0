"""What went wrong in a line that is not TOML, said of what people type: quotes of a word processor, a missing comma.

Pure. The parser tells where it stopped; what is there and around it tells why.
"""

import re
import tomllib

from vaultgen.config.keys import SETTINGS
from vaultgen.config.setting import Form
from vaultgen.patterns import pattern

_CURLY = pattern("[“”„‟«»＂‘’‚‛＇]")
_WIDE = {
    "，": ",",
    "、": ",",
    "＝": "=",
    "［": "[",
    "］": "]",
    "：": "=",
    "；": ",",
    "．": ".",
    "【": "[",
    "】": "]",
}
_UNSEEN = pattern("[\u00a0\u2000-\u200f\u2028\u2029\u202f\u2060\u3000\ufeff]")
_ASSIGNED = pattern(r"\s*([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*(?:#.*)?")
_COLON = pattern(r"\s*([A-Za-z_][\w.-]*)\s*:\s*(.*?)\s*")
_TRUTH = {
    "True": "true",
    "False": "false",
    "yes": "true",
    "no": "false",
    "on": "true",
    "off": "false",
    "TRUE": "true",
}
_TRUTH |= {"FALSE": "false", "Yes": "true", "No": "false"}
_LISTS = frozenset(setting.key for setting in SETTINGS if setting.form is Form.TEXTS)
_NUMBERS = frozenset(setting.key for setting in SETTINGS if setting.form is Form.NUMBER)
_TRUTHS = frozenset(setting.key for setting in SETTINGS if setting.form is Form.YES_NO)


def what_to_write(text: str, line: int, column: int) -> str | None:
    """Return what to write where a parser stopped; None where nothing is known.

    Args:
        line: Where it stopped, from 1.
        column: The column, from 1.
    """
    lines = text.split("\n")
    there = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    before = "\n".join((*lines[: line - 1], there[: column - 1])).rstrip()
    found = _letters(there) or _unfinished(there, before, there[column - 1 :])
    return found if found or column > len(there) or _is_toml(there) else _written(there)


def _is_toml(line: str) -> bool:
    """Return whether a line is valid TOML by itself: then what is wrong is above it."""
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _letters(line: str) -> str | None:
    """Return what to write for letters that look like those of TOML."""
    curly = _CURLY.search(_without_texts(line))
    if curly:
        return f'write straight quotation marks, " and not {curly.group()}: such as "cs.LG"'
    wide = next((letter for letter in _without_texts(line) if letter in _WIDE), None)
    if wide:
        return f"write {_WIDE[wide]} in place of {wide}"
    if _UNSEEN.search(_without_texts(line)):
        return "a space there is not an ordinary one: retype the line"
    return None


def _unfinished(line: str, before: str, after: str) -> str | None:
    """Return what is missing where the parser stopped."""
    if after[:1] in {'"', "'"} and before[-1:] in {'"', "'"}:
        return f"a comma is missing between {_last_text(before)} and {_first_text(after)}"
    if before.count('"') % 2 and before[-1:] == '"' and after[:1].isalnum():
        return 'a quotation mark is missing: each text stands between two of them, such as "cs.LG", "cs.AI"'
    if line.lstrip().startswith("[") and "=" not in line and line.count("[") > line.count("]"):
        return "the name of a table ends with ]: such as [vault]"
    return None


def _written(line: str) -> str | None:
    """Return what to write for a line in another language than TOML."""
    if re.search(r"(?:^|\s)(?://|/\*|;|--)", _without_texts(line)):
        return "remarks begin with #"
    if _without_texts(line).rstrip().endswith(";"):
        return "take the ; at the end of the line out"
    if line.lstrip().startswith("- "):
        return 'a list is written on a line: such as categories = ["cs.LG", "cs.AI"]'
    found = _ASSIGNED.fullmatch(line) or _COLON.fullmatch(line)
    value = _value(found[1].rpartition(".")[2], found[2]) if found else None
    return f"write {found[1]} = {value}" if found and value else None


def _value(key: str, said: str) -> str | None:
    """Return the value of a setting as TOML has it; None where it is unclear what is meant."""
    if key in _TRUTHS and said in _TRUTH:
        return _TRUTH[said]
    words = [word for part in said.strip("[]").split(",") if (word := part.strip().strip("\"'"))]
    if not words or any(sign in word for word in words for sign in "\"'[]{}=\\"):
        return None
    if key in _LISTS:
        return f"[{', '.join(map(_quoted, words))}]"
    number = re.match(r"[0-9]+\b", said) if key in _NUMBERS else None
    return number[0] if number else _quoted(", ".join(words))


def _without_texts(line: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', '""', line)


def _last_text(before: str) -> str:
    found = re.search(r"(\"[^\"\n]*\"|'[^'\n]*')$", before)
    return found[1] if found else "the two texts"


def _first_text(after: str) -> str:
    found = re.match(r"\"[^\"\n]*\"|'[^'\n]*'", after)
    return found[0] if found else "the next one"


def _quoted(text: str) -> str:
    return f'"{text}"'
