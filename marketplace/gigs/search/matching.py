"""Which gigs meet words and filters, and how many."""

from django.db.models import Q, QuerySet

from marketplace.accounts.models import OUT_OF_TRADE, User
from marketplace.gigs.models import Category, Gig, GigState
from marketplace.gigs.search.filters import Filters
from marketplace.postgresql.full_text import Words

MOST_COUNTED = 1_000


def matching(filters: Filters, words: Words) -> QuerySet[Gig]:
    """What is on sale, and meets it all."""
    return on_sale(_meeting(filters, words))


def on_sale(found: QuerySet[Gig]) -> QuerySet[Gig]:
    """Without those of people who are suspended, or whose account is closed.

    Those few are read once, from an index of their own, and each gig is looked up among them. A mark on the gig would
    have to be written for all gigs of a person at once, and would be wrong between the two.
    """
    return found.exclude(owner__in=User.objects.filter(OUT_OF_TRADE).order_by())


def _meeting(filters: Filters, words: Words) -> QuerySet[Gig]:
    found = Gig.objects.filter(_kinds(filters.category), state=GigState.PUBLISHED)
    if filters.in_steps:
        found = found.filter(steps__gt=0)
    if filters.least:
        found = found.filter(price_usd__gte=filters.least_usd)
    if filters.most:
        found = found.filter(price_usd__lte=filters.most_usd)
    if filters.days:
        found = found.filter(days_from__lte=filters.days)
    if filters.languages:
        found = found.filter(language__in=filters.languages)
    if filters.country:
        found = found.filter(country=filters.country)
    # Conditions are tried in this order, and this one has to fetch the words from where long values are kept.
    return found.filter(words=words.literal) if words else found


def _kinds(category: Category | None) -> Q:
    """Filed under this kind of work, or under any of this field."""
    if category is None:
        return Q()
    return Q(category=category.pk) if category.parent_id else Q(field=category.pk)


def counted(found: QuerySet[Gig]) -> int:
    """How many there are, up to one more than MOST_COUNTED."""
    return found.order_by()[: MOST_COUNTED + 1].count()
