"""What a notification says. The words are in templates/mail/, a file for each kind with the partials subject and text.

Plain text, in the reader's time zone, with exact amounts, what happens next if nobody acts, and a link.
"""

import email.policy
import re
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, loader
from django.urls import reverse
from django.utils import timezone

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.places import zone_of
from marketplace.notifications import wishes
from marketplace.notifications.audience import DESK
from marketplace.notifications.matters import Matter, load
from marketplace.notifications.models import Group, Notification
from marketplace.notifications.outlook import outlook


def title(matter: Matter, reader: User, group: str) -> str:
    """The one line that says it: the subject of its mail, and its line on the notifications page."""
    return " ".join(_part("subject", matter, reader, group).split())[:300]


class Letter(EmailMessage):
    """A mail whose long addresses in headers stay whole.

    Python folds a header after 78 characters, and cuts an address that is longer into encoded words; mail programs do
    not put List-Unsubscribe together again. 998 is what the standard (RFC 5322) allows.
    """

    def message(self, *, policy=email.policy.default):
        message = super().message(policy=policy)
        message.policy = policy.clone(max_line_length=998)
        return message


def letter(notification: Notification) -> EmailMessage:
    """The mail that a notification carries, with what the same act caused. Raises what a template raises."""
    reader = notification.user
    rows = [notification, *notification.followers.select_related("event__actor").order_by("event_id")]
    news = list(zip(rows, load([row.event for row in rows]), strict=True))
    with timezone.override(zone_of(reader)):
        body = _fill("mail/frame.txt", _frame(notification, reader, news))
    return Letter(
        subject=notification.title,
        body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",
        to=[formataddr((str(reader), reader.email))],
        headers=_headers(notification, reader),
    )


def _frame(notification: Notification, reader: User, news: list) -> dict:
    matters = [matter for _, matter in news]
    return {
        "reader": reader,
        "paragraphs": [_part("text", matter, reader, row.group).strip() for row, matter in news],
        "outlook": outlook(matters[0].order, reader) if matters[0].order else [],
        "goes_on": matters[0].order and matters[0].order.is_active,
        "about": getattr(matters[0].deal, "title", ""),
        "url": settings.SITE_URL + notification.path,
        "group": _label(notification.group),
        "off_url": wishes.off_url(reader, notification.group),
        "settings_url": settings.SITE_URL + reverse("notifications:settings"),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }


def _label(group: str) -> str:
    return Group(group).label.lower() if group in Group else ""


def _headers(notification: Notification, reader: User) -> dict:
    """The same mail has the same Message-ID, so that one sent twice is seen once; and mailers offer to unsubscribe."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    headers = {
        "Message-ID": f"<notification-{notification.pk}@{host}>",
        "Date": clock.now(),
        "Auto-Submitted": "auto-generated",
    }
    if notification.group != DESK:
        headers["List-Unsubscribe"] = f"<{wishes.off_url(reader, notification.group)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _part(part: str, matter: Matter, reader: User, group: str) -> str:
    folder = "mail/desk" if group == DESK else "mail"
    with timezone.override(zone_of(reader)):
        return _fill(f"{folder}/{matter.event.kind}.txt#{part}", _context(matter, reader))


def _fill(template: str, context: dict) -> str:
    """Fill a plain-text template: nothing is escaped, because nothing is markup."""
    return loader.get_template(template).template.render(Context(context, autoescape=False))


def _context(matter: Matter, reader: User) -> dict:
    return {
        "matter": matter,
        "reader": reader,
        "is_client": reader == matter.client,
        "is_freelancer": reader == matter.freelancer,
        "client": matter.client,
        "freelancer": matter.freelancer,
        "actor": matter.actor,
        "by_clock": matter.by_clock,
        "data": matter.data,
        "order": matter.order,
        "offer": matter.offer,
        "step": matter.milestone,
        "request": matter.request,
        "payment": matter.payment,
        "ticket": matter.ticket,
    }
