"""Offers, for support: every version and signature, the deposit, the payments and the history. Only looked at."""

from collections.abc import Iterator
from itertools import pairwise

from django.contrib import admin

from escrow.models import Payment
from marketplace import admin_base
from marketplace.deadlines.models import Deadline
from marketplace.elements import badge, exact
from marketplace.events.models import Event
from marketplace.formats import days_text, minor_text, money_text
from marketplace.mail.admin import fate
from marketplace.mail.models import OutgoingMail
from marketplace.offers import invitations
from marketplace.offers.changes import changes
from marketplace.offers.history import SENTENCES, Reader
from marketplace.offers.models import Offer, Version
from milestones.admin.orders import journal
from milestones.admin.rows import deadline_rows

SHOWN_EVENTS = 30


@admin.register(Offer)
class OfferAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["titled", "client", "freelancer", "rulebook", "state_badge", "awaits", "price", "expires"]
    list_filter = ["state", "order_type", "policy", "currency", "created_at"]
    list_select_related = ["client", "freelancer", "policy"]
    date_hierarchy = "created_at"
    search_fields = [
        "=pk",
        "title",
        "invited_email",
        "client__email",
        "client__display_name",
        "freelancer__email",
        "freelancer__display_name",
    ]
    search_help_text = "Number, title, or the name or address of either side"
    fieldsets = [
        (None, {"fields": [("state_badge", "awaits", "agreed_by"), ("placed", "rulebook", "category")]}),
        ("Sides", {"fields": [("client", "freelancer", "author"), ("invited_email", "mailed", "payment_source")]}),
        (
            "Terms",
            {
                "fields": [
                    ("price", "currency", "valid_days", "origin", "order_type"),
                    ("created", "sent", "expires", "closed"),
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        related = ["client", "freelancer", "policy", "version__by", "order"]
        return super().get_queryset(request).select_related(*related)

    def in_search(self, offer):
        sides = f"{offer.client or offer.invited_email} and {offer.freelancer or offer.invited_email}"
        return f"{offer.pk}, {offer.title}", f"{sides}, {money_text(offer.money)}, {offer.state_words}"

    @admin.display(description="offer", ordering="pk")
    def titled(self, offer):
        return admin_base.short(f"{offer.pk}, {offer.title}")

    @admin.display(description="state", ordering="state")
    def state_badge(self, offer):
        return badge(offer.state, offer.get_state_display())

    @admin.display(description="rulebook", ordering="policy")
    def rulebook(self, offer):
        return f"{offer.policy.name}, v{offer.policy.version}"

    @admin.display(description="total", ordering="total")
    def price(self, offer):
        return money_text(offer.money)

    @admin.display(description="order")
    def placed(self, offer):
        return admin_base.link("milestones_order", offer.order_id, offer.order) if offer.order else ""

    @admin.display(description="invitation mailed")
    def mailed(self, offer):
        mail = OutgoingMail.objects.filter(key=invitations.key(offer)).first()
        return fate(mail) if mail else ""

    @admin.display(description="begun", ordering="created_at")
    def created(self, offer):
        return exact(offer.created_at)

    @admin.display(description="first sent", ordering="sent_at")
    def sent(self, offer):
        return exact(offer.sent_at)

    @admin.display(description="open until", ordering="expires_at")
    def expires(self, offer):
        return exact(offer.expires_at)

    @admin.display(description="closed", ordering="closed_at")
    def closed(self, offer):
        return exact(offer.closed_at)

    def panels(self, request, offer):
        yield from _versions(offer)
        timers = Deadline.objects.filter(reference=offer.thread).order_by("settled_at", "-pk")
        yield admin_base.Panel("Timers", ["What", "Due", "Step", "State"], deadline_rows(timers), empty="None.")
        yield _deposits(offer)
        yield journal(offer)
        yield _payments(offer)
        yield _history(request, offer)


def _versions(offer: Offer):
    rows = list(offer.versions.select_related("by", "upload").prefetch_related("signatures__by", "acceptances__by"))
    yield admin_base.Panel(
        "Versions",
        ["Version", "By", "When", "Total", "What changed", "Contract", "Agreed by", "Digest"],
        [
            [
                version.number,
                version.by,
                exact(version.at),
                minor_text(version.terms.total, offer.currency),
                admin_base.joined(changes(old.terms, version.terms, offer.currency) if old else []),
                admin_base.anchor(version.get_contract_url(), version.get_contract_display())
                if version.contract != "none"
                else "",
                admin_base.joined(_agreed(version)),
                version.digest[:12],
            ]
            for old, version in pairwise([None, *rows])
        ],
        empty="Nothing was sent.",
    )
    newest = rows[-1].plan if rows else []
    yield admin_base.Panel(
        "Plan of the newest version",
        ["Step", "Amount", "Time", "Revisions", "Deliverables"],
        [
            [
                f"{number}. {milestone.name}",
                minor_text(milestone.amount, offer.currency),
                days_text(milestone.days) if milestone.days else milestone.due_on or "",
                milestone.revisions,
                ", ".join(milestone.deliverables),
            ]
            for number, milestone in enumerate(newest, start=1)
        ],
    )


def _agreed(version: Version) -> Iterator[str]:
    """Who said yes to it: when, and from which network address, which is for support alone."""
    signed = [(f"{one.name} ({one.by})", one) for one in version.signatures.all()]
    accepted = [(f"{one.by}, by accepting", one) for one in version.acceptances.all()]
    for who, one in [*signed, *accepted]:
        yield f"{who}, {one.at:%Y-%m-%d %H:%M} UTC{f', from {one.address}' if one.address else ''}"


def _deposits(offer: Offer) -> admin_base.Panel:
    return admin_base.Panel(
        "Deposits",
        ["Made", "Price", "Fee", "From the balance", "Payment", "Ended", "How"],
        [
            [
                exact(one.made_at),
                *(minor_text(amount, offer.currency) for amount in (one.price, one.fee, one.from_balance)),
                admin_base.link("escrow_payment", one.payment_id, one.payment) if one.payment else "",
                exact(one.ended_at),
                one.get_outcome_display(),
            ]
            for one in offer.deposits.select_related("payment").order_by("-pk")
        ],
    )


def _payments(offer: Offer) -> admin_base.Panel:
    return admin_base.Panel(
        "Payments at the gateway",
        ["Payment", "Kind", "For", "State", "Amount", "Source", "Asked", "Why it failed"],
        [
            [
                admin_base.link("escrow_payment", one.pk, one),
                one.get_kind_display(),
                one.purpose,
                badge(one.state, one.get_state_display()),
                money_text(one.money),
                one.source,
                exact(one.created_at),
                one.failure_text,
            ]
            for one in Payment.objects.filter(thread=offer.thread).select_related("source").order_by("-pk")
        ],
        more=admin_base.listing("escrow_payment", "In the list of payments", thread=offer.thread),
    )


def _history(request, offer: Offer) -> admin_base.Panel:
    reader = Reader(offer, request.user)
    return admin_base.Panel(
        "History",
        ["When", "What", "Kind"],
        [
            [
                exact(one.at),
                SENTENCES[one.kind](one, reader) if one.kind in SENTENCES else "",
                admin_base.link("events_event", one.pk, one.kind),
            ]
            for one in Event.objects.of(offer.thread)[:SHOWN_EVENTS]
        ],
        more=admin_base.listing("events_event", "Every event of this offer", q=offer.thread),
    )
