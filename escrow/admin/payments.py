"""Payments, what they are paid with, and the pretend bank's memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from escrow import gateways
from escrow.admin.rows import ENTRY_HEADERS, entry_rows
from escrow.models import JournalEntry, Payment, PaymentSource, PaymentTurn
from marketplace import admin_base
from marketplace.elements import badge, exact
from marketplace.formats import minor_text, money_text

NEWEST = 20


def payment_rows(payments: Iterable[Payment]) -> list[list[object]]:
    """Payment, State, Amount, For, When."""
    return [
        [
            admin_base.link("escrow_payment", one.pk, f"{one.get_kind_display()} {one.pk}"),
            badge(one.standing_state, one.standing),
            money_text(one.money),
            admin_base.reference(one.reference),
            exact(one.created_at),
        ]
        for one in payments
    ]


PAYMENT_HEADERS = ["Payment", "State", "Amount", "For", "When"]


@admin.register(Payment)
class PaymentAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["title", "state_badge", "amount_text", "payer", "for_what", "started"]
    list_filter = ["state", "kind", admin_base.CurrencyFilter, "created_at"]
    linked_by = ["thread"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
    search_fields = [
        "key__exact",
        "reference__exact",
        "thread__exact",
        "gateway_reference__exact",
        "user__email__iexact",
    ]
    search_help_text = (
        "A key, a reference (milestone:42), a thread (order:1042), the gateway's own name for it, an address"
    )
    ordering = ["-pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "state_badge",
                    "amount_text",
                    "payer",
                    "paid_with",
                    "purpose",
                    "for_what",
                    "in_thread",
                    "refund_of",
                ]
            },
        ),
        (
            "At the gateway",
            {
                "fields": [
                    "key",
                    "gateway_reference",
                    "at_the_gateway",
                    "attempts",
                    "next_try",
                    "failure_code",
                    "failure_text",
                ]
            },
        ),
        ("Record", {"fields": ["started", "settled"]}),
        ("Details", {"fields": ["details"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "source", "refunds").prefetch_related("turns")

    def in_search(self, payment: Payment) -> tuple[str, str]:
        about = f"{money_text(payment.money)}, {payment.user}, {payment.state_words}"
        return self.title(payment), f"{about}, for {payment.reference}"

    @admin.display(description="payment", ordering="pk")
    def title(self, payment: Payment) -> str:
        return f"{payment.get_kind_display()} {payment.pk}"

    @admin.display(description="state", ordering="state")
    def state_badge(self, payment: Payment) -> str:
        return badge(payment.standing_state, payment.standing)

    @admin.display(description="amount", ordering="amount")
    def amount_text(self, payment: Payment) -> str:
        return money_text(payment.money)

    @admin.display(description="who", ordering="user")
    def payer(self, payment: Payment) -> str:
        return admin_base.link("accounts_user", payment.user_id, payment.user)

    @admin.display(description="with")
    def paid_with(self, payment: Payment) -> str:
        return admin_base.link("escrow_paymentsource", payment.source_id, payment.source)

    @admin.display(description="for", ordering="reference")
    def for_what(self, payment: Payment) -> str:
        return admin_base.reference(payment.reference)

    @admin.display(description="thread", ordering="thread")
    def in_thread(self, payment: Payment) -> str:
        return admin_base.reference(payment.thread)

    @admin.display(description="refund of")
    def refund_of(self, payment: Payment) -> str:
        return admin_base.link("escrow_payment", payment.refunds_id, payment.refunds) if payment.refunds_id else ""

    @admin.display(description="at the gateway")
    def at_the_gateway(self, payment: Payment) -> str:
        memory = gateways.get(payment.gateway).memory
        return admin_base.listing(memory, "What the gateway remembers", q=payment.key) if memory else ""

    @admin.display(description="asked again")
    def next_try(self, payment: Payment) -> str:
        return exact(payment.next_try_at) if payment.next_try_at else "no more"

    @admin.display(description="started", ordering="created_at")
    def started(self, payment: Payment) -> str:
        return exact(payment.created_at)

    @admin.display(description="settled", ordering="settled_at")
    def settled(self, payment: Payment) -> str:
        return exact(payment.settled_at) if payment.settled_at else "not yet"

    @admin.display(description="details")
    def details(self, payment: Payment) -> str:
        return format_html("<pre>{}</pre>", json.dumps(payment.data, indent=2, ensure_ascii=False))

    def panels(self, request: HttpRequest, payment: Payment) -> Iterator[admin_base.Panel]:
        yield admin_base.Panel(
            title="What the gateway said after its answer was final",
            headers=["When", "What", "Amount", "Cost", "Why"],
            rows=[
                [
                    exact(one.created_at),
                    admin_base.link("escrow_paymentturn", one.pk, one.get_kind_display()),
                    minor_text(one.amount, payment.currency),
                    minor_text(one.cost, payment.currency),
                    one.text,
                ]
                for one in payment.turns.order_by("pk")
            ],
        )
        yield admin_base.Panel(
            title="Refunds of it",
            headers=PAYMENT_HEADERS,
            rows=payment_rows(payment.refunded_by.prefetch_related("turns").order_by("-pk")[:NEWEST]),
        )
        if payment.thread:
            yield admin_base.Panel(
                title="The newest entries of its thread",
                headers=ENTRY_HEADERS,
                rows=entry_rows(JournalEntry.objects.filter(thread=payment.thread).order_by("-pk")[:NEWEST]),
                more=admin_base.listing("escrow_journalentry", "All of them", q=payment.thread),
            )


@admin.register(PaymentTurn)
class PaymentTurnAdmin(admin_base.ReadOnlyAdmin):
    """What contradicts a settled answer, or came after it."""

    list_display = ["title", "of_payment", "amount_text", "payer", "told"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["payment__user"]
    date_hierarchy = "created_at"
    search_fields = ["reference__exact", "payment__key__exact", "payment__user__email__iexact"]
    search_help_text = "The gateway's name of a dispute, a payment's key, or an address"
    ordering = ["-pk"]
    fields = ["title", "of_payment", "for_what", "amount_text", "cost_text", "payer", "reference", "why", "told"]
    readonly_fields = fields

    @admin.display(description="what", ordering="kind")
    def title(self, turn: PaymentTurn) -> str:
        return turn.get_kind_display()

    @admin.display(description="of")
    def of_payment(self, turn: PaymentTurn) -> str:
        return admin_base.link("escrow_payment", turn.payment_id, turn.payment)

    @admin.display(description="amount", ordering="amount")
    def amount_text(self, turn: PaymentTurn) -> str:
        return minor_text(turn.amount, turn.payment.currency)

    @admin.display(description="what the gateway took for it")
    def cost_text(self, turn: PaymentTurn) -> str:
        return minor_text(turn.cost, turn.payment.currency)

    @admin.display(description="who")
    def payer(self, turn: PaymentTurn) -> str:
        return admin_base.link("accounts_user", turn.payment.user_id, turn.payment.user)

    @admin.display(description="what it paid for")
    def for_what(self, turn: PaymentTurn) -> str:
        return admin_base.reference(turn.payment.thread or turn.payment.reference)

    @admin.display(description="why")
    def why(self, turn: PaymentTurn) -> str:
        return turn.text

    @admin.display(description="told", ordering="created_at")
    def told(self, turn: PaymentTurn) -> str:
        return exact(turn.created_at)


class RemovedFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "removed"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "In use"), ("yes", "Removed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(removed_at__isnull=self.value() == "no") if self.value() else queryset


class GatewayFilter(admin.SimpleListFilter):
    title = "gateway"
    parameter_name = "gateway"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(name, name) for name in gateways.gateways]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(gateway=self.value()) if self.value() else queryset


@admin.register(PaymentSource)
class PaymentSourceAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["title", "of_user", "gateway", "is_default", "verified", "removed"]
    list_filter = [RemovedFilter, GatewayFilter]
    list_select_related = ["user"]
    date_hierarchy = "verified_at"
    search_fields = ["token__exact", "last4__exact", "user__email__iexact"]
    search_help_text = "The last four digits, the gateway's token, or an address"
    ordering = ["-pk"]
    fields = ["title", "of_user", "gateway", "token", "is_default", "verified", "removed"]
    readonly_fields = fields

    @admin.display(description="source")
    def title(self, source: PaymentSource) -> str:
        return str(source)

    @admin.display(description="whose", ordering="user")
    def of_user(self, source: PaymentSource) -> str:
        return admin_base.link("accounts_user", source.user_id, source.user)

    @admin.display(description="verified", ordering="verified_at")
    def verified(self, source: PaymentSource) -> str:
        return exact(source.verified_at)

    @admin.display(description="removed", ordering="removed_at")
    def removed(self, source: PaymentSource) -> str:
        return exact(source.removed_at) if source.removed_at else ""

    def panels(self, request: HttpRequest, source: PaymentSource) -> Iterator[admin_base.Panel]:
        yield admin_base.Panel(
            title="The newest payments with it",
            headers=PAYMENT_HEADERS,
            rows=payment_rows(source.payments.prefetch_related("turns").order_by("-pk")[:NEWEST]),
        )
