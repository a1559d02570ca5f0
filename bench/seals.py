"""Print what seals cost in a vault: `python -m bench.seals [VAULT]`, by default over the sample vault."""

import sys
from collections import defaultdict
from pathlib import Path, PurePosixPath

from vaultgen.document.new_note import fresh_seal
from vaultgen.note.desired import Item, Note, Passage, Property, Section
from vaultgen.note.identity import Identity, Kind

_SEAL = b"<!-- vaultgen "


def listing_of(count: int) -> str:
    """Return the seal of a listing of one day with so many papers of one interest."""
    papers = tuple(
        Item(f"2602.{17600 + 7 * at:05}", f"- [[{at}]] https://arxiv.org/abs/2602.{17600 + 7 * at:05}")
        for at in range(count)
    )
    says = (
        ("day", "2026-02-23"),
        ("zone", "Asia/Shanghai"),
        ("announced", "312"),
        ("categories", "cs.AI,cs.LG"),
    )
    body = (
        Passage("title", "# arXiv 2026-02-23"),
        Passage("count", f"{count} papers"),
        Section("reinforcement learning", f"## reinforcement learning ({count})", "", papers),
    )
    properties = (
        Property("papers", count),
        Property("keywords", ("reinforcement learning",)),
        Property("tags", ("arxiv",)),
    )
    note = Note(Identity(Kind.LISTING, "2026-02-23"), PurePosixPath("x.md"), properties, body, says)
    return str(fresh_seal(note))


def main() -> None:
    """Print, for each folder, how long seals are and which share of their notes they are."""
    vault = Path(sys.argv[1] if len(sys.argv) > 1 else "sample-vault")
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for note in sorted(vault.rglob("*.md")):
        data = note.read_bytes()
        for line in data.splitlines():
            if _SEAL in line:
                found[note.parent.name].append((len(line), len(line) / len(data)))
    for folder, seals in found.items():
        sizes, shares = zip(*seals, strict=True)
        told = f"{min(sizes)} to {max(sizes)} bytes, at most {max(shares):.1%} of a note"
        sys.stdout.write(f"{folder:10} {len(seals):6} notes with a seal of {told}\n")
    for count in (1, 23, 100):
        sys.stdout.write(f"a listing of {count:3} papers: a seal of {len(listing_of(count))} bytes\n")


if __name__ == "__main__":
    main()
