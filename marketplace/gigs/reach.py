"""What a suspension reaches among gigs: those that are published are found and ordered by nobody meanwhile."""

from collections.abc import Iterator

from marketplace.accounts.models import User
from marketplace.accounts.suspension import MOST_LISTED, Reach, reaches
from marketplace.admin_base import Panel, link, listing
from marketplace.elements import exact
from marketplace.formats import counted, minor_text
from marketplace.gigs.models import Gig, GigState


def panels(person: User) -> Iterator[Panel]:
    gigs = Gig.objects.of(person).filter(state=GigState.PUBLISHED)
    yield Panel(
        f"{counted(gigs.count(), 'published gig', 'published gigs')}, which nobody finds or orders",
        ["Gig", "Amount", "Published"],
        [
            [
                link("gigs_gig", one.pk, f"{one.pk}, {one.title}"),
                minor_text(one.price_from, one.currency),
                exact(one.published_at),
            ]
            for one in gigs[:MOST_LISTED]
        ],
        empty="No gig of theirs is published.",
        more=listing("gigs_gig", "All their gigs", owner__id__exact=person.pk),
    )


reaches.register("gigs")(Reach(panels))
