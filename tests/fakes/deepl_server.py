"""DeepL as a small server on the loopback: strict like the real one, and as wrong as a test wants it.

    with FakeDeepL() as fake:
        fake.spoil = drop          # every text from now on
        fake.script = ["hang", 503, 429]   # the next requests for a translation

What it does not know it refuses with 418 and remembers in `unknown`; leaving the `with` then fails the test.
"""

import html
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from fakes.answers import HIDDEN, pseudo, source
from fakes.loopback import Handler, Loopback

KEY = "0123-test-key:fx"
_TARGETS = frozenset(
    [
        "AR",
        "BG",
        "CS",
        "DA",
        "DE",
        "EL",
        "EN-GB",
        "EN-US",
        "ES",
        "ES-419",
        "ET",
        "FI",
        "FR",
        "HE",
        "HU",
        "ID",
        "IT",
        "JA",
        "KO",
        "LT",
        "LV",
        "NB",
        "NL",
        "PL",
        "PT-BR",
        "PT-PT",
        "RO",
        "RU",
        "SK",
        "SL",
        "SV",
        "TH",
        "TR",
        "UK",
        "VI",
        "ZH",
        "ZH-HANS",
        "ZH-HANT",
    ]
)
_FORMAL = frozenset(["DE", "ES", "ES-419", "FR", "IT", "JA", "NL", "PL", "PT-BR", "PT-PT", "RU"])
_FIELDS = frozenset(
    [
        "text",
        "source_lang",
        "target_lang",
        "show_billed_characters",
        "split_sentences",
        "preserve_formatting",
        "formality",
        "glossary_id",
        "tag_handling",
        "tag_handling_version",
        "outline_detection",
        "ignore_tags",
        "context",
    ]
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that arrived, with the status it got (0: none)."""

    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    status: int


@dataclass
class FakeDeepL(Loopback):
    limit: int = 500_000
    spoil: Callable[[str], str] | None = None
    script: list[int | str] = field(default_factory=list)
    billed: int = 0
    seen: list[Seen] = field(default_factory=list)
    glossaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses_glossaries: bool = False
    counts_ignored: bool = False  # DeepL does not say whether the content of ignored tags is billed

    @property
    def url(self) -> str:
        return f"{self.address}/"

    @property
    def environ(self) -> dict[str, str]:
        """What a person's environment says of it."""
        return {"DEEPL_SERVER_URL": self.url, "DEEPL_AUTH_KEY": KEY}

    @property
    def translations(self) -> list[Seen]:
        """The requests for translations, answered or not."""
        return [seen for seen in self.seen if seen.path == "/v2/translate"]

    @property
    def sent(self) -> list[str]:
        """Every text that arrived for translation and was not refused, in order."""
        return [text for seen in self.translations if seen.status in (0, 200) for text in seen.body["text"]]


def count(text: str, *, counts_ignored: bool = False) -> int:
    """What DeepL counts: characters outside mark-up and, unless told otherwise, outside ignored tags."""
    hidden = "<[^<>]*>" if counts_ignored else rf"{HIDDEN}|<[^<>]*>"
    return len(html.unescape(re.sub(hidden, "", text)))


class _Handler(Handler):
    fake: FakeDeepL

    def do_GET(self) -> None:
        is_known = self.path in {"/v2/usage", "/v3/glossaries"}
        if is_known and self.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
            self._answer({}, 403, {"message": "Forbidden"})
        elif self.path == "/v2/usage":
            self._answer({}, 200, {"character_count": self.fake.billed, "character_limit": self.fake.limit})
        elif self.path == "/v3/glossaries":
            self._answer({}, 200, {"glossaries": list(self.fake.glossaries.values())})
        else:
            self._unknown()

    def do_DELETE(self) -> None:
        name = self.path.removeprefix("/v3/glossaries/")
        if name not in self.fake.glossaries:
            return self._unknown()
        del self.fake.glossaries[name]
        return self._answer({}, 204, None)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(raw)
        if self.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
            return self._answer(body, 403, {"message": "Forbidden"})
        if self.path == "/v3/glossaries":
            return self._glossary(body)
        if self.path != "/v2/translate":
            return self._unknown()
        if self.fake.script:
            return self._misbehave(body, self.fake.script.pop(0), raw)
        return self._translate(body, raw)

    def _unknown(self) -> None:
        self.fake.unknown.append(f"{self.command} {self.path}")
        self._answer({}, 418, {"message": "unknown"})

    def _glossary(self, body: dict[str, Any]) -> None:
        if self.fake.refuses_glossaries:
            return self._answer(body, 400, {"message": "Unsupported glossary language pair"})
        identifier = f"g{len(self.fake.seen)}"
        dictionaries = [
            {
                "source_lang": d["source_lang"],
                "target_lang": d["target_lang"],
                "entry_count": len(d["entries"].split("\n")),
            }
            for d in body["dictionaries"]
        ]
        made = {
            "glossary_id": identifier,
            "name": body["name"],
            "creation_time": "2026-02-23T08:00:00.000000Z",
        }
        self.fake.glossaries[identifier] = {**made, "dictionaries": dictionaries}
        return self._answer(body, 201, self.fake.glossaries[identifier])

    def _refusal(self, body: dict[str, Any], raw: bytes) -> tuple[int, str] | None:  # noqa: PLR0911 (a list of refusals)
        texts, target = body["text"], body.get("target_lang", "")
        if unknown := body.keys() - _FIELDS:
            self.fake.unknown.append(f"fields {sorted(unknown)}")
            return 418, "unknown fields"
        if len(raw) > 128 * 1024:
            return 413, "Request entity too large"
        if len(texts) > 50:
            return 400, "Too many texts"
        if any(not text for text in texts):
            return 400, "Parameter 'text' not specified."
        if target not in _TARGETS:
            return 400, "Value for 'target_lang' not supported."
        if body.get("formality") in {"more", "less"} and target not in _FORMAL:
            return 400, "'formality' is not supported for given 'target_lang'."
        if "glossary_id" in body and (
            "source_lang" not in body or body["glossary_id"] not in self.fake.glossaries
        ):
            return 404 if "source_lang" in body else 400, "glossary"
        if not body.get("show_billed_characters"):
            return 400, "show_billed_characters"
        if body.get("tag_handling") == "xml" and body.get("tag_handling_version") == "v2":
            try:
                for text in texts:
                    ET.fromstring(f"<r>{text}</r>")
            except ET.ParseError:
                return 400, "Tag handling parsing failed, please check input."
        if self.fake.billed + sum(map(self._count, texts)) > self.fake.limit:
            return 456, "Quota Exceeded"
        return None

    def _translate(self, body: dict[str, Any], raw: bytes, *, record: bool = True) -> Any:
        if refusal := self._refusal(body, raw):
            return self._answer(body, refusal[0], {"message": refusal[1]})
        answer = self._bill(body)
        return self._answer(body, 200, answer) if record else answer

    def _count(self, text: str) -> int:
        return count(text, counts_ignored=self.fake.counts_ignored)

    def _bill(self, body: dict[str, Any]) -> dict[str, Any]:
        spoil = self.fake.spoil or str
        translations = []
        for text in body["text"]:
            self.fake.billed += self._count(text)
            is_source = spoil is source
            changed = text if is_source else spoil(pseudo(text, body["target_lang"]))
            translations.append(
                {"detected_source_language": "EN", "text": changed, "billed_characters": self._count(text)}
            )
        return {"translations": translations}

    def _misbehave(self, body: dict[str, Any], what: int | str, raw: bytes) -> None:  # noqa: PLR0911 (a list of faults)
        if isinstance(what, int):
            return self._answer(body, what, {"message": f"scripted {what} {KEY}"})
        if what == "well":
            return self._translate(body, raw)
        answer = self._bill(body)
        if what in {"hang", "late"}:  # answers after the client has given up
            self._note(body, 0)
            self.fake.release.wait(10)
            self.close_connection = True
            return None
        if what == "reset":
            self._note(body, 0)
            self.close_connection = True
            return None
        if what == "swap two":
            one, two, *rest = answer["translations"]
            return self._answer(body, 200, {"translations": [two, one, *rest]})
        if what == "fewer":
            return self._answer(body, 200, {"translations": answer["translations"][:-1]})
        if what == "garbage":
            return self._answer(body, 200, {"translations": [{"text": 3}, None]})
        if what in {"empty", "null"}:
            text = "" if what == "empty" else None
            texts = [{**translation, "text": text} for translation in answer["translations"]]
            return self._answer(body, 200, {"translations": texts})
        assert what in {"cut", "drip"}, what
        return self._slowly(body, json.dumps(answer).encode(), is_cut=what == "cut")

    def _slowly(self, body: dict[str, Any], data: bytes, *, is_cut: bool) -> None:
        self._note(body, 0 if is_cut else 200)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        step = max(1, len(data) // 8)
        for begin in range(0, len(data) // 2 if is_cut else len(data), step):
            self.wfile.write(data[begin : begin + step])
            self.wfile.flush()
            time.sleep(0.002)
        self.close_connection = True

    def _note(self, body: dict[str, Any], status: int) -> None:
        self.fake.seen.append(Seen(self.command, self.path, body, dict(self.headers), status))

    def _answer(self, body: dict[str, Any], status: int, answer: Any) -> None:
        self._note(body, status)
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        if answer is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


FakeDeepL.handler = _Handler
