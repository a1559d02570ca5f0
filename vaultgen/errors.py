"""How vaultgen speaks of what went wrong: always a problem and a hint, never a traceback."""

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        problem: One line: what is wrong, and where.
        hint: One line: what to do, where possible the exact text to type.
    """

    problem: str
    hint: str


class VaultgenError(Exception):
    """Something a person has to know about; it ends the command with exit status 1."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = Problem(problem, hint)


class ConfigurationError(VaultgenError):
    """Everything that is wrong with the configuration, at once."""

    def __init__(self, where: str, problems: tuple[Problem, ...]) -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{count} in {where}", "fix it and retry; nothing was written")
        self.problems = problems


class Stopped(Exception):  # noqa: N818 - that somebody typed Ctrl-C is not an error
    """Ctrl-C in a command that writes no notes, at a question, or where the same words would not carry on.

    Attributes:
        said: What is certain then.
        hint: What to type.
    """

    def __init__(
        self,
        said: str = "every note is either as it was or finished",
        hint: str = "run the same command again to start over",
    ) -> None:
        super().__init__(said, hint)
        self.said, self.hint = said, hint
