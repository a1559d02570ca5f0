"""What holds for every file that vaultgen writes, whatever came in: the "Output rules" of the threat model.

Written against the bytes alone, with parsers that are not vaultgen's (PyYAML, markdown-it-py, plain expressions), so
that a mistake of the escape functions cannot hide in its own check. `broken_rules` says what is wrong, in words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

PAPER_KEYS = (
    "title", "title_translated", "aliases", "arxiv_id", "version", "authors", "subjects", "primary_subject",
    "keywords", "announced", "announce_type", "submitted", "updated", "comment", "journal_ref", "doi", "abs_url",
    "pdf_url", "html_url", "code_url", "project_url", "citekey", "withdrawn", "score", "near", "language",
    "translation", "tags",
)  # fmt: skip
KEYS = {
    "Papers": PAPER_KEYS,
    "Daily": ("announced", "released", "papers", "keywords", "tags"),
    "Authors": ("aliases", "tags"),
    "Subjects": ("aliases", "tags"),
}
LONGEST_NAME = 120
LARGEST = 1_000_000

_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f#^\[\]%!]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MOVING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\U000e0000-\U000e007f]")
_SEAL = re.compile(r"<!-- vaultgen (?:[!-;=?-~]+ )+c:[A-Za-z0-9_.]{4} -->")
_TAG = re.compile(r"arxiv(?:/[A-Za-z][A-Za-z-]*)*")
_PROPERTY_LINK = re.compile(r"\[\[([^\[\]|#^\\]+)(?:\|([^\[\]|]*))?\]\]")
_WIKILINK = re.compile(r"(!?)\[\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]\]")
_OUR_MARKDOWN_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((<[^<>]*>|[^()\s]*)\)")
_AUTOLINK = re.compile(r"<https?://[^<>\s]*>")
_MATH = re.compile(r"\$\$(?:\\.|[^$\\])+\$\$|\$(?:\\.|[^$\\])+\$")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_ACTIVE = {
    "a wikilink or bracket": re.compile(r"[\[\]]"),
    "code (Dataview runs `= …` in it)": re.compile(r"`"),
    "HTML": re.compile(r"<"),
    "a comment": re.compile(r"%%"),
    "a highlight": re.compile(r"=="),
    "a stroke": re.compile(r"~~"),
    "a tag": re.compile(r"#"),
    "a block id or footnote": re.compile(r"\^"),
    "a field of Dataview": re.compile(r"::"),
    "a template of a plug-in": re.compile(r"\{\{|\}\}|\{%|%\}"),
    "a dollar that opens no formula": re.compile(r"\$"),
    "an emphasis of nobody's": re.compile(r"_"),
}
_LOADS = re.compile(
    r"\\(?:href|url|require|unicode|style|class|cssId|data|(?:g|e|x)?def|let|(?:re)?newcommand|newenvironment|input|include\w*"
    r"|html\w*|csname|expandafter|catcode|special|write|read|bbox|texttip|mathtip|toggle|definecolor|mmlToken|\w*tagform)"
    r"(?![A-Za-z])"
)
_STYLES = re.compile(
    r"color(?:box)?\s*(?:\[[^\]]*[^\]\w\s][^\]]*\]|(?:\[[^\]]*\])?\s*(?:\{[^{}]*\})?\{[^{}]*[;:(][^{}]*\})"
)
_ROOM = re.compile(
    r"(?:space|kern|skip|[Rr]ule|raise|lower|\\\[)[^A-Za-z]{0,5}\d{3,}(?:em|ex|pt|px|mu|cm|in)"
)
_OWN_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://|(?i:(?<![a-z])(?:javascript|vbscript|data|obsidian):\S)"
)
_HOSTS = frozenset({"arxiv.org", "doi.org"})
_BLOCKS = frozenset({"fence", "code_block", "hr", "table_open", "image", "code_inline", "s_open"})
_CALLOUT = re.compile(r"  > \[!abstract\]- (?:Abstract|摘要)")
"""How the abstract is folded in a listing."""
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a run besides its files.

    Attributes:
        folder: Everything is below it.
        targets: What a link may lead to, besides the files written: names of authors without a note.
        properties: By `arxiv_id`, properties whose value is known.
        markdown_links: Whether the vault links in Markdown.
        is_cleaned: Whether what came in went through the border, so that nothing invisible may be left.
    """

    folder: PurePosixPath = field(default=PurePosixPath("arXiv"))
    targets: Collection[str] = ()
    properties: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    markdown_links: bool = False
    is_cleaned: bool = True


