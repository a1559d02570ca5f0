"""Formats notes in place: `python format_notes.py < JSON`: {"how": "mdformat", "files": ["file", ...]}."""

import io
import json
import re
import sys
from pathlib import Path

HEAD = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


def formatted_by_mdformat(text: str) -> str:
    import mdformat

    return mdformat.text(text, extensions={"frontmatter", "gfm"})


def dumped_by_ruamel(text: str) -> str:
    from ruamel.yaml import YAML

    yaml, written = YAML(), io.StringIO()
    yaml.dump(yaml.load(HEAD.match(text)[1]), written)
    return HEAD.sub(lambda _: f"---\n{written.getvalue()}---\n", text, count=1)


def dumped_by_pyyaml(text: str) -> str:
    import yaml

    head = yaml.safe_dump(yaml.safe_load(HEAD.match(text)[1]), allow_unicode=True)
    return HEAD.sub(lambda _: f"---\n{head}---\n", text, count=1)


FORMATTERS = {"mdformat": formatted_by_mdformat, "ruamel": dumped_by_ruamel, "PyYAML": dumped_by_pyyaml}


def main() -> None:
    asked = json.load(sys.stdin)
    changed = []
    for file in map(Path, asked["files"]):
        text = file.read_text(encoding="utf-8")
        after = FORMATTERS[asked["how"]](text)
        if after != text:
            changed.append(str(file))
        file.write_text(after, encoding="utf-8")
    json.dump(changed, sys.stdout)


if __name__ == "__main__":
    main()
