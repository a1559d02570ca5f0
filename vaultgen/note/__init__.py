"""The nouns of a vault: who a note is, what we would like it to hold, and what is there.

Pure: nothing here reads a file. Paths are `PurePosixPath`, relative to the vault.
"""
