"""A sweep in a process of its own: `python -m tests.races.sweeper DAYS [DIES_IN_BATCH]`.

With a second argument it kills itself in that batch, after everything was written and before it was committed.
"""

import os
import signal
import sys
from datetime import timedelta

import django

django.setup()

from marketplace import clock  # noqa: E402
from marketplace.deadlines import sweep  # noqa: E402
from milestones import sweeping  # noqa: E402
from milestones.unit_of_work import UnitOfWork  # noqa: E402

days, dies_in = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
batches = 0
save = UnitOfWork.save


def save_or_die(self):
    global batches
    save(self)
    batches += 1  # counted when it is written: meanwhile another thread decides the next
    if batches == dies_in:
        os.kill(os.getpid(), signal.SIGKILL)


UnitOfWork.save = save_or_die
sweeping.BATCH = 2
clock.use(lambda: timedelta(days=days))
print(sweep.sweep())  # noqa: T201 - its answer
