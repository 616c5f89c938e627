"""A post's page through one reader's eyes."""

from functools import cached_property

from django.db.models import Sum

from escrow.models import PaymentSource
from marketplace.accounts.locales import country_name, language_name
from marketplace.jobs import contacts
from marketplace.jobs.models import Invitation, Post, PostState, Proposal, SavedPost
from marketplace.jobs.standing import Numbers, Standing, numbers_of, standing_of
from marketplace.jobs.wording import budget_words
from marketplace.transitions import may, why_not
from milestones.models import Order


class PostPage:
    """Its client sees what became of it; a freelancer whether they can propose, and what they proposed."""

    def __init__(self, post: Post, reader):
        self.post, self.reader = post, reader
        self.terms, self.version = post.version.said, post.version

    @property
    def is_own(self) -> bool:
        return self.reader.pk is not None and self.reader.pk == self.post.client_id

    @property
    def budget(self) -> str:
        return budget_words(self.post.budget_min, self.post.budget_max, self.post.currency)

    @property
    def language(self) -> str:
        return language_name(self.post.language)

    @property
    def country(self) -> str:
        return country_name(self.post.country)

    @cached_property
    def files(self) -> list:
        found = self.post.files.in_bulk(self.terms.files) if self.terms.files else {}
        return [found[key] for key in self.terms.files if key in found]

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_of([self.post.pk])[self.post.pk]

    # What this reader has to do with it

    @cached_property
    def proposal(self) -> Proposal | None:
        if not self.reader.pk or self.is_own:
            return None
        found = self.post.proposals.filter(freelancer=self.reader)
        return found.select_related("offer__version", "post_version").first()

    @property
    def standing(self) -> Standing | None:
        return standing_of(self.proposal, for_client=False) if self.proposal else None

    @cached_property
    def invitation(self) -> Invitation | None:
        """That asks this reader, and that they have not answered."""
        if not self.reader.pk or self.is_own or self.proposal:
            return None
        return self.post.invitations.filter(freelancer=self.reader, declined_at=None).first()

    @property
    def may_propose(self) -> bool:
        return self.proposal is None and (not self.reader.pk or may(self.post.propose, self.reader))

    @property
    def has_draft(self) -> bool:
        """Whether this reader has begun to write a proposal."""
        return bool(self.reader.pk) and self.post.proposal_drafts.filter(by=self.reader).exists()

    @property
    def why_not(self) -> str:
        """Why this reader can't propose, where they otherwise could."""
        if self.is_own or self.proposal or not self.post.is_open:
            return ""
        return why_not(self.post.propose, self.reader) if self.reader.pk else ""

    @cached_property
    def is_saved(self) -> bool:
        return bool(self.reader.pk) and SavedPost.objects.filter(user=self.reader, post=self.post).exists()

    @property
    def can_be_saved(self) -> bool:
        return bool(self.reader.pk) and not self.is_own and self.post.is_open

    @property
    def write_url(self) -> str:
        return (
            ""
            if self.is_own or not self.reader.pk
            else contacts.url_to(self.reader, self.post.client, self.post.thread)
        )

    @property
    def verbs(self) -> dict[str, bool]:
        """What its client can do now; the actions ask again under the lock."""
        names = ("write", "close", "reopen", "invite")
        return {name: may(getattr(self.post, name), self.reader) for name in names}

    @cached_property
    def orders(self) -> list[Order]:
        """What came of it, for its client."""
        if not self.is_own or not self.post.hires:
            return []
        found = Order.objects.filter(offer__proposal__post=self.post).select_related("freelancer")
        return list(found.order_by("-pk")[:20])

    # Who wants it done

    @cached_property
    def is_verified(self) -> bool:
        """Whether the client can pay: something that was tried and works."""
        return PaymentSource.objects.of(self.post.client).exists()

    @cached_property
    def record(self) -> dict:
        """How many jobs the client has posted, and how many people were hired by them."""
        seen = Post.objects.of(self.post.client).exclude(state=PostState.DRAFT).filter(version__isnull=False)
        return {"posts": seen.count(), "hires": seen.aggregate(sum=Sum("hires"))["sum"] or 0}

    @property
    def is_revised(self) -> bool:
        return self.version.number > 1

    @property
    def is_written_for_older(self) -> bool:
        """Whether the reader's proposal answers an older version of it."""
        return self.proposal is not None and self.proposal.post_version_id != self.post.version_id
