"""Accounts and journal entries."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from escrow.admin.rows import account_link, amount
from escrow.models import Account, JournalEntry, Posting
from marketplace import admin_base
from marketplace.elements import exact
from marketplace.formats import minor_text

NEWEST = 20


@admin.register(Account)
class AccountAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["name", "kind", "currency", "of_owner", "for_what", "balance"]
    list_filter = ["kind", admin_base.CurrencyFilter]
    list_select_related = ["owner", "standing"]
    search_fields = ["reference__exact", "owner__email__iexact"]
    search_help_text = "What it is for (milestone:42, offer:7, payment:9), or the address of its owner"
    ordering = ["-pk"]
    fields = ["name", "kind", "currency", "of_owner", "for_what", "balance", "stored"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("owner", "standing")

    @admin.display(description="account")
    def name(self, account: Account) -> str:
        return str(account.address)

    @admin.display(description="owner", ordering="owner")
    def of_owner(self, account: Account) -> str:
        return admin_base.link("accounts_user", account.owner_id, account.owner) if account.owner_id else ""

    @admin.display(description="for", ordering="reference")
    def for_what(self, account: Account) -> str:
        return admin_base.reference(account.reference)

    @admin.display(description="holds now")
    def balance(self, account: Account) -> str:
        return amount(account.standing.posted, account.currency)

    @admin.display(description="balance is")
    def stored(self, account: Account) -> str:
        return "stored, and never below zero" if account.keeps_balance else "added up from its lines"

    def panels(self, request: HttpRequest, account: Account) -> Iterator[admin_base.Panel]:
        lines = Posting.objects.filter(account=account).select_related("entry").order_by("-entry")[:NEWEST]
        yield admin_base.Panel(
            title="The newest of its lines",
            headers=["When", "Entry", "Kind", "Thread", "Amount"],
            rows=[
                [
                    exact(line.entry.effective_at),
                    admin_base.link("escrow_journalentry", line.entry_id, line.entry),
                    line.entry.kind,
                    admin_base.reference(line.entry.thread),
                    amount(line.amount, line.currency),
                ]
                for line in lines
            ],
            more=admin_base.listing("escrow_journalentry", "All its entries", postings__account=account.pk),
        )


class KindFilter(admin.SimpleListFilter):
    """By the noun of the kind: a list that needs no query, unlike the kinds themselves."""

    title = "what it is about"
    parameter_name = "noun"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(noun, noun) for noun in ("charge", "dispute", "milestone", "offer", "order", "payment", "refund")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind__startswith=f"{self.value()}.") if self.value() else queryset


@admin.register(JournalEntry)
class JournalEntryAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["key", "happened", "kind", "in_thread", "who", "moved"]
    list_filter = [KindFilter, admin_base.CurrencyFilter, "effective_at"]
    linked_by = ["thread", "postings__account"]
    list_select_related = ["actor"]
    date_hierarchy = "effective_at"
    search_fields = ["key__exact", "thread__exact"]
    search_help_text = "A key (milestone:42:fund) or a thread (order:1042)"
    fields = ["key", "kind", "in_thread", "currency", "happened", "written", "who", "taken_back", "xid8"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("actor", "reverses").prefetch_related("postings")

    @admin.display(description="moved")
    def moved(self, entry: JournalEntry) -> str:
        return minor_text(sum(max(line.amount, 0) for line in entry.postings.all()), entry.currency)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "postings__account" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="happened", ordering="effective_at")
    def happened(self, entry: JournalEntry) -> str:
        return exact(entry.effective_at)

    @admin.display(description="written")
    def written(self, entry: JournalEntry) -> str:
        return exact(entry.created_at)

    @admin.display(description="thread", ordering="thread")
    def in_thread(self, entry: JournalEntry) -> str:
        return admin_base.reference(entry.thread)

    @admin.display(description="who")
    def who(self, entry: JournalEntry) -> str:
        return admin_base.link("accounts_user", entry.actor_id, entry.actor) if entry.actor_id else "Cairn"

    @admin.display(description="reverses")
    def taken_back(self, entry: JournalEntry) -> str:
        return admin_base.link("escrow_journalentry", entry.reverses_id, entry.reverses) if entry.reverses_id else ""

    def panels(self, request: HttpRequest, entry: JournalEntry) -> Iterator[admin_base.Panel]:
        lines = entry.postings.select_related("account").order_by("line")
        yield admin_base.Panel(
            title="Its lines, which add up to zero",
            headers=["Account", "For", "Amount"],
            rows=[
                [
                    account_link(line.account),
                    admin_base.reference(line.account.reference),
                    amount(line.amount, line.currency),
                ]
                for line in lines
            ],
        )
