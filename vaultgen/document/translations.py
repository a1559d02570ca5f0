"""Says which translation is in a paper's note and which is waited for: by the seal, not by what a person may change."""

from msgspec import Struct

from vaultgen.document.document import Document
from vaultgen.document.normal_form import value_digest
from vaultgen.document.properties import property_digest
from vaultgen.document.property_words import unshown_mark
from vaultgen.document.seal import PROPERTY_DIGITS, Seal, passage_code
from vaultgen.document.text import content
from vaultgen.note.translation_status import PARTIAL, PENDING

TITLE, ABSTRACT = "title-translated", "translation"
"""The passages that hold translations."""


STATUS_OF = {value_digest(status, PROPERTY_DIGITS): status for status in (PENDING, PARTIAL, "done", "off")}
"""The status by the digest that a seal records of the property `translation`."""


class ExistingTranslation(Struct, frozen=True):
    """Which translation is in a paper note.

    Attributes:
        title: The property `title`; empty where there is none.
        title_translated: The property `title_translated`; empty where there is none.
        src: Mark of the abstract that was translated (`source_digest`); empty where no translation was written.
        text: The translation as it stands, as Markdown; empty where it is waited for, or not found as it was written.
        title_src: Mark of the title whose translation was written; None where the note does not tell.
        title_is_edited: Whether the person changed the translated title, or removed it: nothing is to be paid for it
            unasked.
        title_text: The translated title above the seal, as Markdown, where it is as it was written; else empty.
        language: The property `language`; empty where there is none.
        status: As it was written last; empty where nothing is waited for any more.
        is_edited: Whether the person changed or removed the translation: the same.
    """

    title: str = ""
    title_translated: str = ""
    src: str = ""
    text: str = ""
    title_src: str | None = None
    title_is_edited: bool = False
    title_text: str = ""
    language: str = ""
    status: str = ""
    is_edited: bool = False


def existing_translation(data: bytes) -> ExistingTranslation:
    """Return which translation is in a paper's note; nothing for any other note."""
    document = Document.parse(data)
    if document is None:
        return ExistingTranslation()
    seal = document.seal or Seal("")
    text, is_written = _last_written(document, ABSTRACT)
    src = seal.sources.get(passage_code(ABSTRACT), "")
    status = STATUS_OF.get(unshown_mark(seal.properties, "translation"), document.said("translation"))
    return ExistingTranslation(
        title=document.said("title"),
        title_translated=document.said("title_translated"),
        src=src,
        text=text if src else "",
        title_src=None if document.seal is None else seal.sources.get(passage_code(TITLE), ""),
        title_is_edited=_title_is_edited(document),
        title_text=_last_written(document, TITLE)[0],
        language=document.said("language"),
        status="" if status == PENDING and not waits_for(data) else status,
        is_edited=is_written and not text,
    )


def takes_texts(data: bytes) -> bool:
    """Return whether a translation can be written into this paper's note."""
    document = Document.parse(data)
    return document is not None and document.seal is not None


def waits_for(data: bytes) -> tuple[str, ...]:
    """Return which of `title` and `abstract` a note has a place for, with no translation that is there.

    A note whose seal is damaged or gone waits for nothing: nothing could be written into it.
    """
    document = Document.parse(data)
    if document is None or document.seal is None:
        return ()
    missing = []
    name = "title_translated"
    if (
        passage_code(TITLE) not in {*document.seal.texts, *document.seal.sources}
        and name not in document.seal.properties
        and document.entry(name) is None
    ):
        missing.append("title")
    if passage_code(ABSTRACT) not in document.seal.sources and _last_written(document, ABSTRACT)[0]:
        missing.append("abstract")
    return tuple(missing)


def day_is_edited(data: bytes) -> bool:
    """Return whether the property `announced` is not what was written, or is gone."""
    document = Document.parse(data)
    if document is None or document.seal is None:
        return False
    mark = document.seal.properties.get("announced")
    return mark is not None and mark != property_digest(document.said("announced"))


def _last_written(document: Document, name: str) -> tuple[str, bool]:
    """Return the text of a passage as last written, empty where it is not found; and whether it ever was written."""
    seal = document.seal
    recorded = seal.texts.get(passage_code(name)) if seal is not None else None
    if recorded is None:
        return "", False
    place = document.places.get(passage_code(name))
    lines = document.text.lines[place.first : place.end] if place is not None else ()
    return "\n".join(content(line).rstrip() for line in lines), True


def _title_is_edited(document: Document) -> bool:
    """Return whether the translated title is not what was written."""
    name = "title_translated"
    if document.seal is None:
        return document.entry(name) is not None
    mark = document.seal.properties.get(name)
    return mark is not None and mark != property_digest(document.said(name))
