"""A file of the person's -> settings, or every problem with its place and its remedy."""

from pathlib import Path, PurePosixPath

import pytest

from vaultgen.config import load
from vaultgen.config.keys import SETTINGS
from vaultgen.errors import ConfigurationError, VaultgenError
from vaultgen.paper.identifier import Identifier
from vaultgen.paper.paper import AnnounceType, Paper
from vaultgen.select.evidence import FoldedPaper, evidence

SMALLEST = 'categories = ["cs.LG"]\nkeywords = ["diffusion policy"]\n'
KEY = "01234567-89ab-cdef-0123-456789abcdef"


def read(folder: Path, text: str | bytes = SMALLEST, **environ: str):
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "vaultgen.toml").write_bytes(content)
    return load(config=None, vault=None, environ=environ, cwd=folder)


def a_paper(title: str) -> Paper:
    return Paper(Identifier("2602.17676"), 1, title, "We show it.", ("Ada",), "cs.LG", ("cs.LG",))


def problems_of(folder: Path, text: str | bytes, **environ: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        read(folder, text, **environ)
    return [(one.problem, one.hint) for one in caught.value.problems]


def test_the_smallest_file_is_three_lines_and_everything_else_has_its_default(tmp_path):
    settings = read(tmp_path, SMALLEST + 'language = "zh-Hans"\n')
    assert settings.vault_root == tmp_path.resolve()
    assert settings.categories == ("cs.LG",)
    assert [one.name for one in settings.interests] == ["diffusion policy"]
    assert (settings.language, settings.timezone, settings.catch_up_days) == ("zh-Hans", "", 7)
    assert settings.include == (AnnounceType.NEW, AnnounceType.CROSS)
    assert settings.source == tmp_path / "vaultgen.toml"


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.default], ids=lambda one: one.name)
def test_a_default_written_down_changes_nothing(tmp_path, setting):
    table = f"[{setting.table}]\n" if setting.table else ""
    line = f"{table}{setting.key} = {setting.default}\n"
    if setting.name == "keywords":
        long_form = '[[interests]]\nname = "x"\nquery = "robot"\n'
        without = read(tmp_path, 'categories = ["cs.LG"]\n' + long_form)
        assert read(tmp_path, 'categories = ["cs.LG"]\n' + line + long_form) == without
    else:
        assert read(tmp_path, SMALLEST + line) == read(tmp_path)


def test_everything_the_contract_shows_is_read(tmp_path):
    (tmp_path / "glossary.csv").write_bytes(
        b"\xef\xbb\xbfsource,target\r\npolicy,\xe7\xad\x96\xe7\x95\xa5\r\n\r\n"
    )
    settings = read(
        tmp_path,
        """\
categories = ["cs.LG", "cs.AI", "cs.RO"]
keywords   = ["reinforcement learning", "diffusion policy"]
language   = "zh-hans"
timezone   = "Asia/Shanghai"
[[interests]]
name  = "offline RL"
query = '"offline reinforcement learning" OR ti:"offline RL" OR (abs:D4RL AND cat:cs.LG) ANDNOT ti:survey'
[announcements]
include = ["new", "cross", "replace", "replace-cross"]
catch_up_days = 0
[vault]
folder  = "Reading/arXiv"
authors = "links"
author_note_from = 3
subjects = "text"
links   = "markdown"
daily_note = true
templates = ".mine"
[translation]
engine = "command"
command = ["apertium", "-u", "-u"]
fields = ["abstract"]
characters_per_month = 0
glossary = "glossary.csv"
formality = "prefer_less"
""",
    )
    assert [one.name for one in settings.interests] == [
        "reinforcement learning",
        "diffusion policy",
        "offline RL",
    ]
    assert (settings.language, settings.timezone, settings.catch_up_days) == ("zh-Hans", "Asia/Shanghai", 0)
    assert settings.include == tuple(AnnounceType)
    vault, translation = settings.vault, settings.translation
    assert (vault.folder, vault.templates) == (PurePosixPath("Reading/arXiv"), PurePosixPath(".mine"))
    assert (vault.authors, vault.subjects, vault.links) == ("links", "text", "markdown")
    assert (vault.author_note_from, vault.daily_note) == (3, True)
    assert (translation.engine, translation.command) == ("command", ("apertium", "-u", "-u"))
    assert (translation.fields, translation.characters_per_month) == (("abstract",), 0)
    assert (translation.glossary, translation.formality) == ((("policy", "策略"),), "prefer_less")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    content = b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()
    assert read(tmp_path, content) == read(tmp_path)


