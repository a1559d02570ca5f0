"""Orders what arXiv announced by what a person has read, and says which of their notes a paper is near.

It promises whole numbers that depend on words alone: the same papers give the same scores on every device and under
every Python version. It knows no vault: callers say which papers count as read.
"""
