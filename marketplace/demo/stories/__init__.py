"""The demo's stories, a module for each rulebook, one for questions, and one for what is still being negotiated."""

from marketplace.demo.stories import (  # noqa: F401
    contract14,
    fair,
    fair_questions,
    negotiations,
    open,
    steps5,
    steps8,
    studio,
)