def test_an_old_name_of_a_category_is_read_as_its_own(tmp_path):
    assert (
        read(tmp_path, SMALLEST.replace("cs.LG", "math-ph")).categories
        == read(tmp_path, SMALLEST.replace("cs.LG", "math.MP")).categories
    )


def test_all_problems_are_reported_at_once(tmp_path):
    text = 'categories = ["cs.LG"]\nkeyword = ["x"]\nlanguage = "en"\n[vault]\nfolder = "arXiv/../.."\n'
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    assert caught.value.problem.problem == "3 problems in vaultgen.toml"
    assert [(one.problem, one.hint) for one in caught.value.problems] == [
        ("keyword: unknown setting", 'did you mean "keywords"?'),
        (
            'language: "en" is English, as the abstracts are',
            'leave it out for no translation, or write for example "zh-Hans"',
        ),
        ('vault.folder: "arXiv/../.." leaves the vault', "write a folder inside it"),
    ]


NONE = "categories: there are none"
LIST = "write whose announcements are read: categories = "


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        # unknown settings
        ('[vault]\nfoldr = "x"', "vault.foldr: unknown setting", 'did you mean "folder"?'),
        ('[vautl]\nfolder = "x"', "vautl: unknown setting", 'did you mean "vault"?'),
        ('[vault]\nlanguage = "de"', "vault.language: unknown setting", "above the first [table]"),
        ('folder = "x"', "folder: unknown setting", '"folder" belongs below [vault]'),
        ("xyzzy = 1", "xyzzy: unknown setting", "take it out; known here: categories, keywords"),
        (
            '[[interests]]\nname = "a"\nquary = "b"',
            "interests[1].quary: unknown setting",
            'did you mean "query"?',
        ),
        # forms
        ("language = 3", "language: has to be a text in quotes, not a number", 'language = "zh-Hans"'),
        ("language = 2026-02-23", "not a date or time", "for example"),
        ('[vault]\ndaily_note = "yes"', "has to be true or false, not a text", "daily_note = false"),
        (
            "[announcements]\ncatch_up_days = true",
            "has to be a whole number, not true or false",
            "catch_up_days = 7",
        ),
        ("[announcements]\ncatch_up_days = 7.5", "not a number with a point", "catch_up_days = 7"),
        ("[announcements]\ncatch_up_days = -1", "catch_up_days: -1 is too small", "write 0 or more"),
        ("[announcements]\ncatch_up_days = 9999", "catch_up_days: 9999 is too large", "write 365 or less"),
        ("[vault]\nauthor_note_from = 0", "vault.author_note_from: 0 is too small", "write 1 or more"),
        ('vault = "Notes"', "vault: has to be a table", "write [vault] on a line"),
        ('interests = "x"', "interests: has to be a list of tables", "[[interests]]"),
        ('[interests]\nname = "x"', "interests: has to be a list of tables", "with two brackets"),
        ('timezone = "a\\nb"', 'timezone: "a b" holds a line break', "take it out"),
        # choices
        ('[vault]\nauthors = "note"', 'vault.authors: "note" is not one of', 'did you mean "notes"?'),
        ('[vault]\nlinks = "x"', 'vault.links: "x" is not one of', 'write one of "wiki", "markdown"'),
        ('[announcements]\ninclude = ["New"]', 'include: "New" is not one of', 'did you mean "new"?'),
        ("[announcements]\ninclude = []", "announcements.include: is empty", "for example include ="),
        ('[announcements]\ninclude = ["new", "new"]', 'include: "new" is there twice', "take one out"),
        ("[translation]\nfields = []", "translation.fields: is empty", 'engine = "off"'),
        # language and zone
        ('language = "pt"', 'language: "pt" is not precise enough', 'write "pt-BR" or "pt-PT"'),
        ('language = "zh_hans"', 'language: "zh_hans" is not a BCP 47', 'write "zh-Hans"'),
        ('language = "Chinese!"', "is not a BCP 47 language tag", "for example zh-Hans"),
        (
            'timezone = "asia/shangai"',
            'timezone: there is no "asia/shangai"',
            'did you mean "Asia/Shanghai"?',
        ),
        ('timezone = "Shanghai"', 'there is no "Shanghai"', 'did you mean "Asia/Shanghai"?'),
        ('timezone = "Asia"', 'timezone: there is no "Asia"', ""),
        ('timezone = "../../etc/passwd"', "timezone: there is no", "for example Asia/Shanghai"),
        # the vault's folders
        (
            '[vault]\nfolder = "/abs"',
            'vault.folder: "/abs" is not relative to the vault',
            "write a folder inside it",
        ),
        ('[vault]\nfolder = "C:/abs"', 'vault.folder: "C:/abs" is not relative', "write a folder inside it"),
        ('[vault]\nfolder = "~/abs"', 'vault.folder: "~/abs" is not relative', "write a folder inside it"),
        ('[vault]\nfolder = "."', 'vault.folder: "." is the vault itself', 'such as "arXiv"'),
        ('[vault]\nfolder = ".hidden/x"', "vault.folder: Obsidian hides", "without the dot"),
        ("[vault]\nfolder = 'a\\b'", "has a backslash in it", "write / between folders"),
        ('[vault]\nfolder = "a|b"', "holds |, which names", "write a plain name"),
        ('[vault]\nfolder = "x/CON.d"', "holds CON.d, which is a device", "write a plain name"),
        ('[vault]\nfolder = "x./y"', "begins or ends with a blank or a dot", "write a plain name"),
        (f'[vault]\nfolder = "{"x" * 81}"', "is longer than 80 characters", "write a plain name"),
        (
            '[vault]\ntemplates = "../t"',
            'vault.templates: "../t" leaves the vault',
            "write a folder inside it",
        ),
        # translation
        (
            '[translation]\nengine = "command"',
            "translation.command: there is none",
            "for example command =",
        ),
        (
            '[translation]\nglossary = "none.csv"',
            'glossary: no file "none.csv"',
            "from the folder of vaultgen.toml",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(tmp_path, text, problem, hint):
    found = problems_of(tmp_path, SMALLEST + text + "\n")
    assert len(found) == 1, found
    assert problem in found[0][0]
    assert hint in found[0][1]


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ('keywords = ["x"]', NONE, LIST),
        ('categories = []\nkeywords = ["x"]', NONE, LIST),
        (
            'categories = ["cs.LG"]',
            "keywords: there are none, and no [[interests]]",
            "write what to look for: keywords",
        ),
        ('categories = ["cs.LG"]\nkeywords = []', "keywords: there are none", "write what to look for"),
        (
            'categories = ["cs.LGG"]\nkeywords = ["x"]',
            'categories: arXiv has no "cs.LGG"',
            'did you mean "cs.LG"?',
        ),
        (
            'categories = ["zzzzzzzz"]\nkeywords = ["x"]',
            "arXiv has no",
            "https://arxiv.org/category_taxonomy",
        ),
        (
            'categories = "cs.LG"\nkeywords = ["x"]',
            "categories: has to be a list of texts, not a text",
            '["cs.LG"',
        ),
        ('categories = ["cs.LG", 5]\nkeywords = ["x"]', "not a list with a number in it", "for example"),
        ('categories = ["cs.LG", "cs.LG"]\nkeywords = ["x"]', '"cs.LG" is there twice', "take one out"),
        (
            'categories = ["math-ph", "math.MP"]\nkeywords = ["x"]',
            'categories: "math.MP" is the same as "math-ph"',
            "take one out",
        ),
        (
            'categories = ["cs.LG"]\nkeywords = ["a", "  "]',
            "keywords: one of the texts is empty",
            "take it out",
        ),
        (
            'categories = ["cs.LG"]\nkeywords = ["Ab C", "ab  c"]',
            'keywords: "ab  c" is there twice',
            "take one out",
        ),
        ('categories = ["cs.LG"]\nkeywords = ["a OR b"]', "keywords: ", "[[interests]]"),
        (
            'categories = ["cs.LG"]\n[[interests]]\nname = "x"',
            "interests[1]: has no query",
            "for example query =",
        ),
        (
            'categories = ["cs.LG"]\n[[interests]]\nname = " "\nquery = "q"',
            "interests[1]: has no name",
            "for example",
        ),
        (
            'categories = ["cs.LG"]\nkeywords = ["x"]\n[[interests]]\nname = "X"\nquery = "q"',
            'interests[1].name: "X" is taken already',
            "choose another",
        ),
    ],
)
def test_what_is_missing_or_doubled_is_told(tmp_path, text, problem, hint):
    found = problems_of(tmp_path, text + "\n")
    assert len(found) == 1, found
    assert problem in found[0][0]
    assert hint in found[0][1]


