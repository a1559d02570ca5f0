"""How long a run puts up with silence: a service that twice leaves one request unanswered is not asked again.

Nor is a host that cannot be reached at all, which is what a machine without a network finds of every host.

arXiv has a host for feeds, one for its API and one for records; a day asks them for every category. Without an end to
patience each category would wait again.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import requests
import urllib3

MOST_SILENCES = 2
"""Times that an address may keep silent to one request; after that it is not asked again by this run."""


def is_silence(error: BaseException) -> bool:
    """Return whether somebody did not answer in time."""
    return isinstance(error, requests.Timeout) or "timed out" in str(error)


def is_unreachable(error: BaseException) -> bool:
    """Return whether no connection came about: the name is not known, or nobody listens there."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), urllib3.exceptions.NewConnectionError)


class TimeoutLimit:
    """How often one request has met with silence."""

    def __init__(self, host: str, tell: Callable[[str], None]) -> None:
        self._host = host
        self._tell = tell
        self._silences = 0

    def ends(self) -> bool:
        """Count one more answer that did not come in time; return whether that was one too many."""
        self._silences += 1
        if self._silences < MOST_SILENCES:
            self._tell(f"{self._host} has not answered yet; asking once more")
        return self._silences >= MOST_SILENCES


def service_of(url: str) -> str:
    """Return the service of an address: host and first part of the path, for one host may have several services."""
    parts = urlsplit(url)
    return f"{parts.netloc}/{parts.path.lstrip('/').partition('/')[0]}"