def broken_rules(files: Mapping[PurePosixPath, bytes], expected: Expected) -> list[str]:
    """Every rule that one of these files breaks; empty where none does."""
    names = [_folded(path.name) for path in files]
    said = [f"two files are called {name!r}" for name in sorted({n for n in names if names.count(n) > 1})]
    targets = {*expected.targets, *(str(p).removesuffix(".md") for p in files)}
    targets |= {path.name.removesuffix(".md") for path in files}
    for path, data in files.items():
        said += [f"{path}: {fault}" for fault in _faults(path, data, targets, expected)]
    return said


def _faults(path: PurePosixPath, data: bytes, targets: Collection[str], expected: Expected) -> Iterator[str]:
    yield from _path_faults(path, expected.folder)
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        yield f"is not UTF-8: {error}"
        return
    if len(data) > LARGEST:
        yield f"has {len(data)} bytes"
    if "<%" in text:
        yield "Templater would run <%"
    if _CONTROLS.search(text):
        yield f"holds control characters: {_CONTROLS.findall(text)[:5]!r}"
    if expected.is_cleaned and _MOVING.search(text):
        yield f"holds invisible characters: {_MOVING.findall(text)[:5]!r}"
    if not text.endswith("\n") or text.endswith("\n\n\n"):
        yield "does not end with one line end"
    if path.suffix == ".base":
        return
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not body:
        yield "has no front matter"
        return
    yield from _property_faults(path, head, targets, expected)
    yield from _body_faults(path, body, targets, expected)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _path_faults(path: PurePosixPath, folder: PurePosixPath) -> Iterator[str]:
    if path.is_absolute() or not path.is_relative_to(folder) or ".." in path.parts:
        yield "lies outside the folder"
    if len(path.parts) != len(folder.parts) + (1 if path.suffix == ".base" else 2):
        yield "lies in another folder than its kind does"
    if path.suffix not in {".md", ".base"}:
        yield "is of another kind"
    for part in path.parts[len(folder.parts) :]:
        if part.startswith((".", " ", "-")) or part.endswith((".", " ")) or part != part.strip():
            yield f"has a name that is hidden or trimmed somewhere: {part!r}"
        if _ILLEGAL.search(part) or _RESERVED.match(part):
            yield f"has a name that is not legal everywhere: {part!r}"
        if len(part.encode("utf-8", "surrogatepass")) > LONGEST_NAME or not unicodedata.is_normalized(
            "NFC", part
        ):
            yield f"has a name too long or not in NFC: {part!r}"
        if any(unicodedata.category(letter) in {"Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Cc"} for letter in part):
            yield f"has invisible characters in its name: {part!r}"


# Properties


def _property_faults(
    path: PurePosixPath, head: str, targets: Collection[str], expected: Expected
) -> Iterator[str]:
    try:
        says = yaml.safe_load(head)
    except yaml.YAMLError as error:
        yield f"has properties that are no YAML: {error}"
        return
    keys = KEYS[path.parent.name]
    if not isinstance(says, dict) or list(says) != [key for key in keys if key in says]:
        yield f"has other properties than ours: {list(says)[:30]!r}"
        return
    if len([line for line in head.split("\n") if line and not line.startswith("  - ")]) != len(says):
        yield "has a property on several lines"
    for name, value in says.items():
        yield from _value_faults(name, value, targets)
    wanted = expected.properties.get(str(says.get("arxiv_id")), {})
    if path.parent.name == "Papers" and str(says.get("arxiv_id")) not in expected.properties:
        yield f"is the note of nobody's paper: {says.get('arxiv_id')!r}"
    for name, value in wanted.items():
        if says.get(name) != value:
            yield f"says {name} {says.get(name)!r} in place of {value!r}"


def _value_faults(name: str, value: object, targets: Collection[str]) -> Iterator[str]:
    lists = {"aliases", "authors", "subjects", "keywords", "tags"}
    elements = value if isinstance(value, list) else [value]
    if isinstance(value, list) is not (name in lists) or isinstance(value, bool) or value in (None, "", []):
        yield f"has a property {name} of another type: {value!r}"
    if name in lists and (
        not all(isinstance(e, str) for e in elements) or len(set(elements)) < len(elements)
    ):
        yield f"has odd elements in {name}: {value!r}"
    if name == "tags" and not all(_TAG.fullmatch(str(tag)) for tag in elements):
        yield f"has tags that are none: {value!r}"
    for element in map(str, elements):
        link = _PROPERTY_LINK.fullmatch(element)
        is_ours = (
            link is not None and link[1] in targets and name in {"authors", "subjects", "primary_subject"}
        )
        if not is_ours and re.fullmatch(r"!?\[\[.*\]\]|!?\[.*\]\(.*\)", element):
            yield f"links in {name} to nowhere: {element!r}"
        if re.match(
            r"(?i)(?!https?://(?![^/]*@))(?:[a-z][a-z0-9+.-]*:/|(?:javascript|data|obsidian):\S)", element
        ):
            yield f"opens something from {name}: {element!r}"
    if name == "aliases":
        for element in elements:
            if re.search(r"[\[\]|`<>{}$\\^]|::|==|%%|~~|vaultgen\s*:", str(element)):
                yield f"has an alias that is syntax: {element!r}"


