"""Who a person is to a job post or a proposal. Transitions name these; they are asked under the lock."""

from marketplace.actors import kind_of
from milestones.permissions import is_clock  # noqa: F401 - named by transitions of the models


def is_client(post, by) -> bool:
    """Whose post it is."""
    return kind_of(by) == "person" and by.pk == post.client_id and by.is_active


def is_somebody_else(post, by) -> bool:
    """Who may propose: any person but the client."""
    return kind_of(by) == "person" and by.pk is not None and by.pk != post.client_id and by.is_active


def is_support(post, by) -> bool:
    """A member of staff acting for the house; nobody decides about a post of their own."""
    allowed = kind_of(by) == "support" and by.is_active and by.user.has_perm("jobs.support_post")
    return allowed and by.pk != post.client_id


def is_reader(proposal, by) -> bool:
    """The client, whom the proposal was made to."""
    return is_client(proposal.post, by)


def is_proposer(proposal, by) -> bool:
    """Who made the proposal."""
    return kind_of(by) == "person" and by.pk == proposal.freelancer_id and by.is_active


def is_invited(invitation, by) -> bool:
    """Whom the invitation is for."""
    return kind_of(by) == "person" and by.pk == invitation.freelancer_id and by.is_active
