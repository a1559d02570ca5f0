import pytest

from vaultgen.config.locale import checked_language
from vaultgen.errors import VaultgenError
from vaultgen.translate.languages import _TAGS, is_english, tag_named, target_of


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("zh-Hans", "ZH-HANS"), ("zh", "ZH-HANS"), ("zh-CN", "ZH-HANS"), ("zh_SG", "ZH-HANS"), ("zh-Hant", "ZH-HANT"),
        ("zh-TW", "ZH-HANT"), ("zh-HK", "ZH-HANT"), ("zh-Hans-HK", "ZH-HANS"), ("pt-BR", "PT-BR"), ("pt-PT", "PT-PT"),
        ("de", "DE"), ("de-AT", "DE"), ("ja", "JA"), ("ko-KR", "KO"),
        ("no", "NB"), ("es", "ES"), ("es-MX", "ES-419"), ("es-419", "ES-419"), ("fr-CA", "FR"),
    ],
)  # fmt: skip
def test_a_language_is_what_deepl_calls_it(language: str, target: str) -> None:
    assert target_of(language) == target


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("en", "leave it out"),
        ("en-GB", "leave it out"),
        ("deu", '"de"'),
        ("pt", '"pt-BR" or "pt-PT"'),
        ("xx", "zh-Hans"),
        ("", "zh-Hans"),
        ("jp", '"ja"'),
    ],
)
def test_what_deepl_does_not_know_comes_with_a_remedy(language: str, hint: str) -> None:
    with pytest.raises(VaultgenError) as told:
        target_of(language)
    assert f'"{language}"' in told.value.problem.problem
    assert hint in told.value.problem.hint


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("chinese", "zh-Hans"), ("中文", "zh-Hans"), ("Deutsch", "de"), ("Simplified Chinese", "zh-Hans"),
        ("Chinese (Traditional)", "zh-Hant"), ("繁體中文", "zh-Hant"), ("français", "fr"), ("FRANCAIS", "fr"),
        ("日本語", "ja"), ("한국어", "ko"), ("Português (Brasil)", None), ("portuguese-brazil", "pt-BR"), ("jpn", "ja"),
        ("Русский", "ru"), ("ไทย", "th"), ("Tiếng Việt", "vi"), ("English", "en"), ("", None), ("klingon", None),
    ],
)  # fmt: skip
def test_a_language_may_be_called_by_its_name(name: str, tag: str | None) -> None:
    assert tag_named(name) == tag


def test_every_name_leads_to_a_tag_that_may_be_written() -> None:
    for tag in set(_TAGS.values()):
        assert is_english(tag) or checked_language(tag, "command") == tag
