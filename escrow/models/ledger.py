"""The ledger's tables, for reading. They are written by PostgreSQL's own function, which `escrow.ledger` calls.

Amounts are minor units of the row's currency: positive is credit (the account has more), negative is debit. Migration
0002 holds the triggers and functions that make the tables append-only and every entry balanced; docs/money.md says
which object keeps which promise.
"""

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from escrow.accounts import KEEPING, KINDS, OWNED, REFERENCED, Address


class Xid8Field(models.Field):  # type: ignore[type-arg]  # not to be subscripted at run time
    """The full id of a PostgreSQL transaction; never wraps around."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"

    def from_db_value(self, value: str, expression: object, connection: BaseDatabaseWrapper) -> int | None:
        return None if value is None else int(value)


class ThisTransaction(models.Func):
    function = "pg_current_xact_id"
    output_field = Xid8Field()


class Account(models.Model):
    """An address that money was posted to at least once. Never changed, never deleted."""

    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    keeps_balance = models.GeneratedField(
        expression=Q(kind__in=KEEPING),  # type: ignore[arg-type]  # the stubs forget conditions
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", "reference", "currency", Coalesce("owner", 0), name="escrow_account_address_unique"
            ),
            models.UniqueConstraint(fields=["id", "currency"], name="escrow_account_currency"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="escrow_account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=OWNED) ^ Q(owner__isnull=True), name="escrow_account_owner_fits_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=REFERENCED) ^ Q(reference=""), name="escrow_account_reference_fits_kind"
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="escrow_account_currency_code"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.currency}"

    @property
    def address(self) -> Address:
        return Address(self.kind, self.owner_id, self.reference, self.currency)


class Balance(models.Model):
    """What an account holds now; the trigger on Posting alone writes it. Narrow: it is rewritten all the time."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.PROTECT, related_name="stored_balance", db_constraint=False
    )
    posted = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(posted__gte=models.F("floor")), name="escrow_balance_not_overdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted}"


class BalanceRollup(models.Model):
    """The sum of all postings of transactions before `upto`, for an account without a stored balance."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.PROTECT, related_name="rollup")
    posted = models.BigIntegerField()
    upto = Xid8Field()

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted} before {self.upto}"


class Standing(models.Model):
    """What an account of any kind holds now: a view over stored balances and roll-ups."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="standing"
    )
    posted = models.BigIntegerField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted}"


class JournalEntry(models.Model):
    """One movement of money, told once: `key` is unique, so that the same thing cannot be posted twice."""

    kind = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=120)
    thread = models.CharField(max_length=60, blank=True)
    reverses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    effective_at = models.DateTimeField(help_text="When it happened, by Cairn's clock.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was written, by the database's clock.")
    xid8 = Xid8Field(db_default=ThisTransaction())

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "journal entries"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="escrow_entry_key_unique"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="escrow_entry_reversed_once"
            ),
            models.UniqueConstraint(fields=["id", "currency"], name="escrow_entry_currency"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(kind=""), name="escrow_entry_is_named"),
        ]
        indexes = [
            models.Index(fields=["thread", "id"], name="escrow_entry_thread"),
            models.Index(fields=["xid8"], name="escrow_entry_xid8"),
            models.Index(fields=["effective_at"], name="escrow_entry_effective"),
        ]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """One line of an entry: so much to or from one account. The foreign keys include the currency (migration 0002)."""

    pk = models.CompositePrimaryKey("entry_id", "line")
    entry = models.ForeignKey(
        JournalEntry, on_delete=models.PROTECT, related_name="postings", db_constraint=False, db_index=False
    )
    line = models.SmallIntegerField()
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="postings", db_constraint=False, db_index=False
    )
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="escrow_posting_amount_not_zero")]
        indexes = [models.Index(fields=["account", "entry"], include=["amount"], name="escrow_posting_account")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.line}: {self.amount} {self.currency}"
