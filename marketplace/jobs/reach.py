"""What a suspension reaches among jobs: those that are open are found by nobody, and nobody can propose."""

from collections.abc import Iterator

from marketplace.accounts.models import User
from marketplace.accounts.suspension import MOST_LISTED, Reach, reaches
from marketplace.admin_base import Panel, link, listing
from marketplace.elements import exact
from marketplace.formats import counted
from marketplace.jobs.models import Post, PostState


def panels(person: User) -> Iterator[Panel]:
    posts = Post.objects.of(person).filter(state=PostState.OPEN)
    yield Panel(
        f"{counted(posts.count(), 'open job', 'open jobs')}, for which nobody can propose",
        ["Job", "Closes"],
        [[link("jobs_post", one.pk, f"{one.pk}, {one.title}"), exact(one.closes_at)] for one in posts[:MOST_LISTED]],
        empty="No job of theirs is open.",
        more=listing("jobs_post", "All job posts of theirs", q=person.email),
    )


reaches.register("jobs")(Reach(panels))
