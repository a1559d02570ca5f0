"""`vaultgen init`: the first five minutes."""

import json
import re
import socket
import tomllib
from datetime import date
from pathlib import Path

import pytest
from day.at_terminal import CTRL_C, converse
from day.conftest import Vaultgen
from day.trees import texts
from fakes.arxiv_server import ArxivServer, FakePaper
from fakes.deepl_server import KEY, FakeDeepL
from schedule.conftest import Schedulers, bare, schedulers

from vaultgen.cli.known_vaults import known_vaults
from vaultgen.cli.questions import categories_of, language_of, phrases_of
from vaultgen.config.keys import SETTINGS
from vaultgen.config.writing import SCHEMA_FILE
from vaultgen.errors import VaultgenError

__all__ = ["bare", "schedulers"]


def test_it_asks_nothing_when_told_so_and_what_it_writes_can_be_read(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")

    said = vaultgen("init", tmp_path, "--yes", "--category", "cs.LG", "--keyword", "reinforcement learning")

    assert said.status == 0
    written = tomllib.loads((tmp_path / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["categories"] == ["cs.LG"]
    assert written["keywords"] == ["reinforcement learning"]
    assert written["language"] == "zh-Hant"
    assert said.out.splitlines()[:3] == [
        f"Written: {tmp_path}/vaultgen.toml",
        "It says: cs.LG; reinforcement learning; language zh-Hant.",
        f"Preview it:    vaultgen today --vault {tmp_path} --dry-run",
    ]
    assert arxiv.asked() == []
    assert vaultgen("today", "--vault", tmp_path, "--dry-run").status == 0


def test_what_is_said_twice_is_written_once(tmp_path: Path, vaultgen: Vaultgen) -> None:
    twice = (
        "--category",
        "robotics",
        "--category",
        "cs.RO",
        "--keyword",
        "one thing",
        "--keyword",
        "one thing",
    )

    assert vaultgen("init", tmp_path, "--yes", *twice).status == 0

    written = tomllib.loads((tmp_path / "vaultgen.toml").read_text(encoding="utf-8"))
    assert (written["categories"], written["keywords"]) == (["cs.RO"], ["one thing"])


def test_every_other_setting_stands_there_as_a_comment_and_counts_with_its_mark_taken_away(
    tmp_path: Path, arxiv: ArxivServer, vaultgen: Vaultgen
) -> None:
    vaultgen("init", tmp_path, "--yes")
    file = tmp_path / "vaultgen.toml"
    (tmp_path / "glossary.csv").write_text("agent,Agent\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert len(tomllib.loads(text)) == 3

    file.write_text(re.sub(r"^# (?=[a-z_]+ +?= |\[)", "", text, flags=re.MULTILINE), encoding="utf-8")

    written = tomllib.loads(file.read_text(encoding="utf-8"))
    there = {key for key, value in written.items() if not isinstance(value, dict | list)}
    there |= {
        f"{table}.{key}"
        for table in ("announcements", "vault", "translation", "reading", "properties", "bibliography")
        for key in written[table]
    }
    there |= {"categories", "keywords", "exclude"} & written.keys()
    there |= {f"interests.{key}" for key in written["interests"][0]}
    assert there == {setting.name for setting in SETTINGS} - {"vault.path"}
    said = vaultgen("today", "--vault", tmp_path, "--dry-run")
    assert said.status == 0, said.err


def test_run_again_it_never_writes_over_another(tmp_path: Path, vaultgen: Vaultgen) -> None:
    (tmp_path / "vaultgen.toml").write_text("mine", encoding="utf-8")

    for words in (["--yes"], []):
        said = vaultgen("init", tmp_path, *words)

        assert (said.status, said.err) == (0, "")
        assert said.out.splitlines()[0] == f"{tmp_path}/vaultgen.toml is there already; nothing was written."
        assert texts(tmp_path) == {"vaultgen.toml": b"mine"}


def test_its_first_line_names_the_schema_that_it_copies_beside_it(tmp_path: Path, vaultgen: Vaultgen) -> None:
    assert vaultgen("init", tmp_path, "--yes").status == 0

    first = (tmp_path / "vaultgen.toml").read_text(encoding="utf-8").splitlines()[0]
    directive, place = first.split(" ")
    assert directive == "#:schema"
    assert (tmp_path / place).read_bytes() == SCHEMA_FILE.read_bytes()


def test_run_again_it_brings_the_schema_up_to_date_where_the_file_names_it(
    tmp_path: Path, vaultgen: Vaultgen
) -> None:
    assert vaultgen("init", tmp_path, "--yes").status == 0
    schema, file = tmp_path / ".vaultgen/vaultgen.schema.json", tmp_path / "vaultgen.toml"
    written = file.read_bytes()
    schema.write_text("{}", encoding="utf-8")

    assert vaultgen("init", tmp_path, "--yes").status == 0

    assert schema.read_bytes() == SCHEMA_FILE.read_bytes()
    assert file.read_bytes() == written


def test_the_schema_is_not_written_through_a_link(tmp_path: Path, vaultgen: Vaultgen) -> None:
    vault, elsewhere = tmp_path / "Notes", tmp_path / "elsewhere"
    vault.mkdir()
    elsewhere.mkdir()
    (vault / ".vaultgen").symlink_to(elsewhere)

    assert vaultgen("init", vault, "--yes").status == 0
    assert (vault / "vaultgen.toml").is_file()
    assert texts(elsewhere) == {}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A vault of Obsidian's, in which the person stands."""
    (tmp_path / ".obsidian").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--category", "cs.LX"], '"cs.LX" is not a category of arXiv'),
        (["--language", "en"], "is English, as the abstracts are"),
        (["--keyword", "ti:robots"], "belongs in a query"),
    ],
)
def test_a_wrong_choice_is_told_and_nothing_is_written(
    words: list[str], told: str, tmp_path: Path, vaultgen: Vaultgen
) -> None:
    said = vaultgen("init", tmp_path, "--yes", *words)

    assert said.status == 1
    assert told in said.err
    assert len(said.err.splitlines()) == 2
    assert texts(tmp_path) == {}


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("cs.LG", ("cs.LG",)),
        ("cs.lg, CS.ro", ("cs.LG", "cs.RO")),
        ("Robotics, vision", ("cs.RO", "cs.CV")),
        ("robotics,cs.RO", ("cs.RO",)),
        ("cs.SY", ("eess.SY",)),
        ("hep-th", ("hep-th",)),
        ("machine learning; robotics", ("cs.LG", "stat.ML", "cs.RO")),
        ("cs.LG，机器人", ("cs.LG", "cs.RO")),
        ("NLP", ("cs.CL",)),
        ("cs.LG cs.AI", ("cs.LG", "cs.AI")),
        ("Distributed, Parallel, and Cluster Computing", ("cs.DC",)),
    ],
)
def test_a_field_is_found_by_code_by_name_and_by_archive(written: str, codes: tuple[str, ...]) -> None:
    assert categories_of(written) == codes


