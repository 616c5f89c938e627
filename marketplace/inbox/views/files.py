"""Handing out the files of messages: to the two people, as attachments that no browser runs."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.inbox.views import access
from milestones.views.files import attached


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def file(request, pk):
    return attached(access.file(request, pk))
