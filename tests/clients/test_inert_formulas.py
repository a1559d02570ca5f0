"""MathJax sets every formula that hostile text leaves in a note: none opens, loads, styles or covers anything.

A seventh of its commands is tried each time, all of them with `HOSTILE_EVERYTHING=1`, which takes minutes.
"""

import json
import os
import re

import pytest
from clients.programs import node, node_programs
from hostile.corpus import STRINGS

from vaultgen.render.escape import inline
from vaultgen.render.macros import COMMANDS, ENVIRONMENTS

pytestmark = [pytest.mark.clients, node_programs]

FORMULA = re.compile(r"(?<!\\)\$\$?((?:\\.|[^$\\])+)\$")

ATTACKS = (
    r"\href{javascript:alert(1)}{x}",
    r'\mmlToken{mi}[href="javascript:alert(1)"]{x}',
    r"\fcolorbox{red;background-image:url(//evil.example)}{white}{x}",
    r"\color{red;background-image:url(//evil.example)}x",
    r"\textcolor{red;background-image:url(//evil.example)}{x}",
    r"\cancel[mathbackground=url(//evil.example)]{x}",
    r"\style{position:fixed}{x}",
    r"\class{evil}{x}",
    r"\rule{9999em}{9999em}",
    r"\hspace{-999em}x",
    r"\genfrac{}{}{999em}{}{a}{b}",
    r"\begin{array}{c}\cellcolor{red;background:url(//evil.example)}x\end{array}",
    "{" * 2_000 + "x" + "}" * 2_000,
    r"\left(" * 700 + r"\right)" * 700,
)


def formulas(text: str) -> list[str]:
    return [found[1] for found in FORMULA.finditer(inline(text))]


def test_mathjax_obeys_the_attacks_as_they_come() -> None:
    found = {one["tex"] for one in node("inert_formulas.js", json.dumps(ATTACKS))}

    assert set(ATTACKS) - found == set()


EVIL = "red;background-image:url(//evil.example)"
SHAPES = (
    f"[{EVIL}]{{{EVIL}}}{{{EVIL}}}",
    f'{{evil}}[href="//evil.example" style="{EVIL}" class="evil"]{{x}}{{999em}}',
    "999em x",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_command_that_mathjax_knows_is_of_use_to_anybody(shape: str) -> None:
    tried = [f"\\{command}{shape}" for command in sorted(COMMANDS)]
    tried += [f"\\begin{{{name}}}{shape} x \\end{{{name}}}" for name in sorted(ENVIRONMENTS)]
    tried = tried[:: 1 if os.environ.get("HOSTILE_EVERYTHING") else 7]
    written = dict.fromkeys(formula for tex in tried for formula in formulas(f"\\({tex}\\)"))

    assert node("inert_formulas.js", json.dumps(list(written))) == []


def test_mathjax_finds_nothing_active_in_what_is_written() -> None:
    texts = [*(f"\\({attack}\\)" for attack in ATTACKS), *STRINGS]
    written = dict.fromkeys(formula for text in texts if len(text) < 5_000 for formula in formulas(text))

    assert node("inert_formulas.js", json.dumps(list(written))) == []
