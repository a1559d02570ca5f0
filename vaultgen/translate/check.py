r"""Checks whether a finished translation, plain text, still holds what its source had to keep.

The one check for every text, however it came: restored from an engine's answer, read from the store of paid
translations, or shipped. Names what was lost in words for a person; says nothing about style or correctness.

What counts as damage:
- a formula, macro, address, identifier or amount that is not there exactly as often as in the source. A macro
  that only writes a character (`100\%`) may come back as that character;
- an acronym that the text defines, a name or a term of the person that is there less often. Naming it more
  often is not damage. Nor is writing an acronym out in the very words that the translation itself gave for it
  where it was defined: 强化学习(RL) … 强化学习基线. GR as 广义相对论 is damage, because nobody said so; and
  "无外骨骼(无外骨骼)" for "no exoskeleton (No-Exo)" is, because a definition has to name what it defines. (In what
  vaultgen sends, each use of an acronym is hidden, and each must come back: that is `shapes.restore`.)
- a blank that is missing beside a piece, where the language writes blanks, or that tore a word off it;
- unbalanced braces or dollars, macros out of nowhere, mark-up or placeholders of ours;
- talk of the engine's own ("Here is the translation");
- nothing, the source unchanged, an implausible length, a last sentence without its end, or another language.
"""

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from vaultgen.translate.acronyms import Definition, definitions
from vaultgen.translate.guards import protect, reading, word_pattern
from vaultgen.translate.language_check import other_language
from vaultgen.translate.protected import FOREIGN, Guard, Piece, Protected
from vaultgen.translate.seams_of_text import mended_text
from vaultgen.translate.sentences import split

