"""What of reviews events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties
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
