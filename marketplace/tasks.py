"""Housekeeping that belongs to no part."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions():
    """Remove the sign-ins that have run out."""
    call_command("clearsessions")
