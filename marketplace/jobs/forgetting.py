"""Files of posts that no version and no draft names: taken out of the form before anybody saw them, or thrown away."""

from datetime import datetime

from django.db import connection

from marketplace import orphans

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
