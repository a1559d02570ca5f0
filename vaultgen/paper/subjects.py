"""What a paper is about: arXiv's categories as subjects with names and tags.

Promised: two names of one category (`cs.SY`, `eess.SY`) are one subject, under the name that arXiv lists it by;
what is not a category of arXiv's (ACM and MSC classes are in the same field of its records) is none here.

Archives that ended: those which live on under another code (`cmp-lg`, `q-alg`, `chao-dyn`, …) are folded into it,
as an alias is, because the records of their papers carry both codes and a reader looks under today's one. Those
which were divided (`astro-ph` until 2008, `cond-mat` until 2004, `q-bio` until 2003) stay subjects of their own:
nobody can say in which part an old paper belongs. Whole archives (`cs`, `math`) were never categories of a paper.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from vaultgen.errors import VaultgenError
from vaultgen.paper.taxonomy import ALIASES, CURRENT, SUBSUMED, UNDIVIDED


class Subject(Struct, frozen=True):
    """One subject.

    Attributes:
        code: arXiv's canonical code: `cs.AI`.
        name: As arXiv prints it: `Artificial Intelligence`.
    """

    code: str
    name: str

    @property
    def long_name(self) -> str:
        """`Artificial Intelligence (cs.AI)`, as a listing of arXiv's shows it."""
        return f"{self.name} ({self.code})"

    @property
    def tag(self) -> str:
        """`arxiv/cs/AI`: Obsidian allows no dot in a tag."""
        return f"arxiv/{self.code.replace('.', '/')}"


class UnknownSubject(VaultgenError):  # noqa: N818 - it names the code, as the other errors here do
    """A code that is not a category of arXiv's."""

    def __init__(self, code: str) -> None:
        from vaultgen.paper.cleaning import line  # noqa: PLC0415 (only for this error: every command comes by here)

        super().__init__(f'"{line(code, limit=60)}" is not a category of arXiv', what_to_write(code))


ALL: Final[tuple[Subject, ...]] = tuple(
    Subject(code, name) for code, name in CURRENT.items() if code not in ALIASES
)
"""Every subject that papers are announced in today, each once, in the order of codes."""

_BY_CODE: Final = {known.code: known for known in ALL} | {c: Subject(c, n) for c, n in UNDIVIDED.items()}
_OTHER_NAMES: Final = {**ALIASES, **SUBSUMED}


def subject(code: str) -> Subject:
    """Return the subject of a code, of an alias or of an old archive.

    Raises:
        UnknownSubject: The code is not arXiv's.
    """
    own = canonical(code)
    if own is None:
        raise UnknownSubject(code)
    return _BY_CODE[own]


def canonical(code: str) -> str | None:
    """Return the code under which a category is known here; None where the code is not arXiv's.

    Exact in case: `cs.ai` is nothing that arXiv writes (see `nearest` for what a person types).
    """
    own = _OTHER_NAMES.get(code, code)
    return own if own in _BY_CODE else None


