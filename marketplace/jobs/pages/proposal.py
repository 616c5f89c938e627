"""One proposal through one reader's eyes."""

from functools import cached_property

from marketplace.jobs import contacts
from marketplace.jobs.changes import changes
from marketplace.jobs.models import Proposal
from marketplace.jobs.standing import Standing, standing_of
from marketplace.policies.quotes import Quote, quote
from marketplace.transitions import may


class ProposalPage:
    def __init__(self, proposal: Proposal, reader):
        self.proposal, self.reader = proposal, reader
        self.post, self.offer = proposal.post, proposal.offer

    @property
    def is_client(self) -> bool:
        return self.reader.pk == self.post.client_id

    @property
    def is_own(self) -> bool:
        return self.reader.pk == self.proposal.freelancer_id

    @property
    def is_new(self) -> bool:
        """Whether its client sees it for the first time."""
        return self.proposal.seen_at is None and may(self.post.compare, self.reader)

    @property
    def standing(self) -> Standing:
        return standing_of(self.proposal, for_client=self.is_client)

    @cached_property
    def quote(self) -> Quote:
        return quote(self.offer.policy, self.offer.version.plan, self.offer.currency)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was asked, and what was answered, of the version that it was written for."""
        return list(zip(self.proposal.post_version.said.questions, self.proposal.answers, strict=False))

    @property
    def is_older(self) -> bool:
        return self.proposal.post_version_id != self.post.version_id

    @property
    def changes(self) -> list[str]:
        """What the post says differently since this was written."""
        return changes(self.proposal.post_version.said, self.post.version.said) if self.is_older else []

    @property
    def may(self) -> dict[str, bool]:
        found = {
            name: may(getattr(self.offer, name), self.reader) for name in ("write", "accept", "decline", "withdraw")
        }
        return found | {"edit": self.is_own and may(self.offer.counter, self.reader)}

    @property
    def other(self):
        return self.proposal.freelancer if self.is_client else self.post.client

    @property
    def write_url(self) -> str:
        is_side = self.is_client or self.is_own
        return contacts.url_to_side(self.other, self.offer.thread) if is_side else ""
