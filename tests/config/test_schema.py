"""The schema by which editors complete and check `vaultgen.toml`: it is made from the settings, and refuses what they refuse."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schema
from day.conftest import configure
from jsonschema import Draft4Validator

from vaultgen.config import load
from vaultgen.config.keys import SETTINGS
from vaultgen.config.writing import Chosen, configuration_text
from vaultgen.errors import ConfigurationError

ROOT = Path(__file__).parents[2]
FILE = ROOT / "vaultgen/config/vaultgen.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SMALLEST = 'categories = ["cs.LG"]\nkeywords = ["diffusion policy"]\n'


def refusals(text: str) -> list[str]:
    """What the schema says of a configuration that it does not allow."""
    return [error.message for error in Draft4Validator(SCHEMA).iter_errors(tomllib.loads(text))]


def refused_by_vaultgen(folder: Path, text: str) -> bool:
    (folder / "vaultgen.toml").write_text(text, encoding="utf-8")
    try:
        load(config=None, vault=None, environ={}, cwd=folder)
    except ConfigurationError:
        return True
    return False


def shown() -> Iterator[tuple[str, str]]:
    """The configurations that the project shows to a person: files, and blocks of its pages."""
    for file in [ROOT / "sample-vault/vaultgen.toml"]:
        yield file.name, file.read_text(encoding="utf-8")
    for page in sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")]):
        blocks = re.findall(
            r"^```toml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        yield from ((f"{page.name}-{number}", block) for number, block in enumerate(blocks, 1))


SHOWN = list(shown())


def with_the_rest(text: str) -> str:
    """A configuration of which a page shows a part."""
    lines = [line for line in SMALLEST.splitlines() if line.split(" ")[0] not in tomllib.loads(text)]
    return "\n".join([*lines, text])


def test_it_is_made_from_the_table_of_settings() -> None:
    assert FILE.read_text(encoding="utf-8") == schema.document(), "write it again: make docs"
    Draft4Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [text for _, text in SHOWN], ids=[name for name, _ in SHOWN])
def test_it_allows_what_the_project_shows(text: str) -> None:
    assert refusals(with_the_rest(text)) == []


def test_it_allows_what_init_writes_with_every_setting_taken_up() -> None:
    text = configuration_text(Chosen(language="de"))
    every = re.sub(r"^# (?=[a-z_]+ +?= |\[)", "", text, flags=re.MULTILINE)

    assert refusals(text) == []
    assert refusals(every) == []
    assert len(tomllib.loads(every)["translation"]) > 5


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_it_says_of_every_setting_what_it_is(setting: Any) -> None:
    place = SCHEMA["properties"]
    if setting.table:
        table = place[setting.table]
        place = table.get("items", table)["properties"]
    assert place[setting.key]["description"] == setting.says.replace("`", "")


REFUSED = [
    "",
    'categories = ["cs.LG"]',
    'keywords = ["x"]',
    'categories = []\nkeywords = ["x"]',
    'categories = ["machine learning"]\nkeywords = ["x"]',
    'categories = "cs.LG"\nkeywords = ["x"]',
    'categories = ["cs.LG", "cs.LG"]\nkeywords = ["x"]',
    'categories = ["cs.LG"]\nkeywords = [" "]',
    'categories = ["cs.LG"]\nkeywords = ["a\\nb"]',
    'categories = ["cs.LG"]\n[[interests]]\nname = "x"',
    'categories = ["cs.LG"]\n[[interests]]\nname = "x"\nquery = " "',
    SMALLEST + 'keyword = ["x"]',
    SMALLEST + "language = 3",
    SMALLEST + 'listings = "short"',
    SMALLEST + '[vault]\nfoldr = "x"',
    SMALLEST + '[vault]\nauthors = "note"',
    SMALLEST + "[vault]\nauthor_note_from = 0",
    SMALLEST + '[vault]\ndaily_note = "yes"',
    SMALLEST + "[announcements]\ncatch_up_days = 9999",
    SMALLEST + "[announcements]\ncatch_up_days = 7.5",
    SMALLEST + "[announcements]\ninclude = []",
    SMALLEST + '[announcements]\ninclude = ["News"]',
    SMALLEST + "[translation]\nfields = []",
    SMALLEST + '[translation]\nengine = "command"',
    SMALLEST + '[translation]\nengine = "openai"',
    SMALLEST + "[reading]\nquotes = 3",
    SMALLEST + "[properties]\nseed = { two_words = [1] }",
    SMALLEST + '[properties]\nseed = { "two words" = true }',
    SMALLEST + 'vault = "x"',
    SMALLEST + 'interests = "x"',
]


@pytest.mark.parametrize("text", REFUSED)
def test_it_refuses_what_vaultgen_refuses(text: str, tmp_path: Path) -> None:
    assert refused_by_vaultgen(tmp_path, text)
    assert refusals(text)


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.replace('"diffusion policy"', '"a OR b"'),  # a query where a phrase belongs
        SMALLEST.replace(
            '"diffusion policy"', '"Ab C", "ab  c"'
        ),  # two phrases that are the same to vaultgen
        SMALLEST.replace('"cs.LG"', '"cs.SY", "eess.SY"'),  # two codes of one category
        SMALLEST + 'language = "Klingon"',
        SMALLEST + '[vault]\nfolder = "../x"',
        SMALLEST + 'timezone = "Shanghai"',
    ],
)
def test_what_no_schema_can_say_is_left_to_vaultgen(text: str, tmp_path: Path) -> None:
    assert refusals(text) == []
    assert refused_by_vaultgen(tmp_path, text)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_it_allows_the_sample_of_every_setting(setting: Any) -> None:
    if setting.table == "interests":
        text = f"[[interests]]\nname = {setting.sample}\nquery = {setting.sample}\n"
    else:
        text = f"{f'[{setting.table}]' if setting.table else ''}\n{setting.key} = {setting.sample}\n"
    assert refusals(with_the_rest(text)) == []


def test_it_allows_the_configuration_of_the_tests(tmp_path: Path) -> None:
    configure(tmp_path)
    assert refusals((tmp_path / "vaultgen.toml").read_text(encoding="utf-8")) == []
