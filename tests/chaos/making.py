"""People who can play: confirmed, signed in, and with a card where they pay. Django is set up by whoever imports it."""

from django.test import Client

from escrow.models import PaymentSource
from marketplace import clock
from marketplace.accounts.models import User


def make(name: str, nature: str = "") -> dict:
    """`nature` is what the bank does with their card; without one they have none."""
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
