"""A gig's page: what its terms say, package by package, with what each costs and what may happen."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.locales import country_name, language_name, zone_of
from marketplace.accounts.profile import Section
from marketplace.formats import counted, minor_text, weekday_time_text
from marketplace.gigs.models import Category, Gig, GigState, Picture, Saved
from marketplace.gigs.pages.asked import Asked
from marketplace.gigs.pages.packages import PackageView
from marketplace.gigs.pages.stages import StageView, stages_of
from marketplace.gigs.terms import GigTerms, Included, PackageKey
from marketplace.policies.decision import NextKind, Way, decide
from marketplace.policies.models import ClientStop, Policy, Revisions
from marketplace.registry import Registry
from milestones.models import Order
from milestones.models.order import OrderState

NOTICES = {
    GigState.DRAFT: "A draft: only you see it",
    GigState.PAUSED: "Paused: nobody else finds or orders it",
    GigState.REMOVED: "Support took this gig off the market",
    GigState.CLOSED: "Closed: it is not sold any more",
}


# What other apps show on it, for who reads it.
sections: Registry[Callable[[Gig, Any], Section | None]] = Registry("section of a gig’s page")


class GigPage:
    """What a gig's page shows of these terms: those of its newest version, or of a draft that its owner looks at."""

    def __init__(self, gig: Gig, terms: GigTerms, policy: Policy, user):
        self.gig, self.terms, self.policy, self.user = gig, terms, policy, user
        self.owner = gig.owner

    @property
    def is_own(self) -> bool:
        return self.user.pk == self.gig.owner_id

    @property
    def can_be_ordered(self) -> bool:
        """Whether there is a button for it: who is not signed in does that on the way."""
        return self.gig.is_published and not self.is_own

    @property
    def is_saved(self) -> bool:
        """Whether the reader keeps it, to find it again."""
        return bool(self.user.pk) and Saved.objects.filter(user=self.user, gig=self.gig).exists()

    @property
    def notice(self) -> str:
        """Why it is not on the market, for those who see it all the same."""
        return NOTICES.get(self.gig.state, "")

    @property
    def notice_more(self) -> str:
        return self.gig.removed_reason

    @cached_property
    def category(self):
        return Category.objects.select_related("parent").filter(pk=self.terms.category).first()

    @cached_property
    def sections(self) -> list[Section]:
        return [one for make in sections.values() if (one := make(self.gig, self.user))]

    @property
    def language(self) -> str:
        return language_name(self.terms.language)

    @property
    def address(self) -> str:
        """Its one address, for other sites."""
        return f"{settings.SITE_URL}{self.gig.get_absolute_url()}"

    @property
    def share_picture(self) -> str:
        """What other sites show of it."""
        first = next((picture for picture, _ in self.pictures), None)
        return f"{settings.SITE_URL}{reverse('gigs:picture', args=[first.key, 1280])}" if first else ""

    @property
    def summary(self) -> str:
        """A sentence for other sites, and for lists of what was found."""
        first, price = self.packages[0], minor_text(self.packages[0].package.price, self.terms.currency)
        how = f"in {first.steps}" if first.in_steps else "as one payment"
        return f"By {self.owner}, from {price}, {how}: {first.package.text}"

    @property
    def before_paying(self) -> str:
        """What comes between the button and the payment."""
        later = " Each later step is charged when you start it." if self.terms.has_steps and not self._charges else ""
        return f"You see it all once more before anything is charged.{later}"

    @property
    def _charges(self) -> bool:
        """Whether the next step is charged without anybody asking for it."""
        return decide(self.policy, Way.ACCEPTED, left=True) is NextKind.CHARGE

    @property
    def promise(self) -> str:
        what = "A step’s money" if self.terms.has_steps else "Your money"
        return f"{what} waits in escrow until you accept the work, or the rulebook’s time to answer is over."

    @property
    def may_stop(self) -> str:
        if not self.terms.has_steps or self.policy.client_stop == ClientStop.NEVER:
            return ""
        return "After each accepted step you may stop. Steps that never start cost nothing."

    @cached_property
    def packages(self) -> list[PackageView]:
        name = self.owner.first_name
        return [PackageView(one, self.terms, self.policy, name) for one in self.terms.packages]

    @property
    def chosen(self) -> str:
        """The package that the page begins with: the middle one, where there are three."""
        return PackageKey.STANDARD if len(self.packages) > 2 else self.packages[0].key

    @property
    def stages(self) -> list[StageView]:
        return list(stages_of(self.terms))

    @property
    def included(self) -> list[tuple[str, list[str]]]:
        """The rows of what is included, each with a word or "yes" for each package; ours below the owner's."""
        keys = self.terms.keys
        rows = [(one.name, _values(one, keys)) for one in self.terms.included]
        return [*rows, *((name, values) for name, values in self._ours() if any(values))]

    def _ours(self):
        steps = "Revisions in each step" if self.terms.has_steps else "Revisions"
        if self.policy.revisions == Revisions.PER_MILESTONE:
            yield steps, [str(one.package.revisions) for one in self.packages]
        yield "Video calls", [str(one.calls or "") for one in self.packages]
        yield "Days in all", [str(one.days or "") for one in self.packages]

    @property
    def questions(self) -> list[Asked]:
        return [Asked(one) for one in self.terms.questions] if self.policy.asks_before_start else []

    @cached_property
    def pictures(self) -> list[tuple[Picture, str]]:
        """Those that are ready, each with what stands for it."""
        found = self.gig.pictures.in_bulk([one.picture for one in self.terms.pictures])
        rows = [(found.get(one.picture), one.alt) for one in self.terms.pictures]
        return [(picture, alt) for picture, alt in rows if picture and picture.is_ready]

    @property
    def local_time(self) -> str:
        return weekday_time_text(clock.now().astimezone(zone_of(self.owner)))

    @property
    def country(self) -> str:
        return country_name(self.owner.country)

    @cached_property
    def orders(self) -> dict[str, int]:
        """How many orders the owner has, by state."""
        states = Order.objects.filter(freelancer=self.gig.owner_id).values_list("state", flat=True)
        found = list(states)
        return {state: found.count(state) for state in OrderState.values}

    @property
    def under_way(self) -> str:
        number = self.orders[OrderState.ACTIVE]
        return f"{counted(number, 'order', 'orders')} under way" if number else ""

    @property
    def finished(self) -> str:
        number = self.orders[OrderState.COMPLETED]
        return f"{counted(number, 'order', 'orders')} finished" if number else "no orders yet"


def _values(row: Included, keys: list[str]) -> list[str]:
    return [row.values.get(key, "") for key in keys]