def own_categories(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those categories of a record that are arXiv's: canonical codes, each once, in the order given."""
    return tuple(dict.fromkeys(own for code in codes if (own := canonical(code)) is not None))


def what_to_write(typed: str) -> str:
    """Return what a person should write who typed this for a category, as the hint of a message."""
    several = [part for part in re.split(r"[\s,;，、]+", typed) if part]
    if len(several) > 1 and all(canonical(part) for part in several):
        return f"write each in quotes of its own: [{_quoted(several, ', ')}]"
    meant = suggested_categories(typed)
    if len(meant) > 1 and _folded(typed) in _ARCHIVES:
        return f"that is a whole archive: name its categories, such as {_quoted(meant[:_MOST], ', ')}"
    if meant:
        return f"did you mean {_quoted(meant[:_MOST], ' or ')}?"
    return "see https://arxiv.org/category_taxonomy"


def _quoted(words: Iterable[str], between: str) -> str:
    return between.join(f'"{word}"' for word in words)


def suggested_categories(typed: str) -> tuple[str, ...]:
    """Return the categories that a person who typed this may have meant, the likeliest first; empty where nothing is near.

    Codes in other letters first, then names and what a field is called in talk (`NLP`, `deep learning`), with or
    without an archive before it (`cs.ML`), then whole archives, then parts of names, then what looks alike.
    """
    if found := meant_exactly(typed):
        return found
    word = _folded(typed[:_LONGEST_TYPED])
    ends = tuple(known.code for known in ALL if _folded(known.code.partition(".")[2]) == word)
    words = typed.casefold().split()
    parts = tuple(known.code for known in ALL if words and all(one in known.name.casefold() for one in words))
    if word and (ends or (parts and len(word) >= _LONG_ENOUGH)):
        return ends or parts[:_MOST]
    guess = nearest(typed)
    return (guess,) if guess else ()


def meant_exactly(typed: str) -> tuple[str, ...]:
    """Return the categories that a text names exactly, by code, name or archive (`cs`, `astro-ph`); empty for none."""
    word = _folded(typed[:_LONGEST_TYPED])
    archive = _ARCHIVE_NAMES.get(word, word)
    if archive in _ARCHIVES:
        return tuple(known.code for known in ALL if _archive_of(known.code) == archive)
    tail = _folded(typed[:_LONGEST_TYPED].rpartition(".")[2])
    named = tuple(known.code for known in ALL if word and _folded(known.name) == word)
    exact = named if len(named) > 1 else tuple(filter(None, (_TYPED.get(word),)))
    for found in (exact, _CALLED.get(word, ()), _CALLED.get(tail, ())):
        if found:
            return tuple(dict.fromkeys(canonical(code) or code for code in found))
    return ()


def with_words(typed: str) -> tuple[Subject, ...]:
    """Return the categories with all of these words in their name or code."""
    words = typed.casefold().split()
    return tuple(known for known in ALL if all(word in known.long_name.casefold() for word in words))


def _archive_of(code: str) -> str:
    return _folded(code.partition(".")[0])


def nearest(code: str) -> str | None:
    """Return the category that a person who typed this may have meant; None where nothing is near.

    Forgives case and separators first (`CS.ai`, `hepth`), then knows names (`robotics`), then guesses.
    """
    typed = _folded(code[:_LONGEST_TYPED])
    if typed in _TYPED or typed in _ARCHIVES:
        return _TYPED.get(typed)
    likeness, guess = max((_likeness(typed, known), known) for known in _TYPED)
    return _TYPED[guess] if likeness >= _NEAR else None


def _likeness(typed: str, known: str) -> tuple[float, bool]:
    """Return how alike two folded texts are; of two equally alike ones, swapped letters are the likelier slip."""
    return difflib.SequenceMatcher(None, typed, known).ratio(), sorted(typed) == sorted(known)


def _folded(typed: str) -> str:
    """Return letters and digits alone, without case; those that look alike (`AI`, `Al`, `A1`) are one."""
    return "".join(c for c in typed.casefold().translate(_LOOK_ALIKE) if c.isalnum())


_MOST: Final = 4
_LONG_ENOUGH: Final = 4  # letters of a part of a name
_LOOK_ALIKE: Final = str.maketrans("l10", "iio")
_LONGEST_TYPED: Final = 100
_NEAR: Final = (0.75, False)  # one wrong letter in a code of four
_ARCHIVES: Final = {_archive_of(code) for code in CURRENT if "." in code}
_ARCHIVE_NAMES: Final = {
    _folded(name): _folded(archive)
    for archive, name in {
        "cs": "computer science",
        "math": "mathematics",
        "cond-mat": "condensed matter",
        "q-bio": "quantitative biology",
        "q-fin": "quantitative finance",
        "eess": "electrical engineering",
    }.items()
}
# Codes last: where a name and a code fold alike, the code is what was typed.
_TYPED: Final = {
    **{_folded(known.name): known.code for known in reversed(ALL)},
    **{_folded(code): code for code in (*UNDIVIDED, *SUBSUMED, *CURRENT)},
}
_CALLED: Final = {
    _folded(name): tuple(codes.split())
    for codes, names in {
        "cs.LG stat.ML": "ML, deep learning, DL, machine-learning, 机器学习, 深度学习",
        "cs.LG cs.AI": "RL, reinforcement learning, 强化学习",
        "cs.CL": "NLP, natural language processing, language models, LLM, LLMs, text, linguistics, 自然语言处理",
        "cs.CV": "vision, computer vision, image, images, 计算机视觉",
        "eess.IV cs.CV": "image processing",
        "eess.AS cs.SD": "speech, audio, speech recognition",
        "cs.RO": "robot, robots, robotics, 机器人",
        "cs.AI": "artificial intelligence, 人工智能",
        "cs.NE": "neural networks, neural nets, evolutionary",
        "cs.CR": "security, crypto, privacy, cryptography, 密码学",
        "cs.IR": "search, recommendation, recommender systems",
        "cs.HC": "HCI",
        "cs.SE": "software",
        "cs.DC": "distributed systems, parallel computing",
        "cs.DS": "algorithms, data structures",
        "cs.CC": "complexity",
        "cs.OS": "operating systems",
        "cs.SI": "social networks",
        "cs.GT econ.TH": "game theory",
        "stat.ME stat.ML": "statistics, stats",
        "math.OC": "optimization, optimisation, control theory",
        "math.PR": "probability",
        "math.AP": "PDE, PDEs",
        "quant-ph": "quantum, quantum computing, quantum physics, 量子",
        "gr-qc": "gravity, relativity",
        "hep-th": "string theory",
        "q-bio.NC": "neuroscience",
        "q-bio.GN q-bio.QM": "bioinformatics, genetics",
        "econ.GN": "economics",
        "q-fin.ST q-fin.CP": "finance",
        "physics.flu-dyn": "CFD",
        "astro-ph.GA astro-ph.CO": "astronomy, astrophysics",
    }.items()
    for name in names.split(", ")
}
"""What people call fields, which are called otherwise at arXiv."""
