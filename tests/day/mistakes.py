"""The mistakes that people make, each with what they typed and the two lines that they got for it.

`test_mistakes.py` makes every one of them; `docs/troubleshooting.md` is made from this table (`make docs`).
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.arxiv_server import ArxivServer
from fakes.deepl_server import FakeDeepL

from vaultgen.state.store import State
from vaultgen.vault.folder import Folder

HOME = "/home/ada"
"""What stands on the page for the home folder of the test."""
VAULT = f"{HOME}/Notes"

CONFIGURATION = """\
categories = ["cs.LG", "cs.AI"]
keywords   = ["reinforcement learning", "diffusion policy"]
language   = "zh-Hans"
timezone   = "Asia/Shanghai"
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a mistake is made: a vault in a home folder, arXiv and DeepL as servers of our own."""

    home: Path
    arxiv: ArxivServer
    deepl: FakeDeepL
    patch: pytest.MonkeyPatch
    stack: ExitStack

    @property
    def vault(self) -> Path:
        return self.home / "Notes"

    def replace(self, old: str, new: str) -> None:
        """Change what the configuration says."""
        file = self.vault / "vaultgen.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One of them.

    Attributes:
        heading: What happened, as somebody would look it up.
        typed: What was typed, in the vault.
        said: What is wrong; what to do.
        given: What was wrong before.
        status: The exit status.
        more: A sentence for the page.
        is_shown: Whether the page has it; what explains itself is only tried.
    """

    heading: str
    typed: str
    said: tuple[str, str]
    given: Callable[[Scene], object] = lambda scene: None
    status: int = 1
    more: str = ""
    is_shown: bool = True


def configured(old: str, new: str) -> Callable[[Scene], None]:
    """The configuration says something else."""
    return lambda scene: scene.replace(old, new)


def appended(text: str) -> Callable[[Scene], None]:
    """The configuration says something more."""
    return lambda scene: scene.replace(CONFIGURATION, CONFIGURATION + text)


def nothing_is_configured(scene: Scene) -> None:
    (scene.vault / "vaultgen.toml").unlink()


def no_key(scene: Scene) -> None:
    scene.patch.delenv("DEEPL_AUTH_KEY")


def wrong_key(scene: Scene) -> None:
    scene.patch.setenv("DEEPL_AUTH_KEY", "00000000-0000-0000-0000-000000000000:fx")


def nobody_answers(scene: Scene) -> None:
    scene.patch.setenv("VAULTGEN_ARXIV_FEED_URL", "http://127.0.0.1:9/rss")
    scene.patch.setenv("VAULTGEN_ARXIV_API_URL", "http://127.0.0.1:9/api")


def a_template(name: str, text: str) -> Callable[[Scene], None]:
    def write(scene: Scene) -> None:
        (scene.vault / ".vaultgen/templates").mkdir(parents=True)
        (scene.vault / ".vaultgen/templates" / name).write_text(text, encoding="utf-8")

    return write


