"""The one way to arXiv: every request of vaultgen and of the `arxiv` package goes through it.

It promises arXiv: a pause between any two requests and one connection, also over processes and retries (`rate_limit`,
`transport`); an honest User-Agent; nothing asked again that is known (`http_cache`). It promises vaultgen: whole
answers or a `FetchError` of two lines in place of the many exceptions of four libraries. It does not look into a body:
that is up to `feed` and `api`.
"""

from __future__ import annotations

from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import requests
import urllib3
from msgspec.structs import replace

import vaultgen
from vaultgen.fetch.http_cache import KEPT_DAYS, CachedResponse, HttpCache
from vaultgen.fetch.patience import is_silence
from vaultgen.fetch.rate_limit import Clock, RateLimiter
from vaultgen.fetch.transport import (
    AGAIN,
    OK,
    PAUSE,
    RETRIED,
    TOO_MANY,
    FetchError,
    SameHostSession,
    Transport,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from requests.adapters import BaseAdapter

_USER_AGENT = f"vaultgen/{vaultgen.__version__} (+https://pypi.org/project/vaultgen/)"
"""Says who asks, and where arXiv can find out more."""
TIMEOUTS = (5.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""


class Http:
    """Sends every request to arXiv. Not for use by several threads.

    Args:
        delay: Seconds between two requests; below 3 it counts for loopback addresses alone.
        folder: In the state folder, for answers and the time of the last request; None writes nothing.
        clock: What time it is.
        timeouts: Seconds to connect, seconds between two pieces of an answer.
        tell: Told in a line what takes long.
        adapter: Answers in place of arXiv (`demo_source`); whatever it does not answer is refused.

    Attributes:
        session: What requests are sent with; the `arxiv` package is given it too.
    """

    def __init__(
        self,
        *,
        delay: float = PAUSE,
        folder: Path | None = None,
        clock: Clock | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        tell: Callable[[str], None] = lambda _: None,
        adapter: tuple[str, BaseAdapter] | None = None,
    ) -> None:
        clock = clock or Clock()
        self._answers = HttpCache(None if folder is None else folder / "answers")
        self._answers.drop_older_than(clock.wall() - KEPT_DAYS * 86_400)
        self._gate = RateLimiter(folder, clock)
        self.session = SameHostSession()
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.session.adapters.clear()
        self._door = Transport(
            gate=self._gate,
            answers=self._answers,
            clock=clock,
            delay=delay,
            timeouts=timeouts,
            user_agent=_USER_AGENT,
            tell=tell,
        )
        if adapter is not None:
            self.session.mount(*adapter)
        else:
            self.session.mount("https://", self._door)
            self.session.mount("http://", self._door)

    @property
    def sent(self) -> int:
        """How many requests were sent, retries counted."""
        return self._gate.passed

    def get(
        self, url: str, *, now: datetime | None = None, current_until: datetime | None = None
    ) -> CachedResponse:
        """Return the answer of an address: asked for, or known to be still current.

        Args:
            now: Compared with the time until which a kept answer is current.
            current_until: Keep the answer, and take it for current until then. Within this run the same
                address is then answered from memory, also to the `arxiv` package.

        Returns:
            Any answer below status 500 except 429; its body is whole as far as HTTP can tell.

        Raises:
            FetchError: There is none.
        """
        url = _address(url)
        kept = self._answers.find(url)
        if kept and now and kept.current_until and now < kept.current_until:
            self._door.held[url] = kept
            return kept
        answer = self._ask(url)
        if current_until is not None and answer.status == OK:
            answer = replace(answer, current_until=current_until)
            self._answers.keep(answer)
            self._door.held[url] = answer
        return answer

    def hold(self, answer: CachedResponse) -> None:
        """Answer this address from memory, also to the `arxiv` package, until it is forgotten."""
        self._door.held[answer.url] = answer

    def forget(self, url: str) -> None:
        """Do not use the kept answer for this address again: its content was not usable."""
        url = _address(url)
        self._answers.drop(url)
        self._door.held.pop(url, None)

    def close(self) -> None:
        """Give the connection back."""
        self.session.close()
        self._door.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, url: str) -> CachedResponse:
        host = urlsplit(url).hostname or url
        before = self.sent
        try:
            response = self.session.get(url)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _to_failure(error, host, self.sent - before) from error
        if response.status_code in RETRIED:
            refused = _refused(host, self.sent - before, response.status_code)
            if refused.asks_for_less:
                self._door.leave_alone(url, refused)
            raise refused
        headers = response.headers
        return CachedResponse(
            url=url,
            status=response.status_code,
            body=response.content,
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
        )


def _address(url: str) -> str:
    """Return the address as requests spells it, so that one question has one name."""
    try:
        return requests.Request("GET", url).prepare().url or url
    except requests.RequestException as error:
        raise _to_failure(error, url, 0) from error


def _no_answer(host: str, tries: int, last: str) -> FetchError:
    return FetchError(f"{host} did not answer ({_tries(tries)}, last: {last})", AGAIN)


def _refused(host: str, tries: int, status: int) -> FetchError:
    """Return the error for an answer that is a refusal."""
    said = f"{status} {HTTPStatus(status).phrase}"
    return FetchError(
        f"{host} answered with {said} ({_tries(tries)})", AGAIN, asks_for_less=status == TOO_MANY
    )


def _tries(tries: int) -> str:
    return "1 try" if tries == 1 else f"{tries} tries"


def _to_failure(error: Exception, host: str, tries: int) -> FetchError:
    """Return the error of two lines for whatever exception a library raised."""
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError(
            f"{host} could not prove that it is {host} (TLS certificate)",
            "check the clock of this machine and the proxy of your network, then run again",
        )
    if isinstance(error, requests.TooManyRedirects):
        return FetchError(f"{host} redirects in a circle", "run again later")
    if isinstance(
        error,
        (
            requests.exceptions.InvalidSchema,
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
        ),
    ):
        return FetchError(f"{host} cannot be asked: {error}", "check the VAULTGEN_ARXIV_… addresses")
    return _no_answer(host, tries, _last(error))


def _last(error: Exception) -> str:
    if is_silence(error):
        return "timeout"
    if "NameResolution" in str(error) or "getaddrinfo" in str(error):
        return "its name is not known: is this machine online?"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy failed"
    return "connection broken"
