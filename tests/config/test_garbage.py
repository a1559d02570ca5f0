"""Whatever somebody writes into the file: settings, or problems with remedies; never anything else."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.config import toml
from vaultgen.config.check import settings_from
from vaultgen.config.keys import SETTINGS, TABLES, settings_of
from vaultgen.config.places import ConfigLocation
from vaultgen.config.values import check
from vaultgen.errors import ConfigurationError, Problem

KEY = "01234567-89ab-cdef-0123-456789abcdef:fx"
words = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ["cs.LG", "", " ", "..", "~", "C:", "new", "deepl", "en", "zh-Hans", "UTC", "(", "ti:", '"', KEY]
    ),
    st.sampled_from([choice for setting in SETTINGS for choice in setting.choices]),
)
scalars = st.one_of(
    words,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.just(date.min),
    st.just(datetime(1, 1, 1, tzinfo=UTC)),
    st.just(time.min),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
)


def table_of(name: str) -> st.SearchStrategy:
    known = st.sampled_from([one.key for one in settings_of(name)])
    return st.dictionaries(known | words, values | st.lists(words, max_size=3), max_size=6)


documents = st.builds(
    lambda top, tables, interests: {**top, **tables, **({"interests": interests} if interests else {})},
    table_of(""),
    st.fixed_dictionaries({}, optional={name: table_of(name) for name in TABLES}),
    st.lists(table_of("interests"), max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_any_document_is_settings_or_problems(document):
    problems = []
    found = settings_from(check(document, problems), problems, root=Path("/vault"))
    assert (found is None) == bool(problems)
    for one in problems:
        assert one.problem
        assert one.hint
        assert KEY not in one.problem + one.hint
        assert one.problem.isprintable()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_document_or_one_problem(content):
    found = problem_of(content)
    assert found is None or (found.problem.isprintable() and found.hint)


def problem_of(content: bytes) -> Problem | None:
    try:
        toml.parse(content, ConfigLocation(Path("/x/vaultgen.toml"), "vaultgen.toml"))
    except ConfigurationError as error:
        [problem] = error.problems
        return problem
    return None
