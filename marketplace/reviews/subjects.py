"""What of reviews events, mails and the desk can be about, and what support does with them."""

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from marketplace.desk_lists import DeskList, duties
from marketplace.events.models import Event
from marketplace.events.withheld import withheld
from marketplace.reviews.models import Review, ReviewReport
from marketplace.subjects import Subject, subjects

subjects.register("review")(
    Subject(
        Review,
        DeskList("Orders", 55, "Reviews", "Review", "What both sides say of an order that has ended comes here."),
        related=("by", "about", "order"),
        parties=lambda review: [review.by, review.about],
    )
)
subjects.register("review_report")(
    Subject(
        ReviewReport,
        DeskList("Support", 35, "Reported reviews", "Reported review", "Reviews that people report come here."),
        related=("by", "review__by", "review__about", "review__order"),
        parties=lambda report: [report.review.by, report.review.about],
        told_as=("review",),
        worked_at_desk=True,
    )
)
duties.register("reviews.support_review")("remove and keep reviews that are reported")


@withheld.register("reviews")
def reports_to_support(user) -> QuerySet[Event]:
    """Who reported which review by this person or about them, and what support did about it."""
    own = ReviewReport.objects.filter(Q(review__by=user) | Q(review__about=user))
    named = own.annotate(named=Concat(Value("review_report:"), Cast("pk", CharField()))).values("named")
    return Event.objects.filter(about__in=named)
