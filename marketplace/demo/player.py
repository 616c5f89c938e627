"""An order that is played by the real actions, each verb by whoever it belongs to: for stories and tests."""

from collections.abc import Iterable
from datetime import date

from escrow import payments
from escrow.models import Payment, PaymentSource
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.policies.plan import MilestoneTerms
from milestones import uploads
from milestones.actions import approve, ask_client, brief, cases, deliver, disputes, fund, leave, pause, split, stop
from milestones.actions import support as desk
from milestones.actions.parts.plan_changes import PlanChange, Step
from milestones.models import Case, CaseKind, CaseState, Milestone, Order


def attempt(payment: Payment | None) -> None:
    """Ask the gateway about a payment that a verb began, where it began one."""
    if payment:
        payments.attempt(payment)


class Player:
    """The verbs of one order, which are its client's and its freelancer's; milestones are told by their place."""

    client: User
    freelancer: User

    def __init__(self, order: Order):
        self._key, self.client, self.freelancer = order.pk, order.client, order.freelancer

    # How it is now

    @property
    def order_id(self) -> int:
        return self._key

    @property
    def order(self) -> Order:
        return Order.objects.select_related("client", "freelancer").get(pk=self.order_id)

    def milestone(self, number: int) -> Milestone:
        found = Milestone.objects.select_related("order__client", "order__freelancer")
        return found.get(order_id=self.order_id, position=number)

    def case(self, kind: str = "") -> Case:
        """The case that waits for an answer: the only one, or that of a kind."""
        waiting = Case.objects.filter(order_id=self.order_id, state=CaseState.OPEN)
        return waiting.get(kind=kind) if kind else waiting.get()

    def bank_answers(self) -> None:
        """Ask the gateway about every payment of the order that waits to be sent, as the worker does."""
        for payment in Payment.objects.live().filter(thread=Order(pk=self.order_id).thread):
            payments.attempt(payment)

    # The work

    def fund(self, number: int, source: PaymentSource | None = None) -> None:
        """From the source, or from the balance where there is none."""
        attempt(fund.fund(self.milestone(number), by=self.client, source=source).payment)

    def answer(self, answers: dict[int, list[str]]) -> None:
        """Save answers to the questions of the order, by their places."""
        brief.answer(self.order, by=self.client, answers=answers)

    def hand_in_answers(self, answers: dict[int, list[str]]) -> None:
        brief.hand_in_answers(self.order, by=self.client, answers=answers)

    def call_off(self, *, by: User) -> None:
        """Cancel alone, for want of answers."""
        brief.call_off(self.order, by=by)

    def leave(self, *, by: User) -> None:
        """End it alone, because the other side is suspended."""
        leave.leave(self.order, by=by)

    def tick(self, number: int, *substeps: int) -> None:
        for one in substeps:
            deliver.tick(self.milestone(number), by=self.freelancer, number=one)

    def deliver(self, number: int, message: str = "Here it is.", *, files=(), links: Iterable[str] = ()) -> None:
        """Hand in. `files` are (file, deliverable) or files; `links` are addresses."""
        pairs = [one if isinstance(one, tuple) else (one, "") for one in files]
        deliver.deliver(
            self.milestone(number),
            by=self.freelancer,
            message=message,
            files=[uploads.check(file, deliverable) for file, deliverable in pairs],
            links=[{"url": url, "deliverable": ""} for url in links],
        )

    def revise(self, number: int, reason: str) -> None:
        deliver.request_revision(self.milestone(number), by=self.client, reason=reason)

    def approve(self, number: int) -> None:
        approve.approve(self.milestone(number), by=self.client)

    def approve_and_stop(self, number: int) -> None:
        approve.approve_and_stop(self.milestone(number), by=self.client)

    def release(self, number: int) -> None:
        approve.release(self.milestone(number), by=self.client)

    def release_part(self, number: int, part: int) -> None:
        """`part` is minor units."""
        approve.release_part(self.milestone(number), by=self.client, part=part)

    def stop(self) -> None:
        stop.stop(self.order, by=self.client)

    def give_back(self, number: int) -> None:
        stop.give_back(self.milestone(number), by=self.freelancer)

    # The resolution center

    def ask_to_cancel(self, number: int | None, *, by: User, reason: str, **about) -> Case:
        milestone = self.milestone(number) if number else None
        return cases.ask_to_cancel(self.order, by=by, milestone=milestone, reason=reason, **about).thing

    def ask_for_time(self, number: int, *, days: int, reason: str, by: User | None = None) -> Case:
        return cases.ask_for_time(self.milestone(number), by=by or self.freelancer, days=days, reason=reason).thing

    def ask_to_change(self, number: int, terms: MilestoneTerms, *, by: User, reason: str) -> Case:
        """Propose other terms for a milestone that has not begun."""
        return self.ask_to_change_plan({number: terms}, by=by, reason=reason)

    def ask_to_change_plan(
        self, terms: dict[int, MilestoneTerms | None], *new: MilestoneTerms, by: User, reason: str
    ) -> Case:
        """Propose other terms for milestones by their numbers (None takes one out), and new ones at the end."""
        order = self.order
        pending = order.pending
        now = {one.position: MilestoneTerms.of(one) for one in pending}
        steps = [Step({**now, **terms}[one.position], one.pk, now[one.position].mark) for one in pending]
        change = PlanChange((*steps, *map(Step, new)), tuple(one.pk for one in pending))
        return cases.ask_to_change(order, change, by=by, reason=reason).thing

    def offer_change_order(self, number: int, terms: MilestoneTerms, reason: str) -> Case:
        milestone = self.milestone(number)
        return cases.offer_change_order(milestone, by=self.freelancer, terms=terms, reason=reason).thing

    def ask_to_reopen(self, *, by: User, reason: str) -> Case:
        return cases.ask_to_reopen(self.order, by=by, reason=reason).thing

    def accept_case(self, case: Case, *, by: User, answer: str = "") -> None:
        cases.accept(case, by=by, answer=answer)

    def dispute(self, number: int, *, by: User, reason: str, wanted: str = "") -> Case:
        return disputes.dispute(self.milestone(number), by=by, reason=reason, wanted=wanted).thing

    def reply(self, *, by: User, answer: str) -> None:
        disputes.reply(self.case(CaseKind.DISPUTE), by=by, answer=answer)

    def propose_split(self, number: int, *, by: User, released: int, reason: str) -> None:
        """`released` is minor units."""
        split.propose_split(self.milestone(number), by=by, released=released, reason=reason)

    # Time that stands

    def ask_to_pause(self, until: date, *, by: User, reason: str) -> Case:
        """Ask for a rest until the end of this day."""
        return pause.ask_to_pause(self.order, by=by, until=until, reason=reason).thing

    def ask_client(self, number: int, question: str) -> Case:
        return ask_client.ask_client(self.milestone(number), by=self.freelancer, question=question).thing

    def answer_client(self, case: Case, answer: str) -> None:
        ask_client.answer_client(case, by=self.client, answer=answer)

    # Support

    def decide(self, case: Case, *, by: Support, released: int) -> None:
        disputes.decide(case, by=by, released=released)

    def cancel_order(self, *, by: Support) -> None:
        desk.cancel_order(self.order, by=by)
