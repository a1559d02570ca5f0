"""Print how the code is built: names, sizes, and the way of a paper from arXiv's feed to its file.

    python docs/engineering/make/house.py

The way is watched in a first and a second `vaultgen demo`, in a folder that is gone afterwards. A form of a paper is a
class of ours whose instances stand for that one paper: one of their fields is its identifier, or another form of it.
"""

import ast
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeGuard

PACKAGE = Path(__file__).parents[3] / "vaultgen"
LONGEST = 300
"""A file has at most so many lines."""
SHORTEST = 15
"""A file of fewer lines does something by itself."""
PAPER = "2602.17676"
"""The paper of the demo that is followed."""


def files() -> Mapping[Path, str]:
    """Return the text of every module, by its path."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def repeated_classes() -> Mapping[str, Sequence[str]]:
    """Return the names that several classes have, with their modules."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path, text in files().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(_shown(path))
    return {name: places for name, places in homes.items() if len(places) > 1}


def long_files() -> Mapping[str, int]:
    """Return the modules of more than `LONGEST` lines, with their lines."""
    return {_shown(path): lines for path, text in files().items() if (lines := _lines(text)) > LONGEST}


def forwarding_files() -> Sequence[str]:
    """Return the modules of fewer than `SHORTEST` lines that only pass on what others have."""
    return [
        _shown(path) for path, text in files().items() if _lines(text) < SHORTEST and _only_forwards(text)
    ]


def _only_forwards(text: str) -> bool:
    body = ast.parse(text).body
    if not any(isinstance(node, ast.Import | ast.ImportFrom) for node in body):
        return False
    return all(map(_forwards, body))


def _forwards(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=ast.Name() | ast.Attribute() | ast.List() | ast.Tuple()):
            return True
        case ast.FunctionDef(
            body=[*_, ast.Return(value=ast.Call(func=ast.Name() | ast.Attribute()))] as body
        ):
            return len(body) == 1 + (ast.get_docstring(node) is not None)
    return False


def protocols() -> Mapping[str, Sequence[str]]:
    """Return by the name of each protocol the classes that have all it asks for, where they say so or not."""
    found = [node for text in files().values() for node in ast.walk(ast.parse(text)) if _is_class(node)]
    asked = {node.name: _members(node) for node in found if "Protocol" in map(ast.unparse, node.bases)}
    return {
        name: [node.name for node in found if node.name not in asked and members <= _members(node)]
        for name, members in asked.items()
    }


def _is_class(node: ast.AST) -> TypeGuard[ast.ClassDef]:
    return isinstance(node, ast.ClassDef)


