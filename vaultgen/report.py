"""What a run tells about itself: the report that `--json` prints (docs/engineering/report.md), as values.

Promised: everything in it is plain (texts, numbers, dates), so that it can be shown, compared and written as JSON.
Not here: how it looks on a terminal (`vaultgen.cli.console`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field

from vaultgen import __version__
from vaultgen.errors import Problem
from vaultgen.note.identity import Identity
from vaultgen.reconcile.changes import PaperChange, WithheldChange

LeftOut = tuple[Identity, str]
"""A note, or the listing in place of a whole day, that was left out, and why (`vaultgen.workflows.omissions`)."""


class ReadingReport(Struct, frozen=True):
    """How a day's new papers were compared with what the person reads.

    Attributes:
        read: How many papers count as read.
        is_ranked: Whether the new papers were ranked by them.
        near: How many papers came from outside the interests.
        is_first: Whether papers were never ranked here before.
    """

    read: int
    is_ranked: bool
    near: int = 0
    is_first: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return this part of the report as JSON has it."""
        return {"read": self.read, "ranked": self.is_ranked, "near": self.near}


class DayReport(Struct, frozen=True):
    """What became of an announcement day.

    Attributes:
        day: The date arXiv prints on it.
        status: `done`, `already-done`, `nothing-announced`, `not-out-yet` or `failed`.
        reason: `weekend`, `holiday`, `no-match`, or a sentence for a person; None where there is none.
        announced: Papers announced in the categories; None where only some of them are known (the demo's day).
        papers: Papers that match, each counted once.
        by_interest: Papers per interest, in the order of the configuration.
        derived: Papers whose announce type or day was inferred.
        reading: How many papers count as read, whether new ones were ranked, how many came from outside the
            interests; None where no new paper was compared, or nothing was read.
        sentence: For a quiet day, the whole answer for a person (not in the JSON form); empty otherwise.
    """

    day: date
    status: str
    reason: str | None = None
    announced: int | None = 0
    papers: int = 0
    by_interest: Mapping[str, int] = field(default_factory=dict)
    derived: int = 0
    sentence: str = ""
    reading: ReadingReport | None = None

    def to_json(self) -> dict[str, Any]:
        """Return this part of the report as JSON has it."""
        return {
            "day": self.day.isoformat(),
            "status": self.status,
            "reason": self.reason,
            "announced": self.announced,
            "papers": self.papers,
            "by_interest": dict(self.by_interest),
            "derived": self.derived,
            **({"reading": self.reading.to_json()} if self.reading is not None else {}),
        }


class NotesReport(Struct, frozen=True):
    """What became of the notes; in a dry run, what would.

    Attributes:
        created: Paths relative to the vault.
        updated: Notes that were updated.
        unchanged: Notes that are already as they should be.
        kept: What was left as the person has it.
        changed: Papers with another version or title than before, or withdrawn.
        left_out: Notes, or listings for whole days, of which nothing was written, by identity with the reason.
    """

    created: tuple[PurePosixPath, ...] = ()
    updated: tuple[PurePosixPath, ...] = ()
    unchanged: int = 0
    kept: tuple[WithheldChange, ...] = ()
    changed: tuple[PaperChange, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return this part of the report as JSON has it, without the proposals (`vaultgen review` shows them)."""
        changed = [_changed(one) for one in self.changed]
        return {
            "created": list(map(str, self.created)),
            "updated": list(map(str, self.updated)),
            "unchanged": self.unchanged,
            "kept": list(map(_withheld_as_json, self.kept)),
            **({"changed": changed} if changed else {}),
            **left_out_as_json(self.left_out),
        }


class TranslationReport(Struct, frozen=True):
    """What became of the texts that were to be translated.

    Attributes:
        translated: Texts that were translated now.
        reused: Texts whose translation was already paid for.
        pending: Texts that wait.
        partial: Of the translated and reused ones, those in which a sentence stayed in the original.
        billed_characters: What DeepL billed for this run.
        billed_texts: What counted for this run with an endpoint; None for other engines.
        would_send_characters: In a dry run, the most that a run would send; None in any other.
        would_send_texts: The same with an endpoint.
    """

    translated: int = 0
    reused: int = 0
    pending: int = 0
    partial: int = 0
    billed_characters: int = 0
    billed_texts: int | None = None
    would_send_characters: int | None = None
    would_send_texts: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return this part of the report as JSON has it."""
        more = {
            "billed_texts": self.billed_texts,
            "would_send_characters": self.would_send_characters,
            "would_send_texts": self.would_send_texts,
        }
        return {
            "translated": self.translated,
            "reused": self.reused,
            "pending": self.pending,
            "partial": self.partial,
            "billed_characters": self.billed_characters,
            **{name: amount for name, amount in more.items() if amount is not None},
        }


class Report(Struct, frozen=True):
    """What a run did.

    Attributes:
        command: `today`, `demo`, …
        vault: The vault's folder, as a text.
        is_dry_run: Whether nothing was written.
        days: Oldest first.
        notes: Over all days.
        translation: Over all days.
        requests: How many requests went to whom (`arxiv`, `deepl`).
        problems: What went wrong, and what to do.
    """

    command: str
    vault: str
    is_dry_run: bool = False
    days: tuple[DayReport, ...] = ()
    notes: NotesReport = NotesReport()
    translation: TranslationReport = TranslationReport()
    requests: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the whole report as JSON has it, keys in the documented order."""
        return {
            **heading(self.command, self.vault, is_dry_run=self.is_dry_run),
            "days": [day.to_json() for day in self.days],
            "notes": self.notes.to_json(),
            "translation": self.translation.to_json(),
            "requests": dict(self.requests),
            "problems": problems_as_json(self.problems),
        }


def heading(command: str, vault: str, *, is_dry_run: bool = False) -> dict[str, Any]:
    """Return how every answer for a machine begins."""
    return {"vaultgen": __version__, "command": command, "vault": vault, "dry_run": is_dry_run}


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return what went wrong, and what to do."""
    return [{"problem": one.problem, "hint": one.hint} for one in problems]


def _changed(paper: PaperChange) -> dict[str, Any]:
    """Return a change as JSON has it; `from` and `to` are null where a note does not tell its version."""
    return {
        "identifier": paper.identifier,
        "from": paper.before,
        "to": paper.after,
        "withdrawn": paper.is_withdrawn,
        "title": paper.title,
    }


def left_out_as_json(left_out: Iterable[LeftOut]) -> dict[str, Any]:
    """Return `left_out` as JSON has it; nothing where nothing was left out."""
    told = [{"identity": str(identity), "reason": reason} for identity, reason in left_out]
    return {"left_out": told} if told else {}


def _withheld_as_json(kept: WithheldChange) -> dict[str, Any]:
    """Return what stays as JSON has it; `path` is null where there is no note (deleted), `identity` says which is meant."""
    return {
        "path": None if kept.path is None else str(kept.path),
        "what": kept.what,
        "reason": kept.reason.value,
        "identity": str(kept.identity),
    }
