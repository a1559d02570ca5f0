"""A hundred phrases of ten fields find exactly the titles that a plain reading of TeX finds.

The plain reading knows nothing of folding: it is the oracle of `bench.texts` for TeX, and for a word the ways an English
dictionary writes it in the plural.
"""

import re
import unicodedata
from datetime import date

import pytest

from bench.texts import RECORDING, papers
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import Paper
from vaultgen.select.evidence import FoldedPaper, evidence
from vaultgen.select.interests import keyword
from vaultgen.select.terms import Query
from vaultgen.tex.formula_text import FUNCTIONS
from vaultgen.tex.letters import LETTERS, SIGNS
from vaultgen.tex.symbols import symbol

PHRASES = {
    "learning": "reinforcement learning|diffusion policy|language model|neural network|gradient descent|GPU|LLM|VAE|loss function|epsilon-greedy",
    "vision": "point cloud|object detection|3D Gaussian|image segmentation|depth map|bounding box|video|NeRF|optical flow|vision transformer",
    "robotics": "robot|motion planning|A* search|IMU|trajectory|SLAM|legged locomotion|grasp|manipulator|control policy",
    "mathematics": "Gröbner basis|C*-algebra|matrix|vertex|hypothesis|polyhedron|lp norm|L^p space|Schrödinger equation|moduli space",
    "particles": "alpha_s|beta decay|B meson|Higgs boson|quark|neutrino|Lambda baryon|J/psi|pi meson|tau lepton",
    "astronomy": "gamma-ray burst|Lyman alpha|supernova|nebula|black hole|galaxy|Lambda CDM|H alpha emission|redshift|Cepheid",
    "medicine": "MRI|diagnosis|alpha-synuclein|virus|lesion|protein structure|clinical trial|epidemic|TNF-alpha|patient",
    "language": "corpus|question answering|machine translation|knowledge base|API|benchmark|hallucination|speech recognition|dialogue|tokenizer",
    "systems": "cache|CPU|VM|lambda calculus|smart contract|vulnerability|distributed system|index|query|ontology",
    "signals": "spectrum|channel estimation|H-infinity control|delta-sigma modulator|antenna|radar|lens|frequency|mu-law|bias",
}  # fmt: skip

TITLES = [
    "On $\\epsilon$-greedy exploration with GPUs", "ε-greedy for LLMs", "$\\beta$-VAE and VAEs", "Losses: a loss function zoo",
    "Bounding boxes in NeRFs", "IMUs and A$^*$ search", "A star is born: search", "An A* search for robots", "Fast Gröbner bases",
    "Wavelets: a basis", "$C^*$-algebras of graphs", "C*-algebras, again", "Indices and vertices of polyhedra", "The $\\ell_p$ norms",
    "$L^p$ spaces", 'The Schr\\"odinger equations', "On the moduli spaces", "Determination of $\\alpha_s$ at NLO", "Double-$\\beta$ decays",
    "$B$ mesons and $\\pi$ mesons", "$\\Lambda$ baryons", "$J/\\psi$ production", "$\\tau$ leptons", "$\\gamma$-ray bursts at $z\\gtrsim 6$",
    "Gamma ray burst afterglows", "The Lyman-$\\alpha$ forest", "Type Ia supernovae", "Planetary nebulae", "Tests of $\\Lambda$CDM",
    "H$\\alpha$ emission of galaxies", "MRIs and diagnoses", "$\\alpha$-synuclein aggregates", "Two viruses", "TNF-$\\alpha$ in patients",
    "Corpora and knowledge bases", "APIs\\thanks{Work in progress} for tokenizers", "Question answering$^1$", "Caches of CPUs\\footnote{Code}",
    "VMs and the $\\lambda$-calculus", "Spectra of lenses", "$H_\\infty$ control", "$\\Delta\\Sigma$ modulators", "$\\mu$-law companding",
    "{\\it Corpus} biases", "\\textbf{Reinforcement} \\emph{learning}", "\\underline{V}ision transformers", "Antennae for radars",
]  # fmt: skip

