"""Finding jobs: what an address asks for, and a page of what meets it. Newest first; no order is for sale.

Every order is a plain column with the number of the post behind it, so that pages are read on from where one ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from marketplace import clock
from marketplace.accounts.locales import language_name, languages
from marketplace.accounts.models import OUT_OF_TRADE, User
from marketplace.gigs.models import Category
from marketplace.gigs.search.filters import DOLLAR, UPSIDE_DOWN, Filters, Reader
from marketplace.gigs.search.matching import MOST_COUNTED
from marketplace.gigs.search.sorting import Column
from marketplace.jobs.limits import post_policies
from marketplace.jobs.models import Post, Proposal, SavedPost
from marketplace.jobs.models.post import FOUND
from marketplace.postgresql.full_text import MOST_LETTERS, TsQuery, Words, words_of
from marketplace.postgresql.prepared import prepared_querysets

PAGE = 20
NEWEST, SOONEST, DEAREST = "", "closing", "budget"
SORTS = {NEWEST: "Newest", SOONEST: "Closing soonest", DEAREST: "Highest budget"}
COLUMNS = {
    NEWEST: Column("opened_at", falls=True),
    SOONEST: Column("closes_at", is_time=True),
    DEAREST: Column("most_usd", falls=True, is_time=False),
}
POSTED = {"1": "In the last day", "7": "In the last week", "30": "In the last month"}


@dataclass(frozen=True)
class JobFilters:
    """What the address asks for. `money` has the budget, in any currency; `mine`: by the skills of the reader."""

    money: Filters
    words: str = ""
    category: Category | None = None
    policy: str = ""
    language: str = ""
    posted: str = ""
    without_proposals: bool = False
    mine: bool = False
    saved: bool = False
    sort: str = NEWEST

    @property
    def errors(self) -> Mapping[str, str]:
        return self.money.errors

    @property
    def typed(self) -> Mapping[str, str]:
        return self.money.typed

    @property
    def currency(self) -> str:
        return self.money.currency

    def chips(self) -> list[tuple[str, tuple[str, ...]]]:
        """The filters in use, as words, each with the names that it has in the address."""
        found: list[tuple[str, tuple[str, ...]]] = []
        for is_used, words, names in (
            (self.mine, "For my skills", ("mine",)),
            (self.saved, "Saved", ("saved",)),
            (self.category, str(self.category), ("category",)),
            (self.money.budget, f"Budget: {self.money.budget}", ("from", "to", "currency")),
            (self.policy, f"Rulebook: {self.policy}", ("policy",)),
            (self.language, f"In {language_name(self.language)}", ("language",)),
            (self.posted, f"Posted {POSTED.get(self.posted, '').lower()}", ("posted",)),
            (self.without_proposals, "No proposals yet", ("none",)),
        ):
            if is_used:
                found.append((words, names))
        return found


def read(asked: QueryDict, fields: list[Category] | None = None) -> JobFilters:
    """The filters of an address, without trusting any of it. `fields` are all fields of work, if at hand."""
    fields = Category.objects.tree() if fields is None else fields
    categories = {one.slug: one for parent in fields for one in (parent, *parent.kinds)}
    reader = Reader(asked)
    currency = reader.one_of("currency", settings.CURRENCIES) or DOLLAR
    least, most = reader.amount("from", currency), reader.amount("to", currency)
    if least and most and least > most:
        reader.errors["to"], most = UPSIDE_DOWN, None
    typed = {name: reader.text(name) for name in ("from", "to")}
    named = reader.one_of("category", categories)
    return JobFilters(
        money=Filters(least=least, most=most, currency=currency, rates=_rates, errors=reader.errors, typed=typed),
        words=" ".join(reader.text("q").split())[:MOST_LETTERS],
        category=categories.get(named),
        policy=reader.one_of("policy", {one.key for one in post_policies()}),
        language=reader.one_of("language", languages()),
        posted=reader.one_of("posted", POSTED),
        without_proposals=bool(reader.text("none")),
        mine=bool(reader.text("mine")),
        saved=bool(reader.text("saved")),
        sort=reader.one_of("sort", SORTS),
    )


def _rates() -> Mapping[str, str]:
    """Units of each currency for one US dollar, as the rulebook has them that jobs are first offered."""
    policy = post_policies().first()
    return policy.reference_rates if policy else {}


def matching(filters: JobFilters, reader) -> QuerySet[Post]:
    """What is open to everybody, and meets it all.

    Who is out of trade is read once, from an index of their own, as for gigs: to look each client up is dear.
    """
    out_of_trade = User.objects.filter(OUT_OF_TRADE).order_by()
    found = Post.objects.filter(FOUND, closes_at__gt=clock.now()).exclude(client__in=out_of_trade)
    if filters.category:
        kinds = [filters.category.pk] if filters.category.parent_id else [one.pk for one in filters.category.kinds]
        found = found.filter(category__in=kinds)
    if filters.money.least:
        found = found.filter(most_usd__gte=filters.money.least_usd)
    if filters.money.most:
        found = found.filter(most_usd__gt=0, least_usd__lte=filters.money.most_usd)
    if filters.policy:
        found = found.filter(policy__key=filters.policy)
    if filters.language:
        found = found.filter(language=filters.language)
    if filters.posted:
        found = found.filter(opened_at__gte=clock.now() - clock.days(int(filters.posted)))
    if filters.without_proposals:
        found = found.filter(~Exists(Proposal.objects.filter(post=OuterRef("pk"))))
    return _of_words(_of_reader(found, filters, reader), filters)


def _of_reader(found: QuerySet[Post], filters: JobFilters, reader) -> QuerySet[Post]:
    if filters.saved:
        found = found.filter(Exists(SavedPost.objects.filter(user=reader.pk or 0, post=OuterRef("pk"))))
    if filters.mine:
        skills = skills_of(reader)
        found = found.filter(words=skills) if skills else found.none()
    return found


def _of_words(found: QuerySet[Post], filters: JobFilters) -> QuerySet[Post]:
    words = words_of(filters.words, (filters.language or "en",))
    return found.filter(words=words.literal) if words else found


def skills_of(reader) -> TsQuery | None:
    """What finds the jobs for somebody's skills: each of them in a title or among the skills of a post."""
    skills = [one for one in getattr(reader, "skills", []) or [] if one.strip()]
    words = Words.read([" ".join(one.split()) for one in skills], (), weight="AB") if skills else None
    return TsQuery(" | ".join(words.parts)) if words else None


