"""The command and the servers of whole mornings, for faults that hit them."""

from day.conftest import arxiv, deepl, vaultgen
from fakes.fixtures import arxiv_server

__all__ = ["arxiv", "arxiv_server", "deepl", "vaultgen"]
