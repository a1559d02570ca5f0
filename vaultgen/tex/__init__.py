"""arXiv's text: prose with TeX in it, taken apart once for everybody who needs the parts.

Select folds it, translate guards it, render escapes it; all of them ask here what is formula, macro, address
or prose. Pure; `''.join(span.source for span in spans(text)) == text` for any text.
"""
