"""What people fill in: an offer's heading, terms and plan, and what is asked before something is sent or accepted."""

from marketplace.offers.forms.answers import ChangesForm, ConfirmForm, OrderForm, ReasonForm
from marketplace.offers.forms.heading import ORDER_TYPES, HeadingForm, find_people
from marketplace.offers.forms.raw_terms import typed
from marketplace.offers.forms.terms import TermsForm, unused_terms
from milestones.forms.milestones import MilestoneForm, unused_of_milestone

__all__ = [
    "ORDER_TYPES",
    "ChangesForm",
    "ConfirmForm",
    "HeadingForm",
    "MilestoneForm",
    "OrderForm",
    "ReasonForm",
    "TermsForm",
    "find_people",
    "typed",
    "unused_of_milestone",
    "unused_terms",
]
