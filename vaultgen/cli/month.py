"""Works out what translating took this month, as `vaultgen status` shows it."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from vaultgen.cli.limits import flavour_of, limit_of, measure_of
from vaultgen.cli.offline_session import OfflineSession
from vaultgen.config import deepl_key
from vaultgen.disk.zone import machine_zone
from vaultgen.errors import VaultgenError
from vaultgen.translate.measures import Measure
from vaultgen.translators.accounts import Usage
from vaultgen.translators.paid_texts import PaidTranslations
from vaultgen.workflows.status import days_until_reset

PATIENCE = 5.0
"""Seconds that DeepL has to answer."""


class Month(Struct, frozen=True):
    """What translating took this month.

    Attributes:
        measure: In what it is reckoned.
        used: What vaultgen sent from this machine, over all vaults.
        limit: Our own limit; None for none.
        days_until_reset: Until the month ends.
        deepl: DeepL's own count, which other programs share; None where it did not tell.
        deepl_silence: Why it did not tell.
    """

    measure: Measure
    used: int
    limit: int | None
    days_until_reset: int
    deepl: Usage | None
    deepl_silence: str


def month_of(hand: OfflineSession, now: datetime) -> Month:
    """Return what translating took this month."""
    file = hand.environment.state_folder / "translations.db"
    with PaidTranslations(file, flavour_of(hand.settings), today=now.date(), is_rehearsal=True) as paid:
        used = paid.billed()
    deepl = _deepl(hand)
    return Month(
        measure=measure_of(hand.settings),
        used=used,
        limit=limit_of(hand.settings),
        days_until_reset=days_until_reset(now.date()),  # by which date the store counts
        deepl=deepl if isinstance(deepl, Usage) else None,
        deepl_silence=deepl if isinstance(deepl, str) else "",
    )


def _deepl(hand: OfflineSession) -> Usage | str:
    """Return DeepL's own count, or why it is not known."""
    if hand.settings.translation.engine != "deepl" or not hand.settings.language:
        return "not used"
    try:
        key = deepl_key(os.environ)
        if key is None:
            return "no key; see: vaultgen doctor"
        from vaultgen.translators.deepl_api import DeepL  # noqa: PLC0415 (only where it is needed: every command comes by here)

        engine = DeepL(
            key.reveal(),
            server_url=hand.environment.deepl_server_url,
            timeout=PATIENCE,
            pause=lambda _: None,
        )
        try:
            return engine.usage()
        finally:
            engine.close()
    except VaultgenError as error:
        return f"not known now: {error.problem.problem}"


def zone_of(hand: OfflineSession) -> ZoneInfo:
    """Return the zone in which the person reads times."""
    return ZoneInfo(hand.settings.timezone or machine_zone())


def remaining(month: Month) -> int:
    """Return how much may still be sent this month."""
    return max(0, (month.limit or 0) - month.used)


def count_as_json(month: Month, measure: Measure) -> dict[str, object]:
    """Return the count in a measure; zero where the month is reckoned in another one."""
    is_counted = month.measure is measure
    return {
        "used": month.used if is_counted else 0,
        "limit": month.limit if is_counted else None,
        "left": remaining(month) if month.limit and is_counted else None,
        "days_until_reset": month.days_until_reset,
    }


def deepl_words(month: Month) -> str:
    """Return DeepL's own count in words."""
    usage = month.deepl
    if usage is None:
        return month.deepl_silence
    if not usage.allowed:
        return f"{usage.used}, no limit"
    return f"{usage.used} of {usage.allowed}, {max(0, usage.allowed - usage.used)} left"
