"""What a person may call a language, as a BCP 47 tag, and which of DeepL's target languages a tag means.

Asks nobody; `vaultgen.config`, `init` and the adapters share it.

DeepL wants a variety where it knows several (EN-GB, PT-BR, ZH-HANS), and no region where it does not (DE for
de-AT). Source: DeepL's table of target languages, 2026-08.
"""

import difflib
import unicodedata

from vaultgen.errors import VaultgenError

_WITHOUT_VARIETY = frozenset(
    [
        "AR",
        "BG",
        "CS",
        "DA",
        "DE",
        "EL",
        "ES",
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
        "RO",
        "RU",
        "SK",
        "SL",
        "SV",
        "TH",
        "TR",
        "UK",
        "VI",
    ]
)
_SAME = {"NO": "NB", "NN": "NB", "IW": "HE", "IN": "ID", "CMN": "ZH"}
_COUNTRIES = {
    "JP": "ja",
    "CN": "zh-Hans",
    "TW": "zh-Hant",
    "KR": "ko",
    "UA": "uk",
    "CZ": "cs",
    "GR": "el",
    "DK": "da",
    "SE": "sv",
}
"""Countries that are taken for their languages."""
_NAMES = {
    "ar": "arabic, ara, العربية, عربي",
    "bg": "bulgarian, bul, български",
    "bn": "bengali, bangla, বাংলা",
    "ca": "catalan, cat, català",
    "cs": "czech, ces, cze, čeština, česky",
    "da": "danish, dan, dansk",
    "de": "german, deu, ger, deutsch",
    "el": "greek, ell, gre, ελληνικά",
    "en": "english, eng, american, american english, british english, englisch, anglais, inglés, 英语, 英文, 英語",
    "es": "spanish, spa, español, castellano, castilian",
    "et": "estonian, est, eesti",
    "fa": "persian, farsi, fas, per, فارسی",
    "fi": "finnish, fin, suomi",
    "fr": "french, fra, fre, français",
    "he": "hebrew, heb, עברית",
    "hi": "hindi, hin, हिन्दी, हिंदी",
    "hr": "croatian, hrv, hrvatski",
    "hu": "hungarian, hun, magyar",
    "id": "indonesian, ind, bahasa indonesia, bahasa",
    "it": "italian, ita, italiano",
    "ja": "japanese, jpn, 日本語, 日文, 日语",
    "ko": "korean, kor, 한국어, 조선말, 韩语, 韓國語",
    "lt": "lithuanian, lit, lietuvių",
    "lv": "latvian, lav, latviešu",
    "nb": "norwegian, nor, nob, norsk, bokmål, norsk bokmål, norwegian bokmål",
    "nl": "dutch, nld, dut, nederlands, flemish, vlaams",
    "pl": "polish, pol, polski",
    "pt-BR": "brazilian, brazilian portuguese, portuguese (brazil), português brasileiro, português do brasil",
    "pt-PT": "portuguese, por, português, european portuguese, portuguese (portugal), português europeu",
    "ro": "romanian, ron, rum, română",
    "ru": "russian, rus, русский",
    "sk": "slovak, slk, slo, slovenčina, slovensky",
    "sl": "slovenian, slovene, slv, slovenščina",
    "sr": "serbian, srp, српски, srpski",
    "sv": "swedish, swe, svenska",
    "th": "thai, tha, ไทย, ภาษาไทย",
    "tr": "turkish, tur, türkçe",
    "uk": "ukrainian, ukr, українська",
    "ur": "urdu, urd, اردو",
    "vi": "vietnamese, vie, tiếng việt, việt",
    "zh-Hans": "chinese, simplified chinese, chinese (simplified), mandarin, zho, chi, 中文, 汉语, 漢語, 普通话, 简体, "
    "简体中文, 简中, chinesisch, chinois",
    "zh-Hant": "traditional chinese, chinese (traditional), taiwanese, cantonese, 繁體, 繁体, 繁體中文, 繁体中文, 正體中文, "
    "國語, 繁中, 粵語, 粤语",
}
"""What people call a language, in English, in itself and as a code of three letters. Also languages that DeepL does not
have: other engines may."""
_CODE_LENGTH = 3
_VARIETY_NEEDED = {"PT": ("pt-BR", "pt-PT")}
_TRADITIONAL_REGIONS = frozenset({"TW", "HK", "MO"})
_SPAIN = frozenset({"", "ES"})


def tag_named(name: str) -> str | None:
    """Return the tag of what a person calls a language (`chinese`, `中文`, `Deutsch`); None where nothing is known.

    Case, accents, hyphens and parentheses do not matter.
    """
    return _TAGS.get(_plain(name))


def name_of(language: str) -> str:
    """Return a tag with the English name of its language, as one would tell a person: `Simplified Chinese (zh-Hans)`."""
    tag = language.strip().replace("_", "-")
    script = "zh-Hant" if target_script(tag) == "ZH-HANT" else "zh-Hans"
    primary = tag.partition("-")[0].lower()
    known = script if primary in {"zh", "cmn", "yue"} else tag if tag in _NAMES else primary
    titles = {
        "zh-Hans": "Simplified Chinese",
        "zh-Hant": "Traditional Chinese",
        "pt-BR": "Brazilian Portuguese",
        "pt-PT": "European Portuguese",
    }
    name = titles.get(known) or _NAMES.get(known, "").split(",")[0].title()
    return f"{name} ({tag})" if name else f"the language with the BCP 47 tag {tag}"


