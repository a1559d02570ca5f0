"""Plants faults into a copy of the code, one at a time, and tells which of them the tests miss.

`python tests/faults/plant.py` (or `make mutants`) prints a line for each fault and, at the end, how many were caught.
The sample depends on SEED and COUNT and on the code alone, so that anybody can repeat a figure of docs/engineering/mutants.md;
examples that hypothesis makes up are the same each time, too. A fault that lets the tests run on forever is caught.

Nothing here decides whether a fault that was missed changes anything: a person does (docs/engineering/mutants.md).
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 400
"""Seconds for one call of the tests; they need a tenth of it."""

ROOMS = {
    "document": (
        (
            "tests/document",
            "tests/reconcile",
            "--deselect=tests/reconcile/test_machine.py",
            "--deselect=tests/document/test_machine.py",
        ),
        ("tests/document/test_machine.py", "tests/reconcile/test_machine.py"),
    ),
    "plan": (
        ("tests/reconcile", "tests/note/test_lookup.py", "--deselect=tests/reconcile/test_machine.py"),
        ("tests/reconcile/test_machine.py",),
    ),
    "apply": (
        tuple(f"tests/vault/test_{each}.py" for each in ("write", "trash", "rename", "without_descriptors")),
        ("tests/vault", "--deselect=tests/vault/test_races.py"),
        ("tests/faults/test_sweep.py", "tests/vault/test_races.py"),
    ),
    "fetch": (
        ("tests/fetch/test_derive.py", "tests/fetch/test_once.py", "tests/fetch/test_past.py"),
        ("tests/fetch",),
        ("tests/day/test_replay.py", "tests/day/test_misbehaviour.py"),
    ),
    "run": (
        ("tests/day/test_undo.py", "tests/day/test_review.py", "tests/day/test_restore.py"),
        ("tests/day/test_today.py", "tests/day/test_mistakes.py", "tests/day/test_add_and_refresh.py"),
        ("tests/faults/test_vault_machine.py",),
    ),
}
"""By room, the tests that a fault meets: quick ones first, the next ones only where those saw nothing."""

ALSO = {
    "daily_line": ("tests/day/test_daily_note.py",),
    "proposals": ("tests/day/test_review.py",),
    "rehearsal": ("tests/day/test_today.py", "tests/day/test_undo.py"),
    "undo": ("tests/day/test_undo.py",),
}
"""By module, more tests where those of its room saw nothing."""

FILES = {
    "document": "assembly document edits facts finding first_edition front_matter listings lists merge normal_form placing"
    " properties property_splices reconcile reseal review seal seal_items text translations undo units yaml_block",
    "plan": "changes fingerprint plan proposals undo whole_file",
    "apply": "applying folder journal recover rehearsal rename trash write",
    "fetch": "derive judge oai once past source spool",
    "run": "day restore review undo write",
}
"""By room, the modules in which faults are planted: all that decides about a person's text or touches it."""

REPEATABLE = """
settings.register_profile(
    "planted", deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("planted")
"""