def no_right_to_write(scene: Scene) -> None:
    """The superuser, as whom a suite may run, may write everywhere: so the system's answer is given here."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    nothing_is_configured(scene)
    scene.patch.setattr(Folder, "write_new", refuse)


def another_run(scene: Scene) -> None:
    scene.stack.enter_context(State.open(scene.home / "state", scene.vault)).lock.take()


def state_in_a_file(scene: Scene) -> None:
    (scene.home / "full").touch()
    scene.patch.setenv("VAULTGEN_STATE_DIR", str(scene.home / "full/state"))


def a_filled_folder(scene: Scene) -> None:
    (scene.vault / "My own note.md").write_text("Mine.\n", encoding="utf-8")


IN_FILE = "vaultgen: 1 problem in vaultgen.toml"

SETTING_UP = (
    Mistake(
        "There is no vaultgen.toml yet",
        "vaultgen today",
        (
            "vaultgen: no vaultgen.toml in ~/Notes or above it, nor in ~/.config/vaultgen",
            "  write one: vaultgen init",
        ),
        nothing_is_configured,
        more="Go to the vault's folder, or name it with `--vault`.",
    ),
    Mistake(
        "The vault was moved, or its disk is not mounted",
        "vaultgen today --vault /media/ada/stick/Notes",
        (
            "vaultgen: no vault at /media/ada/stick/Notes (nothing was written)",
            "  is the disk mounted? otherwise name it: vaultgen today --vault DIR",
        ),
    ),
    Mistake(
        "The folder is not writable",
        "vaultgen init --yes",
        (
            f"vaultgen: {VAULT}/vaultgen.toml cannot be written: Permission denied",
            "  make that folder writable, or name another vault: vaultgen init DIR",
        ),
        no_right_to_write,
        is_shown=False,
    ),
    Mistake(
        "The demo folder is not empty",
        "vaultgen demo .",
        (
            f"vaultgen: {VAULT} is not empty and was not made by vaultgen demo (nothing was written)",
            "  name another folder: vaultgen demo DIR",
        ),
        more="The demo writes only into a new folder, or into one that it made.",
    ),
    Mistake(
        "A command is misspelled",
        "vaultgen tody",
        (
            "vaultgen: no such command 'tody'. Did you mean 'today'?",
            "  see: vaultgen --help",
        ),
        status=2,
        is_shown=False,
    ),
    Mistake(
        "An option lacks its value",
        "vaultgen today --day",
        ("vaultgen: option '--day' requires an argument", "  see: vaultgen today --help"),
        status=2,
        is_shown=False,
    ),
    Mistake(
        "A paper and a day are to be restored at once",
        "vaultgen restore 2602.17676 --day 2026-02-23",
        (
            "vaultgen: one thing at a time",
            "  write one of these: vaultgen restore ID, vaultgen restore --day DATE, vaultgen restore --all",
        ),
        status=2,
        is_shown=False,
    ),
    Mistake(
        "An option is misspelled",
        "vaultgen today --dry-rn",
        (
            "vaultgen: no such option: --dry-rn (Possible options: --day, --dry-run)",
            "  see: vaultgen today --help",
        ),
        status=2,
        is_shown=False,
    ),
)

THE_FILE = (
    Mistake(
        "A setting is misspelled",
        "vaultgen today",
        (IN_FILE, '  keyword   unknown setting, did you mean "keywords"?'),
        configured("keywords  ", "keyword   "),
        more="If the file has several problems, all of them are reported at once.",
    ),
    Mistake(
        "A setting is outside its table",
        "vaultgen today",
        (IN_FILE, '  authors   unknown setting: "authors" belongs below [vault]'),
        configured("categories", 'authors = "links"\ncategories'),
        is_shown=False,
    ),
    Mistake(
        "A category is misspelled",
        "vaultgen today",
        (IN_FILE, '  categories   arXiv has no "cs.Lg", did you mean "cs.LG"?'),
        configured('"cs.LG"', '"cs.Lg"'),
    ),
    Mistake(
        "A category is named in words",
        "vaultgen today",
        (IN_FILE, '  categories   arXiv has no "machine learning", did you mean "cs.LG" or "stat.ML"?'),
        configured('"cs.LG"', '"machine learning"'),
        more="`vaultgen init` finds categories by name; the file has their codes.",
    ),
    Mistake(
        "A language is not precise enough",
        "vaultgen today",
        (IN_FILE, '  language   "pt" is not precise enough for DeepL: write "pt-BR" or "pt-PT"'),
        configured('"zh-Hans"', '"pt"'),
    ),
    Mistake(
        "The language is English",
        "vaultgen today",
        (
            IN_FILE,
            (
                '  language   "en" is English, as the abstracts are: leave it out for no translation, '
                'or write for example "zh-Hans"'
            ),
        ),
        configured('"zh-Hans"', '"en"'),
    ),
    Mistake(
        "A time zone is misspelled",
        "vaultgen today",
        (IN_FILE, '  timezone   there is no "Asia/Shanghia", did you mean "Asia/Shanghai"?'),
        configured("Shanghai", "Shanghia"),
        is_shown=False,
    ),
    Mistake(
        "A quotation mark in a query is not closed",
        "vaultgen today",
        (
            IN_FILE,
            (
                '  interests[1].query   "offline RL": query \'ti:"offline RL\', character 4: this quotation mark is not closed: '
                'write the " that belongs to it'
            ),
        ),
        appended('\n[[interests]]\nname  = "offline RL"\nquery = \'ti:"offline RL\'\n'),
    ),
    Mistake(
        "A query is among the keywords",
        "vaultgen today",
        (
            IN_FILE,
            (
                "  keywords   query 'diffusion AND policy', character 11: a keyword is a phrase, 'AND' belongs in a query: "
                "write it as [[interests]] with a name and query = 'diffusion AND policy'"
            ),
        ),
        configured('"diffusion policy"', '"diffusion AND policy"'),
    ),
    Mistake(
        "A text lacks quotation marks",
        "vaultgen today",
        (
            IN_FILE,
            '  line 3, column 14: not TOML (invalid value): write language = "zh-Hans"',
        ),
        configured('"zh-Hans"', "zh-Hans"),
        is_shown=False,
    ),
)

TRANSLATION = (
    Mistake(
        "There is no key for DeepL",
        "vaultgen today -q",
        (
            "vaultgen: no DeepL key: 4 texts are not translated yet, the notes are in English",
            (
                "  available from https://www.deepl.com/pro-api (the free plan will do); then run: vaultgen key"
            ),
        ),
        no_key,
        status=0,
        more="The first run with a key adds the translations.",
    ),
    Mistake(
        "DeepL refuses the key",
        "vaultgen today -q",
        (
            "vaultgen: DeepL refuses the key",
            "  store the one of your DeepL account: vaultgen key (one in DEEPL_AUTH_KEY wins over it)",
        ),
        wrong_key,
        more="Keys of the free plan end with `:fx`. A later run adds the translations.",
    ),
)

DAYS = (
    Mistake(
        "arXiv cannot be reached",
        "vaultgen today",
        (
            (
                "vaultgen: 2026-02-23 could not be read: cs.LG: rss.arxiv.org did not answer (3 tries, last: connection broken); "
                "cs.AI: rss.arxiv.org could not be reached before, so it was not asked again in this run"
            ),
            "  run the same command again later",
        ),
        nobody_answers,
        more="This is never taken for a quiet day.",
    ),
    Mistake(
        "A date has another order",
        "vaultgen today --day 23.2.2026",
        ('vaultgen: "23.2.2026" is not a date', "  write year, month, day, such as 2026-02-23"),
        status=2,
    ),
)

NOTES = (
    Mistake(
        "What you add is not an arXiv paper",
        "vaultgen add 10.1145/3292500",
        (
            'vaultgen: "10.1145/3292500" is not an arXiv identifier',
            "  write an ID like 2602.17676, hep-th/9901001 or https://arxiv.org/abs/2602.17676",
        ),
    ),
    Mistake(
        "There is nothing to undo",
        "vaultgen undo",
        (
            "vaultgen: nothing to undo: no run of the last 30 days is left",
            "  vaultgen runs lists all; undo an undo by its number: vaultgen undo RUN",
        ),
    ),
    Mistake(
        "A note never existed",
        "vaultgen restore 2602.17676",
        ("vaultgen: no note of 2602.17676 was ever in this vault", "  to write one: vaultgen add 2602.17676"),
        is_shown=False,
    ),
    Mistake(
        "Two runs at once",
        "vaultgen today --no-wait",
        (
            "vaultgen: another vaultgen is writing into this vault (this one wrote nothing)",
            "  run the same command again when it is done; without --no-wait it waits for that",
        ),
        another_run,
    ),
    Mistake(
        "A template uses an unknown name",
        "vaultgen today",
        (
            'vaultgen: paper.md.j2, line 1: a paper has no "titel"',
            "  known names: title, … (vaultgen templates check)",
        ),
        a_template("paper.md.j2", "# {{ titel }}\n"),
    ),
    Mistake(
        "A template file has a wrong name",
        "vaultgen templates check",
        (
            "vaultgen: .vaultgen/templates/papers.md.j2: there is no built-in template of this name",
            "  use the name of a built-in one: paper.md.j2; or move it elsewhere",
        ),
        a_template("papers.md.j2", "# {{ title }}\n"),
        is_shown=False,
    ),
    Mistake(
        "The state folder cannot be created",
        "vaultgen today",
        (
            f"vaultgen: the state folder {HOME}/full/state cannot be made: Not a directory",
            "  make room for it, or name another one: VAULTGEN_STATE_DIR=DIR",
        ),
        state_in_a_file,
        is_shown=False,
    ),
)

GROUPS = {
    "Setting up": SETTING_UP,
    "In vaultgen.toml": THE_FILE,
    "Translation": TRANSLATION,
    "Days and arXiv": DAYS,
    "Notes, templates, runs": NOTES,
}
MISTAKES = tuple(mistake for group in GROUPS.values() for mistake in group)
