"""What the pages of jobs show, put together."""

from marketplace.jobs.pages.post import PostPage

__all__ = ["PostPage"]
