"""The session that DeepL's client sends with: it follows no redirect, and an answer has an end in size and in time.

The client itself reads whatever comes, for as long as it comes, from wherever it is sent to; the key and unpublished
glossary terms go with every request. TLS is verified, as requests does by itself.
"""

import io
import time
from collections.abc import Mapping
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

LARGEST_BODY = 5_000_000
"""Bytes after decompression. A request has at most 128 KiB, and no translation is forty times as long."""

LONGEST_BODY = 180.0
"""Seconds that one body may take, however steadily it drips."""


class StrictSession(requests.Session):
    """Follows no redirect: DeepL sends none."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Capped())

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return nothing: a redirection is not followed."""
        del resp
        return None


class _Capped(HTTPAdapter):
    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002, ARG002 - the signature of requests
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of requests
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return a response whose body is here already, whole.

        Raises:
            requests.RequestException: There is none, or it is too large or too slow.
        """
        response = super().send(
            request, stream=True, timeout=timeout, verify=verify, cert=cert, proxies=proxies
        )
        try:
            body = _read(response.raw)
        except urllib3.exceptions.HTTPError as error:
            raise requests.exceptions.ChunkedEncodingError(error, request=request) from error
        finally:
            response.close()
        whole = urllib3.HTTPResponse(
            body=io.BytesIO(body), status=response.status_code, preload_content=False
        )
        return self.build_response(request, whole)


def _read(raw: Any) -> bytes:
    deadline = time.monotonic() + LONGEST_BODY
    body = bytearray()
    # read1 comes back with whatever is there: a body that drips cannot hold us for ever.
    while piece := raw.read1(65_536, decode_content=True):
        body += piece
        if len(body) > LARGEST_BODY or time.monotonic() > deadline:
            raise requests.exceptions.ContentDecodingError("too large or too slow")
    return bytes(body)
