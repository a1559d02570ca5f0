"""Over recorded titles and abstracts nothing is left out, by an oracle that knows nothing of spans and formulas."""

import pytest

from bench.texts import RECORDING, bare, is_within, papers, raw, said
from vaultgen.render.escape import shown
from vaultgen.tex.plain import plain


def test_the_oracle_tells_a_lost_symbol_from_a_kept_one():
    assert is_within(said("$z \\gtrsim 6$ of $\\alpha_s$"), bare("z ≳ 6 of αs"))
    assert not is_within(said("$z \\gtrsim 6$"), bare("z 6"))
    assert not is_within(said("$\\alpha_s$"), bare("s"))
    assert said("Poincar\\'e $\\ell_p$ \\ours") == bare("Poincare lp ours")


def test_no_recorded_text_loses_a_command_a_symbol_or_a_letter():
    if not RECORDING.is_file():
        pytest.skip("the recordings are not beside this checkout")
    marked = [
        paper
        for paper in papers(RECORDING)
        if any("\\" in paper[of] or "$" in paper[of] for of in ("title", "abstract"))
    ]
    assert marked
    texts = [paper[of] for paper in marked for of in ("title", "abstract")]
    assert [text for text in texts if not is_within(said(text), bare(plain(text)))] == []
    titles = [paper["title"] for paper in marked]
    assert [title for title in titles if said(title) != bare(shown(title))] == []
    left = {name for text in texts for name in raw(text)}
    assert left.isdisjoint(
        {"it", "bf", "em", "sl", "sc", "tt", "large", "xspace", "textsuperscript", "thanks", "emph"}
    )
