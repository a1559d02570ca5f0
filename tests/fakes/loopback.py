"""What the fakes of translators share: a small server on the loopback that remembers what it did not know."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self


class Handler(BaseHTTPRequestHandler):
    """Answers one request.

    Attributes:
        fake: The server that was asked.
    """

    fake: Any
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@dataclass
class Loopback:
    """A server that runs inside `with`; leaving it fails the test that asked what it does not know.

    Attributes:
        handler: Answers requests.
        unknown: What was asked and is not known.
        release: Ends every answer that hangs.
    """

    handler: ClassVar[type[Handler]]
    unknown: list[str] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (self.handler,), {"fake": self}))
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if kind is None:
            assert not self.unknown, f"{type(self).__name__} was asked what it does not know: {self.unknown}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"
