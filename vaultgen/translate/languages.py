"""Which of DeepL's target languages a BCP 47 tag means. Asks nobody; `vaultgen.config` and the adapter share it.

DeepL wants a variety where it knows several (EN-GB, PT-BR, ZH-HANS), and no region where it does not (DE for
de-AT). Source: DeepL's table of target languages, 2026-08.
"""

import difflib

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
_VARIETY_NEEDED = {"EN": ("en-GB", "en-US"), "PT": ("pt-BR", "pt-PT")}
_TRADITIONAL_REGIONS = frozenset({"TW", "HK", "MO"})
_SPAIN = frozenset({"", "ES"})


def target_of(language: str) -> str:
    """DeepL's target language for a BCP 47 tag.

    Args:
        language: As the person wrote it (`zh-Hans`, `pt-BR`, `de`); case and `_` for `-` do not matter.

    Returns:
        DeepL's code: `ZH-HANS`, `PT-BR`, `DE`.

    Raises:
        VaultgenError: DeepL does not have it, or needs to know which variety; the hint says what to write.
    """
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
    """The script decides, else the region; plain `zh` is DeepL's `ZH`, which is simplified."""
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
    """The region of a tag, two letters or three digits; empty where there is none."""
    return next((tag for tag in subtags if (len(tag) == 2 and tag.isalpha()) or tag.isdigit()), "")  # noqa: PLR2004 (BCP 47)


def _remedy(tongue: str) -> str:
    if tongue in _COUNTRIES:
        return f'did you mean "{_COUNTRIES[tongue]}"?'
    written = [
        "zh-Hans",
        "zh-Hant",
        "en-GB",
        "en-US",
        "pt-BR",
        "pt-PT",
        *(code.lower() for code in _WITHOUT_VARIETY),
    ]
    near = difflib.get_close_matches(tongue.lower(), sorted(written), n=1)
    guess = f'did you mean "{near[0]}"? ' if near else ""
    return guess + "such as zh-Hans, ja, de, fr, pt-BR; or leave the setting out for no translation"
