"""What must hold before something is done to an offer, and the sentence that says why not."""

from marketplace.policies.models import Origin
from marketplace.transitions import refusal


@refusal("The account of {self.suspended} is suspended, so nothing can be agreed on with them at the moment.")
def nobody_is_suspended(offer):
    return offer.suspended is None


@refusal("You have accepted this already. It waits for the client’s payment.")
def not_agreed(offer):
    return offer.agreed_by_id is None


@refusal("There is nothing to pay yet: the freelancer has not accepted.")
def agreed(offer):
    return offer.agreed_by_id is not None


@refusal("Under this rulebook the freelancer writes the plan. Ask for changes instead.")
def side_writes_plan(offer, by):
    return offer.version is None or offer.writes(offer.side_of(by))


@refusal("This offer was written to one person, and is not a gig’s.")
def is_of_a_gig(offer):
    return offer.origin == Origin.GIG


@refusal("This is a month of a subscription: what was agreed stays. The months to come can be cancelled on its page.")
def negotiable(offer):
    return not offer.renews


@refusal("This offer is no month of a subscription.")
def is_a_month(offer):
    return offer.renews


@refusal("It was not sent yet: there is nothing to copy.")
def was_sent(offer):
    return offer.version is not None


@refusal("Under this rulebook the freelancer writes the plan. Ask them for an offer like this one.")
def side_writes_offers(offer, by):
    return offer.writes(offer.side_of(by))
