"""Housekeeping that belongs to no part."""

from celery import shared_task
from django.core.management import call_command

from marketplace import orphans


@shared_task
def clear_sessions():
    """Remove the sign-ins that have run out."""
    call_command("clearsessions")


@shared_task
def remove_orphans():
    """Remove the uploads that nothing names."""
    orphans.remove()
