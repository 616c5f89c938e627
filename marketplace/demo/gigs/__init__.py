"""What the demo's people sell: 25 gigs over all ten fields of work, published by the real actions."""

from marketplace.demo.gigs import design, programming, promotion, sound_and_film, words_and_papers  # noqa: F401
from marketplace.demo.gigs.listing import listings

__all__ = ["listings"]
