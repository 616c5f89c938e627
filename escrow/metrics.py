"""What operators watch about payments."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef

from escrow.models import Payment, PaymentTurn
from escrow.models.payments import State
from escrow.models.turns import TurnKind
from marketplace import clock
from marketplace.metrics import Gauge, probes
from marketplace.models import JobRun

STUCK_AFTER = timedelta(minutes=10)
TURNED_LATELY = timedelta(days=1)


@probes.register()
def books() -> Iterator[Gauge]:
    run = JobRun.objects.filter(name="escrow.tasks.check_books").first()
    found, at = (run.result or 0, run.succeeded_at) if run else (0, None)
    trouble = f"The books do not add up: {found} rows offend" if found else ""
    yield Gauge("books_problems", "Rows that offended when the books were last checked", found, {}, trouble, at)


@probes.register()
def payments() -> Iterator[Gauge]:
    """Those that wait for their payer are none of our business; the others should be over within moments."""
    waiting = Payment.objects.live().exclude(state=State.CONFIRMING)
    late = waiting.filter(created_at__lt=clock.now() - STUCK_AFTER)
    stuck, oldest = late.aggregate(stuck=Count("pk"), oldest=Min("created_at")).values()
    trouble = f"{stuck} payments wait for their gateway for more than 10 minutes" if stuck else ""
    yield Gauge("payments_stuck", "Payments without an outcome for more than 10 minutes", stuck, {}, trouble, oldest)
    yield Gauge("payments_waiting", "Payments without an outcome", waiting.count())


@probes.register()
def turns() -> Iterator[Gauge]:
    """What turned is trouble for a day: by then somebody has looked. A bank takes weeks to decide a dispute."""
    decided = PaymentTurn.objects.filter(
        payment=OuterRef("payment"), reference=OuterRef("reference"), kind__in=[TurnKind.WON, TurnKind.LOST]
    )
    disputes = PaymentTurn.objects.filter(~Exists(decided), kind=TurnKind.DISPUTED)
    yield Gauge("payments_disputed", "Disputed payments that no bank has decided", disputes.count())
    lately = PaymentTurn.objects.exclude(kind=TurnKind.WON).filter(created_at__gte=clock.now() - TURNED_LATELY)
    turned, oldest = lately.aggregate(turned=Count("pk"), oldest=Min("created_at")).values()
    trouble = f"{turned} answers of gateways turned in the last 24 hours" if turned else ""
    yield Gauge("payments_turned", "Answers that turned in the last 24 hours", turned, {}, trouble, oldest)
