"""Gigs at the desk: what is sold, taken off and given back; who may sell in steps; where gigs start from."""

from marketplace.gigs.admin import bans, categories, gigs, pictures, templates, versions  # noqa: F401 - they register
