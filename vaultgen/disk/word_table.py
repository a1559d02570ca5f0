"""Reads the table of words that the package ships."""

from functools import lru_cache
from pathlib import Path

from vaultgen.relevance import vector
from vaultgen.relevance.vector import WordTable

_FILE = Path(vector.__file__).with_name("words.txt")


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """Return the table."""
    return WordTable.parse(_FILE.read_text(encoding="utf-8"))
