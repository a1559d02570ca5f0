"""The weeks that the tests of this folder look at."""

from links.written import week

__all__ = ["week"]
