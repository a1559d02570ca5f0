"""Finds where a web or mail address in running text begins and ends."""

import re

from vaultgen.patterns import pattern

_ADDRESS = pattern(
    r"(?:(?:https?|ftp)://|www\.)(?:\\[_%&#~]|\\~?\{\}|[!#%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~])+", re.IGNORECASE
)
_SCHEME = pattern(r"(?:https?://|ftp://|www\.)\W*", re.IGNORECASE)
_ESCAPES = pattern(r"\\~\{\}|\\([_%&#~{}$])|\{\}")
_LAST = frozenset(".,;:!?*")
_BRACKETS = {")": "(", "]": "["}
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-")
_LONGEST_LOCAL = 64
_DOMAIN = pattern(r"[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){1,8}")


def address_at(text: str, start: int) -> str:
    """Return the address that begins at `start`; empty where there is only a scheme.

    It ends before a blank, a quotation mark or any character that is not ASCII (in Chinese text nothing else
    would end it). Marks that end a sentence, and brackets that it did not open, are left outside.
    """
    found = _ADDRESS.match(text, start)
    if found is None:
        return ""
    source = found.group()
    surplus = {
        closing: source.count(closing) - source.count(opening) for closing, opening in _BRACKETS.items()
    }
    end = len(source)
    while end:
        last = source[end - 1]
        if last in _LAST or last in "([":
            surplus = {
                closing: count + (opening == last)
                for (closing, opening), count in zip(_BRACKETS.items(), surplus.values(), strict=True)
            }
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
        else:
            break
        end -= 1
    source = source[:end]
    return "" if _SCHEME.fullmatch(source) else source


def mail_around(text: str, at: int, earliest: int) -> tuple[int, str]:
    """Return where the mail address around the `@` begins, and the address; empty where there is none."""
    start = at
    while start > max(earliest, at - _LONGEST_LOCAL) and text[start - 1] in _LOCAL:
        start -= 1
    while start < at and not text[start].isalnum():
        start += 1
    domain = _DOMAIN.match(text, at + 1)
    if start == at or domain is None or not domain.group().rpartition(".")[2].isalpha():
        return at, ""
    return start, text[start : at + 1] + domain.group()


def unescape(address: str) -> str:
    r"""Return an address without TeX's escapes: `a\_b\%20c` -> `a_b%20c`."""
    return _ESCAPES.sub(
        lambda found: found.group(1) or ("~" if found.group() != "{}" else ""), address.strip()
    )
