"""The page on which a proposal is written: the letter and the answers beside the editor of offers."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils.functional import cached_property

from marketplace import clock, subjects
from marketplace.errors import Refused
from marketplace.idempotency.keys import Repeated
from marketplace.jobs import actions
from marketplace.jobs.actions.parts import drafts
from marketplace.jobs.forms.proposal import LetterForm
from marketplace.jobs.models import Post, Proposal, ProposalDraft
from marketplace.numbers import whole_number
from marketplace.offers import actions as offers
from marketplace.offers import contracts
from marketplace.offers.editor import Editor
from marketplace.offers.editor.steps import WRITTEN
from marketplace.offers.models import Offer, Side
from marketplace.offers.terms import Terms
from marketplace.offers.texts.layout import Block
from marketplace.policies.models import Contract, Policy, TimeGiven
from marketplace.policies.plan import MilestoneTerms

SEND, SAVE, DISCARD, READ = "send", "save", "discard", "read"
NEWER = "There is a newer draft than this page was opened on, so nothing was discarded. Reload the page to see it."


class ProposalEditor(Editor):
    """One request to it. A new proposal begins with the steps that the client suggests."""

    is_draft = False  # it has no heading: whom it goes to and under which rulebook is the post's to say
    parts = set(WRITTEN)  # all on one page, with the letter
    buttons = "jobs/propose/buttons.html"
    is_outdated = False  # the post was changed since the version that this was written for, and the page says so

    address = ""  # the request's, in the network

    def __init__(self, user, post: Post, proposal: Proposal | None = None, *, data=None, files=None, once: str = ""):
        self.post, self.proposal = post, proposal
        super().__init__(user, proposal.offer if proposal else None, data=data, files=files, once=once)
        self.checks = self.op == READ

    # What the post says, and what it leaves to the proposal

    @property
    def is_final(self) -> bool:
        return self.op in (SEND, SAVE)

    @property
    def ends(self) -> bool:
        """Whether what was pressed leads on from the page."""
        return self.is_final or self.op == DISCARD

    @cached_property
    def kept(self) -> ProposalDraft | None:
        """What was saved before, here or on another device."""
        return drafts.current(self.post, self.offer, self.user)

    @property
    def mark(self) -> str:
        return drafts.mark_of(self.post, self.offer, self.user)

    @cached_property
    def policy(self) -> Policy:
        return self.offer.policy if self.offer else self.post.policy

    def _currency(self, raw: dict) -> str:
        return self.offer.currency if self.offer else self.post.currency

    @property
    def order_type(self) -> str:
        if self.offer:
            return self.offer.order_type
        kept = self.kept.order_type if self.kept and self.data is None else ""
        return self.policy.order_type_of(kept or self.raw.get("order_type") or "")

    @property
    def side(self) -> str:
        return Side.FREELANCER

    @cached_property
    def saved(self) -> Terms:
        if self.kept:
            return Terms.from_data(self.kept.terms)
        if self.offer:
            return super().saved
        said = self.post.version.said
        return Terms(title=said.title, scope=said.text, milestones=_planned(said.plan, self.policy, self.zone_today))

    @property
    def zone_today(self):
        return clock.now().date()

    @cached_property
    def letter(self) -> LetterForm:
        typed = self.data.dict() if self.data is not None else self._first_letter
        return LetterForm(
            self.data if self.is_final else None,
            initial=typed,
            questions=self.questions,
            policy=self.policy,
            is_new=self.offer is None,
            is_whole=self.op != SAVE,
        )

    @property
    def questions(self) -> list[str]:
        return self.post.version.said.questions

    @property
    def _first_letter(self) -> dict:
        letter, old = "", {}
        if self.kept:
            letter, old = self.kept.letter, self.kept.answers
        elif self.proposal:
            letter = self.proposal.letter
            old = dict(zip(self.proposal.post_version.said.questions, self.proposal.answers, strict=False))
        answers = {f"answer_{number}": old.get(one, "") for number, one in enumerate(self.questions, start=1)}
        return {"letter": letter, "order_type": self.order_type, **answers}

    # Sending

    def send(self) -> Proposal | None:
        """Propose, or write it anew. None where something stands against it: then the page says what."""
        return self._do(self._send)

    def keep(self) -> ProposalDraft | None:
        """Save it as a draft. None where something has not the right shape: then the page says what."""
        return self._do(lambda: actions.save_draft(self.post, by=self.user, bid=self._bid))

    def discard(self) -> bool:
        """Throw away what was saved, if it is still what this page was opened on."""
        try:
            actions.discard_draft(self.post, by=self.user, seen=self.seen)
        except offers.Stale:
            self.notes["page"] = NEWER
            return False
        return True

    def _send(self) -> Proposal:
        if self.proposal:
            return actions.revise(self.proposal, by=self.user, bid=self._bid)
        try:
            return actions.propose(self.post, by=self.user, bid=self._bid, once=self.once)
        except Repeated as repeated:
            return Proposal.objects.get(pk=subjects.key_of(repeated.made), freelancer=self.user)

    def _do[Made](self, act: Callable[[], Made]) -> Made | None:
        if not all([self.letter.is_valid(), self._is_valid()]):
            return None
        try:
            return act()
        except offers.Stale as stale:
            self.stale = stale
        except actions.Outdated as outdated:
            self.is_outdated, self.notes["page"] = True, outdated.message
        except actions.Unfit as unfit:
            for problem in unfit.problems:
                self._show(problem)
        except Refused as refused:
            if refused.field in self.letter.fields:
                self.letter.add_error(refused.field, refused.message)
            else:
                self.notes["page"] = refused.message
        return None

    @property
    def _bid(self) -> actions.Bid:
        said = self.letter.cleaned_data
        return actions.Bid(
            letter=said["letter"],
            answers=[said[name] for name in self.letter.names],
            terms=self.given,
            order_type=said.get("order_type") or self.order_type,
            signature=said.get("signature", ""),
            address=self.address,
            read=whole_number(self.data.get("read")) or 0,
            seen=self.seen,
        )

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        found = super().errors
        if not self.is_final:
            return found
        of_letter = [
            (self.letter[name].auto_id, str(self.letter.fields[name].label), str(text))
            for name, texts in self.letter.errors.items()
            if name in self.letter.fields
            for text in texts
        ]
        return [*of_letter, *found]

    # What the page shows

    @property
    def has_contract(self) -> bool:
        """Whether a contract comes of it that can be read before it is proposed."""
        return self.policy.contract != Contract.NONE

    @cached_property
    def document(self) -> list[Block]:
        """The contract of what is typed, for whoever asks to read it; none while that can't be read itself."""
        if self.op != READ or not self._is_valid():
            return []
        offer = self.offer or Offer(
            client=self.post.client,
            freelancer=self.user,
            policy=self.policy,
            currency=self.currency,
            order_type=self.order_type,
        )
        return contracts.read(offer, self.given.under(self.policy))

    @property
    def read_to_send(self) -> str:
        """Which version of the post the next press is written for: the one that was shown, or just told of."""
        posted = self.data.get("read") if self.data is not None else None
        return str(self.post.number if posted is None or self.is_outdated else whole_number(posted) or 0)

    @property
    def url(self) -> str:
        if self.proposal:
            return reverse("jobs:revise", args=[self.proposal.pk])
        return reverse("jobs:propose", args=[self.post.pk])


def _planned(plan: list[MilestoneTerms], policy: Policy, today) -> list[MilestoneTerms]:
    """The suggested steps with days as the rulebook gives them: a number, or the day that it comes to."""
    found, until = [], today
    for one in plan:
        until += timedelta(days=one.days or 0)
        dated = policy.time_given != TimeGiven.DAYS and one.days
        due_on = until if dated else None
        found.append(MilestoneTerms(one.name, one.amount, one.description, days=one.days, due_on=due_on))
    return found
