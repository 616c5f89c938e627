"""Searches that are mailed: once a day what is new of each, to whoever saved it."""

import logging
from collections.abc import Iterator

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from marketplace import clock
from marketplace.accounts.locales import zone_of
from marketplace.accounts.models import User
from marketplace.jobs import search
from marketplace.jobs.models import Post, SavedSearch
from marketplace.mail import outbox

MOST_TOLD = 20  # jobs in one mail; the page has the rest
log = logging.getLogger(__name__)


def tell() -> int:
    """Mail what was opened since the last time. Returns how many mails that were.

    Each search is told in a transaction of its own, under the lock of its row: twice at once is once. One that fails is
    logged, and the others go on.
    """
    return sum(_told(key) for key in list(_waiting()))


def _waiting() -> Iterator[int]:
    reachable = User.objects.confirmed().filter(is_active=True)
    yield from SavedSearch.objects.filter(user__in=reachable).order_by("pk").values_list("pk", flat=True)


def _told(key: int) -> bool:
    try:
        return _tell(key)
    except SoftTimeLimitExceeded:  # the rest is for the next time
        raise
    except Exception:
        log.exception("saved search %s could not be mailed", key)
        return False


@transaction.atomic
def _tell(key: int) -> bool:
    saved = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    one = saved.filter(pk=key).first()
    if one is None:
        return False
    now, filters = clock.now(), search.read(QueryDict(one.query))
    found = search.matching(filters, one.user).filter(opened_at__gt=one.told_until, opened_at__lte=now)
    posts = list(found.exclude(client=one.user).select_related("category").order_by("-opened_at", "-pk")[:MOST_TOLD])
    one.told_until = now
    one.save(update_fields=["told_until"])
    if posts:
        _post(one, posts)
    return bool(posts)


def _post(one: SavedSearch, posts: list[Post]) -> None:
    site = settings.SITE_URL
    about = {
        "search": one,
        "jobs": [(post, site + post.get_absolute_url()) for post in posts],
        "all_url": f"{site}{reverse('jobs:browse')}?{one.query}",
        "searches_url": site + reverse("jobs:searches"),
        "site": settings.SITE_NAME,
    }
    with timezone.override(zone_of(one.user)):
        body = render_to_string("jobs/mail/search.txt", about)
    outbox.post(
        kind="jobs.search",
        key=f"search:{one.pk}:{one.told_until.isoformat()}",
        to=one.user.email,
        name=str(one.user),
        subject=f"New jobs: {one.name}",
        body=body,
    )
