"""What the environment says: the clock, the state folder, and where arXiv and DeepL are.

The real clock is read in `Environment.now` and nowhere else. DeepL's key is not here (see `secrets`).
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from vaultgen.config.places import below_home, usual_state_folder
from vaultgen.errors import ConfigurationError, Problem

FEED_URL = "https://rss.arxiv.org/rss"
API_URL = "https://export.arxiv.org/api/query"
OAI_URL = "https://oaipmh.arxiv.org/oai"
POLITE_DELAY = 3.0
"""Seconds between requests that arXiv asks for (https://info.arxiv.org/help/api/tou.html)."""

_LONGEST_DELAY = 3600.0
_YEARS = range(1991, 9000)
"""From arXiv's first year to where adding days stays safe."""


class Environment(Struct, frozen=True):
    """The machine's side of a run; everything a test or a mirror may replace.

    Attributes:
        state_folder: Where state is kept, absolute; it need not exist.
        fixed_now: The time that `VAULTGEN_NOW` gives, aware; None for the real clock.
        feed_url: arXiv's announcement feeds, used as `URL/cs.LG`; without a final slash.
        api_url: arXiv's API.
        oai_url: arXiv's OAI-PMH interface.
        delay: Seconds between two requests to arXiv as asked for; what may be used is `delay_for`.
        deepl_server_url: Another place than DeepL's own, with a final slash; None for DeepL's.
    """

    state_folder: Path
    fixed_now: datetime | None = None
    feed_url: str = FEED_URL
    api_url: str = API_URL
    oai_url: str = OAI_URL
    delay: float = POLITE_DELAY
    deepl_server_url: str | None = None

    def now(self) -> datetime:
        """Return the time, aware: `VAULTGEN_NOW` where it is set, else the machine's clock in UTC."""
        return self.fixed_now or datetime.now(UTC)

    def delay_for(self, url: str) -> float:
        """Return the seconds between two requests to this address: below 3 only on the machine itself."""
        return self.delay if is_loopback(url) else max(self.delay, POLITE_DELAY)


def read(environ: Mapping[str, str], *, cwd: Path) -> Environment:
    """Read the environment. A variable that is empty counts as not set.

    Args:
        environ: Such as `os.environ`.
        cwd: What a relative `VAULTGEN_STATE_DIR` is relative to.

    Raises:
        ConfigurationError: With all problems at once.
    """
    problems: list[Problem] = []
    urls = [
        _url(environ, variable, default, problems)
        for variable, default in (
            ("VAULTGEN_ARXIV_FEED_URL", FEED_URL),
            ("VAULTGEN_ARXIV_API_URL", API_URL),
            ("VAULTGEN_ARXIV_OAI_URL", OAI_URL),
        )
    ]
    found = Environment(
        state_folder=_state_folder(environ, cwd),
        fixed_now=_now(environ, problems),
        feed_url=urls[0].rstrip("/"),
        api_url=urls[1],
        oai_url=urls[2],
        delay=_delay(environ, urls, problems),
        deepl_server_url=_deepl_server(environ, problems),
    )
    if problems:
        raise ConfigurationError("the environment", tuple(problems))
    return found


def is_loopback(url: str) -> bool:
    """Return whether an address can only be on this machine: `localhost`, 127.0.0.0/8 or ::1."""
    import ipaddress  # noqa: PLC0415 (few runs ask)

    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _state_folder(environ: Mapping[str, str], cwd: Path) -> Path:
    if named := environ.get("VAULTGEN_STATE_DIR"):
        return cwd / below_home(named, environ)
    return usual_state_folder()


def _now(environ: Mapping[str, str], problems: list[Problem]) -> datetime | None:
    text = environ.get("VAULTGEN_NOW", "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in _YEARS:
        wrong = "has no zone" if moment is not None and moment.tzinfo is None else "is not an ISO time"
        problems.append(Problem(f'VAULTGEN_NOW: "{text}" {wrong}', "for example 2026-02-23T09:00:00+08:00"))
        return None
    return moment


def _url(environ: Mapping[str, str], variable: str, default: str, problems: list[Problem]) -> str:
    url = environ.get(variable, "").strip() or default
    if is_web_address(url):
        return url
    problems.append(Problem(f'{variable}: "{url}" is not a web address', f"for example {default}"))
    return default


def _deepl_server(environ: Mapping[str, str], problems: list[Problem]) -> str | None:
    """Return DeepL's address with a final slash after a path, because DeepL's client joins paths to it."""
    variable = "DEEPL_SERVER_URL"
    url = environ.get(variable, "").strip()
    if not url:
        return None
    if not is_web_address(url):
        problems.append(
            Problem(f'{variable}: "{url}" is not a web address', "for example https://api.deepl.com")
        )
    elif not url.startswith("https:") and not is_loopback(url):
        problems.append(
            Problem(f'{variable}: "{url}" would send your key unencrypted', "write https:// instead")
        )
    return url.rstrip("/") + "/"


def is_web_address(url: str) -> bool:
    """Return whether a text is a usable address: scheme, host and a port that can be one; nothing that would have to be quoted, no name or password."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_clean = url.isascii() and url.isprintable() and " " not in url and parts.username is None
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_fine and is_clean


def _delay(environ: Mapping[str, str], urls: list[str], problems: list[Problem]) -> float:
    variable = "VAULTGEN_ARXIV_DELAY"
    text = environ.get(variable, "").strip()
    if not text:
        return POLITE_DELAY
    try:
        delay = float(text)
    except ValueError:
        delay = math.nan
    if not 0 <= delay <= _LONGEST_DELAY:
        problems.append(Problem(f'{variable}: "{text}" is not a number of seconds', "for example 3"))
    elif delay < POLITE_DELAY and not any(map(is_loopback, urls)):
        problems.append(
            Problem(f"{variable}: {text} is less than arXiv asks for", "write 3 or more, or leave it out")
        )
    else:
        return delay
    return POLITE_DELAY


def is_near(url: str) -> bool:
    """Return whether an address is on this machine or in a private network, by its number."""
    import ipaddress  # noqa: PLC0415 (few runs ask)

    if is_loopback(url):
        return True
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_private
    except ValueError:
        return False
