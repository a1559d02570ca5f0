"""A second, simpler reading of notes, by which the machine judges the first: no code of ours is used here."""

import re
import unicodedata

import yaml

OWN = {
    "title",
    "aliases",
    "arxiv_id",
    "version",
    "authors",
    "announced",
    "comment",
    "tags",
    "released",
    "papers",
    *("title_translated", "subjects", "primary_subject", "keywords", "announce_type", "submitted", "updated"),
    *("journal_ref", "doi", "abs_url", "pdf_url", "language", "translation"),
}
SEAL = "<!-- vaultgen "
_WORD = re.compile(r"(?<![\w.])w\d+q(?![\w.])")


def words(data: bytes) -> list[str]:
    """The words that the person planted, in order."""
    return _WORD.findall(data.decode())


def plain(text: str) -> str:
    """A text as a person reads it, without blanks and blank lines."""
    lines = ("".join(line.split()) for line in text.replace("\r\n", "\n").split("\n"))
    return unicodedata.normalize("NFC", "\n".join(filter(None, lines)))


def split(data: bytes) -> tuple[str, str]:
    """Front matter (with its hyphens) and body."""
    text = data.decode("utf-8-sig")
    match = re.match(r"---\r?\n.*?^---[ \t]*\r?\n", text, re.DOTALL | re.MULTILINE)
    return (match[0], text[match.end() :]) if match else ("", text)


def parted(data: bytes) -> tuple[str, str, str] | None:
    """What stands above the seal, the seal, what stands below; None where there is not exactly one."""
    _, body = split(data)
    found = re.findall(r"<!--\s*vaultgen", body, re.IGNORECASE)
    match = re.search(r"<!-- vaultgen [^\n]*? -->", body)
    if len(found) != 1 or match is None:
        return None
    return body[: match.start()], match[0], body[match.end() :]


def properties(data: bytes) -> dict[str, object]:
    """Properties, all scalars as text; empty where they cannot be read."""
    front, _ = split(data)
    try:
        return yaml.load(front.strip().strip("-"), Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError:
        return {}


def units(data: bytes) -> dict[str, object]:
    """Everything that could be ours, by name, for telling what an edit touched."""
    found: dict[str, object] = dict(properties(data))
    parts = parted(data)
    found["above"] = plain(parts[0]) if parts else None
    found["seal"] = parts[1] if parts else None
    return found


def outside(data: bytes) -> str:
    """The person's part of the front matter: without own properties."""
    front, _ = split(data)
    kept: list[str] = []
    is_own = False
    for line in front.splitlines(keepends=True):
        key = re.match(r"([\w-]+):", line)
        if key:
            is_own = key[1] in OWN
        elif not line.startswith((" ", "-")) or line.startswith("---"):
            is_own = False
        if not is_own:
            kept.append(line)
    return "".join(kept)
