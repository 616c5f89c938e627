"""The pretend bank, for support."""

from django.contrib import admin

from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment
from escrow.money import to_money
from marketplace import admin_base
from marketplace.elements import exact
from marketplace.formats import money_text


@admin.register(SandboxCharge)
class SandboxChargeAdmin(admin_base.ReadOnlyAdmin):
    """The pretend bank's side: what it did, whether we know of it or not."""

    list_display = ["reference", "kind", "status", "amount_text", "description", "asked"]
    list_filter = ["status", "kind", admin_base.CurrencyFilter]
    date_hierarchy = "created_at"
    search_fields = ["key__exact", "reference__exact", "refunds__exact"]
    search_help_text = "A payment's key, or the bank's reference"
    ordering = ["-pk"]
    fields = [
        "reference",
        "kind",
        "status",
        "amount_text",
        "of_payment",
        "refunds",
        "description",
        "code",
        "text",
        "asked",
    ]
    readonly_fields = fields

    @admin.display(description="amount", ordering="amount")
    def amount_text(self, charge: SandboxCharge) -> str:
        return money_text(to_money(charge.amount, charge.currency)) if charge.currency else ""

    @admin.display(description="our payment")
    def of_payment(self, charge: SandboxCharge) -> str:
        payment = Payment.objects.filter(key=charge.key).first()
        return admin_base.link("escrow_payment", payment.pk, payment) if payment else "none of ours"

    @admin.display(description="asked", ordering="created_at")
    def asked(self, charge: SandboxCharge) -> str:
        return exact(charge.created_at)
