"""The demo's stories: a module for each rulebook, one for questions, one for gigs, one for what is still negotiated."""

from marketplace.demo.stories import (  # noqa: F401
    contract14,
    fair,
    fair_questions,
    from_gigs,
    negotiations,
    open,
    steps5,
    steps8,
    studio,
)
