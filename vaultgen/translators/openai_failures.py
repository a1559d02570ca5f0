"""What it means when an endpoint does not translate: the reason, what to tell the person, whether it may be billed.

The endpoint's own words are looked at and never passed on: they may hold the key or the texts.
"""

from vaultgen.errors import Problem
from vaultgen.translate.request import Why
from vaultgen.translators.deepl_failures import is_distrusted, never_connected

KEY = Problem(
    "the endpoint of translation.base_url refuses the key", "store another one: vaultgen key --engine openai"
)
QUOTA = Problem(
    "the account at translation.base_url has no credit left: what is left waits in the original",
    "add credit there; the next run finishes it",
)
RATE = Problem(
    "the endpoint of translation.base_url asks for fewer requests (429)",
    "run again later; what came back is kept",
)
DOWN = Problem(
    "the endpoint of translation.base_url could not be reached or is overloaded",
    "check that it runs; what came back is kept",
)
SILENT = Problem(
    "an answer of the endpoint of translation.base_url did not arrive whole; it may have been billed, so it is not "
    "asked for again in this run",
    "run again later; what came back is kept",
)
BROKEN_OFF = Problem(
    "an answer of the endpoint of translation.base_url did not arrive whole, so it is not asked for again in this run",
    "run again later; what came back is kept",
)
NOT_THERE = Problem(
    "the endpoint of translation.base_url does not know the model or the address (404)",
    "check translation.base_url and translation.model",
)
REFUSED = Problem(
    "the endpoint of translation.base_url refuses what it was sent (400)",
    "check translation.model and translation.base_url",
)
TOO_LONG = Problem(
    "a text is too long for the model of translation.model", "use a model with a larger context"
)
ELSEWHERE = Problem(
    "the endpoint of translation.base_url sends to another address, which is not followed",
    "write that address, often the same with https:// or without www",
)
FILTERED = Problem(
    "the endpoint of translation.base_url does not take what a text is about",
    "nothing to do: it stays in the original; another model may take it",
)
DISTRUSTED = Problem(
    "no trusted connection to the endpoint of translation.base_url comes about: it speaks http alone, or does not prove "
    "who it is (its certificate)",
    "check translation.base_url; a certificate of your own is named by REQUESTS_CA_BUNDLE=FILE",
)

_REPEATABLE = frozenset({503, 529})
_BILLED_FROM = 500
_LENGTH_WORDS = (
    "context_length",
    "context length",
    "maximum context",
    "too long",
    "too large",
    "context size",
    "exceed_context",
)
_FILTER_WORDS = ("content_filter", "content filter", "content management policy", "content_policy")
_CREDIT_WORDS = ("insufficient_quota", "billing", "credit", "balance")


class OpenAIRequestError(Exception):
    """A request that brought nothing.

    Attributes:
        why: The reason.
        problem: For the person.
        perhaps_billed: Whether it may have been billed.
        is_repeatable: Whether the same request may be sent again at once.
        is_of_texts: Whether a request with some of the texts may succeed.
        is_form: Whether the endpoint may take the same texts with fewer options.
        named: The options that the endpoint named.
    """

    def __init__(
        self,
        why: Why,
        problem: Problem,
        *,
        perhaps_billed: bool = False,
        is_repeatable: bool = False,
        is_of_texts: bool = False,
        is_form: bool = False,
        named: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem.problem)
        self.why, self.problem = why, problem
        self.perhaps_billed, self.is_repeatable = perhaps_billed, is_repeatable
        self.is_of_texts, self.is_form, self.named = is_of_texts, is_form, named


def failure_of(status: int, said: str, options: tuple[str, ...] = ()) -> OpenAIRequestError:  # noqa: PLR0911 (a table)
    """Return what an answer other than success means.

    Args:
        status: HTTP's.
        said: The begin of the body.
        options: What was sent besides the texts.
    """
    words = said.casefold()
    if status < 400:  # noqa: PLR2004 (HTTP)
        return OpenAIRequestError(Why.DOWN, ELSEWHERE)
    if status in {401, 403}:
        return OpenAIRequestError(Why.KEY_REFUSED, KEY)
    if status in {402, 456} or (status == 429 and any(word in words for word in _CREDIT_WORDS)):  # noqa: PLR2004 (HTTP)
        return OpenAIRequestError(Why.QUOTA, QUOTA)
    if status == 429:  # noqa: PLR2004 (HTTP)
        return OpenAIRequestError(Why.RATE, RATE, is_repeatable=True)
    if status == 413 or (status in {400, 422} and any(word in words for word in _LENGTH_WORDS)):  # noqa: PLR2004 (HTTP)
        return OpenAIRequestError(Why.DOWN, TOO_LONG, is_of_texts=True)
    if status in {400, 422} and any(word in words for word in _FILTER_WORDS):
        return OpenAIRequestError(Why.DOWN, FILTERED, is_of_texts=True)
    if status == 404:  # noqa: PLR2004 (HTTP)
        return OpenAIRequestError(Why.DOWN, NOT_THERE)
    if status in _REPEATABLE:
        return OpenAIRequestError(Why.DOWN, DOWN, is_repeatable=True)
    if status < _BILLED_FROM:
        named = tuple(option for option in options if option in words)
        return OpenAIRequestError(Why.DOWN, REFUSED, is_form=status in {400, 422}, named=named)
    return unanswered()


def unanswered() -> OpenAIRequestError:
    """Return what it means when an answer cannot be read."""
    return OpenAIRequestError(Why.DOWN, SILENT, perhaps_billed=True)


def where_nothing_is_billed(problem: Problem) -> Problem:
    """Return a failure worded for an endpoint, or a question, that costs nothing."""
    return BROKEN_OFF if problem is SILENT else problem


def unsent(error: BaseException) -> OpenAIRequestError:
    """Return what it means when there is no answer: never connected, or broken off."""
    if is_distrusted(error):
        return OpenAIRequestError(Why.DOWN, DISTRUSTED)
    return OpenAIRequestError(Why.DOWN, DOWN, is_repeatable=True) if never_connected(error) else unanswered()
