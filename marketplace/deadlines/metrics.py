"""What operators watch about timers."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min

from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.metrics import Gauge, probes

LATE_AFTER = timedelta(minutes=3)


@probes.register()
def timers() -> Iterator[Gauge]:
    found = Deadline.objects.due(clock.now() - LATE_AFTER).order_by()
    late, oldest = found.aggregate(late=Count("pk"), oldest=Min("due_at")).values()
    trouble = f"{late} timers are overdue" if late else ""
    yield Gauge("timers_overdue", "Timers that should have fired more than 3 minutes ago", late, {}, trouble, oldest)
