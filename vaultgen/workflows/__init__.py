"""The day, in order: fetch -> select -> translate -> render -> plan -> apply.

It calls things in order and decides as little as it can. What touches the world is given to it (`ports`), so
that a dry run, the demo and a test are other adapters and not other code.
"""
