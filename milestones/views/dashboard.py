"""The first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.postgresql.snapshot import snapshot
from milestones.pages.dashboard import Dashboard


@require_safe
@login_required
@snapshot
def dashboard(request):
    """What waits for whom, and where the money is."""
    return render(request, "milestones/dashboard.html", {"dashboard": Dashboard(request.user)})
