"""The video call of a step, for a calendar."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.http import require_safe

from marketplace import clock
from marketplace.calendars import Appointment, calendar_file
from milestones.views import access

BLOCKED = timedelta(minutes=30)  # nobody says how long a call is; calendars show an end


@require_safe
@login_required
def call(request, pk, milestone):
    """The call that was arranged; 404 while none is."""
    order, found = access.order(request, pk), access.milestone(request, milestone)
    if found.order_id != order.pk or found.call_at is None:
        raise Http404
    appointment = Appointment(
        uid=f"milestone-{found.pk}@{settings.SITE_URL.partition('://')[2]}",
        stamp=clock.now(),
        at=found.call_at,
        lasts=BLOCKED,
        summary=f"{found.name}: {order.client} and {order.freelancer}",
        url=found.call_url,
        description=f"{order.title}\n{settings.SITE_URL}{found.get_absolute_url()}",
    )
    return calendar_file(f"order-{order.pk}-step-{found.position}.ics", appointment)
