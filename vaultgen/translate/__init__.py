"""Translate: what must not be translated, what was damaged, what has to be sent, what it costs.

Pure: engines are given as arguments (the port `Engine`), the shell has the real ones.
"""
