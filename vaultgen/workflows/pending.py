"""Papers that wait for a text: none has come yet, or it came damaged and may be tried again today.

Found by what vaultgen wrote into their notes (`vaultgen.document.translations`), not by properties that a person may change.
A paper of which it cannot be said which of several notes is the note waits for nothing: none of them would be
written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from vaultgen.note.identity import Kind
from vaultgen.note.lookup import note_of
from vaultgen.note.snapshot import PaperFacts, Snapshot
from vaultgen.note.translation_status import PARTIAL, PENDING
from vaultgen.paper.identifier import Identifier
from vaultgen.settings import Settings
from vaultgen.workflows.day_snapshot import listed_days
from vaultgen.workflows.ports import Tools

Waiting = Mapping[date, dict[Identifier, PaperFacts]]
"""Papers by the day on which they were announced, with what their notes say."""


def waiting(snapshot: Snapshot, settings: Settings, tools: Tools) -> Waiting:
    """Return the papers that a run should translate now; none where nobody can translate."""
    if not (settings.language and tools.can_translate):
        return {}
    from vaultgen.document.translations import day_is_edited  # noqa: PLC0415 (only where it is needed: every command comes by here)

    due = tools.due(settings.language)
    notes = dict(papers_waiting(snapshot, PENDING))
    notes |= papers_waiting(snapshot, PARTIAL) if due else ()
    contents = tools.vault.read(notes.values())
    found: dict[date, dict[Identifier, PaperFacts]] = defaultdict(dict)
    moved: dict[Identifier, PaperFacts] = {}
    for identifier, path in notes.items():
        data, facts = contents.get(path), snapshot.papers[path]
        if not isinstance(data, bytes) or not _is_to_translate(data, settings, due):
            continue
        if facts.announced is None or day_is_edited(data):
            moved[identifier] = facts
        else:
            found[facts.announced][identifier] = facts
    listed = listed_days(moved.keys(), snapshot, tools.vault)
    for identifier, facts in moved.items():
        day = listed.get(identifier) or facts.announced
        if day is not None:
            found[day][identifier] = facts
    return found


def papers_waiting(snapshot: Snapshot, status: str) -> Iterator[tuple[Identifier, PurePosixPath]]:
    """Yield the papers into whose notes vaultgen wrote this status, with the notes that can be finished."""
    candidates = snapshot.notes if snapshot.papers_saying is None else snapshot.papers_saying(status)
    for identity in candidates:
        path = note_of(snapshot, identity) if identity.kind is Kind.PAPER else None
        facts = snapshot.papers.get(path) if isinstance(path, PurePosixPath) else None
        if isinstance(path, PurePosixPath) and facts is not None and facts.translation == status:
            yield Identifier(identity.key), path


def _is_to_translate(data: bytes, settings: Settings, due: frozenset[str]) -> bool:
    from vaultgen.document.seal import source_digest  # noqa: PLC0415 (only where it is needed: every command comes by here)
    from vaultgen.document.translations import existing_translation, waits_for  # noqa: PLC0415 (only where it is needed: every command comes by here)

    if set(waits_for(data)) & set(settings.translation.fields):
        return True
    there = existing_translation(data)
    marks = {source_digest(settings.language, fingerprint) for fingerprint in due}
    is_due = not there.is_edited and there.src in marks
    return is_due or (not there.title_is_edited and there.title_src in marks)