def target_script(language: str) -> str:
    """Return `ZH-HANS` or `ZH-HANT` for a tag of Chinese: the script decides, else the region."""
    return _chinese(language.upper().replace("_", "-").split("-")[1:])


def deepl_languages(words: str = "") -> tuple[tuple[str, str], ...]:
    """Return the tags that DeepL translates into, each with its names; those that have these words in them, if any."""
    wanted = _plain(words)
    return tuple(
        (tag, f"{name_of(tag).removesuffix(f' ({tag})')}, {_own_name(names.split(', '))}")
        for tag, names in _NAMES.items()
        if wanted in _plain(f"{tag} {names}") and not is_english(tag) and _is_of_deepl(tag)
    )


def _own_name(names: list[str]) -> str:
    """Return what a language is called in itself: the first name with letters beyond ASCII, else the first after its codes."""
    others = [name for name in names[1:] if not (name.isascii() and len(name) == _CODE_LENGTH)]
    name = next((name for name in others if not name.isascii()), others[0])
    return name[:1].upper() + name[1:]


def _is_of_deepl(tag: str) -> bool:
    try:
        target_of(tag)
    except VaultgenError:
        return False
    return True


def is_english(language: str) -> bool:
    """Return whether a tag names English, in which arXiv's abstracts are written."""
    return language.strip().replace("_", "-").partition("-")[0].lower() in {"en", "eng"}


def refuse_english(language: str) -> None:
    """Refuse English as the language to translate into.

    Raises:
        VaultgenError: It is English; says why.
    """
    if is_english(language):
        raise VaultgenError(
            f'language: "{language}" is English, as the abstracts are',
            'leave it out for no translation, or write for example "zh-Hans"',
        )


def target_of(language: str) -> str:
    """Return DeepL's target language for a BCP 47 tag.

    Args:
        language: As the person wrote it (`zh-Hans`, `pt-BR`, `de`); case and `_` for `-` do not matter.

    Returns:
        DeepL's code: `ZH-HANS`, `PT-BR`, `DE`.

    Raises:
        VaultgenError: DeepL does not have it, it is English, or DeepL needs to know which variety; the hint says
            what to write.
    """
    refuse_english(language)
    tongue, *subtags = language.strip().replace("_", "-").upper().split("-")
    tongue = _SAME.get(tongue, tongue)
    if tongue == "ZH":
        return _chinese(subtags)
    if tongue in _VARIETY_NEEDED:
        return _variety(language, tongue, subtags)
    if tongue == "ES":
        return "ES" if _region(subtags) in _SPAIN else "ES-419"
    if tongue in _WITHOUT_VARIETY:
        return tongue
    raise VaultgenError(f'language: DeepL does not translate into "{language}"', _remedy(tongue))


def _chinese(subtags: list[str]) -> str:
    """Return DeepL's code for a tag of Chinese: by script, else by region; simplified for plain `zh`."""
    if "HANT" in subtags:
        return "ZH-HANT"
    if "HANS" in subtags:
        return "ZH-HANS"
    return "ZH-HANT" if _TRADITIONAL_REGIONS.intersection(subtags) else "ZH-HANS"


def _variety(language: str, tongue: str, subtags: list[str]) -> str:
    choices = _VARIETY_NEEDED[tongue]
    wanted = f"{tongue}-{_region(subtags)}"
    if wanted in (choice.upper() for choice in choices):
        return wanted
    raise VaultgenError(
        f'language: "{language}" is not precise enough for DeepL', f'write "{choices[0]}" or "{choices[1]}"'
    )


def _region(subtags: list[str]) -> str:
    """Return the region of a tag, two letters or three digits; empty where there is none."""
    return next((tag for tag in subtags if (len(tag) == 2 and tag.isalpha()) or tag.isdigit()), "")  # noqa: PLR2004 (BCP 47)


def _remedy(tongue: str) -> str:
    meant = _COUNTRIES.get(tongue) or tag_named(tongue)
    if meant and meant.lower() != tongue.lower():
        return f'did you mean "{meant}"?'
    written = [
        "zh-Hans",
        "zh-Hant",
        "pt-BR",
        "pt-PT",
        *(code.lower() for code in _WITHOUT_VARIETY),
    ]
    near = difflib.get_close_matches(tongue.lower(), sorted(written), n=1)
    guess = f'did you mean "{near[0]}"? ' if near else ""
    return guess + "such as zh-Hans, ja, de, fr, pt-BR; or leave the setting out for no translation"


def _plain(name: str) -> str:
    """Return a name without regard to case, accents, hyphens and parentheses."""
    letters = (
        " " if letter in "()-_,（）" else letter
        for letter in unicodedata.normalize("NFKD", name).casefold()
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(letters).split())


_TAGS = {_plain(name): tag for tag, names in _NAMES.items() for name in names.split(",")}
