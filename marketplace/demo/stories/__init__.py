"""The demo's stories, a module for each rulebook and one for what is still being negotiated."""

from marketplace.demo.stories import contract14, fair, negotiations, open, steps5, steps8, studio  # noqa: F401
