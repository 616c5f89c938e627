"""What people fill in to write a gig: a form for each part of it that has fields.

They refuse what is of the wrong shape (what is no amount, what is too long); what is missing is said by
`marketplace.gigs.limits`, so that a draft may be unfinished.
"""

from marketplace.gigs.forms.description import DescriptionForm, FaqForm, StageForm, SubstepForm
from marketplace.gigs.forms.gallery import PictureForm
from marketplace.gigs.forms.overview import OverviewForm
from marketplace.gigs.forms.packages import IncludedForm, PackageForm, SubscriptionForm
from marketplace.gigs.forms.questions import QuestionForm

__all__ = [
    "DescriptionForm",
    "FaqForm",
    "IncludedForm",
    "OverviewForm",
    "PackageForm",
    "SubscriptionForm",
    "PictureForm",
    "QuestionForm",
    "StageForm",
    "SubstepForm",
]
