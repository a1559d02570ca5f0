"""`python -m bench.texts [FILE]`: what becomes of the TeX in recorded titles and abstracts, counted.

FILE holds papers as JSON, one a line (`title`, `abstract`), gzipped or not; by default the recordings beside this
checkout. The reading of `vaultgen.tex.plain` is held against an oracle of its own, `said`: it knows nothing of spans or
formulas. From left to right it takes commands at their word (a character where the tables have one, nothing where the
command only styles, lays out or joins arguments, else its name), throws braces, dollars, blanks and punctuation away, and
keeps letters, digits and signs of mathematics without accents and case. A reading is right where it says the same in the
same order; an abstract, whose addresses and notes are written otherwise, where it leaves nothing of that out.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from vaultgen.render.escape import inline, shown
from vaultgen.tex.commands import ARGUMENTS, DECLARATIONS, LAYOUT, MATHEMATICS, NOTES, SECOND
from vaultgen.tex.formula_text import FUNCTIONS
from vaultgen.tex.letters import ACCENTS, LETTERS, SIGNS
from vaultgen.tex.plain import plain
from vaultgen.tex.symbols import symbol

RECORDING = Path(__file__).parents[2] / "shared/recordings/reading/papers.jsonl.gz"

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_UNSEEN = re.compile(
    r"\\(?:href|textcolor|hyperlink|color|cite|citep|citet|ref|eqref|label|begin|end|hspace|vspace)\s*"
    r"(?:\[[^\]]*\])?\{[^{}]*\}(?:\{[clr|]+\})?"
)
"""A command with a first argument that nobody is to read."""
_CODE_POINT = re.compile(r"\\unicode\{x([0-9A-Fa-f]+)\}")
_DEGREE = re.compile(r"\^\s*\{?\s*\\circ(?![A-Za-z])\s*\}?")
_ACCENT = re.compile(r"""\\(?:["'`^~=.]|[ucvHkdbrt](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}?""")
_WORDLESS = (
    LAYOUT.keys() | DECLARATIONS.keys() | ARGUMENTS.keys() | MATHEMATICS | NOTES | SECOND | ACCENTS.keys()
)
_RAW = re.compile(r"\\\\([A-Za-z]+)")
_FORMULA = re.compile(r"(?<!\\)\$\$?[^$]+\$\$?")
_LISTED = 15


def papers(path: Path) -> Iterator[dict[str, str]]:
    """Read the papers of a file."""
    body = path.read_bytes()
    lines = gzip.decompress(body) if path.suffix == ".gz" else body
    yield from map(json.loads, lines.decode("utf-8").splitlines())


def said(tex: str) -> str:
    """Return what a text says by the oracle: letters, digits and signs, in order, without accents and case."""
    text = _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), _DEGREE.sub(" ", _UNSEEN.sub("", tex)))
    text = _ACCENT.sub(r"\1", text)
    return bare(_COMMAND.sub(_of_command, text))


def bare(text: str) -> str:
    """Return the letters, digits and signs of mathematics of a text that is no TeX."""
    folded = (
        unicodedata.normalize("NFKD", text)
        .casefold()
        .translate(
            {
                ord("ı"): "i",
                ord("ȷ"): "j",
                ord("·"): None,
                ord("ˆ"): None,
                ord("¦"): None,
                ord("＞"): None,
                ord("＜"): None,
            }
        )
    )
    return "".join(
        sign
        for sign in folded
        if sign.isalnum() or (unicodedata.category(sign) == "Sm" and sign not in "+=<>|~^∣⁄")
    )


def _of_command(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return SIGNS.get(found[2], found[2])
    if name in FUNCTIONS:
        return f" {name} " if name != "deg" else " "
    character = LETTERS.get(name) or SIGNS.get(name) or symbol(name)
    if character is not None:
        return character
    is_wordless = name in _WORDLESS or name.startswith(("math", "text", "bold", "operatorname", "bm", "mbox"))
    follows = found.string[found.end() : found.end() + 1]
    is_empty = found.string.startswith("{}", found.end())
    return "" if is_wordless or (follows == "{" and not is_empty) else f"{name} "


def is_within(part: str, whole: str) -> bool:
    """Return whether the signs of `part` stand in `whole` in this order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)


def raw(text: str) -> Counter[str]:
    """Count the macros that stay TeX in a note, outside formulas."""
    return Counter(_RAW.findall(_FORMULA.sub("", inline(text))))


_CITES = frozenset({"cite", "citep", "citet", "ref", "eqref", "label"})
_STYLES = frozenset({"textbf", "textit", "texttt", "footnote", "href", "mathbf", "boldsymbol", "bigskip"})
_UNITS = frozenset({"si", "SI", "kilo", "meter", "ion", "ce"})


def reasons(macros: Counter[str]) -> dict[str, Counter[str]]:
    """Sort raw macros by why they stay: what is left of a macro that nothing can be made of is shown as it was written."""
    found: dict[str, Counter[str]] = {
        "they point into the paper, which is not here": Counter(),
        "units and chemistry, whose packages are not read": Counter(),
        "known, in an argument that is not closed or a formula that cannot be set": Counter(),
        "the authors' own: their meaning stands in the source of the paper": Counter(),
    }
    cites, units, broken, own = found.values()
    for name, count in macros.items():
        is_known = name in _STYLES or plain(f"${{\\{name}}}$") != name
        where = cites if name in _CITES else units if name in _UNITS else broken if is_known else own
        where[name] += count
    return found


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Count, and print."""
    path = Path(sys.argv[1]) if sys.argv[1:] else RECORDING
    if not path.is_file():
        sys.exit(f"{path} is not there: name a file of papers, one a line as JSON")
    counted: Counter[str] = Counter()
    raw_macros: Counter[str] = Counter()
    changed: list[str] = []
    lost: list[str] = []
    for paper in papers(path):
        title, abstract = paper["title"], paper["abstract"]
        counted["papers"] += 1
        for text in (title, abstract):
            counted["commands"] += sum(1 for found in _COMMAND.finditer(text) if found[1])
            raw_macros += raw(text)
            counted["symbols and letters"] += len(said(text))
            if not is_within(said(text), bare(plain(text))):
                lost.append(text)
        if said(title) != bare(shown(title)):
            changed.append(title)
    _tell(
        f"{counted['papers']} papers: {counted['commands']} commands, {counted['symbols and letters']} letters, digits and signs"
    )
    _tell(f"texts whose reading leaves out a command, a symbol or a letter: {len(lost)}")
    for text in lost[:_LISTED]:
        _tell(f"    {text[:160]!r}\n        {plain(text)[:160]!r}")
    _tell(f"titles that say something else in a listing: {len(changed)}")
    for text in changed[:_LISTED]:
        _tell(f"    {text[:160]!r}\n        {shown(text)[:160]!r}")
    _tell(f"macros that stay TeX outside formulas: {raw_macros.total()}")
    for reason, names in reasons(raw_macros).items():
        _tell(f"  {reason}: {sum(names.values())}")
        _tell("    " + ", ".join(f"\\{name} {count}" for name, count in names.most_common()))


if __name__ == "__main__":
    main()
