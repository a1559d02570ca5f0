"""What vaultgen remembers of one vault, outside of it: days, the journal, proposals, an index of the notes. Shell."""
