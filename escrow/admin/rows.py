"""What the pages of the books share: amounts, tables of entries, and counting without counting everything."""

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.utils.functional import cached_property
from django.utils.html import format_html

from marketplace import desk
from marketplace.templatetags.money import signed_minor
from marketplace.templatetags.time import exact

COUNTED = 10_000  # beyond this many rows a list says roughly how long it is


class CurrencyFilter(admin.SimpleListFilter):
    """By the currencies of this site: looking for those in use would read the whole table."""

    title = "currency"
    parameter_name = "currency"

    def lookups(self, request, model_admin):
        return [(currency, currency) for currency in settings.CURRENCIES]

    def queryset(self, request, queryset):
        return queryset.filter(currency=self.value()) if self.value() else queryset


class RoughPaginator(Paginator):
    """Counts up to a limit; a whole table that is longer is as long as PostgreSQL's statistics say."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list.order_by()
        counted = rows[: COUNTED + 1].count()
        if counted <= COUNTED or rows.query.where:
            return counted
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
            return max(counted, int(cursor.fetchone()[0]))


def amount(minor: int | None, currency: str):
    return "" if minor is None else format_html('<span class="nowrap">{}</span>', signed_minor(minor, currency))


def account_link(account):
    return desk.link("escrow_account", account.pk, account)


def entry_rows(entries) -> list:
    """When, Entry, Kind, Thread."""
    return [
        [
            exact(entry.effective_at),
            desk.link("escrow_journalentry", entry.pk, entry.key),
            entry.kind,
            desk.reference(entry.thread),
        ]
        for entry in entries
    ]


ENTRY_HEADERS = ["When", "Entry", "Kind", "Thread"]
