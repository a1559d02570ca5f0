"""What it means when DeepL does not translate: the reason, what to tell the person, whether it may have been billed.

The client's own messages are never passed on: some hold the server's whole answer.
"""

from typing import TYPE_CHECKING

from vaultgen.errors import Problem
from vaultgen.translate.request import Why

if TYPE_CHECKING:
    from deepl import DeepLException

KEY = Problem(
    "DeepL refuses the key",
    "store the one of your DeepL account: vaultgen key (one in DEEPL_AUTH_KEY wins over it)",
)
QUOTA = Problem(
    "DeepL's quota for this month is used up: what is left waits in the original",
    "nothing to do: the first run after the quota renews finishes it (vaultgen status shows the days)",
)
RATE = Problem("DeepL asks for fewer requests (429)", "run again later; what came back is kept")
DOWN = Problem("DeepL could not be reached or is overloaded", "run again later; what came back is kept")
SILENT = Problem(
    "an answer of DeepL did not arrive whole; it may have been billed, so it is not asked for again in this run",
    "run again later; what came back is kept",
)
NOT_A_TEXT = Problem(
    "an answer of DeepL holds something else in the place of a text; it was billed, and is not asked for again in this run",
    "nothing to do: it is tried again after a day, a week and a month; what came back is kept",
)
TOO_LARGE = Problem(
    "DeepL finds a request too large (413)", "run again later; if it stays so, please report it"
)
DISTRUSTED = Problem(
    "no trusted connection to DeepL comes about: what answers at its address does not prove who it is (its certificate)",
    "check the network you are in; a certificate of your own is named by REQUESTS_CA_BUNDLE=FILE",
)
REFUSED = Problem("DeepL refuses what it was sent (400)", "check translation.formality, or leave it out")
GLOSSARY = Problem(
    "DeepL refuses the glossary", "check translation.glossary: source,target a line, none empty"
)

_HANDSHAKE = frozenset(
    {
        "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNSUPPORTED_PROTOCOL", "NO_SHARED_CIPHER", "RECORD_LAYER_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_UNRECOGNIZED_NAME",
    }
)  # fmt: skip
"""Why no encrypted connection came about, as OpenSSL calls it; nothing was sent over it."""

_REPEATABLE = frozenset({429, 503, 529})


class DeepLRequestError(Exception):
    """A request that brought nothing.

    Attributes:
        why: The reason.
        problem: For the person.
        perhaps_billed: Whether DeepL may have counted it.
        is_repeatable: Whether the same request may be sent again at once.
    """

    def __init__(
        self, why: Why, problem: Problem, *, perhaps_billed: bool = False, is_repeatable: bool = False
    ) -> None:
        super().__init__(problem.problem)
        self.why, self.problem = why, problem
        self.perhaps_billed, self.is_repeatable = perhaps_billed, is_repeatable


def unreadable() -> DeepLRequestError:
    """Return an answer that came and cannot be read."""
    return DeepLRequestError(Why.DOWN, SILENT, perhaps_billed=True)


def to_failure(error: "DeepLException") -> DeepLRequestError:
    """Return what an exception of the client means, by its status."""
    status = error.http_status_code
    by_status = {
        401: DeepLRequestError(Why.KEY_REFUSED, KEY),
        403: DeepLRequestError(Why.KEY_REFUSED, KEY),
        456: DeepLRequestError(Why.QUOTA, QUOTA),
        429: DeepLRequestError(Why.RATE, RATE, is_repeatable=True),
        413: DeepLRequestError(Why.DOWN, TOO_LARGE),
    }
    if status in by_status:
        return by_status[status]
    if is_distrusted(error.__cause__):
        return DeepLRequestError(Why.DOWN, DISTRUSTED)
    if status in _REPEATABLE or never_connected(error.__cause__):
        return DeepLRequestError(Why.DOWN, DOWN, is_repeatable=True)
    if status is not None and 400 <= status < 500:  # noqa: PLR2004 (HTTP's own ranges)
        return DeepLRequestError(Why.DOWN, REFUSED)
    return unreadable()


def never_connected(cause: BaseException | None) -> bool:
    """Return whether a request cannot have arrived, because no connection was made."""
    from requests.exceptions import ConnectTimeout  # noqa: PLC0415 (deepl imports it, and deepl is lazy)
    from urllib3.exceptions import NewConnectionError, ProxyError  # noqa: PLC0415

    return isinstance(cause, ConnectTimeout) or isinstance(_reason(cause), NewConnectionError | ProxyError)


def is_distrusted(cause: BaseException | None) -> bool:
    """Return whether nothing was sent because no trusted connection came about."""
    import ssl  # noqa: PLC0415 (requests imports it, and requests is lazy)

    errors = [arg for arg in getattr(_reason(cause), "args", ()) if isinstance(arg, ssl.SSLError)]
    return any(
        isinstance(error, ssl.SSLCertVerificationError) or error.reason in _HANDSHAKE for error in errors
    )


def _reason(cause: BaseException | None) -> object:
    """Return what urllib3 gave up for; None where it gave no reason."""
    return getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
