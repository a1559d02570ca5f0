"""The only door to DeepL: the vendor's client, used so that nothing is paid for twice.

- At most 50 texts and 128 KiB a request; a batch is sent when the answers to the one before have been taken.
- The client's own retries are off: they would send again after a time-out, which DeepL may bill twice. The one loop
  here repeats only what DeepL certainly did not bill: refused for haste (429), overloaded (503, 529), never connected.
  An answer that did not arrive counts as billed, and nothing is sent after it in that run.
- Answers are capped in size and time, and no redirect is followed (`strict_session`).
- The key is in this object and in the request's header, nowhere else; the client's logger, which prints texts, is off.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from vaultgen import __version__
from vaultgen.errors import VaultgenError
from vaultgen.translate.languages import target_of
from vaultgen.translate.ports import Answer, Refused
from vaultgen.translate.request import Why
from vaultgen.translate.shapes import Shape, counted
from vaultgen.translators import deepl_order
from vaultgen.translators.accounts import Usage, glossary_fingerprint
from vaultgen.translators.deepl_failures import (
    DOWN,
    GLOSSARY,
    NOT_A_TEXT,
    REFUSED,
    SILENT,
    DeepLRequestError,
    to_failure,
    unreadable,
)

__all__ = ["DeepL", "Usage", "target_of"]

_TEXTS = 50
_BYTES = 128 * 1024 - 4096
"""DeepL's 128 KiB less what the other fields of a request take."""
_TIMEOUT = 60.0
_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each repetition of what was not billed."""
_OURS = "vaultgen "
_FORMALITIES = {"more": "prefer_more", "less": "prefer_less"}
"""The plain forms are refused for languages that know none, Chinese among them; these fall back."""
_XML = {
    "tag_handling": "xml",
    "tag_handling_version": "v2",
    "ignore_tags": ["m"],
    "outline_detection": False,
}

_Jobs = tuple[tuple[int, str], ...]
"""Texts with their place among those of the call."""


class DeepL:
    """DeepL as an engine (`vaultgen.translate.ports.Engine`)."""

    def __init__(
        self,
        auth_key: str,
        *,
        server_url: str | None = None,
        glossary: tuple[tuple[str, str], ...] = (),
        formality: str = "default",
        timeout: float = _TIMEOUT,
        pause: Callable[[float], None] = time.sleep,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask nobody yet.

        Args:
            auth_key: The person's key.
            server_url: Instead of DeepL's own, which follows from the key; a path needs a final slash.
            glossary: Pairs of source and target terms; kept in step on DeepL's side when first needed.
            formality: As in the settings.
            timeout: Seconds of silence after which an answer counts as lost.
            pause: Waits so many seconds.
            is_stopping: Whether the person wants to stop: what came is kept, nothing more is sent.
        """
        self.shapes = (Shape.XML, Shape.CODES)
        self.requests = 0
        self._auth_key = auth_key
        self._server_url = server_url or None
        self._terms = glossary
        self._formality = _FORMALITIES.get(formality, formality)
        self._timeout = timeout
        self._pause = pause
        self.is_stopping = is_stopping
        self._opened: Any = None
        self._glossaries: dict[str, str] = {}

    def __repr__(self) -> str:
        return "DeepL(auth_key='…')"

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._opened is not None:
            self._opened.close()

    def usage(self) -> Usage:
        """Return what DeepL has counted in this billing period; costs nothing.

        Raises:
            VaultgenError: DeepL did not say.
        """
        try:
            count = self._request(lambda client: client.get_usage().character)
        except DeepLRequestError as failure:
            raise VaultgenError(failure.problem.problem, failure.problem.hint) from None
        return Usage(int(count.count or 0), int(count.limit or 0))

    def translate(self, texts: tuple[str, ...], shape: Shape, language: str) -> Iterator[Answer | Refused]:
        """Translate as `vaultgen.translate.ports.Engine` says.

        Raises:
            VaultgenError: DeepL has no such language; nothing was sent.
        """
        target = target_of(language)
        waiting = _batches(tuple(enumerate(texts)))
        is_short = False
        while waiting and not self.is_stopping():
            batch = waiting.pop(0)
            try:
                yield from self._answers(batch, shape, target)
            except DeepLRequestError as failure:
                left = tuple(job for jobs in (batch, *waiting) for job in jobs)
                waiting = []
                if failure.why is Why.QUOTA and not is_short:
                    is_short = True
                    waiting, left = self._what_still_fits(left)
                for job in left:
                    is_billed = failure.perhaps_billed and job in batch
                    yield Refused(job[0], failure.why, counted(job[1], shape) * is_billed, failure.problem)

    def _answers(self, batch: _Jobs, shape: Shape, target: str) -> list[Answer | Refused]:
        """Return the answers to one request; one that is not a text was billed all the same."""
        options: dict[str, Any] = {
            "source_lang": "EN",
            "target_lang": target,
            "split_sentences": "nonewlines",
            "preserve_formatting": True,
        }
        if self._formality != "default":
            options["formality"] = self._formality
        if self._terms:
            options["glossary"] = self._glossary(target)
        if shape is Shape.XML:
            options |= _XML
        texts = [deepl_order.apart(text, number) for number, (_, text) in enumerate(batch, 1)]
        answers = self._request(lambda client: client.translate_text(texts, **options))
        if len(answers) != len(batch):
            raise unreadable()
        exchanged = deepl_order.exchanged(texts, [answer.billed_characters for answer in answers], shape)
        return [
            _answer(
                place,
                text,
                None if number in exchanged else answer.text,
                answer.billed_characters,
                shape=shape,
                number=number,
            )
            for number, ((place, text), answer) in enumerate(zip(batch, answers, strict=True), 1)
        ]

    def _what_still_fits(self, jobs: _Jobs) -> tuple[list[_Jobs], _Jobs]:
        """Return, of texts that DeepL refused with status 456, the shortest ones that still fit the quota, and the rest.

        Lengths are taken with the mark-up, so rather one text too few than another refusal.
        """
        try:
            usage = self.usage()
        except VaultgenError:
            return [], jobs
        room = usage.allowed - usage.used
        fitting: list[tuple[int, str]] = []
        for job in sorted(jobs, key=lambda job: len(job[1])):
            room -= len(job[1])
            if room < 0:
                break
            fitting.append(job)
        return _batches(tuple(fitting)), tuple(job for job in jobs if job not in fitting)

    def _glossary(self, target: str) -> str:
        """Return the identifier of the person's glossary on DeepL's side; glossaries cost nothing."""
        tongue = target.split("-", maxsplit=1)[0]
        if tongue not in self._glossaries:
            try:
                self._glossaries[tongue] = self._glossary_in_step(tongue)
            except DeepLRequestError as failure:
                problem = {REFUSED: GLOSSARY, SILENT: DOWN}.get(failure.problem, failure.problem)
                raise DeepLRequestError(failure.why, problem) from None
        return self._glossaries[tongue]

    def _glossary_in_step(self, tongue: str) -> str:
        """Return our glossary by the hash of its content, made where it is not there; remove older ones of ours."""
        ours = f"{_OURS}{tongue} "
        name = ours + glossary_fingerprint(self._terms)
        entries = _entries(self._terms, tongue)
        there = self._request(lambda client: client.list_multilingual_glossaries())
        standing = None
        for one in there:
            if one.name == name:
                standing = one
            elif one.name.startswith(ours):
                self._request(partial(_delete, glossary=one))
        if standing is None:
            standing = self._request(lambda client: client.create_multilingual_glossary(name, [entries]))
        return str(standing.glossary_id)

    def _request(self, ask: Callable[[Any], Any]) -> Any:
        """Return the client's answer; asked again only where nothing can have been billed.

        `ask` does nothing but call the client: what that raises on a malformed answer is not a fault of ours.
        """
        deepl = _vendor()
        for wait in (*_WAITS, None):
            self.requests += 1
            try:
                return ask(self._client())
            except deepl.DeepLException as error:
                failure = to_failure(error)
            except (
                AttributeError,
                IndexError,
                KeyError,
                TypeError,
                ValueError,
            ):  # the client on a malformed answer
                failure = unreadable()
            if wait is None or not failure.is_repeatable or self.is_stopping():
                raise failure from None
            self._pause(wait)
        raise AssertionError  # pragma: no cover (the last wait is None)

    def _client(self) -> Any:
        if self._opened is None:
            deepl = _vendor()
            logging.getLogger("deepl").disabled = True
            deepl.http_client.max_network_retries = 0
            deepl.http_client.min_connection_timeout = self._timeout
            client = deepl.DeepLClient(self._auth_key, server_url=self._server_url, send_platform_info=False)
            from vaultgen.translators.strict_session import StrictSession  # noqa: PLC0415 (as late as deepl)

            client._client._session = StrictSession()  # noqa: SLF001 (it takes none; a test sees that it is used)
            self._opened = client.set_app_info("vaultgen", __version__)
        return self._opened