def test_a_query_that_cannot_be_read_is_told_with_its_interest(tmp_path):
    text = 'categories = ["cs.LG"]\n[[interests]]\nname = "a"\nquery = "ok"\n[[interests]]\nname = "b"\nquery = "(x"\n'
    [(problem, hint)] = problems_of(tmp_path, text)
    assert problem.startswith("interests[2].query: ")
    assert hint


@pytest.mark.parametrize(
    ("content", "problem", "hint"),
    [
        (
            b"language = zh-Hans\n",
            "line 1, column 12: not TOML (invalid value)",
            'write language = "zh-Hans"',
        ),
        (
            b"x = 1\nx = 2\n",
            "line 2, column 6: not TOML (cannot overwrite a value)",
            "a second time: keep one",
        ),
        (b'[vault]\npath = "C:\\Users\\me"\n', "line 2", "single quotes"),
        (b"just words\n", "line 1", 'name = "value"'),
        (b'categories = ["cs.LG"\n', "line 1 (the last): not TOML", "not closed"),
        ("sprache = 'ü'".encode("latin-1"), "line 1: not UTF-8", "save the file as UTF-8"),
        (b"\xff\xfea\x00", "line 1: not UTF-8", "save the file as UTF-8"),
        (b"x = " + b"9" * 5000, "a number is too long", "pasted by mistake"),
        (b"x = " + b"[" * 100_000, "too deep", "pasted by mistake"),
        (b"#" * 1_000_001, "is larger than 1 MB", "is it the right file?"),
    ],
)
def test_what_is_no_toml_is_told_with_line_and_column(tmp_path, content, problem, hint):
    [(found, remedy)] = problems_of(tmp_path, content)
    assert found.startswith(problem) or problem in found
    assert hint in remedy
    assert "\n" not in found + remedy


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f'deepl_auth_key = "{KEY}"', "deepl_auth_key"),
        ('[translation]\nauth_key = "anything"', "translation.auth_key"),
        (f'[translation]\nengine = "{KEY}:fx"', "translation.engine"),
        (f'keywords = ["{KEY}"]', "keywords"),
        (f'unheard_of = {{ deep = ["{KEY}"] }}', "unheard_of"),
        (f"# my key is {KEY}:fx", "a comment"),
    ],
)
def test_a_key_in_the_file_is_refused_and_never_quoted(tmp_path, text, where):
    found = problems_of(
        tmp_path, 'categories = ["cs.LG"]\n' + text + '\n[[interests]]\nname = "x"\nquery = "q"\n'
    )
    assert [problem.partition(":")[0] for problem, _ in found] == [where]
    assert "vaultgen key" in found[0][1]
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a,b\nonly\n", "glossary.csv, line 2: not two columns"),
        (b"a,b,c\n", "glossary.csv, line 1: not two columns"),
        (b"a,\n", "glossary.csv, line 1: not two columns"),
        (b"a,b\na,c\n", 'glossary.csv, line 2: "a" is there twice'),
        (b'a,"b\tc"\n', "glossary.csv, line 1: a term holds a tab"),
        (b"\xff,b\n", '"glossary.csv" is not UTF-8'),
    ],
)
def test_a_glossary_is_checked_line_by_line(tmp_path, content, problem):
    (tmp_path / "glossary.csv").write_bytes(content)
    [(found, hint)] = problems_of(tmp_path, SMALLEST + '[translation]\nglossary = "glossary.csv"\n')
    assert found == f"translation.glossary: {problem}" or found.startswith(f"translation.glossary: {problem}")
    assert hint


