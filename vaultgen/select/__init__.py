"""Select: which announced papers a person's interests match, and why.

Pure. It knows nothing of the vault: the same listing and interests always give the same selection, whatever
was written before.
"""
