"""Letting days pass in the demo: each is walked through, so that everything happens on its day, reminders included."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from escrow import payments
from escrow.models import Payment
from escrow.models.payments import State as PaymentState
from marketplace import clock
from marketplace.actors import GATEWAY
from marketplace.deadlines.kinds import kinds
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.demo import clock_offset
from marketplace.formats import counted
from marketplace.gigs import standing
from marketplace.inbox import unread
from marketplace.mail.tasks import send as send_mail
from marketplace.notifications import deliver, fan_out

ROUNDS = (
    20  # a timer may start a charge, whose failure starts a timer that is due, and so on; this is far more than that
)


@dataclass
class Passed:
    """What happened while time passed."""

    days: int
    fired: Counter = field(default_factory=Counter)
    mails: int = 0

    def __str__(self):
        later = f"{counted(self.days, 'day', 'days')} later: "
        if not self.fired:
            return f"{later}no timer fired{self._mails()}."
        timers = counted(self.fired.total(), "timer fired", "timers fired")
        each = [counted(self.fired[key], *kind.passed) for key, kind in kinds.items() if self.fired[key]]
        return f"{later}{timers} ({', '.join(each)}){self._mails()}."

    def _mails(self) -> str:
        return f"; {counted(self.mails, 'mail', 'mails')} went out" if self.mails else ""


def forward(days: int) -> Passed:
    """Let so many days pass, one after the other."""
    passed, before = Passed(days), _fired()
    for _ in range(days):
        clock_offset.move(clock.days(1))
        passed.mails += catch_up()
    standing.refresh()  # which the worker does every night of real time
    passed.fired = _fired() - before
    return passed


def catch_up() -> int:
    """Do now what worker and beat would do in a minute: timers, payments, mails. Returns how many mails went out."""
    for _ in range(ROUNDS):
        if not sweep() + _pay():
            break
    unread.tell()
    fan_out.tell()
    return send_mail() + deliver.send()


def _pay() -> int:
    """Ask the gateway about payments that it was not asked about yet, and give up those that nobody confirmed in time.

    The worker does both by real time, which does not move.
    """
    new = list(Payment.objects.filter(state=PaymentState.CREATED))
    for payment in new:
        payments.attempt(payment)
    waiting = Payment.objects.filter(state=PaymentState.CONFIRMING).select_related("source")
    unconfirmed = [one for one in waiting if payments.confirm_by(one) <= clock.now()]
    for payment in unconfirmed:
        payments.cancel(payment, by=GATEWAY)
    return len(new) + len(unconfirmed) + payments.attempt_due()


def _fired() -> Counter:
    """How many timers of each kind have fired until now."""
    found = Deadline.objects.filter(outcome="fired").values_list("kind").annotate(Count("pk")).order_by()
    return Counter(dict(found))
