"""arXiv's categories as subjects."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.paper.subjects import ALL, UnknownSubject, canonical, own_categories, subject
from vaultgen.paper.taxonomy import ALIASES, CURRENT, SUBSUMED, UNDIVIDED
from vaultgen.paper.typed_category import nearest

known_codes = st.sampled_from([*CURRENT, *SUBSUMED, *UNDIVIDED])
anything = known_codes | st.sampled_from(["I.2.7; H.3.3", "68T45", "cs", "math", ""]) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("code", "long_name", "tag"),
    [
        ("cs.AI", "Artificial Intelligence (cs.AI)", "arxiv/cs/AI"),
        ("cs.LG", "Machine Learning (cs.LG)", "arxiv/cs/LG"),
        ("stat.ML", "Machine Learning (stat.ML)", "arxiv/stat/ML"),
        ("hep-th", "High Energy Physics - Theory (hep-th)", "arxiv/hep-th"),
        ("physics.space-ph", "Space Physics (physics.space-ph)", "arxiv/physics/space-ph"),
        ("cond-mat.mtrl-sci", "Materials Science (cond-mat.mtrl-sci)", "arxiv/cond-mat/mtrl-sci"),
        ("astro-ph.CO", "Cosmology and Nongalactic Astrophysics (astro-ph.CO)", "arxiv/astro-ph/CO"),
        ("eess.SY", "Systems and Control (eess.SY)", "arxiv/eess/SY"),
        ("cs.SY", "Systems and Control (eess.SY)", "arxiv/eess/SY"),
        ("math.MP", "Mathematical Physics (math-ph)", "arxiv/math-ph"),
        ("cmp-lg", "Computation and Language (cs.CL)", "arxiv/cs/CL"),
        ("astro-ph", "Astrophysics (astro-ph)", "arxiv/astro-ph"),
    ],
)
def test_a_subject_is_called_as_arxiv_calls_it(code, long_name, tag):
    assert (subject(code).long_name, subject(code).tag) == (long_name, tag)


@pytest.mark.parametrize(
    ("alias", "own"),
    [
        ("cs.SY", "eess.SY"),
        ("cs.NA", "math.NA"),
        ("math.IT", "cs.IT"),
        ("math.MP", "math-ph"),
        ("stat.TH", "math.ST"),
        ("q-fin.EC", "econ.GN"),
        ("q-alg", "math.QA"),
        ("chao-dyn", "nlin.CD"),
    ],
)
def test_two_names_are_one_subject(alias, own):
    assert canonical(alias) == canonical(own) == own
    assert own_categories((alias, own)) == own_categories((own, alias)) == (own,)


def test_the_taxonomy_is_whole():
    assert len(CURRENT) == 155
    assert len(ALL) == 149
    archives = {code.partition(".")[0] for code in CURRENT}
    assert archives == {
        *("astro-ph", "cond-mat", "cs", "econ", "eess", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th"),
        *("math", "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph", "stat"),
    }
    assert [known.code for known in ALL] == sorted((known.code for known in ALL), key=list(CURRENT).index)
    for alias, own in ALIASES.items():
        assert alias in CURRENT
        assert own in CURRENT
        assert own not in ALIASES
    assert set(SUBSUMED.values()) <= set(CURRENT) - set(ALIASES)
    assert not (set(SUBSUMED) | set(UNDIVIDED)) & set(CURRENT)


def test_every_tag_is_legal_in_obsidian_and_every_name_its_own():
    assert all(re.fullmatch(r"arxiv(/[A-Za-z-]+){1,2}", known.tag) for known in ALL)
    assert (
        len({known.tag.casefold() for known in ALL})
        == len({known.long_name.casefold() for known in ALL})
        == len(ALL)
    )


def test_classes_of_other_societies_are_no_subjects():
    assert own_categories(("cs.CL", "I.2.7; H.3.3", "68T45", "cs.LG", "cs.CL", "cs")) == ("cs.CL", "cs.LG")
    assert canonical("cs") is None
    assert canonical("cs.ai") is None


def test_an_unknown_code_is_refused_with_a_guess():
    with pytest.raises(UnknownSubject) as refused:
        subject("cs.Al")
    assert refused.value.problem.problem == '"cs.Al" is not a category of arXiv'
    assert refused.value.problem.hint == 'did you mean "cs.AI"?'
    with pytest.raises(UnknownSubject) as refused:
        subject("zzzz")
    assert refused.value.problem.hint == "see https://arxiv.org/category_taxonomy"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cs.ai", "cs.AI"),
        ("CS.AI", "cs.AI"),
        ("cs-LG", "cs.LG"),
        ("csLG", "cs.LG"),
        ("cs.IA", "cs.AI"),
        ("hepth", "hep-th"),
        ("quantph", "quant-ph"),
        ("physics.space", "physics.space-ph"),
        ("stat.MLL", "stat.ML"),
        ("cs.sy", "cs.SY"),
        ("robotics", "cs.RO"),
        ("Artificial Inteligence", "cs.AI"),
        ("cs", None),
        ("math", None),
        ("cs.XX", None),
        ("", None),
        ("zzz", None),
        ("💥", None),
    ],
)
def test_a_slip_of_the_keyboard_is_recognised(typed, meant):
    assert nearest(typed) == meant


@given(known_codes)
def test_a_code_is_its_own_neighbour_in_any_case(code):
    assert nearest(code) == nearest(code.upper()) == nearest(code.lower()) == code


@given(st.lists(anything, max_size=8))
def test_own_categories_are_canonical_unique_and_in_order(codes):
    own = own_categories(codes)
    assert own_categories(own) == own
    assert len(set(own)) == len(own)
    assert all(subject(code).code == code for code in own)
    firsts = [next(n for n, code in enumerate(codes) if canonical(code) == one) for one in own]
    assert firsts == sorted(firsts)


@given(anything)
def test_a_guess_is_always_a_category(code):
    guess = nearest(code)
    assert guess is None or canonical(guess) is not None