def _answer(
    place: int, sent: str, text: object, billed: object, *, shape: Shape, number: int
) -> Answer | Refused:
    """Return the answer for a text, checked: the client passes on whatever the server says, even `null`."""
    characters = billed if isinstance(billed, int) and billed >= 0 else counted(sent, shape)
    if isinstance(text, str):
        return Answer(place, deepl_order.with_own_numbers(text, number), characters)
    return Refused(place, Why.DOWN, characters, NOT_A_TEXT, counts=True)


def _delete(client: Any, glossary: Any) -> None:
    client.delete_multilingual_glossary(glossary)


def _entries(terms: tuple[tuple[str, str], ...], tongue: str) -> Any:
    """Return the glossary as the client wants it; refused here where a term is empty or holds control characters."""
    deepl = _vendor()
    try:
        for term in (term.strip() for pair in terms for term in pair):
            deepl.validate_glossary_term(term)
    except ValueError:
        raise DeepLRequestError(Why.DOWN, GLOSSARY) from None
    return deepl.api_data.MultilingualGlossaryDictionaryEntries("EN", tongue, dict(terms))


def _batches(jobs: _Jobs) -> list[_Jobs]:
    """Return texts in batches of at most 50 texts and 128 KiB of JSON, in order."""
    batches: list[list[tuple[int, str]]] = []
    size = _BYTES
    for job in jobs:
        length = len(json.dumps(job[1])) + 2
        if size + length > _BYTES or len(batches[-1]) == _TEXTS:
            batches.append([])
            size = 0
        batches[-1].append(job)
        size += length
    return [tuple(batch) for batch in batches]


def _vendor() -> Any:
    """Import the vendor's package, which takes 244 ms: only once there is something to ask it."""
    import deepl  # noqa: PLC0415
    import deepl.http_client  # noqa: PLC0415

    return deepl
