"""What it costs to ask for the version or for help."""

from collections.abc import Iterator

from bench.measure import Row, paired, run


def rows(times: int) -> Iterator[Row]:
    """`--version` and `--help` beside `import typer`, each in a process of its own."""
    for option in ("--version", "--help"):
        floor, measured = paired(
            lambda: run(["-c", "import typer"]), lambda option=option: run(["-m", "vaultgen", option]), times
        )
        yield Row(
            f"`vaultgen {option}`",
            f'`python -c "import typer"` {floor * 1000:.0f} ms',
            f"{measured * 1000:.0f} ms",
            measured / floor,
            "<= 1.3",
            1.3,
        )
