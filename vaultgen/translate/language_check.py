"""Whether a text can be in the language that was asked for: by its script, and by the small words of a language.

Not an identification: it says no only where another language shows plainly, so that a title, a list of names or a
text full of English terms is never refused.
"""

import re

_SCRIPTS = {
    "zh": "\u3400-\u9fff", "ja": "\u3040-\u30ff\u3400-\u9fff", "ko": "\uac00-\ud7af", "ru": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff", "bg": "\u0400-\u04ff", "sr": "\u0400-\u04ffA-Za-z", "el": "\u0370-\u03ff",
    "ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "ur": "\u0600-\u06ff", "he": "\u0590-\u05ff", "th": "\u0e00-\u0e7f",
    "hi": "\u0900-\u097f", "bn": "\u0980-\u09ff",
}  # fmt: skip
_SMALL_WORDS = {
    language: frozenset(word for word in words.split() if len(word) > 1)
    for language, words in {
        "en": "the of and to is that we for with this are by which on from our it as be can these their an have",
        "de": "der die das und ist wir für mit von dass auf ein eine den dem des zu werden auch sich durch nicht bei",
        "fr": "le la les des et est nous pour avec que une dans sur par du ce cette sont qui au aux ces leur",
        "es": "el los las y es que para con una por se del como un su son al más este esta nuestro la de en",
        "it": "il gli che è per con una di della dei si sono questo come nel le un e da alla nostro viene",
        "pt": "os das dos e é que para com uma por se do da são não ao mais este nosso um em como no na",
        "nl": "de het een en van is dat we voor met op zijn wordt deze niet te bij ook door onze dit",
        "sv": "och att är vi för med det som en ett på av den inte till från detta våra kan",
        "da": "og at er vi for med det som en et på af den ikke til fra denne vores kan",
        "nb": "og at er vi for med det som en et på av den ikke til fra denne våre kan",
        "pl": "i w na z że do jest nie się to dla oraz przez które przy od są jak tym",
        "cs": "a v na se že je pro to které s jako do jsou z tento pomocí jsme při",
        "tr": "ve bir bu için ile olarak da olan daha çok gibi bizim ise veya",
        "fi": "ja on että se joka ovat tämä myös voidaan sekä ei kun tai",
        "hu": "a az és hogy egy nem is ez meg vagy a mint amely ezt",
        "ro": "și în de la cu pentru care este o un din pe ca sunt prin mai",
        "id": "yang dan di untuk dengan ini pada dari adalah dalam kami itu ke tidak",
        "vi": "và của các cho là một được trong với này những có không chúng",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 8
"""Words from which small ones tell anything."""
_JAPANESE_FROM = 25
_SHARE = 0.12


def other_language(text: str, language: str) -> str:
    """Return what shows that a text is not in a language; empty where nothing does.

    Args:
        text: Without formulas and names, as far as they are known.
        language: BCP 47.
    """
    primary = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    script = _SCRIPTS.get({"cmn": "zh", "yue": "zh"}.get(primary, primary))
    if script and not re.search(f"[{script}]", text):
        return f"no letter of the language {language}"
    kana = len(re.findall(r"[\u3041-\u3096\u30a1-\u30fa]", text))
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    if primary in {"zh", "cmn", "yue"} and kana > han / 4:
        return f"not in the language {language}: Japanese syllables"
    if primary == "ja" and not kana and han > _JAPANESE_FROM:
        return f"not in the language {language}: no Japanese syllable"
    if primary in {"zh", "ja"} and len(re.findall(r"[\uac00-\ud7af]", text)) > han:
        return f"not in the language {language}: Korean syllables"
    return _by_small_words(text, primary, language)


def _by_small_words(text: str, primary: str, language: str) -> str:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _FEWEST:
        return ""
    letters = sum(map(len, words))
    if primary in _SCRIPTS and sum(len(word) for word in words if not word.isascii()) > letters / 4:
        return ""
    hits = {one: sum(word in small for word in words) for one, small in _SMALL_WORDS.items()}
    own = hits.get({"no": "nb", "nn": "nb"}.get(primary, primary), 0)
    other = max((one for one in hits if one != primary), key=lambda one: (hits[one], one))
    if hits[other] >= max(3, _SHARE * len(words)) and hits[other] > 3 * own:
        return f"not in the language {language}: words of {other}"
    return ""
