"""How many cases a test tries; `make torture` prints the table of all of them, and how many were bad."""

_counted = 0
_table: dict[str, list[int]] = {}


def tried(number: int = 1) -> None:
    """Count so many cases more for the test that runs now."""
    global _counted  # noqa: PLW0603 - one test runs at a time in a process
    _counted += number


def begin() -> None:
    """Count from zero: another test begins."""
    global _counted  # noqa: PLW0603
    _counted = 0


def counted() -> int:
    """What the test has tried; at least itself."""
    return max(1, _counted)


def note(test: str, count: int, *, is_bad: bool) -> None:
    """Put the result of a test into the table, with all other parameters of it in a row."""
    row = _table.setdefault(test.partition("[")[0], [0, 0])
    row[0] += count
    row[1] += is_bad


def lines() -> list[str]:
    """The table, the sums at its end."""
    rows = [*sorted(_table.items()), ("in all", [sum(row[at] for row in _table.values()) for at in (0, 1)])]
    return [f"{'tried':>7} {'bad':>4}", *(f"{count:7,} {bad:4,}  {name}" for name, (count, bad) in rows)]
