"""The offer that a contract text is filled in from for its preview: nobody's, and never saved."""

from datetime import timedelta

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.offers.models import Offer
from marketplace.offers.terms import Terms
from marketplace.offers.texts import language, placeholders
from marketplace.offers.texts.layout import Block, laid_out
from marketplace.policies.models import Policy, Signing, TimeGiven
from marketplace.policies.plan import MilestoneTerms

STEPS = [("What there is", 120_000, "List of sources"), ("One store for all of it", 80_000, "Schema")]  # minor units


def preview(body: str, key: str) -> list[Block]:
    """The text filled in from the example, under the first rulebook on offer that agrees in this way.

    Raises Unreadable for what is not in the language, and TooLong.
    """
    language.check(body)
    policy = _policy(key)
    currency = policy.currencies[0]
    offer = Offer(
        client=User(display_name="Ada Lovelace"),
        freelancer=User(display_name="Grace Hopper"),
        policy=policy,
        order_type=policy.order_types[0],
        currency=currency,
    )
    filled = language.fill(body, placeholders.values(offer, _terms(policy)))
    return laid_out(filled.text, filled.marks)


def _policy(key: str) -> Policy:
    offered = list(Policy.objects.offered())
    return next((one for one in offered if one.signing == Signing(key)), offered[0])


def _terms(policy: Policy) -> Terms:
    today = clock.now().date()
    by_days = policy.time_given == TimeGiven.DAYS
    plan = [
        MilestoneTerms(
            name,
            price,
            deliverables=[deliverable],
            days=14 if by_days else None,
            due_on=None if by_days else today + timedelta(days=14 * number),
            revisions=2,
        )
        for number, (name, price, deliverable) in enumerate(STEPS, start=1)
    ]
    terms = Terms("Reports for 40 schools", plan, scope="Sources, store and reports.", revisions=2, starts_on=today)
    return terms.under(policy)
