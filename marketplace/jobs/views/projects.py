"""All that one has going on."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.jobs.pages.projects import ProjectsPage
from marketplace.offers import origins
from marketplace.postgresql.snapshot import snapshot


@login_required
@require_safe
@snapshot
def projects(request):
    """One's jobs, proposals, offers and orders as one list."""
    words = {"page": ProjectsPage(request.user, request.GET), "entries": origins.entries()}
    return render(request, "jobs/projects.html", words)
