"""The vault on disk: looks at it, writes a plan into it safely, remembers what was written.

Shell. It decides nothing: a change is done exactly as planned or not at all.
"""
