"""Fetch: arXiv's answers -> listings and papers, or a reason why not.

Shell. Completeness, staleness and truncation are judged here, where the bytes are.
"""
