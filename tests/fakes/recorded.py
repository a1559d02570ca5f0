"""Every title and abstract that was recorded, where the recordings are beside this checkout."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest

AT_LENGTH = bool(os.environ.get("VAULTGEN_TORTURE"))  # now: no test sees the person's own environment
SHARED = Path(__file__).parents[2] / "../shared"


def recorded() -> list[str]:
    """Titles and abstracts of all recordings of arXiv's feeds and API, each once; skips the test without them.

    At length (VAULTGEN_TORTURE) also those of the 22,009 papers that were recorded for reading.
    """
    if not SHARED.exists():
        pytest.skip("the recordings are not beside this checkout")
    texts: list[str] = []
    for path in sorted((SHARED / "recordings/days").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            paper = json.loads(line)
            texts += [paper["title"], paper["summary"]]
    for path in sorted((SHARED / "recordings/api").glob("*.xml")):
        texts += re.findall(
            r"<(?:title|summary)>(.*?)</(?:title|summary)>", path.read_text("utf-8"), re.DOTALL
        )
    for paper in json.loads((SHARED / "seed/digest-2026-02-23.json").read_text("utf-8"))["groups"][0][
        "papers"
    ]:
        texts += [paper["title"], paper["abstract"]]
    large = SHARED / "recordings/reading/papers.jsonl.gz"
    if AT_LENGTH and large.exists():
        for row in gzip.decompress(large.read_bytes()).decode("utf-8").splitlines():
            paper = json.loads(row)
            texts += [paper["title"], paper["abstract"]]
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))
