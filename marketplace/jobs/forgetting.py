"""What nobody needs any more: files of posts that no version and no draft names, because they were taken out of the
form before anybody saw them, or thrown away; and drafts of proposals for posts that are over.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Q

from marketplace import orphans
from marketplace.jobs.models import PostState, ProposalDraft
from marketplace.jobs.models.post import REOPENS_FOR

# The files themselves go with the nightly sweep, which takes what no row names.
FORGET = """
DELETE FROM jobs_postfile AS file WHERE at < %s AND NOT EXISTS (
    SELECT FROM jobs_postversion WHERE post_id = file.post_id AND terms -> 'files' @> to_jsonb(file.id)
) AND NOT EXISTS (
    SELECT FROM jobs_postdraft WHERE post_id = file.post_id AND terms -> 'files' @> to_jsonb(file.id)
)
"""


@orphans.forgetting.register("files of job posts")
def forget(before: datetime) -> int:
    """Returns how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [before])
        return cursor.rowcount


@orphans.forgetting.register("drafts of proposals")
def forget_drafts(before: datetime) -> int:
    """A post that was closed may be opened again for a while. Returns how many rows went."""
    over = Q(post__state=PostState.REMOVED)
    over |= Q(post__state=PostState.CLOSED, post__closed_at__lt=before - REOPENS_FOR)
    return ProposalDraft.objects.filter(over, saved_at__lt=before).delete()[0]
