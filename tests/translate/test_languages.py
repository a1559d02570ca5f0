import pytest

from vaultgen.errors import VaultgenError
from vaultgen.translate.languages import target_of


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("zh-Hans", "ZH-HANS"), ("zh", "ZH-HANS"), ("zh-CN", "ZH-HANS"), ("zh_SG", "ZH-HANS"), ("zh-Hant", "ZH-HANT"),
        ("zh-TW", "ZH-HANT"), ("zh-HK", "ZH-HANT"), ("zh-Hans-HK", "ZH-HANS"), ("pt-BR", "PT-BR"), ("pt-PT", "PT-PT"),
        ("en-gb", "EN-GB"), ("en-US", "EN-US"), ("de", "DE"), ("de-AT", "DE"), ("ja", "JA"), ("ko-KR", "KO"),
        ("no", "NB"), ("es", "ES"), ("es-MX", "ES-419"), ("es-419", "ES-419"), ("fr-CA", "FR"),
    ],
)  # fmt: skip
def test_a_language_is_what_deepl_calls_it(language: str, target: str) -> None:
    assert target_of(language) == target


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("en", '"en-GB" or "en-US"'),
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
