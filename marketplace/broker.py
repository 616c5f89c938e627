"""The queue's server may be down, silent or full, for long. Whoever needs it looks every second whether it is well
again, and never gives up.

Celery's own way is to look ever more seldom, up to every 30 seconds, to end after 100 tries, and not to wait at all for
a server that answers every command with a refusal, as a full one does.
"""

import time

import kombu
from celery.app.amqp import AMQP
from celery.worker.consumer import Consumer

INTERVAL = 1  # seconds


class Connection(kombu.Connection):
    def ensure_connection(self, errback=None, max_retries=None, **options):
        steady = {"interval_start": INTERVAL, "interval_step": 0, "interval_max": INTERVAL}
        return super().ensure_connection(errback, max_retries, **steady | options)


class SteadyAMQP(AMQP):
    Connection = Connection


class SteadyConsumer(Consumer):
    def on_connection_error_before_connected(self, exc):
        super().on_connection_error_before_connected(exc)
        time.sleep(INTERVAL)

    def on_connection_error_after_connected(self, exc):
        super().on_connection_error_after_connected(exc)
        time.sleep(INTERVAL)
