"""The form of a note, read and written in one room, without a clock, a file system or an environment."""
