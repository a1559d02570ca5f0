"""What a person means who types a category: by its code in other letters, its name, or what a field is called in talk.

Loaded where something was typed that is not a category: its tables are made from all names of the taxonomy.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Final

from vaultgen.paper.subjects import ALL, Subject, canonical
from vaultgen.paper.taxonomy import CURRENT, SUBSUMED, UNDIVIDED


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
