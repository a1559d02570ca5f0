"""Followed authors: whoever ticks `follow: true` in the note of an author has that author's papers as an interest."""

from collections.abc import Mapping

from msgspec.structs import replace

from vaultgen.note.snapshot import Snapshot
from vaultgen.select.interests import in_papers_of, without
from vaultgen.settings import Settings

LABEL = "followed_authors"


def with_followed(settings: Settings, vault: Snapshot, labels: Mapping[str, str]) -> Settings:
    """Return the settings with the interest in followed authors, after all others; as they are if nobody is followed.

    Args:
        labels: Words that are in notes; the interest is called as in the language of notes.
    """
    if not vault.followed:
        return settings
    interest = without(in_papers_of(labels[LABEL], vault.followed), settings.exclude)
    return replace(settings, interests=(*settings.interests, interest))
