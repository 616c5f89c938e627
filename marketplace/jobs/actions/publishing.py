"""Opening a post, and the next version of one that is open; closing it, and opening it again."""

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.jobs import limits
from marketplace.jobs.actions.parts import versions
from marketplace.jobs.actions.parts.locking import ENDED, on_post, record, settle_timers, start_timers
from marketplace.jobs.models import ClosedWhy, Post, PostDraft
from marketplace.jobs.models.post import WRITTEN
from marketplace.jobs.tasks import decline_rest
from marketplace.transitions import authorize, permit

BY_CLIENT = [ClosedWhy.ENOUGH, ClosedWhy.GAVE_UP]
LONGEST_WORDS = 500  # letters of what those are told who were not hired


@transaction.atomic(durable=True)
def publish(post: Post, *, by) -> Post:
    """Make what the client has written what people see; those who proposed on an older version are told.

    A post that was open already keeps its closing date, unless its days were changed. Raises Refused with the first
    thing that stands against it (`limits.problems` has all of them).
    """
    post = on_post(post, by)
    first = post.version is None
    authorize(post.publish if first else post.revise, by)
    terms = versions.current(post)
    ground = limits.ground_of(post, terms)
    if found := limits.problems(terms, ground):
        raise Refused(found[0].message, field=found[0].field)
    if not first and not PostDraft.objects.filter(post=post).exists():
        raise Refused("Nothing has changed since people can read it.")
    now = clock.now()
    renewed = first or terms.days != post.version.said.days
    until = now + clock.days(terms.days) if renewed else post.closes_at
    version = versions.write(post, terms, ground, at=now)
    if first:
        post.publish(now, until)
    else:
        post.revise(until)
    post.save(update_fields=["state", "opened_at", "closes_at", *versions.REPEATED])
    if renewed:
        start_timers(post)
    record(post, "post.published" if first else "post.revised", by=by, number=version.number)
    return post


@transaction.atomic(durable=True)
def close(post: Post, *, by, why: str = ClosedWhy.GAVE_UP, words: str = "") -> Post:
    """Take no more proposals, and tell those who wait for an answer `words`: they are declined one by one, afterwards.

    A draft that nobody has seen is thrown away by it.
    """
    post = on_post(post, by)
    authorize(post.close, by)
    if why not in BY_CLIENT:
        raise Refused("Say why you close it.", field="why")
    if len(words) > LONGEST_WORDS:
        raise Refused(f"Write up to {LONGEST_WORDS} letters.", field="words")
    was_seen = post.version is not None
    post.close(why, clock.now())
    post.closing_words = words.strip()
    post.save(update_fields=ENDED)
    settle_timers(post)
    PostDraft.objects.filter(post=post).delete()
    record(post, "post.closed", by=by, why=why)
    if was_seen:
        decline_rest.delay_on_commit(post.pk)
    return post


@transaction.atomic(durable=True)
def reopen(post: Post, *, by, days: int) -> Post:
    """Take proposals again, for so many days from now; of one that was full, for one more person.

    How many are open is counted under the lock of the client's row, which is locked before any post.
    """
    permit(post.reopen, by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    post = on_post(post, by)
    authorize(post.reopen, by)
    if not limits.LEAST_DAYS <= days <= limits.MOST_DAYS:
        raise Refused(f"Choose {limits.LEAST_DAYS} to {limits.MOST_DAYS} days.", field="days")
    if Post.objects.of(by).filter(state__in=WRITTEN).count() >= limits.MOST_OPEN:
        raise Refused(f"You have {limits.MOST_OPEN} other job posts that are drafts or open. Close one of them first.")
    post.reopen(clock.now() + clock.days(days))
    post.save(update_fields=[*ENDED, "closes_at", "hires_wanted"])
    start_timers(post)
    record(post, "post.reopened", by=by)
    return post


@transaction.atomic(durable=True)
def remove(post: Post, *, by) -> Post:
    """Support takes it away, with a reason that the client reads. Orders that came of it go on."""
    post = on_post(post, by)
    authorize(post.remove, by)
    post.remove(by.reason, clock.now())
    post.save(update_fields=["removed_reason", "removed_at", *ENDED])
    settle_timers(post)
    record(post, "post.removed", by=by, reason=by.reason)
    decline_rest.delay_on_commit(post.pk)
    return post
