"""Subscriptions, for support: their months, their timer and their history; ended from here."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.deadlines.models import Deadline
from marketplace.elements import badge, exact
from marketplace.events.models import Event
from marketplace.formats import counted, minor_text, percent_text
from marketplace.gigs.admin.verbs import OwnerReasonForm
from marketplace.offers import actions
from marketplace.offers.models import Subscription
from milestones.admin.rows import deadline_rows
from milestones.admin.support_acts import SupportActs
from milestones.admin.verbs import DeskVerb

SHOWN_EVENTS = 30


def _of_ending(subscription: Subscription) -> list[str]:
    """What will happen if support ends it."""
    left = subscription.months - subscription.made
    return [
        f"{counted(left, 'month', 'months')} that were agreed on will not begin, and nothing is charged for them.",
        "Orders that are under way go on as they are; nothing that was paid moves.",
        f"{subscription.client} and {subscription.freelancer} are told by mail, with your reason.",
    ]


END = DeskVerb(
    name="end",
    label="End the subscription",
    done="The subscription is over, and both sides were told.",
    about=Subscription,
    tells=_of_ending,
    act=actions.end_subscription,
    form=OwnerReasonForm,
    tone="bad",
)


@admin.register(Subscription)
class SubscriptionAdmin(SupportActs):
    verbs = (END,)
    act_template = "admin/offers/end.html"
    list_display = ["titled", "client", "freelancer", "state_badge", "begun_months", "monthly", "next"]
    list_filter = ["state", admin_base.CurrencyFilter, "began_at"]
    list_select_related = ["client", "freelancer"]
    linked_by = ["client__id__exact", "freelancer__id__exact"]
    date_hierarchy = "began_at"
    ordering = ["-pk"]
    search_fields = ["=pk", "title", "client__email", "client__display_name", "freelancer__email"]
    search_help_text = "Number, title, or the address of either side"
    fieldsets = [
        (None, {"fields": [("state_badge", "begun_months", "monthly"), "agreed"]}),
        ("Sides", {"fields": [("client", "freelancer")]}),
        ("Dates", {"fields": [("begun", "next", "tried"), ("ended", "ended_by", "ended_why")]}),
    ]

    def in_search(self, subscription):
        sides = f"{subscription.client} and {subscription.freelancer}"
        return f"{subscription.pk}, {subscription.title}", f"{sides}, {subscription.state_words}"

    @admin.display(description="subscription", ordering="pk")
    def titled(self, subscription):
        return admin_base.short(f"{subscription.pk}, {subscription.title}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, subscription):
        return badge(subscription.state, subscription.get_state_display())

    @admin.display(description="months")
    def begun_months(self, subscription):
        return f"{subscription.made} of {subscription.months}"

    @admin.display(description="a month", ordering="price")
    def monthly(self, subscription):
        less = f", then {percent_text(subscription.discount)} less" if subscription.discount else ""
        return f"{minor_text(subscription.price, subscription.currency)}{less}"

    @admin.display(description="agreed with")
    def agreed(self, subscription):
        return admin_base.link("offers_offer", subscription.offer_id, subscription.offer)

    @admin.display(description="begun", ordering="began_at")
    def begun(self, subscription):
        return exact(subscription.began_at)

    @admin.display(description="next month", ordering="next_at")
    def next(self, subscription):
        return exact(subscription.next_at)

    @admin.display(description="tried in vain since")
    def tried(self, subscription):
        return exact(subscription.trying_since)

    @admin.display(description="ended")
    def ended(self, subscription):
        return exact(subscription.ended_at)

    def act_context(self, row):
        return {}

    def panels(self, request, subscription):
        yield admin_base.Panel(
            "Months",
            ["Month", "Offer", "Order", "State", "Price"],
            [
                [
                    one.number,
                    admin_base.link("offers_offer", one.offer_id, one.offer_id),
                    admin_base.link("milestones_order", one.offer.order_id, one.offer.order) if one.offer.order else "",
                    badge(one.offer.state, one.offer.get_state_display()),
                    minor_text(one.offer.total, subscription.currency),
                ]
                for one in subscription.parts.select_related("offer__order").order_by("number")
            ],
        )
        timers = Deadline.objects.filter(reference=subscription.thread).order_by("settled_at", "-pk")
        yield admin_base.Panel("Timers", ["What", "Due", "Step", "State"], deadline_rows(timers), empty="None.")
        yield admin_base.Panel(
            "History",
            ["When", "What", "Why"],
            [
                [
                    exact(one.at),
                    admin_base.link("events_event", one.pk, one.kind),
                    one.data.get("reason") or one.data.get("why", ""),
                ]
                for one in Event.objects.of(subscription.thread)[:SHOWN_EVENTS]
            ],
            more=admin_base.listing("events_event", "Every event of this subscription", q=subscription.thread),
        )
