"""Who a person is to an offer. Transitions name these; they are asked under the lock."""

from marketplace.actors import GATEWAY, is_person, kind_of
from milestones.permissions import is_clock, is_party  # noqa: F401 - is_clock is named by transitions of the models


def is_author(offer, by) -> bool:
    """Who began it."""
    return kind_of(by) == "person" and by.pk == offer.author_id and by.is_active


def is_writer(offer, by) -> bool:
    """Who wrote the newest version; of a draft, its author."""
    writer = offer.version.by_id if offer.version else offer.author_id
    return kind_of(by) == "person" and by.pk == writer and by.is_active


def is_reader(offer, by) -> bool:
    """The side that the newest version was written to."""
    return offer.version is not None and is_party(offer, by) and not is_writer(offer, by)


def may_write(offer, by) -> bool:
    """The next version: of a draft its author, later either side."""
    return is_author(offer, by) if offer.version is None else is_party(offer, by)


def is_gateway(offer, by) -> bool:
    return by is GATEWAY


def may_end(subscription, by) -> bool:
    """A member of staff acting for the house; nobody ends a subscription of their own."""
    return (
        kind_of(by) == "support"
        and by.user.is_active
        and by.user.has_perm("offers.support_subscription")
        and by.pk not in (subscription.client_id, subscription.freelancer_id)
    )


def may_publish_texts(by) -> bool:
    """Publish a contract text: active staff with the right."""
    return is_person(by) and by.is_active and by.is_staff and by.has_perm("offers.add_contracttext")
