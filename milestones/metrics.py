"""What operators watch about timers."""

from datetime import timedelta

from marketplace import clock
from marketplace.metrics import Gauge, probe
from milestones.models import Deadline

LATE_AFTER = timedelta(minutes=3)


@probe
def timers():
    late = Deadline.objects.due(clock.now() - LATE_AFTER).count()
    trouble = f"{late} timers are overdue" if late else ""
    yield Gauge("timers_overdue", "Timers that should have fired more than 3 minutes ago", late, trouble=trouble)
