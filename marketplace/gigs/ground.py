"""What terms of a gig name by key, fetched: its category, rulebook and pictures, and whether it may be in steps."""

from marketplace.gigs.limits import Ground
from marketplace.gigs.models import Category, Gig, StepsBan
from marketplace.gigs.terms import GigTerms
from marketplace.policies.models import Origin, Policy


def gig_policies():
    """The rulebooks that a gig may be published under."""
    return Policy.objects.offered().filter(origins__contains=[Origin.GIG])


def ground_of(gig: Gig, terms: GigTerms) -> Ground:
    """What `limits.problems` judges these terms of this gig on."""
    return Ground(
        category=Category.objects.of_work().filter(pk=terms.category).first(),
        policy=gig_policies().filter(pk=terms.policy).first(),
        pictures=gig.pictures.in_bulk([one.picture for one in terms.pictures]),
        may_sell_steps=may_sell_in_steps(gig.owner_id),
    )


def may_sell_in_steps(person: int) -> bool:
    """Whether support has not withdrawn this person's right to sell in steps."""
    return not StepsBan.objects.filter(person=person, lifted_at=None).exists()
