"""The overview on the front page of the support desk."""

from datetime import timedelta

from django import template

from escrow.models import Payment
from escrow.models.payments import State as PaymentState
from marketplace import clock
from marketplace.admin_base import list_url
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.tasks import SWEEP
from marketplace.models import JobRun
from milestones.models import Case, CaseKind, CaseState
from milestones.timer_kinds import Kind

register = template.Library()

LATE = timedelta(minutes=2)  # a sweep runs every 15 seconds; this is eight missed ones
RECENT = timedelta(days=7)
SHOWN = 8

# The lists behind the tiles: where in the desk, and filtered how.
OPEN_DISPUTES = ("milestones_case", {"kind__exact": "dispute", "state__exact": "open"})
OPEN_CASES = ("milestones_case", {"state__exact": "open"})
FAILED_PAYMENTS = ("escrow_payment", {"state__exact": "failed"})
UNANSWERED_PAYMENTS = ("escrow_payment", {"state__exact": "unknown"})
RUNNING_TIMERS = ("deadlines_deadline", {"running": "yes"})


@register.inclusion_tag("admin/desk/overview.html", takes_context=True)
def support_overview(context):
    """What waits for support, and whether the machinery runs. Nothing for staff who may not see requests."""
    user = context["request"].user
    if not user.has_perm("milestones.view_case"):
        return {"allowed": False}
    waiting = waiting_for_support()
    return {
        "allowed": True,
        "request": context["request"],
        "waiting": waiting[:SHOWN],
        "tiles": [
            _tile("Disputes for support", len(waiting), OPEN_DISPUTES, "bad" if waiting else ""),
            _tile("Requests between the sides", open_requests().count(), OPEN_CASES),
            _tile("Payments refused, 7 days", failed_payments().count(), FAILED_PAYMENTS),
            _tile("Payments without an answer", unanswered_payments().count(), UNANSWERED_PAYMENTS),
            _tile("Timers due in 24 hours", due_soon().count(), RUNNING_TIMERS),
        ],
        "sweep": sweep_health(),
    }


def _tile(label: str, number: int, behind: tuple[str, dict], tone: str = "") -> dict:
    place, filters = behind
    return {"label": label, "number": number, "url": list_url(place, **filters), "tone": tone}


def open_requests():
    return Case.objects.filter(state=CaseState.OPEN).exclude(kind=CaseKind.DISPUTE)


def waiting_for_support() -> list[Case]:
    """Open disputes that nobody has time left to answer, the longest waiting first."""
    answering = Deadline.objects.live().filter(kind=Kind.DISPUTE).values("case")
    disputes = Case.objects.filter(kind=CaseKind.DISPUTE, state=CaseState.OPEN).exclude(pk__in=answering)
    return list(disputes.select_related("order", "milestone", "asked_by").order_by("created_at"))


def failed_payments():
    return Payment.objects.filter(state=PaymentState.FAILED, created_at__gte=clock.now() - RECENT)


def unanswered_payments():
    """Payments of which the gateway has not said what became of them."""
    return Payment.objects.filter(state=PaymentState.UNKNOWN)


def due_soon():
    return Deadline.objects.shown().filter(due_at__lte=clock.now() + clock.days(1))


def sweep_health() -> dict:
    """Whether timers fire: when the sweep last finished, by real time, and how many timers are late."""
    run = JobRun.objects.filter(name=SWEEP, succeeded_at__isnull=False).first()
    well = run is not None and clock.real() - run.succeeded_at < LATE
    late = Deadline.objects.live().filter(due_at__lt=clock.now() - LATE).count()
    return {"run": run, "well": well, "late": late, "since": run and clock.real() - run.succeeded_at}
