"""Asking support: a person writes from any page, tied to the order it was about, and reads the answer here."""
