"""Keeping a post to find it again, and searches that are mailed."""

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.jobs.limits import MOST_SEARCHES
from marketplace.jobs.models import Post, SavedPost, SavedSearch
from marketplace.transitions import insist_on_active

MOST_SAVED = 300  # posts of one person


def _lock(by: User) -> None:
    """One after the other, so that two tabs do not both save the last one."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    insist_on_active(by)


@transaction.atomic(durable=True)
def keep(post: Post, *, by: User) -> None:
    """Save it; twice is once. Raises Refused when there are too many."""
    _lock(by)
    mine = SavedPost.objects.filter(user=by)
    if mine.filter(post=post).exists():
        return
    if mine.count() >= MOST_SAVED:
        raise Refused(f"You have saved {MOST_SAVED} jobs. Take some away first.")
    SavedPost.objects.create(user=by, post=post, at=clock.now())


@transaction.atomic(durable=True)
def let_go(post: Post, *, by: User) -> None:
    """Take it away again; nothing where it was not saved."""
    insist_on_active(by)
    SavedPost.objects.filter(user=by, post=post).delete()


@transaction.atomic(durable=True)
def save_search(*, by: User, name: str, query: str) -> SavedSearch:
    """Be mailed once a day what is new of a search; the same search twice is one."""
    _lock(by)
    mine = SavedSearch.objects.filter(user=by)
    if same := mine.filter(query=query).first():
        return same
    if mine.count() >= MOST_SEARCHES:
        raise Refused(f"You can have {MOST_SEARCHES} searches mailed. Take one away first.")
    now = clock.now()
    return SavedSearch.objects.create(user=by, name=name, query=query, at=now, told_until=now)


@transaction.atomic(durable=True)
def forget_search(search: SavedSearch, *, by: User) -> None:
    """Hear of it no more. It is its owner's: the caller found it among theirs."""
    insist_on_active(by)
    SavedSearch.objects.filter(pk=search.pk, user=by).delete()
