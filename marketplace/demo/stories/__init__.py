"""The demo's stories: by rulebook, and those with questions, from gigs, or still negotiated."""

from marketplace.demo.stories import (  # noqa: F401
    at_rest,
    contract14,
    fair,
    fair_questions,
    from_gigs,
    negotiations,
    open,
    steps5,
    steps8,
    steps8_ended,
    studio,
    suspended,
)
