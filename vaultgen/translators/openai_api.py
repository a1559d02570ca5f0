"""Any endpoint that speaks OpenAI's chat completions: OpenAI itself, Ollama, vLLM, llama.cpp and many services.

- The texts of a request are the values of one JSON object, each under its own number and with a mark of its own, so
  that an answer that leaves one out, adds one or exchanges two is seen. What is in a text is never an instruction:
  it is a value, the instruction is elsewhere, and whatever comes back passes the checks of every other engine.
- The answer has to be one JSON object. What stands around it (a code fence, thoughts, "Here is the translation") is
  left out only where that object is the only one and has the numbers that were sent; else the texts count as damaged.
- Requests are cut by tokens, as reckoned, and at 50 texts. What an endpoint finds too long is cut in two.
- Sent again is only what certainly was not billed: refused for haste (429), overloaded (503, 529), never connected.
- Through `StrictSession`: no redirect, a body capped in size and time. Why not the vendor's client:
  docs/engineering/design-notes.md.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import requests

from vaultgen import __version__
from vaultgen.errors import VaultgenError
from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.shapes import Shape
from vaultgen.translators.openai_failures import (
    OpenAIRequestError,
    failure_of,
    unanswered,
    unsent,
    where_nothing_is_billed,
)
from vaultgen.translators.openai_prompt import instruction
from vaultgen.translators.packing import Jobs, packed
from vaultgen.translators.strict_session import StrictSession

_TEXTS = 50
_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each repetition of what was not billed."""
_CONNECT = 10.0
_BEYOND_SUCCESS = 300
"""HTTP: from here on it is something other than an answer."""
_CHAT = "/chat/completions"
_SYSTEM = "system"
_OPTIONS: dict[str, Any] = {_SYSTEM: True, "temperature": 0, "response_format": {"type": "json_object"}}
"""Not every endpoint takes all: a message in the role "system" (some models know none), and two fields of a request. A
refusal costs nothing, and what was refused is not sent again in that run."""
_MARK = re.compile(r"\s*(\[\[\d+\]\])\s*")
_FEWEST_TOKENS = 500
_MOST_TOKENS = 10_000_000
"""Of a request that is believed to have used them."""
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class OpenAI:
    """An endpoint as an engine (`vaultgen.translate.ports.Engine`)."""

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        key: str = "",
        is_billed: bool = True,
        glossary: tuple[tuple[str, str], ...] = (),
        formality: str = "default",
        tokens: int = 4000,
        timeout: float = 300.0,
        pause: Callable[[float], None] = time.sleep,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask nobody yet.

        Args:
            base_url: Such as `https://api.openai.com/v1`; what comes after that may be there, too.
            model: As the endpoint calls it.
            key: Sent as a bearer token; empty for none.
            is_billed: Whether texts count; they do not on the machine itself.
            glossary: Pairs of source and target terms.
            formality: As in the settings.
            tokens: Of texts in one request, as reckoned.
            timeout: Seconds of silence after which an answer counts as lost.
            pause: Waits so many seconds.
            is_stopping: Whether the person wants to stop: what came is kept, nothing more is sent.
        """
        self.shapes = (Shape.XML, Shape.CODES)
        self.requests = 0
        self.tokens = 0
        address = base_url.rstrip("/").removesuffix(_CHAT).rstrip("/")
        self._url, self._models_url = f"{address}{_CHAT}", f"{address}/models"
        self._model = model
        self._key = key
        self._is_billed = is_billed
        self._terms, self._formality = glossary, formality
        self._most_texts, self._most_tokens = _TEXTS, tokens
        self._timeout = timeout
        self._pause = pause
        self.is_stopping = is_stopping
        self._session: StrictSession | None = None
        self._options = dict(_OPTIONS)

    def __repr__(self) -> str:
        return f"OpenAI({self._url!r}, {self._model!r}, key='…')"

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._session is not None:
            self._session.close()

    def check(self) -> None:
        """Check whether the endpoint answers and takes the key; costs nothing.

        Raises:
            VaultgenError: It does not.
        """
        try:
            self._sent("GET", self._models_url, None)
        except OpenAIRequestError as failure:
            problem = where_nothing_is_billed(failure.problem)
            raise VaultgenError(problem.problem, problem.hint) from None

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        """Translate as `vaultgen.translate.ports.Engine` says."""
        waiting = self._batches(tuple(enumerate(texts)))
        while waiting and not self.is_stopping():
            batch = waiting.pop(0)
            try:
                cut = self._most_texts, self._most_tokens
                yield from self._answers(batch, shape, language)
                if cut != (self._most_texts, self._most_tokens):
                    waiting = self._batches(tuple(job for jobs in waiting for job in jobs))
            except OpenAIRequestError as failure:
                if failure.is_of_texts and len(batch) > 1:
                    half = len(batch) // 2
                    waiting[:0] = [batch[:half], batch[half:]]
                    continue
                left = batch
                if not failure.is_of_texts:
                    left, waiting = tuple(job for jobs in (batch, *waiting) for job in jobs), []
                problem = failure.problem if self._is_billed else where_nothing_is_billed(failure.problem)
                for place, text in left:
                    billed = int(self._is_billed and failure.perhaps_billed and (place, text) in batch)
                    yield Refused(place, failure.why, billed, problem)

    def _answers(self, batch: Jobs, shape: Shape, language: str) -> list[Answer]:
        """Return the answers to one request."""
        texts = {str(place + 1): f"{_label(place)} {text}" for place, text in batch}
        said = self._said(instruction(shape, language, self._terms, self._formality), texts)
        found = _translations(said, texts.keys())
        self._learn(found, len(batch))
        is_alone = len(batch) == 1
        return [
            Answer(
                place,
                _without_label(found.get(str(place + 1), ""), place, is_needed=not is_alone),
                int(self._is_billed),
            )
            for place, _ in batch
        ]

    def _learn(self, found: dict[str, str], count: int) -> None:
        """Send fewer texts at a time to a model that answered several without an object, or without their marks."""
        if count > 1 and not found:
            self._most_tokens = max(_FEWEST_TOKENS, self._most_tokens // 2)
        elif count > 1 and not any(_MARK.match(text) for text in found.values()):
            self._most_texts = 1  # without a mark only a text that came alone is surely the right one

    def _said(self, instructed: str, texts: dict[str, str]) -> str:
        """Return what the model answered, unchecked."""
        values = json.dumps(texts, ensure_ascii=False)
        while True:
            fields = {name: value for name, value in self._options.items() if name != _SYSTEM}
            messages = [{"role": "user", "content": f"{instructed}\n\n{values}"}]
            if _SYSTEM in self._options:
                messages = [{"role": "system", "content": instructed}, {"role": "user", "content": values}]
            body = {"model": self._model, "messages": messages, **fields}
            try:
                answer = self._sent("POST", self._url, body)
            except OpenAIRequestError as failure:
                if not failure.is_form or not self._options:
                    raise
                refused = [option for option in self._options if option in failure.named]
                del self._options[refused[0] if refused else list(self._options)[-1]]
                continue
            try:
                self.tokens += _tokens_said(answer.get("usage"))
                content = answer["choices"][0]["message"]["content"]
            except (AttributeError, IndexError, KeyError, TypeError):
                raise unanswered() from None
            return _text_of(content)

    def _sent(self, method: str, url: str, body: dict[str, Any] | None) -> Any:
        """Return the answer as JSON; asked again only where nothing can have been billed."""
        headers = {"User-Agent": f"vaultgen/{__version__}"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        for wait in (*_WAITS, None):
            self.requests += 1
            try:
                response = self._opened().request(
                    method,
                    url,
                    json=body,
                    headers=headers,
                    timeout=(_CONNECT, self._timeout),
                    auth=_as_it_is,  # or a .netrc would replace the key
                )
            except requests.RequestException as error:
                failure = unsent(error)
            else:
                if response.status_code < _BEYOND_SUCCESS:
                    return _parsed(response)
                failure = failure_of(response.status_code, response.text[:2000], tuple(_OPTIONS))
            if wait is None or not failure.is_repeatable or self.is_stopping():
                raise failure from None
            self._pause(wait)
        raise AssertionError  # pragma: no cover (the last wait is None)

    def _opened(self) -> StrictSession:
        if self._session is None:
            self._session = StrictSession()
        return self._session

    def _batches(self, jobs: Jobs) -> list[Jobs]:
        return packed(jobs, tokens_of, room=self._most_tokens, most=self._most_texts)


def tokens_of(text: str) -> int:
    """Return how many tokens a text is reckoned as."""
    return len(text.encode()) // 3 + 10


def _tokens_said(usage: object) -> int:
    """Return how many tokens an endpoint says that it read and wrote; 0 where that cannot be a number of them."""
    said = usage.get("total_tokens") if isinstance(usage, dict) else None
    return said if isinstance(said, int) and 0 <= said <= _MOST_TOKENS else 0


def _text_of(content: object) -> str:
    """Return the text of an answer, which may come in parts; empty where there is none."""
    parts = content if isinstance(content, list) else [{"text": content}]
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "".join(text for text in texts if isinstance(text, str))


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _parsed(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):
        raise unanswered() from None


def _label(place: int) -> str:
    return f"[[{place + 1}]]"


def _without_label(said: str, place: int, *, is_needed: bool) -> str:
    """Return a translation without the mark of its text; empty where the mark is another's, or a needed one is missing."""
    found = _MARK.match(said)
    if found is not None and found[1] != _label(place):
        return ""
    if found is None and is_needed:
        return ""
    rest = said[found.end() :] if found else said
    return "" if _MARK.search(rest) else rest


def _translations(said: str, numbers: Iterable[str]) -> dict[str, str]:
    """Return the texts of an answer by their numbers; empty where it is not certain which they are."""
    said = _THOUGHTS.sub("", said)
    decoder = json.JSONDecoder(
        object_pairs_hook=_without_doubles, strict=False
    )  # models break lines in texts
    found: list[dict[str, Any]] = []
    place = said.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(said, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            found += [value] if isinstance(value, dict) else []
        place = said.find("{", end)
    if len(found) != 1:
        return {}
    (whole,) = found
    if len(whole) == 1 and isinstance(inner := next(iter(whole.values())), dict):
        whole = inner
    if not whole.keys() <= set(numbers):
        return {}
    return {number: text for number, text in whole.items() if isinstance(text, str)}


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object in which a number that comes twice has no text, for it is not known which one is meant."""
    return {key: None if sum(key == other for other, _ in pairs) > 1 else value for key, value in pairs}
