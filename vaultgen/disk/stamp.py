"""The stamp of a file, by which it is very likely unchanged without being opened."""

import struct

Stamp = tuple[int, int, int, int]
"""Size, date of the text, date of the entry (both in nanoseconds), inode. Equal means very likely unchanged; the date
of the entry catches edits that keep the other."""

PACKED = struct.Struct("4q")
"""Packs a stamp into bytes: a hundred thousand tuples would cost more than the walk."""