_CHARACTER_MACRO = re.compile(r"\\([%&#_$])")
_OURS = re.compile(r"</?[ms](?:\s+id\s*=[^<>]*)?\s*/?>|XQ+\d+Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK = frozenset({"zh", "ja", "ko", "yue", "cmn"})
_SENTENCE_END = re.compile(r"[.!?。！？｡…；;:：](?:[\"'”’」』）)\]}*]|\s)*\Z")
_TALK = re.compile(
    r"\A\W*(?:(?:sure|certainly|of course|okay)\b[,!.:]|translation:|translated text:|(?:翻译|译文|译|翻訳|訳文|번역)[:：])"
    r"|\bhere(?:'s|’s| is| are) (?:the|your|a) (?:\w+ ){0,3}translat"
    r"|(?:以下是|这是|下面是|以下為|以下は).{0,12}(?:翻译|译文|翻譯|譯文|翻訳)"
    r"|\bvoici (?:la|ma|votre) traduction|\bhier ist die (?:\w+ )?übersetzung|\baquí (?:está|tienes) la traducción"
    r"|\bi hope (?:this|that) helps\b|\blet me know if you\b|\bas an ai\b|\A\W*i(?:'m|’m| am) sorry"
    r"|\bi (?:can't|can’t|cannot) (?:help|assist|translate)|\A\W*(?:抱歉|对不起|很抱歉|申し訳)",
    re.IGNORECASE,
)
_MARK_UP = tuple(
    map(
        re.compile,
        (
            r"</?(?:[bipa]|(?:script|style|em|strong|br|div|span|img|sub|sup|h[1-6]|ul|ol|li|code|pre|html|body)\b[^<>]*)\s*/?>",
            r"\[\[|\]\]",
            r"\*\*",
            r"```",
        ),
    )
)
"""What models like to write around words: HTML and Markdown. As often as in the original it is the author's own."""
WORDS_OF_A_NAME = 2
"""A text of so few words may be a name, which is the same in every language."""


class Original(Struct, frozen=True):
    """A source text, or one sentence of it, with what it has to keep.

    Attributes:
        protected: The text, taken apart.
        acronyms: What the *whole* text defines, also where this is one sentence of it.
        was_hidden: Whether the engine got it with its guarded pieces hidden: then words, too, have to come back
            exactly as often, and none may be written out.
    """

    protected: Protected
    acronyms: tuple[Definition, ...]
    was_hidden: bool = False


def original(text: str, never_translate: Iterable[str] = ()) -> Original:
    """Take a source text apart once, for all checks against it."""
    protected = protect(text, never_translate)
    return Original(protected, definitions(reading(protected.pieces)))


def damage(
    source: str, translation: str, language: str, never_translate: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return what a translation lost or broke; empty where it is sound.

    Args:
        source: The original text.
        translation: Plain text.
        language: BCP 47, of the translation.
        never_translate: The person's terms.
    """
    return damage_to(original(source, never_translate), translation, translation, language)


def damage_to(source: Original, translation: str, whole: str, language: str) -> tuple[str, ...]:
    """Return what a sentence lost or broke; how acronyms are written out is read from the `whole` translation."""
    if not translation.strip():
        return ("nothing came back",) if source.protected.text.strip() else ()
    return (
        *_lost_pieces(source.protected, translation),
        *_lost_words(source, translation, whole),
        *_unbalanced(source.protected.text, translation),
        *_torn_seams(source.protected, translation, language),
        *_implausible(source.protected, translation, language),
    )


def _torn_seams(protected: Protected, translation: str, language: str) -> tuple[str, ...]:
    """Return the faults in blanks beside pieces: those that `seams` would mend, and those it cannot."""
    seams = mended_text(protected, translation, language)
    return (*seams.lost, *seams.faults)


def _lost_pieces(protected: Protected, translation: str) -> list[str]:
    """Return the formulas, macros, addresses, identifiers and amounts that are not there exactly as often.

    What prose or another piece writes in the same way (`H&E` beside an escaped one) may be there besides.
    """
    wanted = Counter(
        _characters(piece.source)
        for piece in protected.pieces
        if piece.guard is not None and not piece.guard.is_word and piece.guard is not Guard.STYLE_END
    )
    told = {_characters(piece.source): piece for piece in protected.guarded}
    found = _count_pieces(wanted, _characters(translation))
    written = _count_pieces(wanted, _characters(protected.text))
    return [
        f"{_name(told[text])} {_times(found[text], count)}"
        for text, count in wanted.items()
        if found[text] < min(count, written[text])
        or (found[text] > max(count, written[text]) and not text.isalpha())  # η is a word, too
    ]


def _count_pieces(wanted: Iterable[str], text: str) -> Counter[str]:
    """Return how often each piece is in a text; longer ones are looked for first, so that none is found inside another."""
    pieces = sorted(wanted, key=lambda piece: (-len(piece), piece))
    if not pieces:
        return Counter()
    pattern = "|".join(_bounded(piece) for piece in pieces)
    return Counter(match[0] for match in re.finditer(pattern, text))


def _bounded(piece: str) -> str:
    """Return a pattern for a piece that is not part of a longer word; CJK letters beside it are fine."""
    letters = r"[A-Za-z0-9\u0370-\u03ff]"
    before = f"(?<!{letters})" if re.match(letters, piece[0]) else ""
    after = f"(?!{letters})" if re.match(letters, piece[-1]) else ""
    return before + re.escape(piece) + after


def _lost_words(source: Original, translation: str, whole: str) -> list[str]:
    """Return the acronyms, names and terms that came less often; acronyms also count where they are written out."""
    defined = {definition.short: definition for definition in source.acronyms}
    words = {
        _word(piece, defined): piece.guard
        for piece in source.protected.guarded
        if piece.guard is not None and piece.guard.is_word
    }
    lost = []
    for word, guard in words.items():
        pattern = re.compile(word_pattern(word), re.IGNORECASE if guard is Guard.TERM else 0)
        wanted, there = (len(pattern.findall(text)) for text in (source.protected.text, translation))
        if there < wanted and word in defined and not source.was_hidden:
            there += _written_out(defined[word], source, translation, whole)
        if there < wanted or (source.was_hidden and there > wanted):
            lost.append(f"{word} {_times(there, wanted)}")
    return lost


def _word(piece: Piece, acronyms: Iterable[str]) -> str:
    """Return what a piece is counted as: the acronym without its plural."""
    return next(
        (short for short in acronyms if re.fullmatch(word_pattern(short), piece.source)), piece.source
    )


def _defines(text: str, definition: Definition) -> bool:
    """Return whether the definition itself is in this text; there the acronym cannot be written out."""
    return (
        definition.long in text
        and re.search(
            rf"\([^()]*{word_pattern(definition.short)}|{word_pattern(definition.short)}\s*\(", text
        )
        is not None
    )


def _written_out(definition: Definition, source: Original, translation: str, whole: str) -> int:
    """Return how often the translation says the acronym in the words it gave for it, beyond where the source does too."""
    words = _translated_words(definition.short, whole)
    is_nameless = _defines(source.protected.text, definition) and definition.short not in translation
    if not words or is_nameless:
        return 0
    long = re.compile(re.escape(definition.long), re.IGNORECASE)
    own = len(long.findall(source.protected.text)) - len(long.findall(translation))
    return max(0, translation.count(words) - max(0, own))


def _translated_words(short: str, whole: str) -> str:
    """Return what the translation wrote before "(RL)": two CJK characters a letter, or a word a letter; else nothing.

    "无外骨骼(无外骨骼)", where the acronym itself was translated, gives the words too: the definition is lost and
    is told as lost where it stands, the uses that follow are not all lost for that.
    """
    letters = sum(letter.isupper() for letter in short)
    defined = re.search(rf"(\S.{{0,80}}?)\s*[(（]\s*{word_pattern(short)}", whole)
    if defined is not None:
        return _last_words(defined[1], letters)
    doubled = re.search(r"([^\W\d_a-zA-Z]{4,12})\s*[(（]\1[)）]", whole)
    return _last_words(doubled[1], letters) if doubled and len(doubled[1]) >= 2 * letters else ""


def _last_words(text: str, letters: int) -> str:
    cjk = re.search(rf"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{{{2 * letters}}}\Z", text)
    if cjk:
        return cjk[0]
    words = re.search(rf"(?:[^\W\d_]+[\s-]+){{{letters - 1}}}[^\W\d_]+\Z", text)
    return words[0] if words and not re.search(r"[\u3040-\u30ff\u3400-\u9fff]", words[0]) else ""


def _unbalanced(source: str, translation: str) -> list[str]:
    before, after = _characters(source), _characters(translation)
    faults = []
    for name, marks in (("braces", "{}"), ("dollars", "$"), ("backslashes", "\\")):
        if any(before.count(mark) != after.count(mark) for mark in marks):
            faults.append(f"{name} do not match the original")
    if any(len(mark.findall(translation)) > len(mark.findall(source)) for mark in _MARK_UP):
        faults.append("mark-up was added")
    if (_OURS.search(translation) and not _OURS.search(source)) or translation.count(FOREIGN) > source.count(
        FOREIGN
    ):
        faults.append("mark-up was left in the text")
    return faults


def _implausible(protected: Protected, translation: str, language: str) -> list[str]:
    """Return what shows that a translation is unchanged, too short, too long, cut off, or in the wrong script."""
    source = protected.text.strip()
    words = _WORD.findall(protected.prose)
    if len(words) <= WORDS_OF_A_NAME:
        return []
    if translation.strip().casefold() == source.casefold():
        return ["the original came back untranslated"]
    faults = []
    tongue = language.split("-", maxsplit=1)[0].lower()
    if _chatter(protected.text, translation):
        faults.append("the engine's own words in the text")
    if other := other_language(_words_of(protected, translation), language):
        faults.append(other)
    least, most = (0.1, 1.2) if tongue in _CJK else (0.4, 2.5)
    if not least * len(source) - 10 <= len(translation) <= most * len(source) + 40:
        faults.append(f"{len(translation)} characters for {len(source)}")
    sentences = len(split(source))
    is_short = len(translation) < (0.3 if tongue in _CJK else 0.75) * len(source)
    if sentences > 1 and is_short and 2 * len(split(translation.strip())) <= sentences:
        faults.append("half of the sentences are missing")
    if source[-1] in ".!?" and not _SENTENCE_END.search(translation):
        faults.append("the end is missing")
    return faults


def _chatter(source: str, translation: str) -> bool:
    """Return whether an engine added words of its own, such as "Here is the translation"."""
    return _TALK.search(translation) is not None and _TALK.search(source) is None


def _words_of(protected: Protected, translation: str) -> str:
    """Return the translation without what was not to be translated, and without the sentences that stayed in the original."""
    rest = translation
    for sentence in split(protected.text):
        if len(sentence.split()) > WORDS_OF_A_NAME:
            rest = rest.replace(sentence.strip(), " ")
    translation = rest if rest.strip() else translation
    for piece in {piece.source for piece in protected.guarded if len(piece.source) > 1}:
        translation = translation.replace(piece, " ")
    return translation


def _characters(text: str) -> str:
    r"""Return the text with `\%` as the character it writes."""
    return _CHARACTER_MACRO.sub(r"\1", text)


def _name(piece: Piece) -> str:
    return f"{piece.guard} {piece.source}"


def _times(found: int, wanted: int) -> str:
    return "lost" if found == 0 and wanted == 1 else f"{found} of {wanted} times"