def _members(owner: ast.ClassDef) -> frozenset[str]:
    """Return what an object of a class has under a public name: `method()`, and fields, wherever they are set."""
    functions = [node for node in owner.body if isinstance(node, ast.FunctionDef)]
    methods = {f"{node.name}()" for node in functions if not node.decorator_list}
    fields = {node.name for node in functions if node.decorator_list}
    fields |= {ast.unparse(node.target) for node in owner.body if isinstance(node, ast.AnnAssign)}
    fields |= {
        ast.unparse(node).removeprefix("self.")
        for node in ast.walk(owner)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return frozenset(name for name in methods | fields if not name.startswith("_"))


class Way:
    """The way of `PAPER` in one run.

    Attributes:
        forms: The classes that stand for it.
        frames: Our own frames on the stack when the first note gets its name.
    """

    def __init__(self) -> None:
        self.forms: set[str] = set()
        self.frames: tuple[str, ...] = ()

    def watch(self, frame: FrameType, event: str, value: Any) -> None:
        """Record a call or a return that `sys.setprofile` reports."""
        if event not in {"call", "return"} or not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return
        if event == "return":
            self._see(value)
            return
        module, name = _shown(Path(frame.f_code.co_filename)), frame.f_code.co_name
        is_rename = (module, name) == ("vault/rename", "rename_to_new")
        if is_rename and not self.frames and str(frame.f_locals["new"]).endswith(".md"):
            self.frames = tuple(_own_frames(frame))
        for argument in frame.f_locals.values():
            self._see(argument)

    def _see(self, value: Any) -> None:
        if _stands_for_it(value):
            self.forms.add(type(value).__qualname__)
        elif isinstance(value, list | tuple) and value and _stands_for_it(value[0]):
            self.forms.add(type(value[0]).__qualname__)


def _stands_for_it(value: Any, depth: int = 6) -> bool:
    if not depth or not type(value).__module__.startswith("vaultgen."):
        return False
    if type(value).__name__ in {"Identifier", "Identity"}:
        return False
    for name in getattr(type(value), "__struct_fields__", getattr(type(value), "__slots__", ())):
        field = getattr(value, name, None)
        if type(field).__name__ in {"Identifier", "Identity"}:
            if str(field).endswith(PAPER):
                return True
        elif _stands_for_it(field, depth - 1):
            return True
    return False


def _own_frames(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        if frame.f_code.co_filename.startswith(str(PACKAGE)):
            yield f"{_shown(Path(frame.f_code.co_filename))}.{frame.f_code.co_name}"
        frame = frame.f_back


def way() -> Way:
    """Watch a first run of the demo."""
    seen = Way()
    with _demo() as run:
        sys.setprofile(seen.watch)
        try:
            run()
        finally:
            sys.setprofile(None)
    return seen


def looks() -> tuple[int, int]:
    """Return how often the folders of the vault are walked through in a first and in a second run of the demo."""
    from vaultgen.vault.survey import Survey  # noqa: PLC0415 - only the figures need it

    real, counts = Survey.look, []

    def look(self: Survey, *given: Any, **named: Any) -> Any:
        counts.append(1)
        return real(self, *given, **named)

    with _demo() as run:
        Survey.look = look  # type: ignore[method-assign] # counted while the demo runs
        try:
            run()
            first = len(counts)
            run()
        finally:
            Survey.look = real  # type: ignore[method-assign]
    return first, len(counts) - first


@contextmanager
def _demo() -> Iterator[Callable[[], object]]:
    """Give a function that runs the demo, always in the same folder, which is gone afterwards."""
    from vaultgen.cli.app import app  # noqa: PLC0415 - only the figures need it

    with tempfile.TemporaryDirectory() as folder, _quiet():
        words = ["demo", str(Path(folder) / "vault"), "-q"]
        yield lambda: app(words, prog_name="vaultgen", standalone_mode=False)


@contextmanager
def _quiet() -> Iterator[None]:
    out, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    try:
        yield
    finally:
        sys.stdout.close()
        sys.stdout = out


def _commands() -> int:
    from vaultgen.cli.app import AllCommands  # noqa: PLC0415 - only the figures need it

    return sum(map(len, AllCommands.sections.values()))


def _lines(text: str) -> int:
    return len(text.splitlines())


def _shown(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def _figures() -> Iterator[tuple[str, object, object]]:
    """Yield what was counted, how much there is of it, and what it is."""
    sizes = [_lines(text) for text in files().values()]
    yield "files", len(sizes), ""
    yield "lines", sum(sizes), ""
    yield "commands", _commands(), f"{sum(sizes) // _commands()} lines each"
    yield f"files of over {LONGEST} lines", len(long_files()), dict(long_files()) or ""
    yield "files that only forward", len(forwarding_files()), " ".join(forwarding_files())
    yield "names of several classes", len(repeated_classes()), dict(repeated_classes()) or ""
    single = {name: classes for name, classes in protocols().items() if len(classes) < 2}  # noqa: PLR2004
    yield "protocols of one class", len(single), dict(single) or ""
    first = way()
    yield "forms of a paper", len(first.forms), " ".join(sorted(first.forms))
    yield "frames at the first note", len(first.frames), " < ".join(first.frames)
    looked, again = looks()
    yield "looks at the vault", looked, f"{again} in a second run"


if __name__ == "__main__":
    for what, count, which in _figures():
        sys.stdout.write(f"{what:26} {count:>6}  {which}".rstrip() + "\n")
