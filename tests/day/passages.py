"""The texts of a paper's note as a person finds them: by headings and by the seal, without any code of ours."""

import re

PARTIAL = "部分句子的译文已损坏，因此保留原文。"


def passage(note: str, name: str) -> str:
    """What stands for `abstract`, `translation` or `title-translated` in a note made from the built-in template."""
    above = re.split(r"^<!-- vaultgen ", note, maxsplit=1, flags=re.MULTILINE)[0]
    parts = re.split(r"^## .*\n", above, flags=re.MULTILINE)
    if name == "title-translated":
        paragraphs = parts[0].strip().split("\n\n")
        at = next(at for at, text in enumerate(paragraphs) if text.rpartition("\n")[2].startswith("# "))
        return paragraphs[at + 1] if not paragraphs[at + 1].startswith("[[") else ""
    text = parts[{"abstract": 1, "translation": 2}[name]].strip()
    return text.removesuffix(PARTIAL).strip()
