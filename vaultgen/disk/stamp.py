"""What tells whether a file is very likely unchanged, without opening it."""

Stamp = tuple[int, int, int, int]
"""Size, date of the text, date of the entry (both in nanoseconds), inode. Equal means very likely unchanged; the date
of the entry catches edits that keep the other."""
