"""Says what of a paper is translated, and what its note says where it is not."""

from vaultgen.note.snapshot import PaperFacts
from vaultgen.render.content import PaperContent
from vaultgen.render.escape import property_text
from vaultgen.translate.request import CurrentTranslation, Translated, Untranslated

DONE, PENDING, PARTIAL, OFF = "done", "pending", "partial", "off"


def title_translated(content: PaperContent, facts: PaperFacts | None) -> str:
    """Return the translated title as the property says it, for a later run reads it there; empty where there is none.

    A title that stays as it is in the person's language, or was refused, has none: it would say the same twice.
    """
    match content.title:
        case Translated(text):
            return "" if text == content.announced.paper.title else property_text(text)
        case CurrentTranslation():
            return facts.title_translated if facts else ""
        case _:
            return ""


def status(content: PaperContent, facts: PaperFacts | None) -> str:
    """Return the property `translation`: `done`, `pending`, `partial` or `off`.

    Pending goes before partial, because a later run will have to do with the note.
    """
    results = [result for result in (content.title, content.abstract) if result is not None]
    if any(isinstance(result, Untranslated) and result.why.is_pending for result in results):
        return PENDING
    stands = any(isinstance(result, CurrentTranslation) for result in results)
    was_partial = stands and facts is not None and facts.translation == PARTIAL
    if was_partial or any(isinstance(result, Translated) and result.is_partial for result in results):
        return PARTIAL
    return DONE if stands or any(isinstance(result, Translated) for result in results) else OFF
