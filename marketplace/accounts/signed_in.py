"""For the type checker: what a view behind `login_required` gets."""

from django.http import HttpRequest

from marketplace.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
