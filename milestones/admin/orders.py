"""Orders, for support: the plan, its timers and questions, the money and the history, each linked to its own page."""

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html

from escrow import statements
from escrow.models import Payment
from marketplace import admin_base
from marketplace.elements import badge, exact
from marketplace.formats import minor_text
from marketplace.policies.models import Revisions
from milestones.admin.brief import questions
from milestones.admin.rows import deadline_rows, requests_of
from milestones.admin.support_acts import SupportActs, address
from milestones.admin.verbs import APPROVE, CANCEL, CANCEL_ORDER
from milestones.models import Milestone, Order
from milestones.queries.reader import Reader
from milestones.wording import history

SHOWN_EVENTS = 30


@admin.register(Order)
class OrderAdmin(SupportActs):
    verbs = (CANCEL_ORDER,)
    list_display = [
        "titled",
        "client",
        "freelancer",
        "rulebook",
        "state_badge",
        "worth",
        "holding",
        "created",
    ]
    list_filter = ["state", "ending", "order_type", "policy", admin_base.CurrencyFilter, "created_at"]
    list_select_related = ["client", "freelancer", "policy"]
    date_hierarchy = "created_at"
    search_fields = [
        "=pk",
        "title",
        "client__email",
        "client__display_name",
        "freelancer__email",
        "freelancer__display_name",
    ]
    search_help_text = "Number, title, or the name or address of either side"
    fieldsets = [
        (None, {"fields": [("state_badge", "ending", "under"), ("client", "freelancer", "payment_source")]}),
        (
            "Terms",
            {
                "fields": [
                    ("currency", "price", "held", "origin", "order_type"),
                    ("starts_on", "revisions"),
                    ("created", "ended", "fault"),
                    ("answers", "rest"),
                    "charge_problem",
                ]
            },
        ),
        ("Scope", {"fields": ["scope"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        related = super().get_queryset(request).select_related("client", "freelancer", "policy")
        return related.prefetch_related("milestones")

    def in_search(self, order):
        return (
            f"{order.pk}, {order.title}",
            f"{order.client} hires {order.freelancer}, {order.state_words}",
        )

    @admin.display(description="order", ordering="pk")
    def titled(self, order):
        return admin_base.short(f"{order.pk}, {order.title}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, order):
        return badge(order.state, order.get_state_display())

    @admin.display(description="rulebook", ordering="policy")
    def rulebook(self, order):
        return f"{order.policy.name}, v{order.policy.version}"

    @admin.display(description="worth")
    def worth(self, order):
        return minor_text(sum(one.price for one in order.milestones.all()), order.currency)

    @admin.display(description="held")
    def holding(self, order):
        return minor_text(sum(one.held for one in order.milestones.all()), order.currency)

    @admin.display(description="rulebook")
    def under(self, order):
        return admin_base.link("policies_policy", order.policy_id, order.policy)

    @admin.display(description="price of the plan")
    def price(self, order):
        return minor_text(sum(one.price for one in order.plan), order.currency)

    @admin.display(description="held in escrow")
    def held(self, order):
        return minor_text(sum(one.held for one in order.plan), order.currency)

    @admin.display(description="revisions")
    def revisions(self, order):
        if order.policy.revisions != Revisions.PER_ORDER:
            return f"{order.revisions_used} asked for; {_in_words(order.policy.get_revisions_display())}"
        return f"{order.revisions_used} of {order.revisions_allowed} asked for"

    @admin.display(description="placed", ordering="created_at")
    def created(self, order):
        return exact(order.created_at)

    @admin.display(description="questions")
    def answers(self, order):
        if order.asked_at is None:
            return "none"
        if order.awaits_brief:
            return format_html("{} waits for answers since {}; no time runs", order.freelancer, exact(order.asked_at))
        how = "begun without the needed answers, or none is needed," if order.brief_skipped else "answered"
        return format_html("{} {}", how, exact(order.briefed_at))

    @admin.display(description="rest")
    def rest(self, order):
        if not order.rests:
            return "none"
        return format_html("since {}, until {}; no time runs", exact(order.paused_at), exact(order.paused_until))

    @admin.display(description="ended", ordering="ended_at")
    def ended(self, order):
        return exact(order.ended_at)

    def panels(self, request, order):
        yield self._plan(request, order)
        deadlines = order.deadlines.select_related("order", "milestone").order_by("settled_at", "-due_at", "-pk")
        yield admin_base.Panel(
            "Timers",
            ["What", "Due", "Step", "State"],
            deadline_rows(deadlines.filter(settled_at=None)),
            empty="No timer is running.",
            more=admin_base.listing("deadlines_deadline", "All timers of this order", order__id__exact=order.pk),
        )
        yield admin_base.Panel(
            "Requests and disputes",
            ["What", "State", "Asked by", "When", "Step", "Reason"],
            requests_of(order, order.cases),
        )
        if order.asked_at:
            yield questions(order)
        yield journal(order)
        yield payments(order)
        yield self._history(request, order)

    def _plan(self, request, order):
        return admin_base.Panel(
            "Plan",
            ["Step", "State", "Price", "Held", "Paid out", "Refunded", "Due", "Support"],
            [self._milestone(request, one) for one in order.plan],
        )

    def _milestone(self, request, one: Milestone):
        acts = [verb for verb in (APPROVE, CANCEL) if verb.offered(one, request.user)]
        links = [admin_base.anchor(address(one._meta, verb, one), verb.label) for verb in acts]
        return [
            admin_base.link("milestones_milestone", one.pk, f"{one.position}. {one.name}"),
            badge(one.state, one.get_state_display()),
            *(minor_text(amount, one.currency) for amount in (one.price, one.held, one.released, one.refunded)),
            exact(one.due_at),
            admin_base.joined(links),
        ]

    def _history(self, request, order):
        events = history.events_for(Reader(order, request.user))[:SHOWN_EVENTS]
        return admin_base.Panel(
            "History",
            ["When", "What", "Reason", "Kind"],
            [
                [exact(one.at), _told(one, order, request.user), one.data.get("reason", ""), _kind(one)]
                for one in events
            ],
            more=admin_base.listing("events_event", "Every event of this order", q=order.thread),
        )


def _in_words(rule: str) -> str:
    """What a choice of a rulebook says, for people."""
    return rule.replace("milestone", "milestone")


def _told(event, order, user) -> str:
    return history.sentence(event, Reader(order, user))


def _kind(event):
    return admin_base.link("events_event", event.pk, event.kind)


def journal(order: Order, *, about: str = "") -> admin_base.Panel:
    """What the books say of an order, or of one thing in it: every entry with where its money went."""
    entries = [one for one in statements.entries_of(order.thread) if not about or one.key.startswith(f"{about}:")]
    return admin_base.Panel(
        "Journal entries",
        ["When", "Entry", "From", "To"],
        [
            [exact(one.effective_at), admin_base.link("escrow_journalentry", one.id, one.key), _from(one), _to(one)]
            for one in entries
        ],
        more=admin_base.listing("escrow_journalentry", "In the ledger", thread=order.thread),
    )


def _from(entry):
    return admin_base.joined(
        f"{where} {minor_text(-amount, entry.currency)}" for where, amount in entry.moves.items() if amount < 0
    )


def _to(entry):
    return admin_base.joined(
        f"{where} {minor_text(amount, entry.currency)}" for where, amount in entry.moves.items() if amount > 0
    )


def payments(order: Order, *, milestone: Milestone | None = None) -> admin_base.Panel:
    """What was asked of the gateway for an order, or for one milestone of it."""
    milestones = [milestone] if milestone else order.plan
    charged = Q(pk__in=[key for one in milestones for key, _ in one.charges])  # the first one may belong to the offer
    about = Q(thread=order.thread)
    if milestone:
        about &= Q(reference=milestone.reference) | Q(data__milestones__contains=[milestone.pk])
    found = Payment.objects.filter(about | charged)
    return admin_base.Panel(
        "Payments at the gateway",
        ["Payment", "Kind", "State", "Amount", "Source", "Asked", "Why it failed"],
        [
            [
                admin_base.link("escrow_payment", one.pk, one),
                one.get_kind_display(),
                badge(one.state, one.get_state_display()),
                minor_text(one.amount, one.currency),
                one.source,
                exact(one.created_at),
                one.failure_text,
            ]
            for one in found.select_related("source").order_by("-pk")
        ],
        more=admin_base.listing("escrow_payment", "In the list of payments", thread=order.thread),
    )
