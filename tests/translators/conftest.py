"""A store of translations that is gone after the test."""

from collections.abc import Iterator
from datetime import date

import pytest

from vaultgen.translators.paid_texts import PaidTranslations


@pytest.fixture
def paid() -> Iterator[PaidTranslations]:
    with PaidTranslations(":memory:", today=date(2026, 2, 23)) as store:
        yield store
