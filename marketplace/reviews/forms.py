"""What both sides say of each other, and anybody to support about it."""

from django import forms

from marketplace.accounts.models import MOST_STARS
from marketplace.fields import TextField
from marketplace.formats import counted
from marketplace.reports.models import LONGEST_REASON
from marketplace.reviews.actions.reporting import NO_REASON
from marketplace.reviews.actions.writing import NO_REPLY, NO_STARS
from marketplace.reviews.models.review import LONGEST, LONGEST_REPLY, STARS, Review
from marketplace.reviews.questions import QUESTIONS
from marketplace.widgets import StarChoice

CHOICES = [(number, counted(number, "star", "stars").partition(" ")[2]) for number in range(1, MOST_STARS + 1)]


def _text(rows: int, longest: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": longest})


class ReviewForm(forms.Form):
    """Three answers in stars and a text, about the other side of an order."""

    text = TextField(
        label="Say more",
        max_length=LONGEST,
        required=False,
        widget=_text(6, LONGEST),
        help_text="Everybody reads it. Leave out what is nobody else’s business, such as addresses and prices.",
    )

    def __init__(self, data=None, *, review: Review):
        written = review.pk is not None
        initial = {name: getattr(review, name) for name in STARS} | {"text": review.text} if written else None
        super().__init__(data, initial=initial)
        for name, question in zip(STARS, QUESTIONS[review.side], strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=question,
                choices=CHOICES,
                coerce=int,
                widget=StarChoice,
                error_messages={"required": NO_STARS, "invalid_choice": NO_STARS},
            )
        self.order_fields([*STARS, "text"])

    @property
    def stars(self) -> tuple[int, ...]:
        return tuple(self.cleaned_data[name] for name in STARS)


class ReplyForm(forms.Form):
    """An answer to what somebody wrote about oneself."""

    reply = TextField(
        label="Your reply",
        max_length=LONGEST_REPLY,
        widget=_text(4, LONGEST_REPLY),
        help_text="It stands below the review for everybody, and can’t be changed.",
        error_messages={"required": NO_REPLY},
    )


class ReportForm(forms.Form):
    """Why a review is reported."""

    reason = TextField(
        label="What is wrong with it?",
        max_length=LONGEST_REASON,
        widget=_text(4, LONGEST_REASON),
        help_text="Support reads it, decides, and tells you and who wrote the review.",
        error_messages={"required": NO_REASON},
    )
