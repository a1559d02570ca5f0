"""An S-stemmer: the plural and the possessive taken off English words, and nothing else.

A Porter or Snowball stemmer would find more than was asked for (`generative` with `generate`, `universal` with
`university`). This one is Harman's S-stemmer (JASIS 42, 1991) without her exceptions for `-us` and `-ss` words that are
singular, save the last: a text and a phrase are stemmed alike, so `viru` is as good as `virus`, and `GPUs`, `APIs` and
`menus` are found. Measured on the 22,009 titles and abstracts of half a year: no word of `-us` or `-is` becomes another
word that is used. Irregular plurals are those of these texts and of the other sciences.
"""

_SHORTEST = 4
"""`gas`, `bus` and `was` are not plurals."""

_PLURALS = """\
apices apex appendices appendix codices codex cortices cortex helices helix indices index matrices matrix submatrices
submatrix radices radix simplices simplex vertices vertex vortices vortex quizzes quiz
axes axis biases bias bonuses bonus campuses campus consensuses consensus corpuses corpus focuses focus gases gas lenses
lens statuses status viruses virus atlases atlas canvases canvas buses bus
crises crisis diagnoses diagnosis misdiagnoses misdiagnosis prognoses prognosis metastases metastasis stenoses stenosis
mitoses mitosis oases oasis synopses synopsis neuroses neurosis emphases emphasis geneses genesis
corpora corpus genera genus opera opus schemata schema lemmata lemma stigmata stigma enigmata enigma
ansatze ansatz addenda addendum automata automaton bacteria bacterium continua continuum criteria criterion curricula curriculum
desiderata desideratum equilibria equilibrium errata erratum extrema extremum ganglia ganglion maxima maximum minima
minimum mitochondria mitochondrion momenta momentum optima optimum phenomena phenomenon phyla phylum polyhedra
polyhedron tetrahedra tetrahedron octahedra octahedron quanta quantum sera serum spectra spectrum strata stratum
symposia symposium taxa taxon vacua vacuum
antennae antenna formulae formula larvae larva nebulae nebula novae nova supernovae supernova personae persona vertebrae
vertebra
annuli annulus bacilli bacillus calculi calculus foci focus fungi fungus loci locus menisci meniscus moduli modulus
nuclei nucleus radii radius stimuli stimulus syllabi syllabus tori torus
calves calf halves half knives knife leaves leaf lives life shelves shelf wolves wolf
caches cache headaches headache niches niche
children child feet foot geese goose men man mice mouse teeth tooth women woman
echoes echo heroes hero potatoes potato tomatoes tomato tornadoes tornado
basis base
"""
"""Plural and singular by turns. `basis` and `base` have one plural, so all three are one word."""

_IRREGULAR = dict(zip(_PLURALS.split()[::2], _PLURALS.split()[1::2], strict=True))
_ENDINGS = (("yses", "ysis"), ("theses", "thesis"), ("basis", "base"))
"""Of whole families: analyses, hypotheses and syntheses, eigenbasis."""

_SINGULAR = frozenset(
    ("always", "bias", "canvas", "atlas", "dynamics", "lens", "mathematics", "news", "pandas", "perhaps", "physics",
     "series", "species", "whereas", "robotics", "statistics", "graphics", "semantics", "kinematics")
)  # fmt: skip

SHORTEST_ACRONYMS = 3
"""`VMs`; `Bs` is a meson."""
_NO_ACRONYMS = frozenset({"gas", "has", "his", "its", "was"})
"""Words in every other text: their capitals are not asked for."""


def is_singular(word: str) -> bool:
    """Return whether a word in small letters is seen at once to be without plural and possessive, as most are."""
    return not word.endswith(("s", "ie")) and word not in _IRREGULAR and "'" not in word


def s_stem(word: str) -> str:
    """Return a word in small letters without plural and possessive.

    An acronym tells its plural by the small s (`VMs`); three capitals (`GPS`) are one.
    """
    if len(word) == SHORTEST_ACRONYMS and word[-1] == "s" and _is_acronym(word):
        return word[:-1].lower()
    word = word.lower()
    if "'" in word:
        word = word.strip("'").removesuffix("'s").replace("'", "")
    word = _IRREGULAR.get(word, word)
    if not word.endswith(("s", "ie")):
        return word
    for plural, singular in _ENDINGS:
        if word.endswith(plural):
            word = word.removesuffix(plural) + singular
    return _without_s(word)


def _is_acronym(word: str) -> bool:
    return word[:-1].isupper() and word.isalpha() and word.lower() not in _NO_ACRONYMS


def _without_s(word: str) -> str:
    if len(word) > _SHORTEST and word.endswith("ie"):
        return word.removesuffix("ie") + "y"
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith("ss") or word in _SINGULAR:
        return word
    if len(word) > _SHORTEST and word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if word.endswith(("sses", "xes", "shes", "ches")):
        return word.removesuffix("es")
    return word.removesuffix("s")
