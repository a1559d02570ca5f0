"""The adapter that every request to arXiv goes through, and the session that it is mounted on.

Here is what arXiv asks of a client (a pause, one connection, `Retry-After`, a name) and what vaultgen asks of an answer
(whole, not too large, not for ever, from the same host). Nothing here looks into a body.
"""

from __future__ import annotations

import email.utils
import io
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from vaultgen.errors import VaultgenError
from vaultgen.fetch.http_cache import CachedResponse, HttpCache
from vaultgen.fetch.patience import TimeoutLimit, is_silence, is_unreachable, service_of
from vaultgen.fetch.rate_limit import LONGEST_WAIT, Clock, RateLimiter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from urllib3.response import BaseHTTPResponse

PAUSE = 3.0
"""Seconds between two requests that arXiv asks for; less is accepted for loopback addresses alone."""

LARGEST_BODY = 20_000_000
"""Bytes after decompression. A feed of 2,000 papers, the most that arXiv sends, has about 5 million."""

LONGEST_BODY = 300.0
"""Seconds that one body may take, however steadily it drips."""

OK, NOT_MODIFIED, TOO_MANY = 200, 304, 429
RETRIED = (TOO_MANY, 500, 502, 503, 504)
_RETRIES = 5
_CONNECT_RETRIES = 2  # a machine that is offline need not wait for long to hear it
_BODY_TRIES = 3
AGAIN = "run the same command again later"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class FetchError(VaultgenError):
    """arXiv could not be asked, or its answer is of no use.

    Attributes:
        asks_for_less: arXiv wants fewer requests: nothing more is asked of that host in this run.
    """

    def __init__(self, problem: str, hint: str, *, asks_for_less: bool = False) -> None:
        super().__init__(problem, hint)
        self.asks_for_less = asks_for_less


class SilentError(FetchError):
    """An answer that takes for ever."""


def _not_again(host: str, why: str) -> FetchError:
    return FetchError(
        f"{host} {why} before, so it was not asked again in this run",
        AGAIN,
    )


class SameHostSession(requests.Session):
    """Follows a redirect on the same host only, and never from https to http."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return the address to follow, on the same host; None where there is no redirect to follow.

        Raises:
            FetchError: It leads to another host.
        """
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        here, there = urlsplit(resp.url), urlsplit(requests.compat.urljoin(resp.url, target))
        if (here.hostname, here.port) != (there.hostname, there.port) or here.scheme != there.scheme:
            raise FetchError(
                f"{here.hostname} sends vaultgen to another address, {there.scheme}://{there.netloc}: not followed",
                "are you behind a login page of your network? open https://arxiv.org in a browser, then run again",
            )
        return target