# Bodies


def _body_faults(
    path: PurePosixPath, body: str, targets: Collection[str], expected: Expected
) -> Iterator[str]:
    lines = body.split("\n")
    seals = [line for line in lines if re.search(r"<!--\s*vaultgen", line, re.IGNORECASE)]
    if len(seals) != 1 or not _SEAL.fullmatch(seals[0]) or "--" in seals[0][4:-3]:
        yield f"has not one seal: {seals!r}"
    if path.parent.name == "Papers" and lines[-3:-2] not in (seals, [""]):
        yield "has its seal in another place than just above the notes"
    folded = sum(_CALLOUT.fullmatch(line) is not None for line in lines if path.parent.name == "Daily")
    outside = ["" if line in seals else _CALLOUT.sub("  > Abstract", line) for line in lines]
    if (quotes := sum(one.type == "blockquote_open" for one in _PARSER.parse(body))) != folded:
        yield f"holds {quotes} blockquotes, {folded} of them ours"
    yield from _markdown_faults(path, "\n".join(outside), targets, expected)
    for line in outside:
        yield from _line_faults(line, targets)


def _markdown_faults(
    path: PurePosixPath, text: str, targets: Collection[str], expected: Expected
) -> Iterator[str]:
    """What CommonMark makes of the note without its seal."""
    headings = 0
    for token in _all_tokens(_PARSER.parse(text)):
        if token.type in _BLOCKS or token.type.startswith("html"):
            yield f"holds {token.type}: {token.content[:120]!r}"
        if token.type in {"bullet_list_open", "ordered_list_open"} and path.parent.name == "Papers":
            yield "holds a list"
        if token.type == "ordered_list_open":
            yield "holds a numbered list"
        headings += token.type == "heading_open"
        if token.type == "link_open":
            yield from _address_faults(str(token.attrs["href"]), targets, expected, token.info == "auto")
    most = {"Papers": 4, "Authors": 2, "Subjects": 2}.get(path.parent.name)
    if most is not None and headings > most:
        yield f"has {headings} headings"


def _all_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all_tokens(token.children or [])


def _address_faults(
    href: str,
    targets: Collection[str],
    expected: Expected,
    is_plain_sight: bool,  # noqa: FBT001
) -> Iterator[str]:
    if is_plain_sight:
        if not href.startswith(("http://", "https://")) or "@" in urlsplit(href).netloc:
            yield f"shows an address that hides where it leads: {href!r}"
        return
    parts = urlsplit(href)
    if parts.scheme:
        if parts.scheme != "https" or parts.netloc not in _HOSTS:
            yield f"links to a stranger: {href!r}"
        return
    target = PurePosixPath(unquote(href)).name.removesuffix(".md")
    if not expected.markdown_links or target not in targets:
        yield f"links to nowhere: {href!r}"


def _line_faults(line: str, targets: Collection[str]) -> Iterator[str]:
    """What Obsidian and its plug-ins would find on a line; escapes, formulas and our own links are set aside."""
    for formula in _MATH.findall(_ESCAPED_DOLLAR.sub("  ", line)):
        if _LOADS.search(formula):
            yield f"has a formula that loads, links or defines: {formula[:200]!r}"
        if _ROOM.search(formula) or _STYLES.search(formula.replace(r"\textcolor", "")):
            yield f"has a formula that styles or takes much room: {formula[:200]!r}"
        if "[[" in formula or "%%" in formula or "://" in formula or re.search(r"<[A-Za-z/!?%]", formula):
            yield f"has a formula that is syntax elsewhere: {formula[:200]!r}"
    rest = _ESCAPED.sub("\0", line)
    rest = _MATH.sub("\0", _AUTOLINK.sub("\0", rest))
    for bang, target, _shown in _WIKILINK.findall(rest):
        name = target.partition("#")[0] if bang else target
        if (name.replace("\0", "") not in targets) or (bang and not name.endswith(".base")):
            yield f"links to nowhere: {target!r}"
    rest = _WIKILINK.sub("\0", rest)
    rest = _OUR_MARKDOWN_LINK.sub("\0", rest)
    if found := _OWN_ADDRESS.search(rest):
        yield f"holds an address that programs link by themselves: {rest[found.start() :][:80]!r}"
    rest = re.sub(r"^#{1,2} ", "", rest)
    for what, pattern in _ACTIVE.items():
        if found := pattern.search(rest):
            yield f"holds {what}: {rest[max(0, found.start() - 40) : found.end() + 40]!r}"


_ESCAPED_DOLLAR = re.compile(r"\\[\\$]")
