"""The project. Celery's app is made here, so that every process queues to the same place."""

from marketplace.celery import app as celery_app

__all__ = ["celery_app"]
