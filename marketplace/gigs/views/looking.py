"""That a gig was looked at: its page says so by itself, some moments after a browser has shown it."""

import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from marketplace.accounts import networks
from marketplace.gigs import looks
from marketplace.gigs.models import Gig

# What runs no scripts is not counted in any case; this is what does, and says that nobody sits before it.
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|headless|lighthouse|preview|monitor", re.IGNORECASE)


@require_POST
def look(request, pk: int):
    """Count it, unless it is one's own. Nothing is answered: a page that is left waits for nothing.

    Like any form it carries the token of its page, so that no other site counts in the name of its visitors.
    """
    gig = get_object_or_404(Gig.objects.published().only("owner_id"), pk=pk)
    if gig.owner_id != request.user.pk and not request.user.is_staff and not _is_robot(request):
        looks.count(gig.pk, _visitor(request))
    return HttpResponse(status=204)


def _is_robot(request) -> bool:
    agent = request.headers.get("User-Agent", "")
    return not agent or ROBOT.search(agent) is not None


def _visitor(request) -> looks.Visitor:
    """A member is one visitor in all their browsers; of strangers, each sort of browser of a network is one."""
    network, person = networks.home_of(networks.address_of(request)), request.user.pk
    agent = request.headers.get("User-Agent", "")
    return looks.Visitor(network, who=f"member {person}" if person else f"{network} {agent}")
