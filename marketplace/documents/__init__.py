"""Papers to keep: PDFs that are set by typst from data, and from nothing else.

    pdf("agreement", {"title": …, "language": "en", …})       the bytes; the same data gives the same bytes

What is put in is JSON, so that nothing that somebody wrote is ever read as a command. A template is a file of
`templates/`, which begins with `#import "house.typ"`; how a paper looks is told there once.
"""

from marketplace.documents.printing import Unprintable, pdf

__all__ = ["Unprintable", "pdf"]
