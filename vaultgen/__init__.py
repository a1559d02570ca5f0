"""vaultgen: each morning, what arXiv announced, as linked notes in your own Markdown vault."""

__version__ = "0.1.0"
