"""Makes the people who play, and prints them: python -m tests.chaos.people PAIRS"""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402

from escrow.models import PaymentSource  # noqa: E402
from marketplace import clock  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402

NATURES = ["works", "lost", "works", "slow"]  # what the bank does with the card of each client in turn


def make(name: str, nature: str = "") -> dict:
    user = User.objects.create_user(f"{name}@chaos.example", "cairn-demo", display_name=f"{name.title()} Chaos")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    if nature:
        PaymentSource.objects.create(
            user=user,
            gateway="sandbox",
            token=f"sandbox_{nature}_{user.pk}_0",
            brand="Visa",
            last4="4242",
            verified_at=clock.now(),
            is_default=True,
        )
    browser = Client()
    browser.force_login(user)
    return {"pk": user.pk, "name": user.display_name, "session": browser.cookies["sessionid"].value}


pairs = [
    (make(f"client{number}", NATURES[number % len(NATURES)]), make(f"freelancer{number}"))
    for number in range(int(sys.argv[1]))
]
print(json.dumps(pairs))  # noqa: T201 - its answer