_GREEK = {unicodedata.lookup(f"GREEK SMALL LETTER {name}"): f" {other} " for name, other in (
    (n, {"LAMDA": "lambda"}.get(n, n.lower())) for n in
    ("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "THETA", "LAMDA", "MU", "NU", "PI", "RHO", "SIGMA", "TAU", "PHI", "CHI", "PSI", "OMEGA"))
}  # fmt: skip
_NOTE = re.compile(r"\\(?:thanks|footnote|textsuperscript)\{[^{}]*\}|(?<=[a-z]{3})\$\^\{?[\d,]+\}?\$")
_ACCENT = re.compile(r"\\[\"'`^~=.]\{?([A-Za-z])\}?")
_PLURALS = {
    "basis": "bases", "base": "bases", "vertex": "vertices", "index": "indices", "matrix": "matrices", "hypothesis": "hypotheses",
    "polyhedron": "polyhedra", "spectrum": "spectra", "corpus": "corpora", "diagnosis": "diagnoses", "supernova": "supernovae",
    "nebula": "nebulae", "antenna": "antennae",
}  # fmt: skip


def plain_words(tex: str) -> list[str]:
    text = _ACCENT.sub(r"\1", _NOTE.sub(" ", tex))
    text = re.sub(r"\\([A-Za-z]+)", _of_command, text)
    for star in "*∗⋆":
        text = text.replace(f"^{star}", "*").replace(star, "*")
    text = re.sub(r"[\\{}$_]", "", text) if "$" in tex or "\\" in tex or "{" in tex else text
    text = re.sub(r"(?<![A-Za-z])([A-Za-z])\*", r"\1star", text.replace("∗", "*").replace("⋆", "*"))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    text = text.replace("∞", " infinity ")
    text = "".join(_GREEK.get(c, c) for c in text)
    return re.sub(r"[^a-z0-9']+", " ", text).replace("'s", "").replace("'", "").split()


def _of_command(found: re.Match[str]) -> str:
    name = found[1]
    if name in FUNCTIONS:
        return name
    return LETTERS.get(name) or SIGNS.get(name) or symbol(name) or ""


def ways(word: str) -> set[str]:
    """How a word is written in singular and plural."""
    found = {word, f"{word}s", _PLURALS.get(word, word)}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        found.add(f"{word}es")
    if word.endswith("y"):
        found.add(f"{word[:-1]}ies")
    if word in {"basis", "base"}:
        found |= {"basis", "base"}
    return found


def finds_plainly(phrase: str, title: str) -> bool:
    wanted, words = plain_words(phrase), plain_words(title)
    return any(
        all(word in ways(want) for want, word in zip(wanted, words[at:], strict=False))
        for at in range(len(words) - len(wanted) + 1)
    )


QUERIES: dict[str, Query] = {}


def finds(phrase: str, paper: FoldedPaper) -> bool:
    if phrase not in QUERIES:
        QUERIES[phrase] = keyword(phrase).query
    return evidence(QUERIES[phrase], paper) is not None


def folded(title: str) -> FoldedPaper:
    return FoldedPaper(
        Paper(Identifier("2602.17676"), 1, title, "", (), "cs.LG", ("cs.LG",), date(2026, 2, 20))
    )


ALL = [phrase for field in PHRASES.values() for phrase in field.split("|")]


def test_there_are_a_hundred_phrases_of_ten_fields():
    assert len(PHRASES) == 10
    assert len(set(ALL)) == 100


@pytest.mark.parametrize("field", PHRASES)
def test_phrases_find_exactly_the_titles_that_a_plain_reading_finds(field: str):
    for phrase in PHRASES[field].split("|"):
        for title in TITLES:
            assert finds(phrase, folded(title)) == finds_plainly(phrase, title), (phrase, title)


def test_they_do_so_over_recorded_titles():
    if not RECORDING.is_file():
        pytest.skip("the recordings are not beside this checkout")
    titles = [paper["title"] for paper in papers(RECORDING)]
    folds = [folded(title) for title in titles]
    words = [set(plain_words(title)) for title in titles]
    differing = []
    for phrase in ALL:
        needed = [ways(word) for word in plain_words(phrase)]
        for title, fold, has in zip(titles, folds, words, strict=True):
            plainly = all(not some.isdisjoint(has) for some in needed) and finds_plainly(phrase, title)
            if finds(phrase, fold) != plainly:
                differing.append((phrase, title))
    assert differing == []