def test_state_inside_the_vault_is_refused(tmp_path):
    [(problem, hint)] = problems_of(tmp_path, SMALLEST, VAULTGEN_STATE_DIR="state")
    assert problem == "VAULTGEN_STATE_DIR: lies inside the vault"
    assert hint


def test_what_is_wrong_in_the_environment_is_not_told_of_the_file(tmp_path):
    (tmp_path / "vaultgen.toml").write_text(SMALLEST, encoding="utf-8")
    environ = {"VAULTGEN_STATE_DIR": "state"}
    with pytest.raises(ConfigurationError, match="1 problem in the environment"):
        load(config=None, vault=tmp_path, environ=environ, cwd=tmp_path)


def test_a_vault_that_the_file_names_but_is_not_there_is_told_as_such(tmp_path):
    with pytest.raises(VaultgenError) as caught:
        read(tmp_path, SMALLEST + '[vault]\npath = "~/Notes"\n', HOME=str(tmp_path / "home"))
    assert caught.value.problem.problem == f"no vault at {Path('~/Notes')} (nothing was written)"
    assert caught.value.problem.hint == "is the disk mounted? otherwise name it: vaultgen today --vault DIR"


@pytest.mark.parametrize(
    ("address", "problem", "hint"),
    [
        ("localhost:11434/v1", "is not the address", 'for example "http://localhost:11434/v1"'),
        (
            "http://localhost:1/v1?version=2",
            "is not the address",
            'for example "http://localhost:11434/v1"',
        ),
        ("http://localhost:1/v1#x", "is not the address", 'for example "http://localhost:11434/v1"'),
        ("ftp://localhost/v1", "is not the address", 'for example "http://localhost:11434/v1"'),
        (" http://localhost:1/v1", "is not the address", 'for example "http://localhost:11434/v1"'),
        ("http://example.org/v1", "unencrypted", "write https://"),
        ("https://me:geheim@example.org/v1", "a name or a password", "vaultgen key --engine openai"),
    ],
)
def test_an_address_that_is_none_of_an_endpoint_is_told_with_what_to_write(tmp_path, address, problem, hint):
    more = f'[translation]\nengine = "openai"\nmodel = "m"\nbase_url = "{address}"\n'
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, f"{SMALLEST}{more}")
    (told,) = caught.value.problems
    assert told.problem.startswith("translation.base_url: ")
    assert problem in told.problem
    assert hint in told.hint
    assert "geheim" not in told.problem + told.hint


def test_an_excluded_phrase_holds_for_every_interest_and_an_excluded_query_is_refused(tmp_path):
    long_one = '[[interests]]\nname = "RL"\nquery = "ti:reinforcement OR abs:reward"\n'
    settings = read(tmp_path, f'exclude = ["survey"]\n{SMALLEST}{long_one}')
    shown = [
        [evidence(one.query, FoldedPaper(a_paper(title))) is not None for one in settings.interests]
        for title in (
            "A diffusion policy with reinforcement",
            "A Survey of diffusion policy and reinforcement",
        )
    ]
    assert shown == [[True, True], [False, False]]
    assert [one.name for one in settings.interests] == ["diffusion policy", "RL"]
    problem, _ = problems_of(tmp_path, f'exclude = ["ti:survey"]\n{SMALLEST}')[0]
    assert problem.startswith("exclude")
