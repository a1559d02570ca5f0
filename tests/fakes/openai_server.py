"""An endpoint of OpenAI's kind as a small server on the loopback, with every habit that a model or a service has.

    with FakeOpenAI() as fake:
        fake.script = [429, "hang"]      # the next requests
        fake.spoil = drop                # every translated text from now on
        fake.habit = "chat"              # how whole answers are given from now on

What it does not know it refuses with 418 and remembers in `unknown`; leaving the `with` then fails the test.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakes.answers import pseudo, source
from fakes.loopback import Handler, Loopback

KEY = "sk-test-0123456789abcdefghij"
_FIELDS = {"model", "messages", "temperature", "response_format"}


@dataclass
class FakeOpenAI(Loopback):
    spoil: Callable[[str], str] | None = None
    habit: str = "well"
    script: list[int | str] = field(default_factory=list)
    refused_fields: frozenset[str] = frozenset()
    names_refused: bool = True
    refuses_system: bool = False
    filtered: str = "\x00"  # a text that holds it is not answered
    key: str = KEY
    longest: int = 1_000_000
    language: str = "ZH-HANS"
    seen: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    billed: int = 0
    tokens: int = 0

    @property
    def url(self) -> str:
        return f"{self.address}/v1"

    @property
    def sent(self) -> list[str]:
        """Every text that was answered, in order, without its mark."""
        return [
            text.partition("]] ")[2]
            for body, status in zip(self.seen, self.statuses, strict=True)
            if status in (0, 200)
            for text in values(body).values()
        ]


def values(body: dict[str, Any]) -> dict[str, str]:
    """The texts of a request; they stand below the instruction where both are in one message."""
    texts: dict[str, str] = json.loads(body["messages"][-1]["content"].rpartition("\n\n")[2])
    return texts


class _Handler(Handler):
    fake: FakeOpenAI

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            return self._unknown()
        if self._has_wrong_key():
            return self._send(401, {"error": {"message": f"Incorrect API key {self.fake.key}"}})
        return self._send(200, {"object": "list", "data": []})

    def do_POST(self) -> None:  # noqa: PLR0911 (a list of refusals)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            return self._unknown()
        self.fake.headers.append(dict(self.headers))
        if self._has_wrong_key():
            return self._note(body, 401, {"error": {"message": f"Incorrect API key {self.fake.key}"}})
        if unknown := body.keys() - _FIELDS:
            self.fake.unknown.append(f"fields {sorted(unknown)}")
            return self._note(body, 418, {})
        if self.fake.refuses_system and body["messages"][0]["role"] == "system":
            return self._note(body, 400, {"error": {"message": "System role not supported"}})
        if refused := sorted(self.fake.refused_fields & body.keys()):
            named = f": '{refused[0]}' is not supported" if self.fake.names_refused else ""
            return self._note(body, 400, {"error": {"message": f"Unsupported value{named}"}})
        if self.fake.filtered in body["messages"][-1]["content"]:
            return self._note(body, 400, {"error": {"code": "content_filter", "message": "no"}})
        if len(body["messages"][-1]["content"]) > self.fake.longest:
            return self._note(
                body, 400, {"error": {"code": "context_length_exceeded", "message": "too long"}}
            )
        what = self.fake.script.pop(0) if self.fake.script else "well"
        if isinstance(what, int):
            return self._note(body, what, {"error": {"message": f"scripted {what} {self.fake.key}"}})
        if what == "credit":
            return self._note(body, 429, {"error": {"code": "insufficient_quota", "message": "no"}})
        return self._answer(body, what)

    def _has_wrong_key(self) -> bool:
        return bool(self.fake.key) and self.headers["Authorization"] != f"Bearer {self.fake.key}"

    def _answer(self, body: dict[str, Any], what: str) -> None:
        fake = self.fake
        texts = values(body)
        fake.billed += len(texts)
        if what in {"hang", "reset"}:
            fake.seen.append(body)
            fake.statuses.append(0)
            if what == "hang":
                fake.release.wait(10)
            self.close_connection = True
            return None
        said = _content({number: self._translated(text) for number, text in texts.items()}, texts, fake.habit)
        content = [{"type": "text", "text": said}] if fake.habit == "parts" else said
        fake.tokens += len(said) // 3
        answer = {
            "choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
            "usage": {"total_tokens": len(said) // 3},
        }
        if what == "garbage":
            answer = {"choices": [None]}
        if what == "half":
            fake.seen.append(body)
            fake.statuses.append(0)
            data = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
            return None
        return self._note(body, 200, answer)

    def _translated(self, text: str) -> str:
        mark, _, words = text.partition("]] ")
        if self.fake.spoil is source:
            return text
        changed = pseudo(words, self.fake.language)
        return f"{mark}]] {self.fake.spoil(changed) if self.fake.spoil else changed}"

    def _unknown(self) -> None:
        self.fake.unknown.append(f"{self.command} {self.path}")
        self._send(418, {})

    def _note(self, body: dict[str, Any], status: int, answer: Any) -> None:
        self.fake.seen.append(body)
        self.fake.statuses.append(status)
        self._send(status, answer)

    def _send(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _content(said: dict[str, str], sent: dict[str, str], habit: str) -> str:  # noqa: PLR0911 (a list of habits)
    numbers = list(said)
    whole = json.dumps(said, ensure_ascii=False)
    if habit in {"well", "parts"}:
        return whole
    if habit == "line breaks":
        return whole.replace(" ", "\n")
    if habit == "fence":
        return f"```json\n{whole}\n```"
    if habit == "chat":
        return f"Here is the translation:\n{whole}\nI hope this helps!"
    if habit == "think":
        return f'<think>The user wants {{"1": "x"}}.</think>{whole}'
    if habit == "nested":
        return json.dumps({"translations": said})
    if habit == "chat without an object":
        return "Sure! " + " ".join(said.values())
    if habit == "refuse":
        return "I'm sorry, but I can't help with that."
    if habit == "two objects":
        return f"{whole}\nor rather\n{json.dumps(sent)}"
    if habit == "lose one":
        return json.dumps({number: said[number] for number in numbers[:-1]})
    if habit == "swap two":
        if len(numbers) > 1:
            said[numbers[0]], said[numbers[1]] = said[numbers[1]], said[numbers[0]]
        return json.dumps(said)
    if habit == "reorder":
        return json.dumps({number: said[number] for number in reversed(numbers)})
    if habit == "double":
        return "{" + ", ".join(f'"{n}": {json.dumps(said[n])}, "{n}": "other words"' for n in numbers) + "}"
    if habit == "add one":
        return json.dumps({**said, "999": "more"})
    if habit == "no marks":
        return json.dumps({number: text.partition("]] ")[2] for number, text in said.items()})
    assert habit == "half", habit
    return whole[: len(whole) // 2]


FakeOpenAI.handler = _Handler
