"""Which lines of a paper's note are a template's plain text: written once, and nobody's words."""

import re
from collections.abc import Mapping

_LEFT_OUT = re.compile(r"\{#.*?#\}|\{%-?\s*call\s+passage\(.*?\{%-?\s*endcall\s*-?%\}|\{%.*?%\}", re.DOTALL)
_SAYS = re.compile(r"\{\{-?\s*say\(\s*[\"'](\w+)[\"']\s*\)\s*-?\}\}")
_PRINTS = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ANYTHING = "\0"


def plain_lines(template: str, labels: Mapping[str, str]) -> str:
    """Return a regular expression for these lines without white space; empty where there are none.

    Args:
        template: The text of the template.
        labels: The words that it may print.
    """
    text = _SAYS.sub(lambda match: labels.get(match[1], _ANYTHING), _LEFT_OUT.sub("", template))
    lines = ("".join(line.split()) for line in _PRINTS.sub(_ANYTHING, text).split("\n"))
    patterns = {
        ".*".join(map(re.escape, line.split(_ANYTHING)))
        for line in lines
        if any(map(str.isalnum, line)) and not line.startswith("#")
    }
    return "|".join(sorted(patterns))
