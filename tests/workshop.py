"""Orders for tests, made by the real verbs."""

from datetime import timedelta

from django.db import transaction

from escrow import ledger, payments
from marketplace import clock
from marketplace.offers.origins import origin_under
from marketplace.policies.models import FirstPayment, Policy, TimeGiven
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import approve, deliver, fund
from milestones.actions.parts import finishing, funding, placing
from milestones.models import Milestone, Order
from milestones.outcomes import Way, after
from milestones.unit_of_work import UnitOfWork


def steps(policy: Policy, amounts, **terms) -> list[MilestoneTerms]:
    """A plan of these amounts (whole units of USD) that any policy accepts."""
    dated = policy.time_given != TimeGiven.DAYS
    return [
        MilestoneTerms(
            name=f"Part {number}",
            amount=amount * 100,
            deliverables=["Files"],
            days=None if dated else 10,
            due_on=clock.now().date() + timedelta(days=10 * number) if dated else None,
            revisions=terms.get("revisions", 2),
        )
        for number, amount in enumerate(amounts, start=1)
    ]


def place(client, freelancer, key: str, amounts=(1000, 1000, 1000), *, source, revisions=2, origin="") -> Order:
    """An order under a preset, its first milestone paid from the card where the preset pays at the start."""
    policy = Policy.objects.get(key=key, version=1)
    with transaction.atomic():
        work = UnitOfWork(client)
        agreement = placing.Agreement(
            client=client,
            freelancer=freelancer,
            policy=policy,
            origin=origin or origin_under(policy),
            title="Website",
            currency="USD",
            plan=steps(policy, amounts, revisions=revisions),
            revisions_allowed=revisions,
            payment_source=source,
        )
        order = placing.place(work, agreement)
        if policy.first_payment in (FirstPayment.AT_START, FirstPayment.ON_CREATION):
            finishing.follow(work, order, after(order, Way.ACCEPTED))  # the first one is paid as a later one would be
            payment = None
        else:
            lines = funding.bill(order.plan[:1])
            payment = funding.ask_source(lines, source, 0, funding.total(lines))
        work.save()
    if payment:
        payments.attempt(payment)
    return again(order)


def pay(order: Order, number: int, source=None) -> Milestone:
    """The client pays one step, from the source unless the balance is meant."""
    payment = fund.fund(step(order, number), by=order.client, source=source).payment
    if payment:
        payments.attempt(payment)
    return step(order, number)


def hand_in(order: Order, number: int) -> Milestone:
    deliver.deliver(step(order, number), by=order.freelancer, message="Here it is.")
    return step(order, number)


def accept(order: Order, number: int) -> Milestone:
    approve.approve(step(order, number), by=order.client)
    attempt_all(order)
    return step(order, number)


def attempt_all(order: Order) -> None:
    """Ask the gateway about every payment of the order that waits to be sent, as the worker does."""
    for payment in payments.Payment.objects.live().filter(thread=order.thread):
        payments.attempt(payment)


def again(order: Order) -> Order:
    """The order as the database has it now."""
    return Order.objects.select_related("client", "freelancer", "policy").get(pk=order.pk)


def step(order: Order, number: int) -> Milestone:
    milestone = Milestone.objects.select_related("order__client", "order__freelancer").get(
        order_id=order.pk, position=number
    )
    return milestone


def states(order: Order) -> list[str]:
    """The states of its milestones, in order, and its own last."""
    return [
        *Milestone.objects.filter(order=order).order_by("position").values_list("state", flat=True),
        again(order).state,
    ]


def sheet() -> dict[str, int]:
    """The whole balance sheet, by kind of account, without what is zero. Minor units of USD."""
    found: dict[str, int] = {}
    for kind in ("gateway", "wallet", "clearing", "escrow", "payout", "fees", "receivable", "suspense"):
        for address, amount in ledger.balances_of(kind=kind).items():
            if amount:
                found[_name(address)] = found.get(_name(address), 0) + amount
    return found


def _name(address) -> str:
    from marketplace.accounts.models import User

    if address.owner:
        return f"{User.objects.get(pk=address.owner).display_name.lower()}:{address.kind}"
    return address.kind
