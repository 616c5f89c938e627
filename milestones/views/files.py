"""Handing files out: to the two parties and support, as attachments that no browser runs."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace import storage
from milestones.views import access

OPAQUE = "application/octet-stream"
# What a browser shows without running anything in it. All else, a web page or an SVG, is only bytes.
HARMLESS = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def file(request, pk):
    """Of a delivery."""
    return attached(access.file(request, pk))


@require_safe
@login_required
@cache_control(private=True, no_cache=True)
def answer_file(request, pk):
    """Of an answer to a question."""
    return attached(access.answer_file(request, pk))


def attached(found) -> FileResponse:
    """Streamed from wherever the storage keeps it."""
    kind = found.content_type if found.content_type in HARMLESS else OPAQUE
    response = FileResponse(storage.opened(found.file), as_attachment=True, filename=found.name, content_type=kind)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
