"""A morning's servers, for vaults that look like real ones."""

from day.conftest import arxiv_server, deepl, vaultgen

__all__ = ["arxiv_server", "deepl", "vaultgen"]
