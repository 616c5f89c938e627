"""Somebody's gigs on pages of others: on their own page for everybody, on the dashboard for themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.gigs import looks
from marketplace.gigs.limits import MOST_GIGS
from marketplace.gigs.models import Gig, GigState
from marketplace.gigs.search.results import for_cards
from marketplace.gigs.trade import Trade, trade_of

SHOWN = 6  # gigs at once; the others unfold, or are a page away


@dataclass(frozen=True)
class Shelf:
    """What somebody sells now: the first gigs, and the others."""

    gigs: list[Gig]

    @property
    def first(self) -> list[Gig]:
        return self.gigs[:SHOWN]

    @property
    def others(self) -> list[Gig]:
        return self.gigs[SHOWN:]


def on_page_of(person: User, reader) -> Section | None:
    """What is on the market, the newest first. Nobody has more than MOST_GIGS."""
    found = for_cards(Gig.objects.published().filter(owner=person), reader).order_by("-published_at", "-pk")
    gigs = list(found[:MOST_GIGS])
    return Section("gigs/shelf.html", Shelf(gigs), styles="css/market.css") if gigs else None


@dataclass(frozen=True)
class Own:
    """One of one's own gigs, and what came of it."""

    gig: Gig
    trade: Trade
    views: int  # in the last `days` days
    days = looks.SHOWN


@dataclass(frozen=True)
class OwnShelf:
    """The gigs that somebody worked on last; `more`: there are others."""

    rows: list[Own]
    more: bool


def on_dashboard_of(user: User) -> Section | None:
    """Own gigs, those that changed last, but for what is closed."""
    found = Gig.objects.of(user).exclude(state=GigState.CLOSED).select_related("draft", "version")
    gigs = list(found.order_by("-changed_at", "-pk")[: SHOWN + 1])
    if not gigs:
        return None
    return Section("gigs/on_dashboard.html", OwnShelf(with_what_came(gigs[:SHOWN]), more=len(gigs) > SHOWN))


def with_what_came(gigs: Collection[Gig]) -> list[Own]:
    """Each of these gigs of one person with its views and orders."""
    keys = [one.pk for one in gigs]
    trade, views = trade_of(keys), looks.views_of(keys)
    return [Own(one, trade[one.pk], views[one.pk]) for one in gigs]
