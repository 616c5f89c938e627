"""The ways in which an active order can still end, and what each pays in all, given what happened so far."""

from dataclasses import dataclass

from escrow import fees
from marketplace.formats import plural
from marketplace.policies.fees import client_fee, freelancer_fee
from marketplace.policies.models import ClientStop
from milestones.models import Milestone, State
from milestones.models.states import DONE, OPEN
from milestones.outcomes import Next, NextKind, Way, after
from milestones.queries.reader import Reader


@dataclass(frozen=True)
class Ending:
    """One way it can end, in minor units: `pays` is with the client's fee, `gets` is after the freelancer's."""

    name: str
    pays: int
    gets: int


@dataclass(frozen=True)
class Share:
    """How much of a milestone is paid in an ending, and the client's fee on that."""

    part: int
    fee: int


def endings_of(reader: Reader) -> list[Ending]:
    """From the nearest to the furthest."""
    order = reader.order
    begun = [_all_of(one) for one in order.plan if one.state in OPEN]
    done = [_all_of(one) for one in order.plan if one.state in DONE]
    released = [_released(one) for one in order.plan if one.state in OPEN]
    found = []
    if order.policy.client_stop != ClientStop.NEVER and order.pending and (begun or done):
        last = max(one.position for one in (*order.open, *order.done))
        stops = "you stop" if reader.is_client else f"{reader.client} stops"
        found.append(_ending(reader, f"{stops} after step {last}", [*done, *begun]))
    found += _silence(reader, done, released)
    if begun:
        what = plural(len(begun), "the step under way is cancelled", "all steps under way are cancelled")
        rest = _unless_it_ends(after(order, Way.CANCELLED, *order.open))
        found.append(_ending(reader, f"{what}{rest}", [*done, *released]))
    return [*found, _ending(reader, "the plan is finished", [*done, *begun, *_to_come(order)])]


def _silence(reader: Reader, done: list[Share], released: list[Share]) -> list[Ending]:
    """Nobody answers what is under review."""
    order = reader.order
    delivered = [one for one in order.open if one.state == State.DELIVERED]
    if not order.review_days or not delivered:
        return []
    rest = _unless_it_ends(after(order, Way.LAPSED, *delivered))
    lapsing = [_all_of(one) if one in delivered else share for one, share in zip(order.open, released, strict=True)]
    return [_ending(reader, f"nobody answers the delivery{rest}", [*done, *lapsing])]


def _unless_it_ends(what: Next) -> str:
    """What else has to be so for an order to end there, where it would go on."""
    match what.kind:
        case NextKind.END:
            return ""
        case NextKind.OTHERS:
            return ", and the rest is cancelled"
    return ", and no further step is paid"


def _ending(reader: Reader, name: str, shares: list[Share]) -> Ending:
    policy = reader.order.policy
    return Ending(
        name=name,
        pays=sum(one.part + one.fee for one in shares),
        gets=sum(one.part - freelancer_fee(policy, 0, one.part) for one in shares),
    )


def _all_of(milestone: Milestone) -> Share:
    """The milestone is paid, but for what went back already."""
    returned = fees.share(milestone.client_fee, milestone.price, 0, milestone.refunded)
    return Share(milestone.price - milestone.refunded, milestone.client_fee - returned)


def _released(milestone: Milestone) -> Share:
    """Of the milestone is paid what was released before, and the rest goes back with its fee."""
    return Share(milestone.released, fees.share(milestone.client_fee, milestone.price, 0, milestone.released))


def _to_come(order) -> list[Share]:
    """What is not paid in yet, with the fee that paying it will cost. The first payment bears the fixed fee."""
    opening = not any(one.funded_at for one in order.plan)
    shares = []
    for number, milestone in enumerate(order.pending):
        first = opening and number == 0
        fee = client_fee(order.policy, milestone.currency, milestone.price - milestone.carried, opening=first)
        shares.append(Share(milestone.price, milestone.client_fee + fee))
    return shares
