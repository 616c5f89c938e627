"""The pages of gigs, one module for each sort of page."""
