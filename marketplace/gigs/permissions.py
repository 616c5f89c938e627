"""Who a person is to a gig. Transitions name these; they are asked under the lock."""

from marketplace.actors import kind_of


def is_owner(gig, by) -> bool:
    """Whose gig it is."""
    return kind_of(by) == "person" and by.pk == gig.owner_id and by.is_active


def is_somebody_else(gig, by) -> bool:
    """Who can order it: any person but its owner."""
    return kind_of(by) == "person" and by.pk is not None and by.pk != gig.owner_id and by.is_active


def is_support(gig, by) -> bool:
    """A member of staff acting for the house; nobody decides about a gig of their own."""
    return _acts_for_the_house(by) and by.pk != gig.owner_id


def is_support_of(ban, by) -> bool:
    """The same for a right of somebody's; nobody decides about their own."""
    return _acts_for_the_house(by) and by.pk != ban.person_id


def _acts_for_the_house(by) -> bool:
    return kind_of(by) == "support" and by.is_active and by.user.has_perm("gigs.support_gig")
