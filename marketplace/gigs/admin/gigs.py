"""Gigs, for support: what they say, what came of them, their history; removed, given back and moved from here."""

from django.contrib import admin
from django.urls import reverse

from marketplace import admin_base
from marketplace.actors import Support
from marketplace.elements import badge, exact
from marketplace.events.models import Event
from marketplace.formats import minor_text
from marketplace.gigs.admin.in_words import history_words, panels_of
from marketplace.gigs.admin.verbs import MOVE, REMOVE, RESTORE
from marketplace.gigs.models import Gig, StepsBan
from marketplace.gigs.trade import trade_of
from marketplace.transitions import may
from milestones.admin.support_acts import SupportActs

SHOWN_EVENTS = 30


class FieldFilter(admin.RelatedFieldListFilter):
    """By the field of work, of which there are ten; not by its fifty kinds."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.title = "field of work"

    def field_choices(self, field, request, model_admin):
        return field.get_choices(include_blank=False, limit_choices_to={"parent": None})


@admin.register(Gig)
class GigAdmin(SupportActs):
    verbs = (REMOVE, RESTORE, MOVE)
    act_template = "admin/gigs/act.html"
    list_display = ["titled", "owner", "filed", "state_badge", "price", "in_steps", "newest", "published"]
    list_filter = ["state", ("category__parent", FieldFilter), admin_base.CurrencyFilter, "published_at"]
    linked_by = ["owner__id__exact", "category__id__exact"]
    date_hierarchy = "published_at"
    ordering = ["-pk"]
    search_fields = ["=pk", "title", "owner__email", "owner__display_name"]
    search_help_text = "Number, title, or the name or address of its owner"
    fieldsets = [
        (None, {"fields": [("state_badge", "its_owner", "filed"), ("price", "in_steps", "newest"), "page"]}),
        ("Dates", {"fields": [("begun", "published", "changed"), ("removed", "removed_reason"), "closed"]}),
    ]

    def get_queryset(self, request):
        related = ["owner", "category__parent", "version__policy", "version__category__parent"]
        return super().get_queryset(request).select_related(*related)

    def in_search(self, gig):
        return f"{gig.pk}, {gig.title}", f"{gig.owner}, {gig.state_words}"

    @admin.display(description="gig", ordering="pk")
    def titled(self, gig):
        return admin_base.short(f"{gig.pk}, {gig.title or 'not named yet'}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, gig):
        return badge(gig.state, gig.get_state_display())

    @admin.display(description="kind of work", ordering="category")
    def filed(self, gig):
        return gig.category or ""

    @admin.display(description="owner")
    def its_owner(self, gig):
        return admin_base.link("accounts_user", gig.owner_id, gig.owner)

    @admin.display(description="from", ordering="price_usd")
    def price(self, gig):
        return minor_text(gig.price_from, gig.currency) if gig.price_from else ""

    @admin.display(description="steps", ordering="steps")
    def in_steps(self, gig):
        return gig.steps or "one payment" if gig.version else ""

    @admin.display(description="version", ordering="version__number")
    def newest(self, gig):
        return gig.number or ""

    @admin.display(description="first published", ordering="published_at")
    def published(self, gig):
        return exact(gig.published_at)

    @admin.display(description="begun")
    def begun(self, gig):
        return exact(gig.created_at)

    @admin.display(description="last change")
    def changed(self, gig):
        return exact(gig.changed_at)

    @admin.display(description="removed")
    def removed(self, gig):
        return exact(gig.removed_at)

    @admin.display(description="closed")
    def closed(self, gig):
        return exact(gig.closed_at)

    @admin.display(description="its page")
    def page(self, gig):
        return admin_base.anchor(gig.get_absolute_url(), gig.get_absolute_url()) if gig.version else ""

    def act_context(self, row):
        return {}

    def tools(self, request, obj):
        yield from super().tools(request, obj)
        if may(StepsBan(person=obj.owner).impose, Support(request.user, "")):
            withdraw = reverse("admin:gigs_stepsban_withdraw", args=[obj.owner_id])
            yield admin_base.Tool("Withdraw the right to sell in steps", withdraw, "bad")

    def panels(self, request, gig):
        trade = trade_of([gig.pk])[gig.pk]
        yield admin_base.Panel(
            "Orders from it",
            ["All", "Running", "First payment under way"],
            [[trade.orders, trade.running, trade.waiting]],
        )
        if gig.version:
            yield from panels_of(gig.version)
        yield _versions(gig)
        yield _history(gig)


def _versions(gig: Gig) -> admin_base.Panel:
    return admin_base.Panel(
        "Versions",
        ["Version", "Published", "Kind of work", "Rulebook", "Digest"],
        [
            [
                admin_base.link("gigs_gigversion", one.pk, one),
                exact(one.at),
                one.category,
                one.policy,
                one.digest[:12],
            ]
            for one in gig.versions.select_related("category", "policy").defer("terms").order_by("-number")
        ],
        empty="Nothing was published.",
    )


def _history(gig: Gig) -> admin_base.Panel:
    return admin_base.Panel(
        "History",
        ["When", "What", "Why", "Kind"],
        [
            [
                exact(one.at),
                history_words(one.kind, gig),
                one.data.get("reason", ""),
                admin_base.link("events_event", one.pk, one.kind),
            ]
            for one in Event.objects.of(gig.thread)[:SHOWN_EVENTS]
        ],
        more=admin_base.listing("events_event", "Every event of this gig", q=gig.thread),
    )
