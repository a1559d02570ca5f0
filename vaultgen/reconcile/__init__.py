"""Reconcile: what we would write, what we last wrote, what is there -> changes, or reasons to keep.

Pure. It decides everything and does nothing; `vaultgen.vault` does it and decides nothing.
"""
