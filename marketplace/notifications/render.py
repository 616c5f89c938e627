"""What a notification says. The words are in templates/mail/, a file for each kind with the partials subject and text.

In the reader's time zone, with exact amounts, what happens next if nobody acts, and a link. It is text, from
which marketplace.mail.html makes the page that leaves beside it.
"""

import re
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.urls import reverse
from django.utils import timezone

from marketplace import clock
from marketplace.accounts.locales import zone_of
from marketplace.accounts.models import User
from marketplace.mail import html
from marketplace.mail.delivery import Never
from marketplace.mail.message import Letter, one_line
from marketplace.mail.sending import message_id
from marketplace.notifications import unsubscribe
from marketplace.notifications.event_context import DESK, EventContext, load
from marketplace.notifications.models import Group, Notification
from marketplace.notifications.outlook import outlook
from marketplace.notifications.recipients import folder_of

MOST_GATHERED = 30  # lines of a digest; the notifications page has the rest


def title(matter: EventContext, reader: User, group: str) -> str:
    """The one line that says it: the subject of its mail, and its line on the notifications page."""
    return one_line(_part("subject", matter, reader, group))[:300]


def letter(notification: Notification) -> Letter:
    """The mail that a notification carries, with what the same act caused. Raises what a template raises.

    Raises Never for somebody whose address is not confirmed, or has no form in mail.
    """
    reader = notification.user
    if not User.objects.confirmed().filter(pk=reader.pk).exists():
        raise Never("The address is not confirmed.")
    with timezone.override(zone_of(reader)):
        subject, body = _digest(notification) if _gathers(notification) else _tidings(notification)
    try:
        made = Letter(
            to=reader.email,
            name=str(reader),
            subject=subject,
            body=re.sub(r"\n{3,}", "\n\n", body).strip() + "\n",
            headers=_headers(notification, reader),
        )
    except ValueError as error:
        raise Never from error
    return html.attach(made, url=_all_url() if _gathers(notification) else settings.SITE_URL + notification.path)


def _gathers(notification: Notification) -> bool:
    """Whether its mail has a line for each of several things; one question alone is told as ever."""
    return notification.is_digest and (notification.group != Group.QUESTIONS or notification.followers.exists())


def _tidings(notification: Notification) -> tuple[str, str]:
    """Subject and text of a mail about one act."""
    rows = [notification, *notification.followers.select_related("event__actor").order_by("event_id")]
    news = list(zip(rows, load([row.event for row in rows]), strict=True))
    return notification.title, _fill("mail/frame.txt", _frame(notification, notification.user, news))


def _digest(notification: Notification) -> tuple[str, str]:
    """Subject and text of a mail that gathers what came after the mails of its kind were enough for a while."""
    followers = notification.followers.order_by("event_id")
    rows = [notification, *followers[: MOST_GATHERED - 1]]
    more = max(followers.count() + 1 - MOST_GATHERED, 0)
    about = {
        "sender": notification.sender,
        "lines": [(row.title, settings.SITE_URL + row.path) for row in rows],
        "more": more,
        "all_url": _all_url(),
    }
    about |= _feet(notification, notification.user)
    if notification.group == Group.QUESTIONS:
        return f"{len(rows) + more} messages to support", _fill("mail/desk/digest.txt", about)
    return f"{len(rows) + more} more things by {notification.sender}", _fill("mail/digest.txt", about)


def _frame(notification: Notification, reader: User, news: list) -> dict:
    matters = [matter for _, matter in news]
    return {
        "paragraphs": [_part("text", matter, reader, row.group).strip() for row, matter in news],
        "outlook": outlook(matters[0].order, reader) if matters[0].order else [],
        "goes_on": matters[0].order and matters[0].order.is_active,
        "about": getattr(matters[0].deal, "title", ""),
        "url": settings.SITE_URL + notification.path,
    } | _feet(notification, reader)


def _feet(notification: Notification, reader: User) -> dict:
    """What stands under every mail."""
    return {
        "reader": reader,
        "group": _label(notification.group),
        "off_url": unsubscribe.off_url(reader, notification.group),
        "settings_url": settings.SITE_URL + reverse("notifications:settings"),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }


def _all_url() -> str:
    """The page with all that one was told."""
    return settings.SITE_URL + reverse("notifications:index")


def _label(group: str) -> str:
    return Group(group).words if group in Group else ""


def _headers(notification: Notification, reader: User) -> dict:
    """The same mail has the same Message-ID, so that one sent twice is seen once; and mailers offer to unsubscribe."""
    headers = {
        "Message-ID": message_id(f"notification:{notification.pk}"),
        "Date": clock.now(),
        "Auto-Submitted": "auto-generated",
    }
    if notification.group != DESK:
        headers["List-Unsubscribe"] = f"<{unsubscribe.off_url(reader, notification.group)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _part(part: str, matter: EventContext, reader: User, group: str) -> str:
    with timezone.override(zone_of(reader)):
        return _fill(f"{folder_of(group)}/{matter.event.kind}.txt#{part}", _context(matter, reader))


def _fill(template: str, context: dict) -> str:
    """Fill a plain-text template: nothing is escaped, because nothing is markup."""
    found: Any = loader.get_template(template)
    return found.template.render(Context(context, autoescape=False))


def _context(matter: EventContext, reader: User) -> dict:
    return matter.things | {
        "matter": matter,
        "reader": reader,
        "is_client": reader == matter.client,
        "is_freelancer": reader == matter.freelancer,
        "client": matter.client,
        "freelancer": matter.freelancer,
        "actor": matter.actor,
        "by_clock": matter.by_clock,
        "by_support": matter.event.actor_kind == "support",
        "data": matter.data,
        "milestone": matter.milestone,
    }