@pytest.mark.parametrize(
    ("archive", "count"), [("cs", 38), ("Computer Science", 38), ("astro-ph", 6), ("cond-mat", 9)]
)
def test_an_archive_stands_for_its_fields(archive: str, count: int) -> None:
    assert len(categories_of(archive)) == count


def test_a_part_of_several_names_is_not_enough() -> None:
    with pytest.raises(VaultgenError) as both:
        categories_of("cs.RO, learning")
    assert both.value.problem.hint == (
        "write the codes of yours: \n    cs.LG              Machine Learning\n    stat.ML            Machine Learning"
    )
    with pytest.raises(VaultgenError, match="is not a category"):
        categories_of("stamp collecting")


def test_phrases_are_between_commas_or_semicolons() -> None:
    assert phrases_of("diffusion policy; offline RL，grasping , ") == (
        "diffusion policy",
        "offline RL",
        "grasping",
    )


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("German", "de"),
        ("Deutsch", "de"),
        ("中文", "zh-Hans"),
        ("chinese", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_its_name_or_its_tag(written: str, tag: str) -> None:
    assert language_of(written) == tag


def test_a_newcomer_is_asked_three_things_and_sees_at_once_what_would_have_matched(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    seen = converse(
        ["init"],
        answers=[
            "? neural", "cs.lg, stamps; intelligence", "machine learning", "3", "1", "ti:robots; difusion policy",
            "leave it out", "diffusion policy", "", "? germ", "klingon", "german", "",
        ],
        cwd=here,
        more={"LANG": "en_US.UTF-8"},
    )  # fmt: skip

    assert seen.status == 0
    assert seen.text.splitlines() == f"""\
This writes vaultgen.toml into your vault, after three questions. Enter accepts
what is in brackets. Ctrl-C stops; then nothing is written.

Which fields of arXiv do you follow? Names (robotics), codes (cs.RO) or whole
archives (econ), separated by commas or semicolons. ? lists all fields, ?
quantum those with that word.
Fields [cs.LG, cs.AI]: ? neural
  2 fields:
    cond-mat.dis-nn    Disordered Systems and Neural Networks
    cs.NE              Neural and Evolutionary Computing
Fields [cs.LG, cs.AI]: cs.lg, stamps; intelligence
  "stamps" is not a category of arXiv: ? lists all
Instead of "stamps" [leave it out]: machine learning
  "machine learning" can be:
      1  cs.LG              Machine Learning
      2  stat.ML            Machine Learning
Which of them? Numbers, codes, all or none [all]: 3
  "3" is not among them: write numbers from 1 to 2, all or none; ? shows them again
Which of them? Numbers, codes, all or none [all]: 1
  Machine Learning (cs.LG); Artificial Intelligence (cs.AI)

Which phrases are you interested in? They are looked for in titles and
abstracts.
Phrases, separated by commas [reinforcement learning]: ti:robots; difusion policy
  query 'ti:robots', character 1: a keyword is a phrase, 'ti:' belongs in a query: write it as [[interests]] with a name
    and query = 'ti:robots'
Instead of "ti:robots" [leave it out]: leave it out

0 of 4 papers of 2026-02-23 would have matched.
None of that day has "difusion policy" in it: rare, or a typo?
Enter to keep these phrases, or write others [difusion policy]: diffusion policy

1 of 4 papers of 2026-02-23 would have matched; this one:
  Efficient Multi-Agent Diffusion Policies
Enter to keep these phrases, or write others [diffusion policy]:\x20

Translate titles and abstracts into which language? DeepL translates; it needs a
key, which you can get later. "none" leaves them in English. ? lists the
languages.
Language, such as German or zh-Hans [none]: ? germ
  1 language:
    de                 German, Deutsch
Language, such as German or zh-Hans [none]: klingon
  language: "klingon" is not a BCP 47 language tag: for example zh-Hans, ja, de, fr; ? lists the languages
Language, such as German or zh-Hans [none]: german
  German (de)
Written: {here}/vaultgen.toml

Translating needs a key, from https://www.deepl.com/pro-api (the free plan will do).
The key, which is not shown [later]:\x20
Preview it:    vaultgen today --dry-run
Run it:        vaultgen today
Run it daily:  vaultgen schedule
For translations, get a key from https://www.deepl.com/pro-api and run: vaultgen key
""".splitlines()  # fmt: skip
    written = tomllib.loads((here / "vaultgen.toml").read_text(encoding="utf-8"))
    assert (written["categories"], written["keywords"], written["language"]) == (
        ["cs.LG", "cs.AI"], ["diffusion policy"], "de",
    )  # fmt: skip
    assert len(arxiv.asked("/rss")) == 2, "one request a category, however often phrases are tried"


def test_enter_takes_what_a_misspelt_field_may_have_been(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    seen = converse(["init"], answers=["cs.LG, robtics", "", "", "", "none"], cwd=here, more={})

    assert seen.status == 0
    assert (
        '  "robtics" is not a category of arXiv: did you mean "cs.RO"?\nInstead of "robtics" [cs.RO]: \n'
        in seen.text
    )
    written = tomllib.loads((here / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["categories"] == ["cs.LG", "cs.RO"]


def test_more_than_three_examples_are_shown_on_request(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    day = [
        FakePaper(
            identifier=f"2602.2000{number}", title=f"Result {number}", abstract="By reinforcement learning."
        )
        for number in range(5)
    ]
    arxiv.announce(date(2026, 2, 23), day)

    seen = converse(["init"], answers=["cs.LG", "", "?", "", "none"], cwd=here, more={})

    assert seen.status == 0
    examples = seen.text[seen.text.index("5 of 5 papers") : seen.text.index("Translate titles")].splitlines()
    question = "Enter to keep these phrases, or write others; ? shows all 5 [reinforcement learning]: "
    assert examples[:-1] == [
        "5 of 5 papers of 2026-02-23 would have matched; here are three:",
        *(f"  Result {number}" for number in range(3)),
        f"{question}?",
        *(f"  Result {number}" for number in range(5)),
        question,
    ]


def test_ctrl_c_at_any_question_leaves_nothing_behind(here: Path, arxiv: ArxivServer) -> None:
    for answered in range(4):
        seen = converse(["init"], answers=[*[""] * answered, CTRL_C], cwd=here, more={})

        assert seen.status == 130
        assert seen.text.splitlines()[-2:] == [
            "vaultgen: stopped; nothing was written",
            "  run the same command again to start over",
        ]
        assert texts(here) == {}


def test_a_part_that_nothing_replaces_is_left_out_alone(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    answers = ["cs.LG, qqqqqqqq", "zzzzzz", "", "", "", "none"]

    seen = converse(["init"], answers=answers, cwd=here, more={})

    assert seen.status == 0
    assert "nothing is left" not in seen.text
    written = tomllib.loads((here / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["categories"] == ["cs.LG"]


def test_where_every_part_is_left_out_the_question_is_asked_again(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    seen = converse(["init"], answers=["qqqqqqqq", "none", "cs.LG", "", "", "none"], cwd=here, more={})

    assert seen.status == 0
    assert "  nothing is left of this answer: write at least one\nFields [" in seen.text


@pytest.mark.parametrize(
    ("answer", "codes"),
    [("none", ["cs.LG"]), ("both", ["cs.LG", "stat.ML"]), ("ALL", ["cs.LG", "stat.ML"])],
)
def test_of_several_fields_with_one_name_all_or_none_can_be_taken(
    answer: str, codes: list[str], here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    answers = ["cs.LG, machine learning", "?", answer, "", "", "none"]

    seen = converse(["init"], answers=answers, cwd=here, more={})

    assert seen.status == 0
    assert seen.text.count("      2  stat.ML            Machine Learning\n") == 2
    written = tomllib.loads((here / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["categories"] == codes


def test_a_phrase_typed_in_quotes_is_stored_without_them(
    here: Path, arxiv: ArxivServer, bare: Schedulers
) -> None:
    seen = converse(["init"], answers=["", '"motion planning", “grasping”', "", "none"], cwd=here, more={})

    assert seen.status == 0
    written = tomllib.loads((here / "vaultgen.toml").read_text(encoding="utf-8"))
    assert written["keywords"] == ["motion planning", "grasping"]


@pytest.mark.parametrize("now", ["2026-02-25T12:00:00+08:00", "2026-02-28T15:00:00+08:00"])
def test_without_a_network_it_goes_on_and_says_on_any_day_that_arxiv_did_not_answer(
    now: str, here: Path, own_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("VAULTGEN_ARXIV_FEED_URL", f"http://127.0.0.1:{port}/rss")
    monkeypatch.setenv("VAULTGEN_ARXIV_DELAY", "0")

    seen = converse(["init"], answers=["", "", ""], cwd=here, more={"VAULTGEN_NOW": now})

    assert seen.status == 0
    assert (
        "They cannot be tried right now, which does no harm: arXiv did not answer.\n"
        "Check the network; then vaultgen today --dry-run tries them.\n"
    ) in seen.text
    assert "empty" not in seen.text
    assert (here / "vaultgen.toml").is_file()


@pytest.mark.parametrize("now", ["2026-02-24T12:00:00+08:00", "2026-02-24T13:30:00+08:00"])
def test_the_feeds_may_still_hold_the_day_before(now: str, here: Path, arxiv: ArxivServer) -> None:
    seen = converse(["init"], answers=["", "", "", ""], cwd=here, more={"VAULTGEN_NOW": now})
    assert "2 of 4 papers of 2026-02-23 would have matched" in seen.text


def test_on_a_weekend_the_feeds_are_empty_and_that_is_said(
    here: Path, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = "2026-02-28T15:00:00+08:00"
    monkeypatch.setenv("VAULTGEN_NOW", saturday)

    seen = converse(["init"], answers=["", "", ""], cwd=here, more={"VAULTGEN_NOW": saturday})

    said = " ".join(seen.text.split())
    assert "arXiv's feeds are empty. 2026-02-28 is a Saturday" in said
    untried = seen.text[seen.text.index("They cannot be tried") : seen.text.index("Translate titles")]
    assert max(map(len, untried.splitlines())) <= 80
    assert "Next: Monday 2026-03-02" in said


def test_where_nobody_can_answer_it_says_how_to_do_without(
    tmp_path: Path, vaultgen: Vaultgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nothing").touch()
    with (tmp_path / "nothing").open(encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        said = vaultgen("init", tmp_path)

    assert said.status == 1
    assert said.err.splitlines()[-2:] == [
        "vaultgen: init asks questions, and nobody answers here (nothing was written)",
        "  say it all at once: vaultgen init --yes --category cs.LG --keyword 'diffusion policy'",
    ]


def test_where_obsidian_knows_no_vault_the_folder_is_asked_for(tmp_path: Path, arxiv: ArxivServer) -> None:
    (tmp_path / "Notes").mkdir()

    seen = converse(["init"], answers=["Nots", "Notes", "", "", "", ""], cwd=tmp_path, more={})

    assert seen.text.startswith(f"The folder of your notes [{tmp_path}]: Nots\n  there is no folder Nots: ")
    assert (tmp_path / "Notes/vaultgen.toml").is_file()


def test_one_of_obsidians_vaults_is_chosen_by_its_number(
    tmp_path: Path, arxiv: ArxivServer, own_environment: Path
) -> None:
    vaults = {
        "a": {"path": str(tmp_path / "Old"), "ts": 1},
        "b": {"path": str(tmp_path / "My notes"), "ts": 2},
    }
    for vault in vaults.values():
        Path(str(vault["path"])).mkdir()
    list_of_vaults(own_environment / ".config/obsidian", vaults)

    seen = converse(["init"], answers=["7", "1", "", "", "", ""], cwd=tmp_path, more={})

    assert seen.status == 0
    assert seen.text.startswith(
        f"Vaults that Obsidian knows:\n  1  {tmp_path}/My notes\n  2  {tmp_path}/Old\n"
    )
    assert "  there is no folder 7: write a number from 1 to 2, or a folder that is there" in seen.text
    assert f"vaultgen today --vault '{tmp_path}/My notes' --dry-run" in seen.text
    assert (tmp_path / "My notes/vaultgen.toml").is_file()


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".config/obsidian"),
        ("linux", ".var/app/md.obsidian.Obsidian/config/obsidian"),
        ("linux", "snap/obsidian/current/.config/obsidian"),
        ("darwin", "Library/Application Support/obsidian"),
        ("win32", "AppData/Roaming/obsidian"),
    ],
)
def test_obsidians_own_list_is_found_on_every_system(platform: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / "Notes").mkdir()
    listed = {
        "a": {"path": str(tmp_path / "Notes")},
        "b": {"path": str(tmp_path / "gone")},
        "c": 1,
        "d": {"path": 1},
    }
    list_of_vaults(tmp_path / folder, listed)

    assert known_vaults(tmp_path, {"APPDATA": str(tmp_path / "AppData/Roaming")}, platform) == (
        tmp_path / "Notes",
    )
    assert known_vaults(tmp_path / "Notes", {}, platform) == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"vaults": 1}', "\x00"])
def test_a_list_that_cannot_be_read_is_no_list(content: str, tmp_path: Path) -> None:
    (tmp_path / ".config/obsidian").mkdir(parents=True)
    (tmp_path / ".config/obsidian/obsidian.json").write_text(content, encoding="utf-8")

    assert known_vaults(tmp_path, {}, "linux") == ()


def list_of_vaults(folder: Path, vaults: object) -> None:
    folder.mkdir(parents=True)
    (folder / "obsidian.json").write_text(json.dumps({"vaults": vaults}), encoding="utf-8")


def test_a_vault_that_is_not_there_is_made(tmp_path: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("init", tmp_path / "new" / "Notes", "--yes")

    assert said.status == 0
    assert (tmp_path / "new/Notes/vaultgen.toml").is_file()


def test_a_file_is_not_a_vault(tmp_path: Path, vaultgen: Vaultgen) -> None:
    (tmp_path / "Notes").write_text("mine", encoding="utf-8")

    said = vaultgen("init", tmp_path / "Notes", "--yes")

    assert said.status == 1
    assert "is a file and not a folder" in said.err
    assert (tmp_path / "Notes").read_text(encoding="utf-8") == "mine"


def test_a_name_that_no_folder_can_have_is_told(tmp_path: Path, vaultgen: Vaultgen) -> None:
    said = vaultgen("init", tmp_path / ("x" * 300), "--yes")

    assert said.status == 1
    assert "cannot be written: " in said.err


def answering(key: str, job: str) -> list[str]:
    """What follows the phrases: a language, a key, a daily job."""
    return ["", "", "", "german", key, job]


def test_a_key_and_a_daily_job_are_offered_and_taken(
    here: Path,
    arxiv: ArxivServer,
    schedulers: Schedulers,
    own_environment: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with FakeDeepL(limit=500_000) as server:
        monkeypatch.setenv("DEEPL_SERVER_URL", server.url)
        wrong = "00000000-wrong"
        seen = converse(
            ["init"], answers=["", "", "", "german", wrong, f"{KEY}\nand what was copied with it", "y"], cwd=here, more={}
        )  # fmt: skip

    assert seen.status == 0
    after = seen.text[seen.text.index("Written: ") :].splitlines()
    file = own_environment / ".config/vaultgen/keys/DEEPL_AUTH_KEY"
    assert after[:9] == [
        f"Written: {here}/vaultgen.toml",
        "",
        "Translating needs a key, from https://www.deepl.com/pro-api (the free plan will do).",
        "The key, which is not shown [later]: ",
        "  DeepL refuses the key (nothing was stored): copy it once more from https://www.deepl.com/pro-api (the free plan will do)",
        "The key, which is not shown [later]: ",
        "DeepL accepts the key: 0 of 500000 characters are used.",
        f"Stored in {file}, which only you can read.",
        "",
    ]
    assert after[9].startswith(
        "A daily job can run vaultgen today for you, by systemd. Runs Monday to Friday at "
    )
    assert after[10] == "Install it, y or n? [n]: y"
    assert any(line.startswith("Written: ") and line.endswith(".timer") for line in after[11:])
    assert after[-1] == "Run it:        vaultgen today"
    assert file.read_text(encoding="utf-8") == f"{KEY}\n"
    assert KEY not in seen.text
    assert wrong not in seen.text
    assert list((own_environment / ".config/systemd/user").glob("*.timer"))


def test_enter_leaves_the_key_and_the_daily_job_for_later_and_says_what_to_type(
    here: Path, arxiv: ArxivServer, schedulers: Schedulers, own_environment: Path
) -> None:
    seen = converse(["init"], answers=answering("", ""), cwd=here, more={})

    assert seen.status == 0
    assert seen.text.splitlines()[-2:] == [
        "Run it daily:  vaultgen schedule",
        "For translations, get a key from https://www.deepl.com/pro-api and run: vaultgen key",
    ]
    assert not (own_environment / ".config/vaultgen").exists()
    assert not (own_environment / ".config/systemd").exists()


@pytest.mark.parametrize("later", ["n", "No", "later", "none"])
def test_a_word_for_no_leaves_the_key_for_later(
    later: str, here: Path, arxiv: ArxivServer, bare: Schedulers, own_environment: Path
) -> None:
    seen = converse(["init"], answers=["", "", "", "german", later], cwd=here, more={})

    assert seen.status == 0
    assert "is not a key" not in seen.text
    assert not (own_environment / ".config/vaultgen").exists()


def test_what_has_not_the_shape_of_a_key_is_asked_for_again(
    here: Path, arxiv: ArxivServer, bare: Schedulers, own_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEEPL_SERVER_URL", raising=False)

    seen = converse(
        ["init"], answers=["", "", "", "german", "01234567-89ab-cdef", "later"], cwd=here, more={}
    )

    assert seen.status == 0
    assert seen.text.count("The key, which is not shown [later]: ") == 2
    assert "  this is not a key of DeepL's (nothing was stored): copy it whole: 36 digits" in seen.text
    assert not (own_environment / ".config/vaultgen").exists()


@pytest.mark.parametrize("place", [4, 5])
def test_ctrl_c_at_these_two_leaves_the_file_and_stores_nothing(
    place: int, here: Path, arxiv: ArxivServer, schedulers: Schedulers, own_environment: Path
) -> None:
    seen = converse(["init"], answers=[*answering("", "")[:place], CTRL_C], cwd=here, more={})

    assert seen.status == 130
    assert seen.text.splitlines()[-2:] == [
        "vaultgen: stopped; vaultgen.toml is written",
        "  what is left can be done later: vaultgen key, vaultgen schedule",
    ]
    assert (here / "vaultgen.toml").is_file()
    assert not (own_environment / ".config/vaultgen").exists()
    assert not (own_environment / ".config/systemd").exists()


def test_a_daily_job_that_cannot_be_installed_is_told_and_the_file_stays(
    here: Path, arxiv: ArxivServer, schedulers: Schedulers
) -> None:
    schedulers.begin("full")
    seen = converse(["init"], answers=answering("", "y"), cwd=here, more={})

    assert "no space left" in seen.text
    assert "Run it daily:  vaultgen schedule" in seen.text
    assert (here / "vaultgen.toml").is_file()


def test_who_has_a_key_and_a_daily_job_is_offered_neither(
    here: Path,
    arxiv: ArxivServer,
    schedulers: Schedulers,
    vaultgen: Vaultgen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    assert vaultgen("init", here, "--yes").status == 0
    assert vaultgen("schedule", "--install", "--vault", here).status == 0
    (here / "vaultgen.toml").unlink()

    seen = converse(["init"], answers=["", "", "", "german"], cwd=here, more={})

    assert seen.status == 0
    assert "[later]" not in seen.text
    assert "A key for translating is stored already; to see where: vaultgen key --show-where\n" in seen.text
    assert "Install it" not in seen.text


def test_without_a_language_no_key_is_asked_for(here: Path, arxiv: ArxivServer, bare: Schedulers) -> None:
    seen = converse(["init"], answers=["", "", "", "none"], cwd=here, more={})

    assert seen.status == 0
    assert "vaultgen key" not in seen.text
