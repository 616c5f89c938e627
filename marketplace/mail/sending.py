"""The queue of the mails that were written down in advance, and what each looks like as it leaves."""

from urllib.parse import urlsplit

from django.conf import settings

from marketplace import clock
from marketplace.mail import html
from marketplace.mail.delivery import Never, Queue
from marketplace.mail.message import Letter
from marketplace.mail.models import TO_ADMINS, OutgoingMail


def letter(mail: OutgoingMail) -> Letter:
    """The mail as it leaves, as text and as a page. Raises Never for an address that mail has no form for.

    Alarms are lines of a log, and stay text.
    """
    headers = {
        "Message-ID": message_id(mail.key),
        "Date": clock.now(),
        "Auto-Submitted": "auto-generated",
    }
    try:
        made = Letter(to=mail.to, name=mail.name, subject=mail.subject, body=mail.body, headers=headers)
    except ValueError as error:
        raise Never from error
    return made if mail.kind == TO_ADMINS else html.attach(made)


def message_id(key: str) -> str:
    """The same mail has the same one, so that one that is sent twice is seen once."""
    return f"<{key.replace(':', '-')}@{urlsplit(settings.SITE_URL).hostname}>"


QUEUE = Queue(OutgoingMail, address="to", build=letter, clear=("body",))
