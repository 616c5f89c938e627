"""Job posts, for support: what they say, who proposed, their history; removed from here."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.accounts.locales import language_name
from marketplace.admin_base import Panel, joined
from marketplace.elements import badge, exact
from marketplace.events.models import Event
from marketplace.fields import TextField
from marketplace.formats import days_text, minor_text
from marketplace.jobs import actions
from marketplace.jobs.admin import consequences
from marketplace.jobs.history import sentence
from marketplace.jobs.models import Post
from marketplace.jobs.standing import standing_of
from marketplace.jobs.terms import PostTerms
from marketplace.jobs.wording import budget_words
from milestones.admin.support_acts import SupportActs
from milestones.admin.verbs import DeskVerb
from milestones.forms.support import ReasonForm

SHOWN_EVENTS = 30


class ClientReasonForm(ReasonForm):
    """Why support does it; the client and whoever proposed read it in the mail that tells of it."""

    reason = TextField(
        label="Reason",
        max_length=1000,
        widget=admin.widgets.AdminTextareaWidget(attrs={"rows": 4}),
        help_text="It goes to whom it concerns by mail, word for word.",
        error_messages={"required": "Give the reason: it goes to whom it concerns."},
    )


REMOVE = DeskVerb(
    name="remove",
    label="Remove",
    done="The job post is removed, and those whom it concerns are told.",
    about=Post,
    tells=consequences.of_removing,
    act=actions.remove,
    form=ClientReasonForm,
    tone="bad",
)


@admin.register(Post)
class PostAdmin(SupportActs):
    verbs = (REMOVE,)
    list_display = ["titled", "client", "category", "state_badge", "budget", "hired", "opened", "closes"]
    list_filter = ["state", "visibility", admin_base.CurrencyFilter, "opened_at"]
    linked_by = ["client__id__exact", "category__id__exact"]
    date_hierarchy = "opened_at"
    ordering = ["-pk"]
    search_fields = ["=pk", "title", "client__email", "client__display_name"]
    search_help_text = "Number, title, or the name or address of the client"
    fieldsets = [
        (None, {"fields": [("state_badge", "its_client", "category"), ("budget", "hired", "visibility"), "page"]}),
        ("Dates", {"fields": [("begun", "opened", "closes"), ("closed", "closed_why"), ("removed", "removed_reason")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("client", "category__parent", "version")

    def in_search(self, post):
        return f"{post.pk}, {post.title}", f"{post.client}, {post.state_words}"

    @admin.display(description="job post", ordering="pk")
    def titled(self, post):
        return admin_base.short(f"{post.pk}, {post.title or 'not named yet'}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, post):
        return badge(post.state, post.get_state_display())

    @admin.display(description="client")
    def its_client(self, post):
        return admin_base.link("accounts_user", post.client_id, post.client)

    @admin.display(description="budget", ordering="most_usd")
    def budget(self, post):
        return budget_words(post.budget_min, post.budget_max, post.currency)

    @admin.display(description="hired")
    def hired(self, post):
        return f"{post.hires} of {post.hires_wanted}"

    @admin.display(description="opened", ordering="opened_at")
    def opened(self, post):
        return exact(post.opened_at)

    @admin.display(description="closes", ordering="closes_at")
    def closes(self, post):
        return exact(post.closes_at)

    @admin.display(description="begun")
    def begun(self, post):
        return exact(post.created_at)

    @admin.display(description="closed")
    def closed(self, post):
        return exact(post.closed_at)

    @admin.display(description="removed")
    def removed(self, post):
        return exact(post.removed_at)

    @admin.display(description="its page")
    def page(self, post):
        return admin_base.anchor(post.get_absolute_url(), post.get_absolute_url()) if post.version else ""

    def act_context(self, row):
        return {}

    def panels(self, request, post):
        if post.version:
            yield Panel("What it says", ["", ""], _said(post, post.version.said))
        yield _proposals(post)
        yield _history(post)


def _said(post: Post, said: PostTerms) -> list[list]:
    return [
        ["Rulebook", post.policy],
        ["Language", language_name(said.language)],
        ["Skills", ", ".join(said.skills)],
        ["Description", said.text],
        ["Questions", joined(said.questions)],
        ["Suggested plan", joined([_step(one, said.currency) for one in said.plan])],
    ]


def _step(one, currency: str) -> str:
    parts = [one.name, days_text(one.days) if one.days else "", minor_text(one.amount, currency) if one.amount else ""]
    return ", ".join(part for part in parts if part)


def _proposals(post: Post) -> Panel:
    found = post.proposals.select_related("freelancer", "offer__version").order_by("pk")
    return Panel(
        "Proposals",
        ["Proposal", "By", "Sent", "Price", "State", "Offer"],
        [
            [
                admin_base.link("jobs_proposal", one.pk, one.pk),
                one.freelancer,
                exact(one.at),
                minor_text(one.offer.total, one.offer.currency),
                standing_of(one, for_client=False).label,
                admin_base.link("offers_offer", one.offer_id, one.offer_id),
            ]
            for one in found
        ],
        empty="None.",
    )


def _history(post: Post) -> Panel:
    return Panel(
        "History",
        ["When", "What", "Why", "Kind"],
        [
            [
                exact(one.at),
                sentence(one),
                one.data.get("reason", ""),
                admin_base.link("events_event", one.pk, one.kind),
            ]
            for one in Event.objects.of(post.thread).select_related("actor")[:SHOWN_EVENTS]
        ],
        more=admin_base.listing("events_event", "Every event of this job post", q=post.thread),
    )
