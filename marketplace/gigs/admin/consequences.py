"""What will happen if support does it to a gig or to somebody's right: told before the button is pressed."""

from marketplace.formats import counted
from marketplace.gigs.models import Category, Gig, GigState, StepsBan
from marketplace.gigs.trade import trade_of


def of_removing(gig: Gig) -> list[str]:
    """Taking a gig off the market."""
    return [
        f"Nobody finds or orders it any more. Its page is for {gig.owner} and for support alone, with your reason.",
        *_orders(gig),
        f"{gig.owner} can’t publish, change or close it until support gives it back, and is told by mail.",
    ]


def of_restoring(gig: Gig) -> list[str]:
    """Giving a gig back that was removed."""
    return [
        f"It is {gig.owner}’s again, paused: nobody sees it until they put it back on the market.",
        f"The reason why it was removed is no longer shown: “{gig.removed_reason}”",
        f"{gig.owner} is told by mail.",
    ]


def of_moving(gig: Gig, category: Category | None = None) -> list[str]:
    """Filing a gig under another kind of work."""
    where = f"under {category}, in {category.parent}" if category else "under what you choose"
    told = [
        f"It is found {where}, and no longer under {gig.category}. That is version {gig.number + 1} of it.",
        "Orders and open offers stay as they are; who reads the page now is shown the new version before they order.",
        f"{gig.owner} is told by mail; what they are writing moves along.",
    ]
    if category and gig.steps and gig.version.policy.eligible_category and not category.milestone_eligible:
        told.append(
            f"{gig.version.policy.name} does not sell work of this kind in steps: packages in steps can’t be ordered "
            f"until {gig.owner} turns the milestones off and publishes it again."
        )
    return told


def of_withdrawing(ban: StepsBan) -> list[str]:
    """Taking somebody's right to sell in steps."""
    person = ban.person
    return [
        f"No offer in steps in which {person} works is sent or accepted any more; one payment is still possible.",
        _gigs_in_steps(person),
        "Orders that run go on, step by step, to their end.",
        f"{person} is told by mail.",
    ]


def of_lifting(ban: StepsBan) -> list[str]:
    """Giving that right back."""
    person = ban.person
    return [
        f"{person} may sell in steps again, in offers and in gigs.",
        _gigs_in_steps(person, "can be ordered again at once"),
        f"{person} is told by mail.",
    ]


def _gigs_in_steps(person, then: str = "can’t be ordered in steps") -> str:
    number = Gig.objects.of(person).filter(state=GigState.PUBLISHED, steps__gt=0).count()
    if not number:
        return "No published gig of theirs is in steps."
    return f"{counted(number, 'published gig', 'published gigs')} in steps of theirs {then}."


def _orders(gig: Gig) -> list[str]:
    trade = trade_of([gig.pk])[gig.pk]
    told = [f"{counted(trade.running, 'order', 'orders')} that came from it and run go on as they are."]
    if trade.waiting:
        told.append(
            f"{counted(trade.waiting, 'order', 'orders')} whose first payment is under way will begin if it succeeds."
        )
    return told if trade.running or trade.waiting else ["No order that came from it runs."]
