"""Render: papers, selection and translations -> notes as we would like them.

Pure. All escaping, naming and linking of text from outside happens here, once, and nowhere else.
"""
