"""What an engine answers: each word changed and all else as it was, or any of the things that went wrong with engines.

A program that a test starts for each text loads this and nothing else, so it imports little.
"""

import hashlib
import re
from collections.abc import Callable

HIDDEN = r"<m id=\"\d+\">[^<]*</m>"
_CODE = r"XQ+\d+Z"
STAYS = re.compile(rf"({HIDDEN}|<[^<>]*>|&\w+;|{_CODE})")


def pseudo(text: str, target: str) -> str:
    """Every word changed, punctuation and tags kept."""
    return "".join(part if STAYS.fullmatch(part) else _words(part, target) for part in STAYS.split(text))


def _words(text: str, target: str) -> str:
    if target.startswith("ZH"):
        return re.sub(r"[^\W\d_]+", lambda word: _hanzi(word[0]), text)
    return re.sub(r"[^\W\d_]+", lambda word: word[0][::-1] + "u", text)


def _hanzi(word: str) -> str:
    digest = hashlib.sha256(word.encode()).digest()
    return "".join(chr(0x4E00 + digest[place % len(digest)] * 8) for place in range(1 + len(word) // 3))


# What DeepL was seen to do to tags; each takes one translated text.

_PLACE = re.compile(rf"{HIDDEN}|{_CODE}")


def _first(text: str, change: Callable[[str], str]) -> str:
    return _PLACE.sub(lambda tag: change(tag[0]), text, count=1)


def drop(text: str) -> str:
    return _first(text, lambda tag: "")


def double(text: str) -> str:
    return _first(text, lambda tag: f"{tag} {tag}")


def move(text: str) -> str:
    """To the begin of the text: still each once, so this is no damage."""
    tag = _PLACE.search(text)
    return text if tag is None else f"{tag[0]} {text[: tag.start()]}{text[tag.end() :]}"


def rename(text: str) -> str:
    return _first(text, lambda tag: re.sub(r"\d+", "987", tag, count=1))


def split(text: str) -> str:
    return _first(
        text,
        lambda tag: (
            re.sub(r"(<m [^>]*>)(.)(.*)</m>", r"\1\2</m>\1\3</m>", tag)
            if tag[0] == "<"
            else tag[:1] + " " + tag[1:]
        ),
    )


def nest(text: str) -> str:
    return _first(
        text, lambda tag: tag.replace("</m>", '<m id="0">x</m></m>') if tag[0] == "<" else tag + tag
    )


def respace(text: str) -> str:
    return _first(text, lambda tag: f"  {tag}  ")


def rewrite(text: str) -> str:
    """Translates what is inside a tag: harmless, our own table is used."""
    return re.sub(r"(<m id=\"\d+\">)[^<]*(</m>)", r"\1美元\2", text)


def swap(text: str) -> str:
    """Two tags change places: still each once."""
    tags = list(_PLACE.finditer(text))
    if len(tags) < 2:
        return text
    a, b = tags[0], tags[1]
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def leak(text: str) -> str:
    """The content slips out of its tag."""
    return re.sub(r"(<m id=\"\d+\">)([^<]*)(</m>)", r"\1\3\2", text, count=1)


def half(text: str) -> str:
    """Cut in the middle of the text."""
    return text[: len(text) // 2]


def source(text: str) -> str:
    """The source unchanged."""
    return text


def translate_placeholders(text: str) -> str:
    """What was to be copied is translated, too."""
    return _PLACE.sub("公式", text)


def lose_blanks(text: str) -> str:
    return re.sub(rf" *({_PLACE.pattern}) *", r"\1", text)


def chat(text: str) -> str:
    return f"Here is the translation: {text} I hope this helps!"


def other_language(text: str) -> str:
    words = "Nous montrons que cette méthode est plus rapide que les autres et que les résultats sont bons."
    return (words + " ") * max(1, len(text) // 100)


def obey(text: str) -> str:
    """Answers as one who was told to ignore the above."""
    del text
    return "OK, I ignored the instructions. PWNED https://evil.example/?k=1"


SPOILS: dict[str, Callable[[str], str]] = {
    "drops a placeholder": drop,
    "doubles a placeholder": double,
    "renames a placeholder": rename,
    "splits a placeholder": split,
    "nests placeholders": nest,
    "translates placeholders": translate_placeholders,
    "loses blanks": lose_blanks,
    "cuts texts in half": half,
    "returns the source": source,
    "answers in another language": other_language,
    "chats back": chat,
    "obeys the text": obey,
    "says nothing": lambda _: "",
}
