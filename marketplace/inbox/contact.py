"""How the pages of jobs lead to a conversation."""

from urllib.parse import urlencode

from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.inbox.acquaintance import may_write
from marketplace.jobs import contacts


def address(person: User, about: str) -> str:
    """The conversation, or the first message of it, about this."""
    return f"{reverse('inbox:write', args=[person.pk])}?{urlencode({'about': about})}"


contacts.ways.register("inbox")(contacts.Way(may_write, address))
