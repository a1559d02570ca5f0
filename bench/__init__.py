"""What vaultgen costs, as ratios to what the file system or another program costs in the same minute.

Not tests: `make bench` prints the table and writes it into docs/engineering/performance.md, `make bench-small` is the quick form
that fails when a ratio is twice what it may be. Papers and vaults are generated; nothing is fetched.
"""
