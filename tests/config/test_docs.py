"""The page of documentation is what the code says."""

import re
from pathlib import Path

import configuration_page
import pytest

from vaultgen.config import keys

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "configuration.md"


def test_the_page_is_made_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == configuration_page.page(), "write it anew: make docs"


def test_every_variable_that_is_read_is_documented():
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "vaultgen").rglob("*.py"))
    read = set(re.findall(r'"((?:VAULTGEN|DEEPL)_[A-Z_]+)"', code))
    assert read <= set(re.findall(r"`([A-Z_]+)`", configuration_page.page()))


@pytest.mark.parametrize("setting", keys.SETTINGS, ids=lambda one: one.name)
def test_every_setting_says_in_one_sentence_what_it_is_and_what_may_be_written(setting):
    assert setting.says.endswith(".")
    assert setting.sample