OPPOSITE: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.NotEq(), ast.NotEq: ast.Eq(), ast.Is: ast.IsNot(), ast.IsNot: ast.Is(),
    ast.In: ast.NotIn(), ast.NotIn: ast.In(), ast.Lt: ast.LtE(), ast.LtE: ast.Lt(), ast.Gt: ast.GtE(), ast.GtE: ast.Gt(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of the code, and what is planted there.

    Attributes:
        file: Relative to the checkout.
        line: Where it is.
        number: Which of the file's places it is, from 0.
        was: The code there, in one line.
        now: What becomes of it.
    """

    file: Path
    line: int
    number: int
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.was}  ->  {self.now}"


class Planter(ast.NodeTransformer):
    """Walks through the code, notes every fault that could be planted, and plants the one that is asked for."""

    def __init__(self, number: int | None = None) -> None:
        self.number = number
        self.found: list[tuple[int, str, str]] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or the fault in its place."""
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.body = [self.visit(each) for each in node.body]  # no decorators, defaults, annotations
        elif not isinstance(node, (ast.AnnAssign, ast.Import, ast.ImportFrom, ast.arguments, ast.JoinedStr)):
            self.generic_visit(node)
        for fault in faults_at(node):
            is_chosen = self.number == len(self.found)
            place = node.target if isinstance(node, ast.comprehension) else node
            self.found.append((getattr(place, "lineno", 0), _said(node), _said(fault)))
            if is_chosen:
                return ast.copy_location(fault, node)
        return node


def faults_at(node: ast.AST) -> Iterator[ast.AST]:
    """What could go wrong at this node."""
    match node:
        case ast.Compare(left, [op], right) if type(op) in OPPOSITE:
            yield ast.Compare(left, [OPPOSITE[type(op)]], right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for left_out in values:
                rest = [each for each in values if each is not left_out]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.If() | ast.IfExp():
            for value in (True, False):
                yield _with(node, test=ast.Constant(value))
        case ast.comprehension(_, _, [_, *_]):
            yield _with(node, ifs=[])
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break() | ast.Raise():
            yield ast.Pass()
        case ast.BinOp(left, ast.Add(), right):
            yield left
            yield right


def faults_of(room: str, root: Path) -> list[Fault]:
    """Every fault that could be planted in a room, in a fixed order."""
    faults = []
    for name in FILES[room].split():
        file = Path("vaultgen", room, f"{name}.py")
        planter = Planter()
        planter.visit(ast.parse((root / file).read_bytes()))
        faults += [Fault(file, line, number, *said) for number, (line, *said) in enumerate(planter.found)]
    return faults


def caught_by(fault: Fault, copy: Path, most: int | None = None) -> str:
    """The test that fails with the fault in the copy; empty where none does. The copy is as before afterwards."""
    file = copy / fault.file
    before = file.read_bytes()
    changed = ast.fix_missing_locations(Planter(fault.number).visit(ast.parse(before)))
    file.write_text(ast.unparse(changed), encoding="utf-8")
    try:
        rounds = (*ROOMS[fault.file.parts[1]], *filter(None, [ALSO.get(fault.file.stem)]))
        return next(filter(None, (_failing(tests, copy) for tests in rounds[:most])), "")
    finally:
        file.write_bytes(before)


def _failing(tests: tuple[str, ...], copy: Path) -> str:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--no-header",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return "the tests did not end"
    if done.returncode == 0:
        return ""
    said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return said[0].split(" - ")[0] if said else f"pytest ended with {done.returncode}"


def copied(checkout: Path, place: Path) -> Path:
    """A copy of what git knows of the checkout, in which hypothesis makes up the same examples each time."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, names.split("\0")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(checkout / name, place / name)
    conftest = place / "tests/conftest.py"
    text = conftest.read_text(encoding="utf-8").replace("import HealthCheck,", "import HealthCheck, Phase,")
    conftest.write_text(text + REPEATABLE, encoding="utf-8")
    return place


def main() -> None:
    """Plant a sample and tell what became of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=50, help="how many in each room")
    asked.add_argument("--rooms", nargs="*", choices=ROOMS, default=list(ROOMS))
    asked.add_argument("--rounds", type=int, help="no more rounds of tests than so many")
    asked.add_argument("--only", type=int, nargs="*", help="of a room's sample, these faults, from 1")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="planted-") as place:
        copy = copied(CHECKOUT, Path(place).resolve())
        for room in chosen.rooms:
            every = faults_of(room, copy)
            sample = list(enumerate(random.Random(chosen.seed).sample(every, chosen.count), 1))
            tell(f"{room}: {len(sample)} of {len(every)} faults, seed {chosen.seed}")
            tried = [each for each in sample if not chosen.only or each[0] in chosen.only]
            caught = [planted(number, fault, copy, chosen.rounds) for number, fault in tried]
            tell(f"{room}: {sum(caught)} of {len(caught)} caught")


def planted(number: int, fault: Fault, copy: Path, most: int | None) -> bool:
    """Whether the fault is caught in so many rounds, which is told."""
    by = caught_by(fault, copy, most)
    tell(f"{number:4} {'caught' if by else 'MISSED'}  {fault}  [{by}]")
    return bool(by)


def tell(line: str) -> None:
    """A line at once, also into a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _with(node: ast.AST, **changed: object) -> ast.AST:
    return type(node)(**{**dict(ast.iter_fields(node)), **changed})


def _said(node: ast.AST) -> str:
    words = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return words if len(words) <= 110 else words[:107] + "..."


if __name__ == "__main__":
    main()