@dataclass(frozen=True)
class Page:
    """Some of what was found, in order; `total` is one more than MOST_COUNTED where there are more."""

    posts: list[Post] = field(default_factory=list)
    total: int = 0
    next: str = ""
    is_first: bool = True


def find(filters: JobFilters, reader, after: str = "") -> Page:
    """A page of it, with what its cards show, in a few statements."""
    if filters.words or filters.mine or filters.category:  # how many there are decides how they are found
        return _find(filters, reader, after)
    with prepared_querysets():
        return _find(filters, reader, after)


def _find(filters: JobFilters, reader, after: str) -> Page:
    found, column = matching(filters, reader), COLUMNS[filters.sort]
    total = found.order_by()[: MOST_COUNTED + 1].count()
    keys = list(column.ordered(found.filter(column.after(after))).values_list("pk", flat=True)[: PAGE + 1])
    posts = for_cards(keys[:PAGE], reader)
    mark = column.mark(posts[-1]) if posts and len(keys) > PAGE else ""
    return Page(posts, total, mark, is_first=not after)


def for_cards(keys: list[int], reader) -> list[Post]:
    """The posts of these keys, in this order, with what a card shows."""
    saved = SavedPost.objects.filter(user=reader.pk or 0, post=OuterRef("pk"))
    mine = Proposal.objects.filter(freelancer=reader.pk or 0, post=OuterRef("pk"))
    rows = Post.objects.select_related("client", "category").annotate(is_saved=Exists(saved), is_mine=Exists(mine))
    found = rows.defer("words", "client__about", "client__skills").in_bulk(keys)
    return [found[key] for key in keys if key in found]
