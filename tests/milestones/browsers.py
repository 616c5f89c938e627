"""An order played through HTTP, as its people's browsers would: `play.ada.approve(2)`, `play.grace.deliver(1)`."""

from django.test import Client
from django.urls import reverse

from escrow import payments
from marketplace.deadlines.sweep import sweep
from marketplace.demo.player import Player
from milestones.actions.parts.funding import bill, total
from milestones.forms.paying import BALANCE
from milestones.forms.resolution import EVERYTHING
from milestones.models import Case, Order
from tests import workshop
from tests.milestones.plan_screen import PlanScreen


class Person:
    """Somebody at a browser. Every verb returns the response."""

    def __init__(self, play, user):
        self.play, self.user = play, user
        self.browser = Client()
        self.browser.force_login(user)

    def post(self, verb: str, pk: int, **data):
        response = self.browser.post(reverse(f"milestones:{verb}", args=[pk]), data)
        self.play.gateway_answers()
        return response

    def page(self) -> str:
        return self.browser.get(self.play.order.get_absolute_url()).content.decode()

    def act(self, verb: str, number: int, **data):
        return self.post(verb, self.play.milestone(number).pk, **data)

    def pay(self, number: int, source=None):
        milestone = self.play.milestone(number)
        milestone.order.plan  # noqa: B018 - the bill looks at the whole plan
        price = total(bill([next(one for one in milestone.order.plan if one.pk == milestone.pk)]))
        return self.act("fund", number, total=price, source=source.pk if source else BALANCE)

    def deliver(self, number: int, message="Here it is."):
        return self.act("deliver", number, message=message)

    def approve(self, number: int):
        return self.act("approve", number)

    def approve_and_stop(self, number: int):
        return self.act("approve_and_stop", number)

    def revise(self, number: int, reason="The logo is too small."):
        return self.act("request_revision", number, reason=reason)

    def release_part(self, number: int, part: str):
        return self.act("release_part", number, part=part, agreed=round(float(part) * 100))

    def hand_in_answers(self, **answers):
        """Answer the questions of the order, by the names of the fields."""
        return self.post("hand_in_answers", self.play.order.pk, **answers)

    def of_order(self, verb: str, **data):
        """A verb of the order as a whole that has no method of its own here."""
        return self.post(verb, self.play.order.pk, **data)

    def stop(self):
        return self.post("stop", self.play.order.pk)

    def ask_to_cancel(self, number: int | None = None, fault="nobody"):
        about = self.play.milestone(number).pk if number else EVERYTHING
        return self.post(
            "ask_to_cancel", self.play.order.pk, reason="We agreed to end it.", fault=fault, milestone=about
        )

    def change(self, number: int, amount: str):
        screen = PlanScreen(self.browser, self.play.order)
        if screen.response.status_code != 200:
            return screen.response
        return screen.of(number).type(name="Changed", amount=amount).send("More work.")

    def accept(self):
        return self.post("accept", self.play.case.pk)

    def decline(self):
        return self.post("decline", self.play.case.pk)


class Play:
    """One order and its two people at their browsers. How it is now, its player says."""

    def __init__(self, order: Order, visa, move):
        self.order, self.visa, self.move = order, visa, move
        self.ada, self.grace = Person(self, order.client), Person(self, order.freelancer)

    def gateway_answers(self) -> None:
        """Attempt each payment once, what is tried in the place of another too."""
        asked = set()
        while fresh := list(payments.Payment.objects.live().exclude(pk__in=asked)):
            for payment in fresh:
                payments.attempt(payment)
                asked.add(payment.pk)

    def milestone(self, number: int):
        return Player(self.order).milestone(number)

    @property
    def case(self) -> Case:
        return Player(self.order).case()

    def begin(self, number: int = 1) -> None:
        """See to it that a step is paid, where the rulebook has not done so already."""
        if self.milestone(number).state == "pending":
            self.ada.pay(number, self.visa)

    def finish(self, number: int) -> None:
        """Pay, deliver and approve a step."""
        self.begin(number)
        self.grace.deliver(number)
        self.ada.approve(number)

    def wait(self, **time) -> None:
        """Let time pass; the sweep comes by, and so does the worker that sends refunds."""
        self.move(**time)
        sweep()
        self.gateway_answers()

    def timers(self) -> dict[str, int]:
        """The timers that run, in whole days from their start."""
        return {one.kind: (one.due_at - one.created_at).days for one in self.order.deadlines.shown()}

    @property
    def states(self) -> list[str]:
        return workshop.states(self.order)

    @property
    def ending(self) -> str:
        return workshop.again(self.order).ending
