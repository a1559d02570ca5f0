"""What a run would be billed, as a dry run foresees it."""

from collections.abc import Iterable

from vaultgen.translate.foresight import foresee
from vaultgen.translate.ports import Paid
from vaultgen.translate.request import Request


def cost(requests: Iterable[Request], paid: Paid) -> int:
    """Return what is billed for these requests, if every text comes back sound."""
    return foresee(requests, paid, limit=None).at_first
