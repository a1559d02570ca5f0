"""How bytes come from the disk and what is remembered there: the one reader, and SQLite files that may be damaged."""
