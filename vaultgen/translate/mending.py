"""Keeps the sound sentences of a damaged translation, and puts the original where it is damaged.

Pure; sends nothing. Sentences are only matched where both texts have equally many, and each pair then has to
pass the same check as a whole text: a wrong match would lose a piece or have an implausible length.
"""

from msgspec import Struct
from msgspec.structs import replace

from vaultgen.translate.check import WORDS_OF_A_NAME, Original, damage_to
from vaultgen.translate.guards import protect
from vaultgen.translate.protected import Protected
from vaultgen.translate.sentences import split, split_protected


class Sentence(Struct, frozen=True):
    """One sentence of the source with what there is of it in the other language.

    Attributes:
        source: The original sentence with the blanks after it.
        translation: Sound, stripped of outer blanks; None where the original has to stay.
        damaged: What was lost in the translation that was refused; empty where `translation` is sound.
    """

    source: Protected
    translation: str | None
    damaged: tuple[str, ...] = ()


def mend(source: Original, translation: str, language: str) -> tuple[Sentence, ...]:
    """Return the sentences of a source with the sound ones of a translation.

    Args:
        source: What the translation is of.
        translation: Plain text, sound or not.
        language: BCP 47, of the translation.

    Returns:
        One for each sentence of the source, in order. Without translation where they cannot be matched.
    """
    originals = split_protected(source.protected)
    translated = _split_translation(source, translation)
    if len(originals) != len(translated):
        faults = damage_to(source, translation, translation, language) or ("sentences cannot be matched",)
        return tuple(Sentence(sentence, None, faults) for sentence in originals)
    return tuple(
        _judged(replace(source, protected=sentence), other, translation, language)
        for sentence, other in zip(originals, translated, strict=True)
    )


def joined(sentences: tuple[Sentence, ...], language: str) -> str:
    """Return the text of mended sentences: translations where there are, originals where not.

    A blank stands between two sentences unless both are CJK, which writes none (and the first does not end in a
    Latin full stop); paragraphs stay paragraphs.
    """
    parts: list[str] = []
    tight = language.split("-", maxsplit=1)[0].lower() in {"zh", "ja", "th", "yue"}
    for place, sentence in enumerate(sentences):
        source = sentence.source.text
        text = source.strip() if sentence.translation is None else sentence.translation
        parts.append(text)
        if place == len(sentences) - 1:
            break
        neighbours_translated = (
            sentence.translation is not None and sentences[place + 1].translation is not None
        )
        if "\n" in source[len(source.rstrip()) :]:
            parts.append("\n\n")
        elif not (tight and neighbours_translated and not text[-1:].isascii()):
            parts.append(" ")
    return "".join(parts)


def combined(first: tuple[Sentence, ...], second: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return the better one of each pair of sentences, both of one source: the second where it is sound."""
    return tuple(new if new.translation is not None else old for old, new in zip(first, second, strict=True))


def damage_lines(sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
    """Return what was lost where the original stays, each once."""
    return tuple(dict.fromkeys(fault for sentence in sentences for fault in sentence.damaged))


def has_original_sentence(source: str, translation: str) -> bool:
    """Return whether a sentence of the source, of more words than a name has, is in its translation as it is."""
    sentences = (sentence.text.strip() for sentence in split_protected(protect(source)))
    return any(len(sentence.split()) > WORDS_OF_A_NAME and sentence in translation for sentence in sentences)


def _judged(source: Original, translation: str, whole: str, language: str) -> Sentence:
    if not source.protected.text.strip():
        return Sentence(source.protected, "")
    faults = damage_to(source, translation, whole, language)
    return Sentence(source.protected, None if faults else translation.strip(), faults)


def _split_translation(source: Original, translation: str) -> tuple[str, ...]:
    """Return sentences of the translation; none ends inside a piece that came back."""
    stretches: list[tuple[int, int]] = []
    for piece in {piece.source for piece in source.protected.guarded}:
        place = translation.find(piece)
        while place >= 0 and len(piece) > 1:
            stretches.append((place, place + len(piece)))
            place = translation.find(piece, place + len(piece))
    return tuple(part for part in split(translation, stretches) if part.strip())
