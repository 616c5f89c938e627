"""Reported reviews, for support: what was written, why it is reported, and what is decided."""

from django.contrib import admin
from django.db.models import Q

from marketplace import admin_base
from marketplace.formats import counted
from marketplace.reports.admin import DecisionForm, ReportDesk
from marketplace.reports.models import ReportState
from marketplace.reviews import actions
from marketplace.reviews.models import ReviewReport
from marketplace.reviews.wording import label
from milestones.admin.verbs import DeskVerb


def _upholding(report: ReviewReport) -> list[str]:
    return [
        f"Nobody reads the review any more, and its stars do not count for {report.review.about}.",
        f"{report.review.by} and {_reporters(report)} are told by mail, with your reason.",
        "The other side’s review stays.",
    ]


def _reporters(report: ReviewReport) -> str:
    """Whose reports are upheld together."""
    number = report.review.reports.filter(state=ReportState.OPEN).count()
    return str(report.by) if number == 1 else f"the {counted(number, 'person', 'people')} who reported it"


def _dismissing(report: ReviewReport) -> list[str]:
    return ["The review stays as it is.", f"{report.review.by} and {report.by} are told by mail, with your reason."]


UPHOLD = DeskVerb(
    name="uphold",
    label="Remove the review",
    done="The review is removed, and everybody concerned was told.",
    about=ReviewReport,
    tells=_upholding,
    act=actions.uphold,
    form=DecisionForm,
    tone="bad",
)
DISMISS = DeskVerb(
    name="dismiss",
    label="Keep the review",
    done="The review stays, and both were told.",
    about=ReviewReport,
    tells=_dismissing,
    act=actions.dismiss,
    form=DecisionForm,
)


@admin.register(ReviewReport)
class ReviewReportAdmin(ReportDesk):
    verbs = (UPHOLD, DISMISS)
    act_template = "admin/reviews/act.html"
    search_fields = ["by__email", "by__display_name", "review__by__email", "review__by__display_name", "reason"]
    fieldsets = [
        (None, {"fields": [("state_badge", "made", "decided"), ("reporter", "written_by", "person"), "reason"]}),
        ("The review", {"fields": ["words", "given", "ended", "all_of_it"]}),
    ]

    def get_queryset(self, request):
        """But those of reviews that whoever looks wrote, or that are about them."""
        own = Q(review__by=request.user.pk) | Q(review__about=request.user.pk)
        related = ["review__by", "review__about", "review__order", "by", "decided_by"]
        return super().get_queryset(request).exclude(own).select_related(*related)

    def in_search(self, one):
        return f"A review of {one.review.about}", f"{one.by}, {one.state_words}"

    @admin.display(description="about")
    def person(self, one):
        return admin_base.link("accounts_user", one.review.about_id, one.review.about)

    @admin.display(description="text")
    def words(self, one):
        return one.review.text or "Stars, without words."

    @admin.display(description="stars")
    def given(self, one):
        return ", ".join(f"{question}: {number}" for question, number in one.review.answers)

    @admin.display(description="the order")
    def ended(self, one):
        return label(one.review)

    @admin.display(description="the review")
    def all_of_it(self, one):
        return admin_base.link("reviews_review", one.review_id, "With its reply and other reports")
