"""A second, simpler reading of notes, by which the machine judges the first: no code of the plan is used here."""

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
_REGION = re.compile(
    r"^<!-- vaultgen:begin (\S+)(?: [a-z_]+=[^\s=]*)* -->[ \t]*\r?\n(.*?)^<!-- vaultgen:end \1 -->[ \t]*\r?$",
    re.MULTILINE | re.DOTALL,
)
_WORD = re.compile(r"w\d+q")


def words(data: bytes) -> list[str]:
    """The words that the person planted, in order."""
    return _WORD.findall(data.decode())


def plain(text: str) -> str:
    """A text as a person reads it."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return unicodedata.normalize("NFC", "\n".join(lines).strip("\n"))


def split(data: bytes) -> tuple[str, str]:
    """Front matter (with its hyphens) and body."""
    text = data.decode("utf-8-sig")
    match = re.match(r"---\r?\n.*?^---[ \t]*\r?\n", text, re.DOTALL | re.MULTILINE)
    return (match[0], text[match.end() :]) if match else ("", text)


def regions(data: bytes) -> dict[str, str] | None:
    """Text by region; None where markers are irregular."""
    _, body = split(data)
    found = _REGION.findall(body)
    mentions = len(re.findall(r"vaultgen\s*:\s*(?:begin|end)", body, re.IGNORECASE))
    if mentions != 2 * len(found) or len({name for name, _ in found}) < len(found):
        return None
    return {name: plain(text) for name, text in found}


def properties(data: bytes) -> dict[str, object]:
    """Properties, all scalars as text; empty where they cannot be read."""
    front, _ = split(data)
    try:
        return yaml.load(front.strip().strip("-"), Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError:
        return {}


def lines_of(data: bytes, region: str) -> dict[str, str]:
    """The lines of a listing by paper."""
    text = (regions(data) or {}).get(region, "")
    entries = re.split(r"^(?=- |## )", text, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for each in entries:
        match = re.search(r"arxiv\.org/abs/([\w./-]+)", each)
        if match and each.startswith("- "):
            found.setdefault(match[1], plain(each))
    return found


def units(data: bytes) -> dict[str, object]:
    """Everything that could be ours, by name, for telling what an edit touched."""
    found: dict[str, object] = dict(properties(data))
    for name, text in (regions(data) or {}).items():
        found[f"region {name}"] = text
        found |= {f"line {key}": line for key, line in lines_of(data, name).items()}
    return found


def outside(data: bytes) -> tuple[str, str]:
    """The person's part: front matter without own properties, body without regions."""
    front, body = split(data)
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
    return "".join(kept), _REGION.sub("", body)
