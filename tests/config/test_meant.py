"""What people write in place of what is meant: the message says what to write."""

from pathlib import Path

import pytest

from vaultgen import config
from vaultgen.errors import ConfigurationError

USUAL = {"categories": '["cs.LG"]', "keywords": '["reinforcement learning"]'}


def said(tmp_path: Path, text: str) -> str:
    """Everything that is said of a configuration with this in it, problem and hint."""
    mine = {key: value for key, value in USUAL.items() if f"{key} =" not in text and f"{key}:" not in text}
    usual = "".join(f"{key} = {value}\n" for key, value in mine.items())
    (tmp_path / "vaultgen.toml").write_text(f"{usual}{text}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        config.load(config=None, vault=tmp_path, environ={}, cwd=tmp_path)
    return "\n".join(f"{one.problem}\n{one.hint}" for one in refused.value.problems)


CATEGORIES = {
    "cs.ML": 'did you mean "cs.LG" or "stat.ML"?',
    "machine learning": 'did you mean "cs.LG" or "stat.ML"?',
    "ML": 'did you mean "cs.LG" or "stat.ML"?',
    "deep learning": 'did you mean "cs.LG" or "stat.ML"?',
    "reinforcement learning": 'did you mean "cs.LG" or "cs.AI"?',
    "cs.NLP": 'did you mean "cs.CL"?',
    "NLP": 'did you mean "cs.CL"?',
    "computer vision": 'did you mean "cs.CV"?',
    "AI": 'did you mean "cs.AI"?',
    "robotics": 'did you mean "cs.RO"?',
    "quantum computing": 'did you mean "quant-ph"?',
    "Cs.lg": 'did you mean "cs.LG"?',
    "cs_LG": 'did you mean "cs.LG"?',
    "econ": 'that is a whole archive: name its categories, such as "econ.EM"',
    "cs.*": 'that is a whole archive: name its categories, such as "cs.AI"',
    "cs.LG, cs.AI": 'write each in quotes of its own: ["cs.LG", "cs.AI"]',
    "cs.LG cs.AI": 'write each in quotes of its own: ["cs.LG", "cs.AI"]',
}
ZONES = {
    "UTC+8": 'write a place that keeps this time, such as "Asia/Shanghai"',
    "GMT+08:00": "Asia/Shanghai",
    "+0800": "Asia/Shanghai",
    "UTC-5": "America/New_York",
    "UTC\u22125": "America/New_York",
    "UTC+5:30": "Asia/Kolkata",
    "CST": 'did you mean "Asia/Shanghai" or "America/Chicago"?',
    "PST": 'did you mean "America/Los_Angeles"?',
    "Beijing": 'did you mean "Asia/Shanghai"?',
    "Asia/Beijing": 'did you mean "Asia/Shanghai"?',
    "china": 'did you mean "Asia/Shanghai"?',
    "上海": 'did you mean "Asia/Shanghai"?',
    "Germany": 'did you mean "Europe/Berlin"?',
    "Europe/Munich": 'did you mean "Europe/Berlin"?',
    "New York": 'did you mean "America/New_York"?',
    "US/Pasific": 'did you mean "US/Pacific"?',
    "asia/tokio": 'did you mean "Asia/Tokyo"?',
    "wherever I am": "for example Asia/Shanghai",
}
LANGUAGES = {
    "en": "is English, as the abstracts are",
    "en-US": "is English, as the abstracts are",
    "English": "is English, as the abstracts are",
    "chinese": 'did you mean "zh-Hans"?',
    "中文": 'did you mean "zh-Hans"?',
    "German": 'did you mean "de"?',
    "jp": 'did you mean "ja"?',
    "none": "leave it out for no translation",
}
LINES = {
    "categories = [“cs.LG”, “cs.AI”]": 'write straight quotation marks, " and not “',
    "language = ‘de’": "write straight quotation marks",
    "language = „de“": "write straight quotation marks",
    "language = «de»": "write straight quotation marks",
    'categories = ["cs.LG"，"cs.AI"]': "write , in place of ，",
    'language ＝ "de"': "write = in place of ＝",
    'categories = ["cs.LG" "cs.AI"]': 'a comma is missing between "cs.LG" and "cs.AI"',
    'categories = [\n  "cs.LG"\n  "cs.AI"\n]': 'a comma is missing between "cs.LG" and "cs.AI"',
    'categories = ["cs.LG", "cs.AI"\nlanguage = "de"': "a list is not closed: ] is missing",
    'categories = ["cs.LG, "cs.AI"]': 'write categories = ["cs.LG", "cs.AI"]',
    "categories = [cs.LG, cs.AI]": 'write categories = ["cs.LG", "cs.AI"]',
    "categories = cs.LG": 'write categories = ["cs.LG"]',
    "keywords = machine learning": 'write keywords = ["machine learning"]',
    "keywords = machine learning, robots": 'write keywords = ["machine learning", "robots"]',
    "language = de": 'write language = "de"',
    "language: de": 'write language = "de"',
    'language = "de" // mine': "remarks begin with #",
    'language = "de";': "take the ; at the end of the line out",
    "// mine": "remarks begin with #",
    "- cs.LG": "a list is written on a line",
    "[vault]\ndaily_note = True": "write daily_note = true",
    "[vault]\ndaily_note = yes": "write daily_note = true",
    "[announcements]\ncatch_up_days = 7 days": "write catch_up_days = 7",
    "[vault": "the name of a table ends with ]",
    "language\u00a0=\u00a0'de'": "a space there is not an ordinary one",
}
SETTINGS = {
    'lang = "de"': 'did you mean "language"?',
    'locale = "de"': 'did you mean "language"?',
    'target_lang = "de"': 'did you mean "language"?',
    'tz = "UTC"': 'did you mean "timezone"?',
    'topics = ["a"]': 'did you mean "keywords"?',
    'queries = ["a"]': 'did you mean "keywords"?',
    "days = 7": 'did you mean "catch_up_days", below [announcements]?',
    'output = "x"': 'did you mean "folder", below [vault]?',
    'vault = "~/Notes"': 'write [vault] on a line, and path = "~/Notes" below',
    'translation = "deepl"': 'write [translation] on a line, and engine = "deepl" below',
    '[vault]\ndir = "x"': 'did you mean "folder"?',
    '[vault]\nlinks = "md"': 'did you mean "markdown"?',
    '[vault]\nlinks = "wikilinks"': 'did you mean "wiki"?',
    '[translation]\nengine = "none"': 'did you mean "off"?',
    '[translation]\nformality = "formal"': 'did you mean "more"?',
    '[[interests]]\nname = "offline RL"\nquery = \'"offline\'': 'interests[1].query: "offline RL": query',
    '[[interests]]\nname = "offline RL"\nquery = "(a OR b"': "this parenthesis is not closed",
}


@pytest.mark.parametrize("code", CATEGORIES)
def test_a_category_is_meant(code: str, tmp_path: Path) -> None:
    assert CATEGORIES[code] in said(tmp_path, f'categories = ["{code}"]')


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_meant(zone: str, tmp_path: Path) -> None:
    assert ZONES[zone] in said(tmp_path, f'timezone = "{zone}"')


@pytest.mark.parametrize("engine", ["deepl", "command"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_meant_whoever_translates(language: str, engine: str, tmp_path: Path) -> None:
    if (language, engine) == ("jp", "command"):
        pytest.skip("a program may call its languages as it likes")
    more = f'[translation]\nengine = "{engine}"\ncommand = ["cat"]'
    assert LANGUAGES[language] in said(tmp_path, f'language = "{language}"\n{more}')


@pytest.mark.parametrize("text", [*LINES, *SETTINGS])
def test_a_line_is_meant(text: str, tmp_path: Path) -> None:
    assert {**LINES, **SETTINGS}[text] in said(tmp_path, text)


def test_norwegian_is_not_no(tmp_path: Path) -> None:
    (tmp_path / "vaultgen.toml").write_text(
        'categories = ["cs.LG"]\nkeywords = ["a"]\nlanguage = "no"\n', encoding="utf-8"
    )
    assert config.load(config=None, vault=tmp_path, environ={}, cwd=tmp_path).language == "no"
