"""Which lines of a note are a template's, and nobody's words."""

import re
from pathlib import Path

import pytest
from render.samples import labels

from vaultgen.render.plain_text import plain_lines

BUILT_IN = (Path(__file__).parents[2] / "templates/paper.md.j2").read_text("utf-8")
TEMPLATE = """{# A remark. #}
{% call passage("title") %}
# {{ title }}
Ours.
{% endcall %}
Status: #todo
Added on {{ announced }} by me.
{{ say("comment") }} to come
{% if withdrawn %}
- [ ] throw away
{% endif %}
{{ abstract }}

## Notes
"""


def test_the_built_in_template_writes_headings_alone() -> None:
    assert plain_lines(BUILT_IN, labels()["en"]) == ""


@pytest.mark.parametrize(
    ("line", "is_plain"),
    [
        ("Status:#todo", True),
        ("Addedon2026-02-23byme.", True),
        ("Commenttocome", True),
        ("-[]throwaway", True),
        ("Ours.", False),
        ("Status:#done", False),
        ("Anythingelse", False),
    ],
)
def test_what_a_template_writes_once_is_known_again(line: str, *, is_plain: bool) -> None:
    pattern = plain_lines(TEMPLATE, labels()["en"])
    assert (re.fullmatch(pattern, line) is not None) == is_plain
