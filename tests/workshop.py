"""Orders for tests, placed and played by the real actions: see marketplace.demo.player."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from escrow import accounts, ledger, payments
from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.demo.player import Player
from marketplace.offers.origins import origin_under
from marketplace.policies.models import FirstPayment, Policy, TimeGiven
from marketplace.policies.plan import MilestoneTerms
from milestones.actions.parts import finishing, funding, placing
from milestones.actions.parts.placing import Agreement
from milestones.models import Milestone, Order
from milestones.outcomes import Way, after
from milestones.unit_of_work import UnitOfWork


def plan(policy: Policy, amounts, **terms) -> list[MilestoneTerms]:
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


def rulebook(key: str) -> Policy:
    """The newest version of a rulebook that a migration published, or a test did; not one that support did."""
    return Policy.objects.filter(key=key, published_by=None).latest("version")


def another(key: str, name: str = "other", **changes) -> Policy:
    """A rulebook of its own, which differs from a preset in these parameters."""
    base = Policy.objects.filter(pk=rulebook(key).pk).values().get()
    del base["id"]
    return Policy.objects.create(**base | changes | {"key": name, "version": 1})


def place(
    client, freelancer, key: str, amounts=(1000, 1000, 1000), *, source, revisions=2, origin="", **terms
) -> Order:
    """An order under a preset, its first milestone paid from the card where the preset pays at the start."""
    policy = rulebook(key)
    agreement = Agreement(
        client=client,
        freelancer=freelancer,
        policy=policy,
        origin=origin or origin_under(policy),
        title="Website",
        currency="USD",
        plan=plan(policy, amounts, revisions=revisions),
        revisions_allowed=revisions,
        payment_source=source,
        **terms,
    )
    if policy.first_payment in (FirstPayment.AT_START, FirstPayment.ON_CREATION):
        return begin(agreement, Way.ACCEPTED)  # the first one is paid as a later one would be
    order = _begin(agreement, None)
    attempt_all(order)
    return again(order)


def begin(agreement: Agreement, way: Way | None = Way.PLACED) -> Order:
    """Place an order, and do what the rulebook says to this way; without one, begin to charge the first milestone."""
    return again(_begin(agreement, way))


def _begin(agreement: Agreement, way: Way | None) -> Order:
    with transaction.atomic():
        work = UnitOfWork(agreement.client)
        order = placing.place(work, agreement)
        if way:
            finishing.follow(work, order, after(order, way))
        else:
            lines = funding.bill(order.plan[:1])
            funding.ask_source(lines, agreement.payment_source, 0, funding.total(lines))
        work.save()
    return order


# One verb each by whoever it belongs to, and the milestone as it is then.


def pay(order: Order, number: int, source=None) -> Milestone:
    """The client pays one step, from the source unless the balance is meant."""
    Player(order).fund(number, source)
    return nth(order, number)


def hand_in(order: Order, number: int) -> Milestone:
    Player(order).deliver(number)
    return nth(order, number)


def accept(order: Order, number: int) -> Milestone:
    Player(order).approve(number)
    attempt_all(order)
    return nth(order, number)


def attempt_all(order: Order) -> None:
    Player(order).bank_answers()


def again(order: Order) -> Order:
    """The order as the database has it now."""
    return Player(order).order


def nth(order: Order, number: int) -> Milestone:
    """The milestone at this place of the plan, as it is now; the first is 1."""
    return Player(order).milestone(number)


def announced(reminder: Deadline) -> list[datetime]:
    """When one row of reminders reminds: now, and then."""
    return [reminder.due_at, *map(datetime.fromisoformat, reminder.data.get("then", []))]


def states(order: Order) -> list[str]:
    """The states of its milestones, in order, and its own last."""
    return [
        *Milestone.objects.filter(order=order).order_by("position").values_list("state", flat=True),
        Order.objects.values_list("state", flat=True).get(pk=order.pk),
    ]


def fill(person, amount: int, source) -> None:
    """Put so many cents into somebody's balance, from a payment source of theirs."""
    cause = payments.Cause("wallet.top_up", f"user:{person.pk}", f"user:{person.pk}")
    payments.attempt(payments.intend(cause, user=person, source=source, amount=amount, currency="USD"))


def give(person, amount: int, currency: str = "USD") -> None:
    """Put so many cents into somebody's balance, out of nowhere (suspense), without a card or a payment."""
    with transaction.atomic():
        ledger.post(
            f"gift:{person.pk}:{currency}:{amount}:{clock.now().timestamp()}",
            {accounts.suspense(currency): -amount, accounts.wallet(person.pk, currency): amount},
            kind="test.gift",
        )


def owe(person, amount: int) -> None:
    """Let somebody owe so many cents (USD), as a lost dispute leaves behind when their balance is empty."""
    with transaction.atomic():
        ledger.post(
            f"owed:{person.pk}:{amount}:{clock.now().timestamp()}",
            {accounts.receivable(person.pk, "USD"): -amount, accounts.suspense("USD"): amount},
            kind="test.owed",
        )


def sheet() -> dict[str, int]:
    """The whole balance sheet, by kind of account, without what is zero. Minor units of USD."""
    with connection.cursor() as cursor:
        cursor.execute(SHEET, [SHOWN])
        return {f"{owner.lower()}:{kind}" if owner else kind: int(amount) for kind, owner, amount in cursor}


SHOWN = ["gateway", "wallet", "clearing", "escrow", "payout", "fees", "receivable", "suspense"]
SHEET = """
SELECT account.kind, owner.display_name, sum(standing.posted)
FROM escrow_account account JOIN escrow_standing standing ON standing.account_id = account.id
LEFT JOIN accounts_user owner ON owner.id = account.owner_id
WHERE account.kind = ANY (%s) AND standing.posted <> 0 GROUP BY account.kind, owner.display_name
"""
