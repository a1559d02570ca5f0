"""Coverage-guided fuzzing of what reads strangers' bytes: `python fuzz/fuzz.py TARGET [CORPUS] [libFuzzer options]`.

A target raises when a promise is broken; what it finds becomes a test. Needs atheris, which is no dependency of
vaultgen: `make fuzz` installs it into an environment of its own. See fuzz/README.md.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape

import atheris

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

with atheris.instrument_imports(include=["vaultgen"]):
    from vaultgen.document.facts import facts
    from vaultgen.document.front_matter import read_front_matter
    from vaultgen.document.listings import existing_listing
    from vaultgen.document.reconcile import reconcile
    from vaultgen.document.text import read_lines
    from vaultgen.document.translations import existing_translation
    from vaultgen.errors import VaultgenError
    from vaultgen.fetch import api, feed, oai, strict_xml
    from vaultgen.note.desired import Note, Passage, Property
    from vaultgen.note.identity import Identity, Kind
    from vaultgen.paper import cleaning
    from vaultgen.render.escape import inline, literal, paragraphs, property_text, shown
    from vaultgen.render.names import legal_name
    from vaultgen.render.unescape import unescape
    from vaultgen.select.interests import interest
    from vaultgen.tex.plain import plain
    from vaultgen.tex.spans import spans

from hostile.pushing import STYLES, wrongs

NOTE = Note(
    Identity(Kind.PAPER, "2602.17676"),
    PurePosixPath("arXiv/Papers/2602.17676 x.md"),
    (
        Property("title", "A title: 'x'"),
        Property("aliases", ("A title",)),
        Property("arxiv_id", "arXiv:2602.17676"),
        Property("version", 2),
        Property("announced", date(2026, 2, 23)),
        Property("tags", ("arxiv", "arxiv/cs/AI")),
    ),
    ("# x", Passage("abstract", "We show it."), Passage("translation", "译文")),
)


def text_of(data: bytes) -> str:
    """A text, surrogates and all."""
    return data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace")


def fuzz_texts(data: bytes) -> None:
    """tex.spans is the identity; cleaning and escaping settle; what was escaped can be read back."""
    raw = data.decode("utf-8", "replace")
    assert "".join(span.source for span in spans(raw)) == raw
    text = cleaning.paragraphs(raw)
    assert cleaning.paragraphs(text) == text
    text.encode()
    line = cleaning.line(raw)
    assert cleaning.line(line) == line
    plain(text)
    written = paragraphs(text)
    assert paragraphs(unescape(written)) == written, (written, unescape(written))
    for sink in (inline, literal, shown, property_text):
        out = sink(line)
        assert "<%" not in out
        assert "\n" not in out
    assert "<!--" not in inline(line) + literal(line) + shown(line)
    assert "[[" not in shown(line)
    assert len(legal_name(line).encode()) <= 117


def fuzz_render(data: bytes) -> None:
    """Texts through every field of papers keep the output rules."""
    texts = data.decode("utf-8", "replace").split("\x00")[:6]
    found = wrongs([text[:600] for text in texts], STYLES[len(data) % len(STYLES)])
    assert not found, found


def fuzz_notes(data: bytes) -> None:
    """Any bytes as a note: read without fault; reconciled twice is reconciled once; not ours is not touched."""
    facts(data)
    existing_listing(data)
    existing_translation(data)
    if (lines := read_lines(data)) is not None:
        read_front_matter(lines.lines, ("title", "tags"))
        assert lines.to_bytes() == data
    once = reconcile(NOTE, data, {})
    if once is not None:
        twice = reconcile(NOTE, once.after, dict(once.bases))
        assert twice is not None
        assert twice.after == once.after, (once.after, twice.after)


def fuzz_feed(data: bytes) -> None:
    """Any bytes as arXiv's feed: papers or an error for a person."""
    try:
        found = feed.parse_feed(data, "cs.LG")
    except VaultgenError:
        return
    assert all(problem.problem == cleaning.line(problem.problem) for problem in found.problems)
    for announced in found.announced:
        assert announced.paper.title == cleaning.line(announced.paper.title, limit=2_000)


def fuzz_api(data: bytes) -> None:
    """Any bytes as an answer of arXiv's API: checked, or an error for a person."""
    try:
        api._check(200, data)  # noqa: SLF001 - the part that sees raw bytes
    except VaultgenError:
        return
    strict_xml.parse(data, "it")


def fuzz_oai(data: bytes) -> None:
    """Any bytes as an answer of arXiv's OAI-PMH interface, and any texts in the fields of one: pages or an error."""
    odd = oai_with(data.decode("utf-8", "replace").split("\x00"))
    for body in (data, odd):
        try:
            page = oai.parse_page(body)
        except VaultgenError:
            continue
        for record in page.records:
            assert record.paper.title == cleaning.line(record.paper.title, limit=2_000)
            assert record.submitted[0][0] == 1
        assert all(odd.problem.problem == cleaning.line(odd.problem.problem) for odd in page.odd)


def oai_with(texts: list[str]) -> bytes:
    """An answer of one record with these texts in its fields, in turn; what XML cannot hold is left out."""
    given = [escape(_NOT_XML.sub("", text), {'"': "&quot;"}) for text in texts]

    def field(number: int, usual: str) -> str:
        return given[number] if number < len(given) and given[number] else usual

    return f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>
<header><identifier>oai:arXiv.org:{field(0, "2602.17680")}</identifier><datestamp>{field(1, "2026-02-23")}</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{field(0, "2602.17680")}</id>
<version version="{field(2, "v1")}"><date>{field(3, "Thu, 19 Feb 2026 18:59:59 GMT")}</date></version>
<title>{field(4, "T")}</title><authors>{field(5, "Ada Lovelace and Li Wei")}</authors>
<categories>{field(6, "cs.LG cs.AI")}</categories><comments>{field(7, "")}</comments><journal-ref>{field(8, "")}</journal-ref>
<doi>{field(9, "10.1000/x")}</doi><abstract>{field(10, "We learn.")}</abstract></arXivRaw></metadata></record>
<resumptionToken completeListSize="{field(11, "1")}">{field(12, "")}</resumptionToken></ListRecords></OAI-PMH>""".encode()


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fuzz_query(data: bytes) -> None:
    """Any text as an interest's query: an interest, or an error for a person."""
    try:
        interest("x", data.decode("utf-8", "replace"))
    except VaultgenError as error:
        assert error.problem.problem
        assert error.problem.hint


TARGETS: dict[str, Callable[[bytes], None]] = {
    "texts": fuzz_texts,
    "render": fuzz_render,
    "notes": fuzz_notes,
    "feed": fuzz_feed,
    "api": fuzz_api,
    "oai": fuzz_oai,
    "query": fuzz_query,
}

if __name__ == "__main__":
    if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: fuzz.py {'|'.join(TARGETS)} [CORPUS] [-max_total_time=60 …]")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
