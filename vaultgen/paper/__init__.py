"""The nouns of arXiv: identifiers, papers, subjects, announcement days and listings.

Pure: nothing here reads a clock, a file or the network. It knows neither vaults nor translations.
"""
