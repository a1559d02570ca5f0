"""Signs texts, so that vaultgen knows one that it wrote itself and that nobody has changed since.

The first `by vaultgen h=` of a text is followed by the fingerprint of the text without it.
"""

from vaultgen.patterns import pattern
from vaultgen.reconcile.fingerprint import fingerprint

MARK = "by vaultgen h="
"""Is in a text before it is signed, ahead of everything that a person chose."""
_SIGNED = pattern(rf"{MARK}([0-9a-f]{{16}})")


def signed(text: str) -> str:
    """Return the text with its fingerprint in it."""
    return text.replace(MARK, f"{MARK}{fingerprint(text)}", 1)


def is_ours(text: str) -> bool:
    """Return whether vaultgen wrote this text, and nobody has changed it since."""
    found = _SIGNED.search(text)
    return found is not None and fingerprint(text.replace(found[0], MARK, 1)) == found[1]
