"""What the pages of the books share: amounts and tables of entries."""

from collections.abc import Iterable

from django.utils.html import format_html

from escrow.models import Account, JournalEntry
from marketplace import admin_base
from marketplace.elements import exact
from marketplace.formats import signed_minor_text


def amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else format_html('<span class="nowrap">{}</span>', signed_minor_text(minor, currency))


def account_link(account: Account) -> str:
    return admin_base.link("escrow_account", account.pk, account)


def entry_rows(entries: Iterable[JournalEntry]) -> list[list[object]]:
    """When, Entry, Kind, Thread."""
    return [
        [
            exact(entry.effective_at),
            admin_base.link("escrow_journalentry", entry.pk, entry.key),
            entry.kind,
            admin_base.reference(entry.thread),
        ]
        for entry in entries
    ]


ENTRY_HEADERS = ["When", "Entry", "Kind", "Thread"]
