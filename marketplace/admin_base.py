"""What the pages of the support desk share: rows that are only looked at, links between them, tables of what belongs.

Rows of the trade and of the books never change here: what support may do goes through the same actions as everybody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import smart_split

from marketplace.desk_names import name_of
from marketplace.postgresql.snapshot import snapshot
from marketplace.stale import SEEN, WatchedForm
from marketplace.subjects import parse, subjects

CONFLICT = 409
SHORT = 60  # letters of a text in a list
COUNTED = 10_000  # beyond this many rows a list says roughly how long it is
LONGEST = 200  # letters that somebody looks for
MOST_WORDS = 8  # each is looked for in every column of the search

# Headers of panels above figures.
FIGURES = {
    "All of it back",
    "All of it released",
    "Amount",
    "Client’s fee",
    "Cost",
    "Fee",
    "From the balance",
    "Gone back",
    "Held",
    "Paid out",
    "Price",
    "Refunded",
    "Released before",
    "Size",
    "Total",
}


def link(place: str, key, text):
    """A link to one row: link("milestones_order", 1042, "Website"). The bare text where the desk has no such page."""
    try:
        return format_html('<a href="{}">{}</a>', reverse(f"admin:{place}_change", args=[key]), text)
    except NoReverseMatch:
        return text


def listing(place: str, text, **lookups):
    """A link to a list, filtered: listing("events_event", "All of them", thread="order:42")."""
    url = list_url(place, **lookups)
    return anchor(url, text) if url else text


def list_url(place: str, **lookups) -> str:
    """The address of a filtered list; nothing where the desk has no such page."""
    try:
        return reverse(f"admin:{place}_changelist", query=lookups)
    except NoReverseMatch:
        return ""


def reference(name: str):
    """What a reference such as "milestone:42" points at, as a link where the desk has a page for it."""
    named = parse(name)
    return link(subjects[named[0]].place, named[1], name) if named else name


def anchor(url: str, text):
    """A plain link."""
    return format_html('<a href="{}">{}</a>', url, text)


def short(text: str, letters: int = SHORT):
    """A text that may be long, cut for a list; the whole of it on hover."""
    text = str(text)
    return text if len(text) <= letters else format_html('<span title="{}">{}…</span>', text, text[:letters].rstrip())


def joined(parts):
    """One below the other."""
    return format_html_join(mark_safe("<br>"), "{}", ((part,) for part in parts))


@dataclass(frozen=True)
class Panel:
    """A table below the fields of a row: what belongs to it."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence]
    empty: str = "None."
    more: str = ""

    @property
    def cells(self) -> Iterable[list[tuple]]:
        """The rows; each cell with whether it is a figure, which is set to the right."""
        return [
            [(header in FIGURES, cell) for header, cell in zip(self.headers, row, strict=True)] for row in self.rows
        ]

    @property
    def is_headed(self) -> bool:
        """Whether its columns have names at all."""
        return any(self.headers)

    @property
    def heads(self) -> list[tuple]:
        """The headers, likewise."""
        return [(header in FIGURES, header) for header in self.headers]


@dataclass(frozen=True)
class Tool:
    """A button at the top of a row's page."""

    label: str
    url: str
    tone: str = ""


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


# What the filters of a list may ask of a column: Django's own filters and the date hierarchy ask nothing else.
ASKED = ["exact", "isnull", "gte", "lt", "id__exact"]
DATE_PARTS = {"year": range(1970, 3000), "month": range(1, 13), "day": range(1, 32)}


class ShownOnlyAdmin(admin.ModelAdmin):
    """A list that answers only about what it shows.

    Django lets a list be filtered by any column of its table, hidden ones too, so whoever may look at a list of
    sessions could ask for their keys, letter by letter. Here only its filters count, its date hierarchy, and what
    links of the desk ask of it (`linked_by`).
    """

    linked_by: Sequence[str] = ()

    def changelist_view(self, request, extra_context=None):
        """The list, under the desk's name of it."""
        return super().changelist_view(request, {"title": name_of(self.opts).many} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = f"New: {name_of(self.opts).one}" if obj is None else name_of(self.opts).one
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_search_results(self, request, queryset, search_term):
        """By the first words alone: each costs a condition for each column, and a thousand of them stop the site."""
        words = list(smart_split(search_term[:LONGEST]))[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def lookup_allowed(self, lookup, value, request):
        field, _, part = lookup.rpartition("__")
        if field and field == self.date_hierarchy and part in DATE_PARTS:
            return value.isascii() and value.isdigit() and len(value) <= 4 and int(value) in DATE_PARTS[part]
        return lookup in self.linked_by or lookup in set(self._filters(request))

    def _filters(self, request) -> Iterable[str]:
        """What the filters beside the list, and the dates above it, may ask."""
        for one in [*self.get_list_filter(request), *filter(None, [self.date_hierarchy])]:
            if isinstance(one, type):
                yield one.parameter_name
            else:
                field = one[0] if isinstance(one, tuple) else one
                yield from [field, *(f"{field}__{question}" for question in ASKED)]


class Watched(ShownOnlyAdmin):
    """Rows that are edited here, by more than one agent: who writes on something older is told, and keeps the text.

    The row is locked before it is compared. Its form is a stale.WatchedForm.
    """

    form = WatchedForm

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST" or not connection.in_atomic_block:
            return found
        self.model._base_manager.select_for_update(no_key=True).get(pk=found.pk)
        return super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request, obj=None):
        """With the hidden mark of what the form was written on, where there is something to write."""
        sets = [
            (title, {**options, "fields": [one for one in options["fields"] if one != SEEN]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        return [*sets, (None, {"fields": [SEEN]})] if obj and self.has_change_permission(request, obj) else sets

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if getattr(context["adminform"].form, "is_overtaken", False):
            response.status_code = CONFLICT
        return response


class ReadOnlyAdmin(ShownOnlyAdmin):
    """Looked at, never edited: nobody adds, changes or deletes these rows by hand, superusers included."""

    list_per_page = 50
    paginator = RoughPaginator
    show_full_result_count = False
    change_form_template = "admin/desk/change_form.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def panels(self, request, obj) -> Iterable[Panel]:
        """What belongs to this row."""
        return []

    def tools(self, request, obj) -> Iterable[Tool]:
        """What may be done about this row."""
        return []

    def change_view(self, request, *args, **kwargs):
        """The row and all that belongs to it, as of one moment."""
        return snapshot(super().change_view)(request, *args, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= {"panels": list(self.panels(request, obj)), "tools": list(self.tools(request, obj))}
        return super().render_change_form(request, context, add, change, form_url, obj)
