"""How reviews are worded: how their order ended, in a few words."""

from marketplace.formats import counted
from marketplace.reviews.models import Outcome, Review


def label(review: Review) -> str:
    """How the order had ended that it is about: "Stopped after 2 of 4 steps"."""
    of = f"{review.done} of {counted(review.steps, 'step', 'steps')}"
    match review.outcome:
        case Outcome.STOPPED:
            return f"Stopped after {of}"
        case Outcome.CANCELLED:
            return f"Cancelled, with {of} accepted" if review.done else "Cancelled before a step was accepted"
        case Outcome.DECIDED:
            return f"Support decided, {of} accepted"
    return "Order completed"
