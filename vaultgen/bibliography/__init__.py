"""Papers as a bibliography holds them: keys, names, entries in BibLaTeX, and the person's own `.bib` files."""
