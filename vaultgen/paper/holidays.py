"""The evenings on which arXiv keeps a holiday and mails nothing, as data.

Source: the lists on https://info.arxiv.org/help/availability.html and their history (arXiv/arxiv-docs). arXiv edits the
list during the year and defers other mailings ad hoc, so this is knowledge for explaining a quiet day and never proof
that a day was quiet. For years without a list no holiday is assumed: such a day is looked at, found empty, and left open.

Each new list of arXiv's is one more block here; a holiday on a Sunday evening stands as the Friday before it.
"""

from datetime import date
from typing import Final

HOLIDAYS: Final[frozenset[date]] = frozenset(
    {
        # The end of 2024, from which on the rule in `announcement` was checked against feeds and listing pages.
        date(2024, 12, 25),
        date(2024, 12, 26),
        date(2024, 12, 31),
        # 2025
        date(2025, 1, 1),
        date(2025, 1, 20),
        date(2025, 6, 19),
        date(2025, 7, 4),  # listed as Sunday 6 July
        date(2025, 9, 1),
        date(2025, 11, 27),
        date(2025, 12, 25),
        date(2025, 12, 30),
        # 2026
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 6, 19),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2026, 12, 29),
        date(2026, 12, 31),
    }
)
"""All of them Monday to Friday."""