class Transport(HTTPAdapter):
    """The adapter on the session: pauses, retries, caps and known answers."""

    def __init__(
        self,
        *,
        gate: RateLimiter,
        answers: HttpCache,
        clock: Clock,
        delay: float,
        timeouts: tuple[float, float],
        user_agent: str,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._tell = tell
        self._silent: dict[str, FetchError] = {}
        self._gate = gate
        self._answers = answers
        self._clock = clock
        self._delay = delay
        self._timeouts = timeouts
        self._user_agent = user_agent
        self.held: dict[str, CachedResponse] = {}
        super().__init__(pool_connections=2, pool_maxsize=1)

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002, ARG002 - the signature of requests
        timeout: Any = None,  # noqa: ARG002 - the door has its own
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of requests
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answer from what is known, or ask when it is our turn."""
        url = request.url or ""
        if url in self.held:
            return self._respond(request, self.held[url])
        kept = self._answers.find(url)
        request.headers["User-Agent"] = self._user_agent
        request.headers["Accept-Encoding"] = "gzip"
        if kept and kept.etag:
            request.headers["If-None-Match"] = kept.etag
        if kept and kept.last_modified:
            request.headers["If-Modified-Since"] = kept.last_modified
        pause = self._pause(url)
        host = urlsplit(url).netloc
        for place in (host, service_of(url)):
            if place in self._silent:
                raise self._silent[place]
        patience = TimeoutLimit(urlsplit(url).hostname or url, self._tell)
        self.max_retries = _gated(self._gate, self._clock, pause, patience)
        try:
            response, body = self._fetch(request, pause, patience, verify=verify, cert=cert, proxies=proxies)
        except (requests.RequestException, FetchError) as error:
            self._learn(url, error)
            raise
        if response.status_code == NOT_MODIFIED and kept:
            return self._respond(request, kept)
        return self._respond(request, self._cacheable(url, response, body), response.headers)

    def _learn(self, url: str, error: requests.RequestException | FetchError) -> None:
        """Remember whom not to ask again in this run."""
        name = urlsplit(url).hostname or url
        if isinstance(error, FetchError) and error.asks_for_less:
            self.leave_alone(url, error)
        elif is_unreachable(error):
            self._silent[urlsplit(url).netloc] = _not_again(name, "could not be reached")
        elif isinstance(error, SilentError) or is_silence(error):
            self._silent[service_of(url)] = _not_again(name, "did not answer in time")

    def leave_alone(self, url: str, error: FetchError) -> None:
        """Send nothing more to the host of an address; whoever asks it gets this error."""
        self._silent[urlsplit(url).netloc] = error

    def _fetch(
        self, request: requests.PreparedRequest, pause: float, patience: TimeoutLimit, **how: Any
    ) -> tuple[requests.Response, bytes]:
        """Return a response with its body whole, when it is our turn."""
        with self._gate.turn():
            for tries_left in reversed(range(_BODY_TRIES)):
                self._gate.wait(pause)
                response = super().send(request, stream=True, timeout=self._timeouts, **how)
                try:
                    return response, self._body(response)
                except urllib3.exceptions.HTTPError as error:
                    response.close()
                    is_over = isinstance(error, urllib3.exceptions.TimeoutError) and patience.ends()
                    if not tries_left or is_over:
                        raise requests.ConnectionError(error, request=request) from error
                except BaseException:
                    response.close()
                    raise
        raise AssertionError  # pragma: no cover (the last try returns or raises)

    def _pause(self, url: str) -> float:
        return self._delay if urlsplit(url).hostname in _LOOPBACK else max(self._delay, PAUSE)

    def _body(self, response: requests.Response) -> bytes:
        host = urlsplit(response.url).hostname
        deadline = self._clock.monotonic() + LONGEST_BODY
        body = bytearray()
        # read1 comes back with whatever is there: a body that drips cannot hold us for ever.
        while piece := response.raw.read1(65_536, decode_content=True):
            body += piece
            if len(body) > LARGEST_BODY:
                raise FetchError(
                    f"the answer of {host} is larger than {LARGEST_BODY // 1_000_000} MB: not read",
                    "this is not an announcement of arXiv; run again later",
                )
            if self._clock.monotonic() > deadline:
                raise SilentError(
                    f"the answer of {host} was not complete after {LONGEST_BODY / 60:.0f} minutes",
                    "run again later today",
                )
        return bytes(body)

    def _cacheable(self, url: str, response: requests.Response, body: bytes) -> CachedResponse:
        answer = CachedResponse(
            url,
            response.status_code,
            body,
            response.headers.get("ETag", ""),
            response.headers.get("Last-Modified", ""),
        )
        if answer.status == OK and (answer.etag or answer.last_modified):
            self._answers.keep(answer)
        return answer

    def _respond(
        self,
        request: requests.PreparedRequest,
        answer: CachedResponse,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return a response of requests whose body is already here."""
        described = {"ETag": answer.etag, "Last-Modified": answer.last_modified}
        kept = {name: value for name, value in described.items() if value}
        if headers and "Location" in headers:
            kept["Location"] = headers["Location"]
        whole = urllib3.HTTPResponse(
            body=io.BytesIO(answer.body), headers=kept, status=answer.status, preload_content=False
        )
        return self.build_response(request, whole)


_YEAR = 366 * 86_400.0


class _GatedRetry(Retry):
    """urllib3's retries, each of them a request that waits for its turn like any other."""

    def __init__(
        self, *args: Any, gate: RateLimiter, clock: Clock, pause: float, patience: TimeoutLimit, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._gate, self._clock, self._pause, self._patience = gate, clock, pause, patience

    def new(self, **kw: Any) -> Self:
        return super().new(
            gate=self._gate, clock=self._clock, pause=self._pause, patience=self._patience, **kw
        )

    def increment(self, *args: Any, **kwargs: Any) -> Self:
        """Return the retries that are left after one more try; none where silence was met too often."""
        error = kwargs.get("error")
        if isinstance(error, urllib3.exceptions.ReadTimeoutError) and self._patience.ends():
            raise error
        return super().increment(*args, **kwargs)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = self.get_retry_after(response) if response is not None else None
        if asked is not None and asked > LONGEST_WAIT:
            until = datetime.fromtimestamp(self._clock.wall() + asked, UTC)
            raise FetchError(
                f"arXiv asks to wait for {asked / 60:.0f} minutes",
                f"run again after {until:%Y-%m-%d %H:%M} UTC",
                asks_for_less=True,
            )
        self._gate.wait(self._pause, at_least=max(asked or 0.0, self.get_backoff_time()))

    def parse_retry_after(self, retry_after: str) -> float:
        """Return seconds from now, at most a year; what cannot be read asks for nothing (the back-off still holds)."""
        if retry_after.strip().isdecimal():
            return min(float(retry_after), _YEAR)
        with suppress(ValueError, OverflowError, TypeError, IndexError):
            return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - self._clock.wall())
        return 0.0


def _gated(gate: RateLimiter, clock: Clock, pause: float, patience: TimeoutLimit) -> Retry:
    return _GatedRetry(
        total=_RETRIES,
        connect=_CONNECT_RETRIES,
        status_forcelist=RETRIED,
        respect_retry_after_header=True,
        raise_on_status=False,
        backoff_factor=pause,
        gate=gate,
        clock=clock,
        pause=pause,
        patience=patience,
    )
