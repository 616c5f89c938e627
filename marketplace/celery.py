"""The jobs: what runs when, and the rules that make a killed worker harmless.

celery -A marketplace worker --pool threads      does the work (start as many as you like)
celery -A marketplace beat                       keeps the time (start two: one stands by)
"""

import os
from functools import partial

from celery import Celery
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from django.db import transaction

from marketplace import nudges
from marketplace import watchdog as watchdog  # keeps the two time limits below
from marketplace.beat import PING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

SECOND, MINUTE, HOUR = 1, 60, 3600

# task → (when, after how many seconds without a free worker it is dropped, because the next one does its work too)
TIMETABLE = {
    "marketplace.deadlines.tasks.sweep": (15 * SECOND, 15 * SECOND),
    "marketplace.notifications.tasks.dispatch": (20 * SECOND, 20 * SECOND),
    "marketplace.inbox.tasks.tell_of_unread": (60 * SECOND, 60 * SECOND),
    "marketplace.mail.tasks.send": (15 * SECOND, 15 * SECOND),
    "marketplace.jobs.tasks.decline_rests": (60 * SECOND, 60 * SECOND),
    "marketplace.gigs.tasks.make_pictures": (30 * SECOND, 30 * SECOND),
    "marketplace.mail.tasks.forget": (crontab(hour=4, minute=45), 12 * HOUR),
    "escrow.tasks.reconcile": (30 * SECOND, 30 * SECOND),
    "escrow.tasks.pay_debts": (30 * SECOND, 30 * SECOND),
    "escrow.tasks.roll_up": (60 * SECOND, 60 * SECOND),
    "escrow.tasks.check_books": (crontab(hour=3, minute=30), 12 * HOUR),
    "marketplace.reviews.tasks.refresh_reputations": (crontab(hour=2, minute=50), 12 * HOUR),
    "marketplace.gigs.tasks.refresh_standing": (crontab(hour=3, minute=15), 12 * HOUR),
    "marketplace.gigs.tasks.refill_dictionary": (crontab(hour=3, minute=45), 12 * HOUR),
    "marketplace.inbox.tasks.count_answers": (crontab(hour=3, minute=5), 12 * HOUR),
    "marketplace.jobs.tasks.tell_searches": (crontab(hour=6, minute=30), 12 * HOUR),
    "marketplace.tasks.clear_sessions": (crontab(hour=4, minute=15), 12 * HOUR),
    "marketplace.tasks.remove_orphans": (crontab(hour=4, minute=45), 12 * HOUR),
}


class NudgedTask(DjangoTask):
    """A task that a committed action may hurry along, without waiting for the queue. When that is down the timetable
    does it a little later.
    """

    def delay_on_commit(self, *args, **kwargs) -> None:
        nudge = partial(self.delay, *args, **kwargs)
        transaction.on_commit(lambda: nudges.sender.send(nudge), robust=True)


app = Celery("cairn", task_cls=NudgedTask, amqp="marketplace.broker:SteadyAMQP")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

REDELIVERY = 15 * MINUTE  # when a worker is gone without a word, its task goes to another one after this long

app.conf.update(
    beat_scheduler="marketplace.beat:OneBeat",
    beat_max_loop_interval=PING,
    beat_schedule={
        task: {"task": task, "schedule": when, "options": {"expires": expires}}
        for task, (when, expires) in TIMETABLE.items()
    },
    timezone="UTC",
    # A task is done when it is done, not when it is fetched.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    visibility_timeout=REDELIVERY,
    result_backend_transport_options={"visibility_timeout": REDELIVERY},
    task_soft_time_limit=9 * MINUTE,
    task_time_limit=10 * MINUTE,
    # On SIGTERM finish what runs, then hand the rest back.
    worker_soft_shutdown_timeout=20,
    worker_enable_soft_shutdown_on_idle=True,
    # What a task did is in the database.
    task_ignore_result=True,
    result_expires=None,
    # Nobody waits long for a queue that is down.
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0.2},
    # A server that is down, silent or full is waited for; a full one answers with a channel error.
    worker_consumer="marketplace.broker:SteadyConsumer",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_channel_error_retry=True,
    worker_hijack_root_logger=False,
)
