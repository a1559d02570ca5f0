r"""The characters that TeX commands stand for outside formulas: accents, letters, signs.

A table of our own, because the libraries for it damage abstracts: one fails on `\href{}{}` and drops `&`, the other
adds blanks around macros. Only what authors write in names, titles and abstracts.
"""

import unicodedata

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Accent command -> the combining character that follows its letter."""

LETTERS = {
    "i": "ı",
    "j": "ȷ",
    "l": "ł",
    "L": "Ł",
    "o": "ø",
    "O": "Ø",
    "ss": "ß",
    "SS": "ẞ",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
}
"""Commands that are a letter."""

SIGNS = {
    "%": "%",
    "&": "&",
    "_": "_",
    "#": "#",
    "$": "$",
    "{": "{",
    "}": "}",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "\\": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "pounds": "£",
    "euro": "€",
    "copyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textendash": "–",
    "textemdash": "—",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textmu": "μ",
    "texttimes": "×",
    "textpm": "±",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "quad": " ",
    "qquad": " ",
    "newline": " ",
    "par": " ",
    "ldots": "…",
    "textellipsis": "…",
    "slash": "/",
    "xspace": "",
    "space": " ",
    "deg": "°",
    "dots": "…",
    "textdollar": "$",
    "eg": "e.g.",
    "ie": "i.e.",
    "etal": "et al.",
    "wrt": "w.r.t.",
}
"""Commands that are a sign, a blank or nothing."""


def accented(accent: str, letter: str) -> str | None:
    r"""Return the letter under that accent, composed; None where the two make no character.

    Args:
        accent: A key of `ACCENTS`.
        letter: The argument, one letter or more; the accent goes on the first. A dotless `ı` or `ȷ` counts
            as `i` or `j`, as in `\'{\i}`.
    """
    first = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1])
    if not first.isalpha():
        return None
    return unicodedata.normalize("NFC", first + ACCENTS[accent]) + letter[1:]
