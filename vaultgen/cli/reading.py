"""Gives a run, or a command that only looks, what the person reads."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from vaultgen.bibliography.library import Library
from vaultgen.cli.offline_session import OfflineSession
from vaultgen.cli.theme import gather, own_templates
from vaultgen.disk.libraries import read_libraries
from vaultgen.errors import Problem
from vaultgen.note.obsidian_settings import ObsidianSettings
from vaultgen.relevance.reading import FEWEST_NOTES, CountedReading, Sign
from vaultgen.relevance.vector import WordTable
from vaultgen.workflows.reading import Reading

if TYPE_CHECKING:
    from vaultgen.vault.dry_run import DryRunVault
    from vaultgen.vault.vault import DiskVault

_TEMPLATE = "paper.md.j2"
NEEDED = 5
"""So many papers have to count as read, that papers are ranked."""
_WORDS = {
    Sign.OWN_WORDS: "with your words",
    Sign.READ: "marked read",
    Sign.RATED: "rated 3 or more",
    Sign.LINKED: "linked from your notes",
    Sign.LIBRARY: "in your library",
}


def reading_of(
    vault: "DiskVault | DryRunVault",
    own_templates: Mapping[str, str],
    labels: Mapping[str, str],
    library: Library | None = None,
    *,
    with_others: bool = False,
) -> Reading:
    """Return what the person reads; nothing is asked of the vault yet.

    Args:
        own_templates: The person's templates: the built-in one of papers has no plain text but headings.
        labels: The words that templates may print.
        library: What the person's own `.bib` files hold.
        with_others: Ask for the papers, too, that do not count: to look for some outside the interests.
    """
    plain = ""
    if _TEMPLATE in own_templates:
        from vaultgen.render.plain_text import plain_lines  # noqa: PLC0415 (only where it is used)

        plain = plain_lines(own_templates[_TEMPLATE], labels)
    return Reading(
        partial(vault.marked, plain, with_others=with_others),
        vault.vectors,
        _table,
        library or Library(),
        vault.likes,
    )


def reading_at(hand: OfflineSession, vault: "DiskVault | DryRunVault") -> tuple[Reading, tuple[Problem, ...]]:
    """Return what the person reads, for a command that only looks; and what is wrong with their library."""
    settings = hand.settings
    own = own_templates(settings.vault_root, settings.vault.templates)
    labels: Mapping[str, str] = {}
    if _TEMPLATE in own:
        labels = gather(own, settings.language, ObsidianSettings(), "UTC").labels
    library, problems = read_libraries(settings.vault_root, settings.reading.library)
    return reading_of(vault, own, labels, library), problems


def said_of(counted: CountedReading) -> str:
    """Return how many papers count as read and by which signs, in a few words."""
    if counted.total < NEEDED:
        return f"{counted.total} of {NEEDED} that ranking needs"
    return f"{counted.total} ({', '.join(_by_sign(counted))})"


def rows_of(counted: CountedReading, *, is_near_shown: bool) -> Iterable[tuple[str, str]]:
    """Yield the rows of `status` about reading: a name and what is said.

    Args:
        counted: What counts as read.
        is_near_shown: Whether listings are to show papers from outside the interests.
    """
    yield "read papers", said_of(counted)
    if counted.shown or is_near_shown:
        yield "near papers", f"shown {len(counted.shown)}, read {counted.shown_and_read}"


def speaking(counted: CountedReading) -> Problem | None:
    """Return the problem that a template's words are taken for the person's; None where that is not so."""
    if not counted.speaking:
        return None
    return Problem(
        f"{counted.speaking} notes of papers hold words that no heading explains: a template seems to write them, "
        "so your own words do not count as a sign of reading",
        f"have templates write headings and empty places alone in new notes; from {FEWEST_NOTES} notes on this is looked at",
    )


def _by_sign(counted: CountedReading) -> Iterable[str]:
    return (f"{number} {_WORDS[sign]}" for sign, number in counted.by_sign.items())


def _table() -> WordTable:
    from vaultgen.disk.word_table import word_table  # noqa: PLC0415 (only where papers are compared)

    return word_table()


def as_json(counted: CountedReading) -> dict[str, object]:
    """Return what counts as read, for `status --json`."""
    by_sign = {sign.name.casefold(): number for sign, number in counted.by_sign.items()}
    near = {"near": {"shown": len(counted.shown), "read": counted.shown_and_read}} if counted.shown else {}
    return {"read": counted.total, "by": by_sign, **near}
