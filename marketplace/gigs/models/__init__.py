"""The rows of gigs: `marketplace.gigs.terms` has what they say."""

from marketplace.gigs.models.category import Category
from marketplace.gigs.models.daily_views import DailyViews
from marketplace.gigs.models.dictionary import Deletion, Word
from marketplace.gigs.models.gig import Gig, GigState
from marketplace.gigs.models.picture import Picture
from marketplace.gigs.models.saved import Saved
from marketplace.gigs.models.steps_ban import StepsBan
from marketplace.gigs.models.template import WorkflowTemplate
from marketplace.gigs.models.version import GigDraft, GigVersion

__all__ = [
    "Category",
    "DailyViews",
    "Deletion",
    "Gig",
    "GigDraft",
    "GigState",
    "GigVersion",
    "Picture",
    "Saved",
    "StepsBan",
    "Word",
    "WorkflowTemplate",
]
