"""Finding gigs: what is asked for (filters), which meet it (matching), in what order (ranking, sorting), how many each
filter would leave (facets), what may have been meant (dictionary), and all of it as a page (results).
"""
