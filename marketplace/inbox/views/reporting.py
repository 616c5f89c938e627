"""Reporting a message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from marketplace.inbox import actions
from marketplace.inbox.forms import ReportForm
from marketplace.inbox.views import access
from marketplace.transitions import permit

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request, pk):
    """GET shows the message and asks why, POST reports it."""
    message = access.message(request, pk)
    permit(message.report, request.user)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.report(message, by=request.user, **form.cleaned_data)
        messages.success(request, "Support has your report, and answers by mail.")
        return redirect(message.conversation)
    words = {"message": message, "form": form}
    return render(request, "inbox/report.html", words, status=INVALID if form.is_bound else 200)
