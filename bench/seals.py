"""Print what seals cost in a vault: `python -m bench.seals [VAULT]`, by default over the sample vault."""

import sys
from collections import defaultdict
from pathlib import Path

_SEAL = b"<!-- vaultgen "


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


if __name__ == "__main__":
    main()
