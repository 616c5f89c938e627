"""What a gig fills in of a new offer: its title, kind of work, rulebook, and the steps of its first package."""

from dataclasses import dataclass, replace

from marketplace.accounts.locales import zone_of
from marketplace.gigs.models import Gig, GigVersion
from marketplace.numbers import whole_number
from marketplace.offers import origins
from marketplace.offers.actions.ordering import terms_of
from marketplace.offers.terms import Terms
from marketplace.policies.models import OrderType
from marketplace.policies.plan import MilestoneTerms


@dataclass(frozen=True)
class FromGig:
    """`heading` is raw, by field name, as if it was typed."""

    pk: int
    heading: dict[str, str]
    terms: Terms

    @classmethod
    def find(cls, typed, user, order_type: str) -> "FromGig | None":
        """Of a gig that is on the market; None for what names none."""
        gigs = Gig.objects.published().select_related("version__policy")
        gig = gigs.filter(pk=whole_number(typed) or 0).first()
        return cls._of(gig.version, user, order_type) if gig else None

    @classmethod
    def _of(cls, version: GigVersion, user, order_type: str) -> "FromGig":
        said, package = version.said, version.said.packages[0]
        terms = replace(terms_of(version, package.key, zone_of(user).key), questions=[])
        if order_type in (OrderType.SINGLE, OrderType.SUBSCRIPTION):
            terms = replace(terms, milestones=[_as_one(terms, said.title)])
        if order_type == OrderType.SUBSCRIPTION and said.months:
            terms = replace(terms, months=min(said.months), discount=said.discount)
        return cls(version.gig_id, _heading(version), terms)


def _heading(version: GigVersion) -> dict[str, str]:
    heading = {"category": str(version.category_id), "currency": version.said.currency}
    policy = origins.direct_policies().filter(key=version.policy.key).first()
    return heading | ({"policy": str(policy.pk)} if policy else {})


def _as_one(terms: Terms, title: str) -> MilestoneTerms:
    """All steps as one."""
    days = [one.days or 0 for one in terms.milestones]
    whole = replace(terms.milestones[0], name=title, amount=terms.total, substeps=[], description="")
    return replace(whole, days=sum(days) if all(days) else None)
