"""DeepL's answers when they are too large, too slow, or lead elsewhere: the notes are there, nothing follows."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from day.conftest import KEY, Vaultgen, arxiv, arxiv_server, vault, vaultgen
from fakes.arxiv_server import ArxivServer

from vaultgen.translators import strict_session

__all__ = ["arxiv", "arxiv_server", "vault", "vaultgen"]

Behave = Callable[[BaseHTTPRequestHandler], None]
endings: list[str] = []


@contextmanager
def server(behave: Behave) -> Iterator[tuple[str, list[str]]]:
    """A server that behaves so; with its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode() + str(self.headers))
            try:
                behave(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST  # noqa: N815 - as the library calls it

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=[0.01])
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/", asked
        finally:
            running.shutdown()
            thread.join()


def bomb(handler: BaseHTTPRequestHandler) -> None:
    text = json.dumps({"translations": [{"text": " " * strict_session.LARGEST_BODY, "billed_characters": 1}]})
    body = gzip.compress(text.encode())
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b" " * 100_000)
    endings.append("read to the end")


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(500):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        threading.Event().wait(0.01)
    endings.append("read to the end")


@pytest.mark.parametrize("behave", [bomb, endless, dripping])
def test_an_answer_without_end_is_left_and_the_notes_are_there(
    behave: Behave, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    if behave is dripping:
        monkeypatch.setattr(strict_session, "LONGEST_BODY", 0.1)
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    endings.clear()
    began = time.process_time()
    with server(behave) as (url, asked):
        monkeypatch.setenv("DEEPL_SERVER_URL", url)
        said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert endings == []
    assert len(asked) == 1, "what may have been billed is not asked for again"
    assert "an answer of DeepL did not arrive whole" in said.err
    assert time.process_time() - began < 10
    notes = [note.read_text(encoding="utf-8") for note in (vault / "arXiv" / "Papers").glob("*.md")]
    assert notes
    assert all("translation: 'pending'" in note for note in notes)


@pytest.mark.parametrize("code", [302, 307])
def test_no_redirect_is_followed(
    code: int, vault: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Location", stranger)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with server(bomb) as (stranger, heard), server(elsewhere) as (url, asked):
        monkeypatch.setenv("DEEPL_SERVER_URL", url)
        said = vaultgen("today", "--vault", vault)

    assert said.status == 1
    assert asked
    assert heard == []
