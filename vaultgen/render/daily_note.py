"""One line in the person's own daily note: a link to the listing. The note has to be there; none is ever made.

Obsidian fills a daily note from the person's template only when it makes the note itself; one that is there already,
made by us, would stay without it.
"""

from datetime import date

from vaultgen.document.listings import Listing
from vaultgen.note.desired import DailyLine
from vaultgen.note.identity import Identity, Kind
from vaultgen.render.daily_place import place_of_line
from vaultgen.render.page import RenderContext
from vaultgen.render.parts import safe, tidy

TEMPLATE = "daily.md.j2"


def daily_line(day: date, standing: Listing | None, page: RenderContext) -> DailyLine | None:
    """Return the line as we would like it; None where the person has no daily note of that day, or removed the line.

    Args:
        day: The announcement day, which is also the day of the note.
        standing: What the listing note of the day shows already.

    Raises:
        TemplateError: The template is wrong.
    """
    path = place_of_line(day, standing, page.settings.vault, page.look.habits, page.names.snapshot)
    if path is None or page.places.listing is None:
        return None
    context = {
        "day": day,
        "listing": safe(page.links.in_body(page.places.listing, f"arXiv {day}", path)),
    }
    text = tidy(page.templates.text(TEMPLATE, context))
    return DailyLine(Identity(Kind.DAILY, day.isoformat()), path, text, page.places.listing.stem)
