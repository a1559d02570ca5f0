"""Apply: look at the vault, write a plan into it safely, remember what was written.

Shell. It decides nothing: a change is done exactly as planned or not at all.
"""
