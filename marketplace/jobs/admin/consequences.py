"""What will happen if support does it to a job post: told before the button is pressed."""

from marketplace.formats import counted
from marketplace.jobs.models import Post
from marketplace.jobs.standing import numbers_of


def of_removing(post: Post) -> list[str]:
    """Taking a job post away."""
    numbers = numbers_of([post.pk])[post.pk]
    told = [
        f"Nobody finds it, proposes for it or is hired by it any more. It is for {post.client} and support alone.",
        f"{post.client} is told by mail, with your reason; it can’t be opened again.",
    ]
    if numbers.live:
        waiting = counted(numbers.live, "proposal that waits", "proposals that wait")
        told.append(f"It has {waiting} for an answer: they are declined, and whoever wrote them is told as well.")
    if post.hires:
        told.append(f"Orders that came of it, {post.hires} so far, go on as they are.")
    return told
