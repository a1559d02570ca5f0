"""The day of `vaultgen demo`: 22 papers of arXiv's announcement of Monday, 23 February 2026.

Real: identifiers, titles, abstracts, authors in order, subjects in order (the first one is the primary one), as a
digest of that day has them, and that digest's Chinese titles and abstracts. The texts of arXiv are CC0 metadata.

Form only: `rss/` and `api/` have the layout of rss.arxiv.org and export.arxiv.org, so that the demo runs through the
same parsing as any morning. They are not recorded bytes: a paper is `new` in the feed of its primary category and
`cross` in the others, all are version 1, and only these 22 of the day's papers are there.

Lost, and not invented: submission and update dates (year 1 stands for "not known"), comments, DOIs, licences, and five
web addresses that the digest has as the words "this https URL".

`translations.json` holds `{"language": "zh-Hans", "texts": [{"source": …, "translation": …}, …]}`: what a machine
translated then, with all its faults (macros torn, numbers doubled, characters missing). It is raw on purpose:
whatever is damaged in it must be noticed by vaultgen, as it would be in an answer of today.
"""
