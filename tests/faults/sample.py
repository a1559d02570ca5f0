"""Names of faults that mutmut can plant, a sample by SEED: `python tests/faults/sample.py SEED COUNT` (`make mutants`)."""

import random
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

CHECKOUT = Path(__file__).parents[2]


def every() -> list[str]:
    """Every fault in the files that pyproject.toml names, in a fixed order."""
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    files = sorted(str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "vaultgen").rglob("*.py"))
    chosen = [
        file
        for file in files
        if any(fnmatch(file, each) for each in settings["only_mutate"])
        and not any(fnmatch(file, each) for each in settings["do_not_mutate"])
    ]
    return [
        f"{file.removesuffix('.py').replace('/', '.')}.{name}"
        for file in chosen
        for name in mutate_file_contents(file, (CHECKOUT / file).read_text(encoding="utf-8")).mutant_names
    ]


if __name__ == "__main__":
    seed, count = map(int, sys.argv[1:])
    sys.stdout.write("\n".join(random.Random(seed).sample(every(), count)) + "\n")
