"""Mornings of every kind on a vault on disk, against a person's edits of every kind.

The rules of `reconcile.person` edit the notes; here are the mornings, and what a vault has besides texts: names, links
between notes, strangers, two devices, a state that is lost. Safety and liveness are asserted as in `plan`.
"""

import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath

import tally
from faults.mornings import DAYS, NotesOnDisk, Sources, abstract, run
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from reconcile import oracle
from reconcile.person import Person, Touched, some
from vault.plans import TORTURE, tree

from vaultgen.errors import VaultgenError
from vaultgen.note.names import fold
from vaultgen.state.store import State
from vaultgen.vault import vault as vault_module
from vaultgen.vault.vault import DiskVault
from vaultgen.workflows.undo import run_to_undo, undo_run

EXAMPLES = int(os.environ.get("VAULTGEN_MACHINE_EXAMPLES", 300 * TORTURE or 40))
MEMORY = "/dev/shm"


def in_properties(data: bytes) -> set[str]:
    """The words planted in the front matter. What a property says of a paper is shown elsewhere, too: in its own note,
    in lists; as long as it says so."""
    return set(oracle.words(oracle.split(data)[0].encode()))


class TheVaultOnDisk(Person, RuleBasedStateMachine):
    """A vault with a person in it, and two devices that run in turn."""

    most_notes = 25

    def __init__(self):
        super().__init__()
        tally.tried()
        self.place = Path(tempfile.mkdtemp(dir=MEMORY if os.path.isdir(MEMORY) else None))  # noqa: PTH112
        self.root = self.place / "vault"
        self.root.mkdir()
        self.devices = [self.place / "first", self.place / "second"]
        self.world = Sources()
        self.files = NotesOnDisk(self.root)
        self.shown = set()
        self.touched: dict[PurePosixPath, Touched] = {}
        self.appeared: set[str] = set()
        self.expected: set[str] = set()
        self.taken: set[str] = set()
        self.has_gone = False
        self.has_undone = False
        self.own_tick, vault_module._TICK = vault_module._TICK, 0.004

    def teardown(self):
        vault_module._TICK = self.own_tick
        shutil.rmtree(self.place)

    @initialize()
    def the_first_morning(self):
        (self.root / ".obsidian").mkdir()
        outside = self.place / "outside"
        outside.mkdir()
        (outside / "2602.17601 of somebody else.md").write_text("arxiv_id: 'arXiv:2602.17601'\n")
        (self.root / "Linked").symlink_to(outside)
        (self.root / "picture.png").write_bytes(b"\x89PNG\xff")
        (self.root / "odd.md").write_bytes(b"---\nnot: [yaml\n---\nw0q <!-- other:begin x -->\n\xff")
        (self.root / "mine.md").write_bytes(b"---\r\nmine: 1\r\n---\r\n%% begin %%\r\nno final newline")
        self.strangers = {
            path: (self.root / path).read_bytes() for path in ("odd.md", "mine.md", "picture.png")
        }
        (self.root / "odd.md").rename(self.root / "odd.txt")
        self.strangers["odd.txt"] = self.strangers.pop("odd.md")
        self.touched[PurePosixPath("mine.md")] = Touched()
        self.a_morning_on_a_device(0)

    # Mornings

    @rule(device=some)
    def a_morning_on_a_device(self, device):
        self.check_morning(self.devices[device % 2])

    @precondition(lambda self: self.world.morning < len(DAYS))
    @rule(device=some)
    def the_next_day_is_announced(self, device):
        self.world.morning += 1
        self.check_morning(self.devices[device % 2])

    @rule(device=some)
    def a_morning_that_arxiv_answers_in_part(self, device):
        self.world.answers_less = True
        self.check_morning(self.devices[device % 2])
        self.world.answers_less = False

    @rule(device=some)
    def a_dry_run(self, device):
        before = tree(self.place)
        self.run(self.devices[device % 2], is_dry=True)
        assert tree(self.place) == before

    @rule(device=some)
    def the_state_is_lost(self, device):
        shutil.rmtree(self.devices[device % 2], ignore_errors=True)

    @rule(device=some)
    def a_run_is_undone(self, device):
        """What the run wrote goes, what the person wrote stays: in its note, or with the note where it is."""
        before = dict(self.files)
        with State.open(self.devices[device % 2], self.root) as state:
            vault = DiskVault(self.root, state, command="undo")
            try:
                vault.look()
                undo_run(run_to_undo(state), vault, state)
            except VaultgenError:
                return
        self.has_undone = True
        for path, data in before.items():
            if path in self.files:
                assert self.only_there(self.files[path]) == self.only_there(data), path
                assert b"vaultgen" in data or self.files[path] == data, path
            else:
                assert self.only_there(data) == [], path
                assert data in [each.read_bytes() for each in (self.root / ".trash").rglob("*.md")], path
                del self.touched[path]
                self.has_gone = True
        for path in self.files:
            self.touched.setdefault(path, Touched())

    @rule(which=some)
    def a_paper_is_replaced(self, which):
        keys = sorted(key for keys in DAYS.values() for key in keys)
        key = keys[which % len(keys)]
        self.world.versions[key] = self.world.versions.get(key, 1) + 1

    @rule(translates=st.booleans())
    def the_engine_comes_or_goes(self, translates):
        self.world.translates = translates

    @rule(device=some)
    def everything_becomes_current(self, device):
        """A new template makes the newest day's notes anew, an engine what waits: so all that is not the person's."""
        self.world.style += 1
        self.world.translates = True
        before = dict(self.files)
        if self.check_morning(self.devices[device % 2]) and not self.has_undone:
            for path, data in before.items():
                self.check_that_the_untouched_is_current(path, data)
            if not self.has_gone:
                stamps = tree(self.root)
                self.run(self.place / "third device")
                assert tree(self.root) == stamps
                shutil.rmtree(self.place / "third device", ignore_errors=True)

    def run(self, folder: Path, *, is_dry: bool = False) -> bool:
        """Whether it ran; a run that takes the vault for emptied has written nothing, and is told otherwise."""
        before = tree(self.root)
        try:
            run(self.world, self.root, folder, is_dry=is_dry)
        except VaultgenError as error:
            said = str(error)
            assert tree(self.root) == before
            if not is_dry:
                with DiskVault(self.root, State.open(folder, self.root)) as vault:
                    vault.confirm_deleted()
            assert "notes are gone" in said, said
            return False
        return True

    def check_morning(self, folder: Path) -> bool:
        before = dict(self.files)
        elsewhere = tree(self.place / "outside")
        if not self.run(folder):
            return False
        self.check_that_nothing_is_lost(before)
        self.check_that_a_second_run_writes_nothing(folder)
        assert tree(self.place / "outside") == elsewhere
        assert {each.name for each in self.place.iterdir()} <= {
            "vault",
            "outside",
            "first",
            "second",
            "third device",
        }
        for path in self.files:
            self.touched.setdefault(path, Touched())
        if not (self.world.answers_less or self.has_undone):
            self.expected |= set(DAYS[self.world.newest]) - self.taken
        self.appeared |= {
            key for key in self.keys() if any(self.is_of(data, key) for data in self.files.values())
        }
        assert self.expected <= self.appeared, "a paper that was never there appears"
        return True

    # What is asserted

    def check_that_a_second_run_writes_nothing(self, folder):
        stamps, texts = tree(self.root), dict(self.files)
        self.run(folder)
        written = {path for path, data in self.files.items() if texts.get(path) != data}
        assert tree(self.root) == stamps, f"the second run wrote {written}"

    def check_that_nothing_is_lost(self, before):
        for path, data in self.strangers.items():
            if not path.endswith(".md"):  # as a note it may have been edited: then it is among those before
                assert (self.root / path).read_bytes() == data, path
        for data in (*before.values(), *self.files.values()):
            self.shown |= in_properties(data)
        for path, data in before.items():
            after = self.files[path]
            if not data:  # Obsidian makes an empty note of a link that is followed: such a note is filled
                assert self.only_there(after) == [], path
                continue
            assert self.only_there(after) == self.only_there(data), path
            assert in_properties(data) <= in_properties(after), path
            assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
            assert after.endswith(b"\n") == data.endswith(b"\n")
            if b"vaultgen" not in data:
                assert after == data, path
            parts, now = oracle.parted(data), oracle.parted(after)
            if parts is None or now is None:
                assert path.suffix != ".md" or after == data, path
                continue
            if not self.touched[path].is_odd:
                assert oracle.outside(after) == oracle.outside(data), path
            assert now[2] == parts[2], f"below the seal of {path}"

    def only_there(self, data: bytes) -> list[str]:
        """The words planted in a note, in order, without those that notes show of a property."""
        return [word for word in oracle.words(data) if word not in self.shown]

    def check_that_the_untouched_is_current(self, path, data):
        """Of the paper notes of the newest day, and of those that waited for a translation."""
        key = next((key for key in self.keys() if self.is_of(data, key)), None)
        touched = self.touched[path]
        if key is None or touched.is_odd or sum(self.is_of(each, key) for each in self.files.values()) > 1:
            return
        if oracle.parted(data) is None or touched.units & {"seal", "arxiv_id", "announced", "announce_type"}:
            return
        after, version = self.files[path], self.world.versions.get(key, 1)
        parts, says = oracle.parted(after), oracle.properties(after)
        assert parts is not None, path
        waited = (
            oracle.properties(data).get("translation") == "pending" and "translation" not in touched.units
        )
        if key not in DAYS[self.world.newest] and not waited:
            return
        current = oracle.plain(abstract(key, version))
        wanted = {"abstract": current, "translation": f"译文 {current}"}
        if "above" not in touched.units:
            for text in (*wanted.values(), f"style{self.world.style}"):
                assert text.replace(" ", "") in oracle.plain(parts[0]), (path, text)
        if "seal" not in touched.units:
            for name, value in {
                "version": str(version),
                "comment": f"{version} pages",
                "translation": "done",
            }.items():
                assert name in touched.units or says[name] == value, (path, name)

    def keys(self):
        return [key for keys in DAYS.values() for key in keys]

    @staticmethod
    def is_of(data: bytes, key: str) -> bool:
        return f"arXiv:{key}" in oracle.split(data)[0]

    # What a person does with files

    def keep_in_mind(self, path, to):
        self.touched[to] = self.touched.pop(path)

    @rule(which=some)
    def person_deletes_a_note(self, which):
        if self.files:
            path = self.pick(which)
            del self.files[path]
            del self.touched[path]
            self.has_gone = True

    @rule(which=some, name=some, folder=st.sampled_from(["", "arXiv/Papers", "Read/Later"]))
    def the_app_renames_a_note_and_its_links(self, which, name, folder):
        if not self.files:
            return
        path = self.pick(which)
        to = PurePosixPath(folder) / f"my name {name}.md"
        if fold(to.name) in {fold(each.name) for each in self.files}:
            return
        data = self.files[path]
        del self.files[path]
        self.files[to] = data
        self.keep_in_mind(path, to)
        for each in self.files:
            text = self.files[each]
            linked = text
            for behind in (b"|", b"]]", b"#"):
                linked = linked.replace(
                    b"[[" + path.stem.encode() + behind, b"[[" + to.stem.encode() + behind
                )
            if linked != text:
                self.edit(each, linked)

    @rule(which=some, has_number=st.booleans())
    def a_stranger_takes_a_name(self, which, has_number):
        key = self.keys()[which % len(self.keys())].replace("/", "-")
        name = f"{key} Reinforcement learning {key} in version 1.md" if has_number else "Ada Lovelace.md"
        path = PurePosixPath("Other", name)
        if fold(name) not in {fold(each.name) for each in self.files}:
            self.taken |= {self.keys()[which % len(self.keys())]} - self.appeared
            self.files[path] = f"{self.word()} of another program\n".encode()
            self.touched[path] = Touched()


TestTheVaultOnDisk = TheVaultOnDisk.TestCase
TestTheVaultOnDisk.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
