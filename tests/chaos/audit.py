"""What is in the database after the storm, as JSON: python -m tests.chaos.audit"""

import json
from collections import Counter

import django

django.setup()

from django.db.models import Count  # noqa: E402

from escrow.checks import check_books  # noqa: E402
from escrow.gateways.sandbox.models import SandboxCharge  # noqa: E402
from escrow.models import Payment  # noqa: E402
from marketplace import clock  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.deadlines.models import Deadline  # noqa: E402
from marketplace.events.models import Event  # noqa: E402
from marketplace.mail.models import OutgoingMail, RefusedAddress  # noqa: E402
from marketplace.mail.sending import message_id  # noqa: E402
from marketplace.notifications.models import FanOutFailure, Notification  # noqa: E402
from milestones.models import Milestone, Order  # noqa: E402
from milestones.models.delivery import DeliveryFile  # noqa: E402

# In the orders that are played here each of these happens to one thing once, or not at all.
ONCE = [
    "offer.sent",
    "offer.accepted",
    "order.placed",
    "order.completed",
    "milestone.funded",
    "milestone.delivered",
    "milestone.approved",
    "milestone.released",
    "milestone.paid",
    "milestone.cleared",
    "payment.succeeded",
    "payment.failed",
]


QUEUES = [Notification.objects, OutgoingMail.objects]


def waiting() -> dict[str, int]:
    """What is still to be done; all of it comes to nothing when the site is left alone."""
    return {
        "due timers": Deadline.objects.live().filter(due_at__lte=clock.now()).count(),
        "events nobody was told of": Event.objects.waiting().count(),
        "payments without an answer": Payment.objects.live().count(),
        "mails": sum(queue.exclude(next_try_at=None).count() for queue in QUEUES),
    }


def twice() -> list[str]:
    """Acts that are written down twice, and timers that fired twice."""
    rows = Event.objects.filter(kind__in=ONCE).values_list("kind", "about").annotate(times=Count("pk"))
    found = [f"{kind} {about} {times} times" for kind, about, times in rows if times > 1]
    keys = Counter(SandboxCharge.objects.values_list("key", flat=True))
    return found + [f"the bank charged {key} {times} times" for key, times in keys.items() if times > 1]


def charges() -> list[str]:
    """Where bank and books disagree about a payment."""
    charged = dict(SandboxCharge.objects.filter(status="succeeded").values_list("key", "amount"))
    booked = dict(Payment.objects.filter(state="succeeded").values_list("key", "amount"))
    return [
        f"{key}: bank {charged.get(key)}, books {booked.get(key)}"
        for key in charged.keys() | booked.keys()
        if charged.get(key) != booked.get(key)
    ]


def torn() -> list[str]:
    """Files of deliveries that are not there, or not whole."""
    files = DeliveryFile.objects.all()
    return [one.file.name for one in files if not one.file.storage.exists(one.file.name) or one.file.size != one.size]


def mails() -> dict[str, str]:
    """The Message-IDs of all that must have arrived, with their titles."""
    told = {f"notification-{one.pk}": one.title for one in Notification.objects.exclude(sent_at=None)}
    written = {message_id(one.key): str(one) for one in OutgoingMail.objects.exclude(sent_at=None)}
    return told | {known.strip("<>").partition("@")[0]: title for known, title in written.items()}


print(  # noqa: T201 - its answer
    json.dumps(
        {
            "waiting": waiting(),
            "books": [str(problem) for problem in check_books()],
            "twice": twice(),
            "charges": charges(),
            "torn": torn(),
            "files": DeliveryFile.objects.count(),
            "acts": [f"{kind} {about}" for kind, about in Event.objects.values_list("kind", "about")],
            "mails": mails(),
            "given up": sum(queue.exclude(failed_at=None).count() for queue in QUEUES),
            "refused": RefusedAddress.objects.count(),
            "people": list(User.objects.values_list("email", flat=True)),
            "stumbles": FanOutFailure.objects.count(),
            "fired": Deadline.objects.filter(outcome="fired").count(),
            "steps": dict(Counter(Milestone.objects.values_list("state", flat=True))),
            "orders": dict(Counter(Order.objects.values_list("state", flat=True))),
        }
    )
)
