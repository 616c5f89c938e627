"""Writing a post, before anybody else sees it: a new one, or the next version of one that is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from marketplace import clock, storage
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.jobs.actions.parts import versions
from marketplace.jobs.actions.parts.locking import on_post
from marketplace.jobs.limits import MOST_FILES, MOST_OPEN, post_policies
from marketplace.jobs.models import Post, PostDraft, PostFile
from marketplace.jobs.models.post import WRITTEN
from marketplace.jobs.terms import PostTerms
from marketplace.stale import fingerprint
from marketplace.transitions import authorize, insist_on_active, permit
from milestones.uploads import Upload

MOST_KEPT = 40  # files that were ever uploaded for one post


@transaction.atomic(durable=True)
def begin(*, by: User, once: str = "") -> Post:
    """A new post, as a draft of the client's own. Raises Refused when they have as many as anybody may have.

    Counted under the lock of their own row, so that two tabs do not both make the last one.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    insist_on_active(by)
    used = keys.use(once, by=by)
    if Post.objects.of(by).filter(state__in=WRITTEN).count() >= MOST_OPEN:
        raise Refused(f"You have {MOST_OPEN} job posts that are drafts or open. Close one first.")
    policy = post_policies().order_by("-is_default", "key").first()
    post = Post(client=by, created_at=clock.now(), changed_at=clock.now())
    post.save(force_insert=True)
    PostDraft.objects.create(post=post, terms=PostTerms(policy=policy.pk if policy else None).as_data())
    if used:
        used.made = post.thread
        used.save(update_fields=["made"])
    return post


class Stale(Refused):
    """What was written on is not what is saved any more. `saved` is that; nothing of it was overwritten."""

    def __init__(self, saved: PostTerms):
        super().__init__("This job post was saved somewhere else, after you opened it here. Nothing was overwritten.")
        self.saved = saved


def mark_of(terms: PostTerms) -> str:
    """A short word that changes when something else is saved. Files are saved by themselves."""
    return fingerprint(replace(terms, files=[]).as_data())


@dataclass(frozen=True)
class Saving:
    """What came of saving: the post, and the terms as they are now."""

    post: Post
    terms: PostTerms


@transaction.atomic(durable=True)
def save(post: Post, *, by, terms: PostTerms, seen: str | None = None) -> Saving:
    """Keep what is written. `seen` is the mark of what it was written on. Raises Stale when another tab saved since.

    Of the files that are named those stay that were there when it is saved: a script may have added one since.
    """
    post = on_post(post, by)
    authorize(post.write, by)
    before = versions.current(post)
    if seen is not None and seen != mark_of(before):
        raise Stale(before)
    if post.version and terms == post.version.said:  # as people see it: there is nothing to keep
        PostDraft.objects.filter(post=post).delete()
    else:
        versions.keep(post, terms)
    return Saving(post, terms)


def attach(post: Post, *, by, files: Sequence[Upload]) -> Saving:
    """Keep files with the post. They are stored before the transaction: a slow storage holds no lock."""
    permit(post.write, by)
    with storage.stored() as stored:
        rows = [_stored(stored, post, by, one) for one in files]
        return _attach(post, by, rows)


def _stored(stored: storage.Stored, post: Post, by, upload: Upload) -> PostFile:
    told = {name: getattr(upload, name) for name in ("name", "size", "content_type", "sha256")}
    row = PostFile(post=post, by=by, at=clock.now(), **told)
    stored.put(row.file, upload.name, upload.file, field="files")
    return row


def _insist_on_room(by, rows: list[PostFile]) -> None:
    """Raise Refused where this is more than a person may upload for posts in a day. Their row is locked."""
    lately = PostFile.objects.filter(by=by, at__gt=clock.now() - clock.days(1))
    kept = lately.aggregate(sum=Sum("size"))["sum"] or 0
    if kept + sum(one.size for one in rows) > settings.UPLOAD_DAY_MAX_BYTES:
        most = filesizeformat(settings.UPLOAD_DAY_MAX_BYTES)
        raise Refused(f"Within a day you can upload {most} for job posts. Put the rest behind a link.", field="files")


@transaction.atomic(durable=True)
def _attach(post: Post, by, rows: list[PostFile]) -> Saving:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    post = on_post(post, by)
    authorize(post.write, by)
    _insist_on_room(by, rows)
    terms = versions.current(post)
    if len(terms.files) + len(rows) > MOST_FILES:
        raise Refused(f"A job post has up to {MOST_FILES} files. Take one out first.", field="files")
    if post.files.count() + len(rows) > MOST_KEPT:
        raise Refused("Too many files were uploaded for this job post. Put the rest behind a link.", field="files")
    for row in rows:
        row.post = post
        row.save(force_insert=True)
    terms = replace(terms, files=[*terms.files, *(one.pk for one in rows)])
    versions.keep(post, terms)
    return Saving(post, terms)
