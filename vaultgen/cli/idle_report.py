"""Makes the report of a run that found nothing to do, without what such a run did not need."""

from collections.abc import Sequence

from vaultgen.report import DayReport, Report, TranslationReport
from vaultgen.settings import Settings
from vaultgen.workflows.day_done import DayDone


def idle_report(settings: Settings, days: Sequence[DayDone]) -> Report:
    """Return the report of days on which nothing was done, as `vaultgen.cli.report.report_of` would."""
    is_endpoint = settings.translation.engine == "openai"
    asked = {"arxiv": 0, "deepl": 0, **({"openai": 0} if is_endpoint else {})}
    told = tuple(
        DayReport(day=day.day, status=day.status, reason=day.reason, papers=day.papers, sentence=day.sentence)
        for day in days
    )
    texts = TranslationReport(billed_texts=0 if is_endpoint else None)
    return Report("today", str(settings.vault_root), days=told, translation=texts, requests=asked)
