"""Who hears of what: every kind of event is decided here, told or silent. A test finds the undecided ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from marketplace.notifications.event_context import AT_DESK, DESK, EventContext
from marketplace.notifications.models import Group
from marketplace.offers.models.offer import OPEN
from marketplace.policies.models import Origin
from marketplace.reports.models import ReportState
from milestones.timer_kinds import Kind

MONEY, DEADLINES, WORK, MESSAGES, QUESTIONS = Group

Hearers = Callable[[EventContext], Iterable[User]]


def others(matter: EventContext) -> list[User]:
    """Both sides but whoever did it. When a timer, the gateway or support did it: both."""
    return [one for one in matter.parties if one.pk != matter.event.actor_id]


def client(matter: EventContext) -> list[User]:
    return [one for one in others(matter) if one == matter.client]


def freelancer(matter: EventContext) -> list[User]:
    return [one for one in others(matter) if one == matter.freelancer]


def who_is_offered(matter: EventContext) -> list[User]:
    """The other side of an offer; a proposal for a job is told as such (proposal.sent)."""
    return [] if matter.offer.origin == Origin.JOB_POST else others(matter)


def who_proposed(matter: EventContext) -> list[User]:
    """Those whose proposals for this post may still be answered."""
    open_ = matter.post.proposals.filter(offer__state__in=OPEN).select_related("freelancer")
    return [one.freelancer for one in open_ if one.freelancer_id != matter.event.actor_id]


def poster(matter: EventContext) -> list[User]:
    """Whose job it is."""
    return [matter.post.client]


def poster_and_proposers(matter: EventContext) -> list[User]:
    return [*poster(matter), *who_proposed(matter)]


def invited(matter: EventContext) -> list[User]:
    """Whom somebody asked to propose; who was asked by a link has that mail."""
    return [one for one in [matter.invitation.freelancer] if one]


def who_waits_for_it(matter: EventContext) -> list[User]:
    """Both sides of an offer; of a month of a subscription its own events tell."""
    return [] if matter.offer.renews else others(matter)


def client_unless_monthly(matter: EventContext) -> list[User]:
    return [] if matter.offer.renews else client(matter)


def who_saw_it(matter: EventContext) -> list[User]:
    """The other side of an offer that was sent; a draft that is thrown away was nobody else's."""
    return who_waits_for_it(matter) if matter.offer.sent_at else []


def who_asked(matter: EventContext) -> list[User]:
    """Whose request it was, unless they closed it themselves by what they did."""
    return [one for one in others(matter) if one.pk == matter.case.asked_by_id]


def reminded(matter: EventContext) -> list[User]:
    """Who has to act before a timer, unless somebody acted already: a reminder of what is over only confuses."""
    data, milestone = matter.data, matter.milestone
    live = Deadline.objects.live().filter(kind=data["of"], milestone=milestone, due_at=data["until"])
    who = freelancer if data["of"] == Kind.DUE else client
    return who(matter) if live.exists() else []


def asked(matter: EventContext) -> list[User]:
    """Who has to answer the questions of an order, while somebody waits for it."""
    waits = matter.order.is_active and matter.order.awaits_brief
    return client(matter) if waits else []


def sees_progress(matter: EventContext) -> list[User]:
    """The client, of what was done; what is taken back is only seen."""
    return client(matter) if matter.data["done"] else []


def payer(matter: EventContext) -> list[User]:
    """Whose card it is."""
    return [matter.payment.user]


def payer_or_both(matter: EventContext) -> list[User]:
    """A failed payment concerns both sides when it was for a milestone, and the payer alone when it was a top-up."""
    return payer(matter) if matter.payment else others(matter)


def support(matter: EventContext) -> list[User]:
    """Who may decide about this order: staff with the permission, but the two parties."""
    return _staff("milestones", "support_order", but=matter.parties)


def bookkeepers(matter: EventContext) -> list[User]:
    """Who looks at payments, but whose it is."""
    return _staff("escrow", "view_paymentturn", but=payer(matter))


def helpdesk(matter: EventContext) -> list[User]:
    """Who may answer this question."""
    return _staff("helpdesk", "answer_ticket", but=[matter.ticket.user])


def keepers(matter: EventContext) -> list[User]:
    """Who looks after accounts, but whose it is."""
    return _staff("accounts", "change_user", but=[matter.person])


def owner(matter: EventContext) -> list[User]:
    """Whose gig it is."""
    return [matter.gig.owner]


def person(matter: EventContext) -> list[User]:
    """Whom it is about."""
    return [matter.person]


def who_deals_with(matter: EventContext) -> list[User]:
    """The other sides of whoever is suspended, or no longer."""
    return [one for one in matter.parties if one.pk != matter.data["person"]]


def unread_reader(matter: EventContext) -> list[User]:
    """For whom something stayed unread."""
    return [one for one in matter.parties if one.pk == matter.data["reader"]]


def moderators(matter: EventContext) -> list[User]:
    """Who may decide about a reported message, but the two who write to each other."""
    return _staff("inbox", "support_conversation", but=matter.parties)


def who_reported(matter: EventContext) -> list[User]:
    return [matter.report.by]


def who_wrote_it(matter: EventContext) -> list[User]:
    """Of the message that is reported."""
    return [matter.report.message.by]


def who_has_not_reviewed(matter: EventContext) -> list[User]:
    """Whom the only review of an order is about."""
    return [matter.review.about]


def review_moderators(matter: EventContext) -> list[User]:
    """Who may decide about a reported review, but the two whom it is of."""
    return _staff("reviews", "support_review", but=matter.parties)


def who_reported_or_wrote_it(matter: EventContext) -> list[User]:
    """Of a review that stays."""
    return [matter.review_report.by, matter.review.by]


def all_who_reported_or_wrote_it(matter: EventContext) -> list[User]:
    """Of a review that is removed: every report of it that was open is upheld with it."""
    upheld = matter.review.reports.filter(state=ReportState.UPHELD).select_related("by").order_by("pk")
    return [*(report.by for report in upheld), matter.review.by]


def asker(matter: EventContext) -> list[User]:
    """Who asked support."""
    return [matter.ticket.user]


def _staff(app: str, codename: str, *, but: list[User]) -> list[User]:
    """Staff with a permission, but whom it is about."""
    permission = Q(content_type__app_label=app, codename=codename)
    permitted = Q(is_superuser=True)
    for way in ("user_permissions", "groups__permissions"):
        permitted |= Q(**{f"{way}__{key}": value for key, value in permission.children})  # type: ignore[misc]
    staff = User.objects.filter(permitted, is_staff=True, is_active=True).distinct()
    return list(staff.exclude(pk__in=[one.pk for one in but]))


def folder_of(group: str) -> str:
    """Where the words of a group's mails are, under templates/."""
    return "mail/desk" if group in AT_DESK else "mail"


@dataclass(frozen=True)
class Rule:
    """Who hears of a kind of event, and which group it is in. A `consequence` is not what a mail is named after.

    What is not `mailed` is only told here.
    """

    hearers: Hearers
    group: str
    consequence: bool = False
    mailed: bool = True

    @property
    def folder(self) -> str:
        """Where the words of its mail are, under templates/."""
        return folder_of(self.group)


TOLD: dict[str, list[Rule]] = {
    # The work
    "milestone.delivered": [Rule(client, WORK)],
    "milestone.revision_requested": [Rule(freelancer, WORK)],
    "milestone.ticked": [Rule(sees_progress, WORK, mailed=False)],
    "milestone.call_arranged": [Rule(others, WORK)],
    "milestone.approved": [Rule(others, WORK)],
    "milestone.released": [Rule(freelancer, WORK)],
    "milestone.lapsed": [Rule(others, DEADLINES)],
    "milestone.given_back": [Rule(client, WORK)],
    "milestone.cancelled": [Rule(others, WORK)],
    "milestone.added": [Rule(others, WORK, consequence=True)],
    "order.plan_changed": [Rule(others, WORK)],
    "order.stopped": [Rule(others, WORK)],
    "order.completed": [Rule(others, WORK, consequence=True)],
    "order.cancelled": [Rule(others, WORK, consequence=True)],
    "order.reopened": [Rule(others, WORK, consequence=True)],
    "order.paused": [Rule(others, WORK, consequence=True)],
    "order.resumed": [Rule(others, DEADLINES)],
    # The questions of an order
    "order.answered": [Rule(freelancer, WORK)],
    "order.answers_added": [Rule(freelancer, WORK)],
    "order.answers_skipped": [Rule(client, WORK)],
    "order.answers_returned": [Rule(client, WORK)],
    "order.answers_overdue": [Rule(others, DEADLINES)],
    "order.reminded": [Rule(asked, DEADLINES)],
    "order.called_off": [Rule(others, WORK)],
    # A suspension that lasts
    "order.suspension_lasted": [Rule(others, DEADLINES)],
    "order.left": [Rule(others, WORK)],
    # The resolution center
    "case.asked": [Rule(others, WORK)],
    "case.accepted": [Rule(others, WORK)],
    "case.answered": [Rule(others, WORK)],
    "case.declined": [Rule(others, WORK)],
    "case.withdrawn": [Rule(others, WORK)],
    "case.voided": [Rule(who_asked, WORK, consequence=True)],
    "milestone.disputed": [Rule(others, WORK)],
    "milestone.settled": [Rule(others, WORK, consequence=True)],
    "milestone.resumed": [Rule(others, WORK, consequence=True)],
    "dispute.answered": [Rule(others, WORK)],
    "dispute.escalated": [Rule(others, WORK, consequence=True), Rule(support, DESK)],
    "dispute.decided": [Rule(others, WORK)],
    "dispute.settled": [Rule(others, WORK)],
    # Accounts
    "account.taken_back": [Rule(keepers, DESK)],
    "account.suspended": [Rule(person, WORK)],
    "account.restored": [Rule(person, WORK)],
    "order.party_suspended": [Rule(who_deals_with, WORK)],
    "order.party_restored": [Rule(who_deals_with, WORK)],
    "offer.party_suspended": [Rule(who_deals_with, WORK)],
    "offer.party_restored": [Rule(who_deals_with, WORK)],
    # Questions to support
    "ticket.asked": [Rule(helpdesk, QUESTIONS)],
    "ticket.replied": [Rule(helpdesk, QUESTIONS)],
    "ticket.answered": [Rule(asker, WORK)],
    # Conversations
    "conversation.waiting": [Rule(unread_reader, MESSAGES)],
    "message.reported": [Rule(moderators, DESK)],
    "report.upheld": [Rule(who_reported, WORK), Rule(who_wrote_it, WORK)],
    "report.dismissed": [Rule(who_reported, WORK)],
    # Reviews
    "review.written": [Rule(others, WORK)],
    "review.published": [Rule(others, WORK)],
    "review.reminded": [Rule(who_has_not_reviewed, DEADLINES)],
    "review.replied": [Rule(others, WORK)],
    "review.reported": [Rule(review_moderators, DESK)],
    "review.removed": [Rule(all_who_reported_or_wrote_it, WORK)],
    "review.kept": [Rule(who_reported_or_wrote_it, WORK)],
    # Offers
    "offer.sent": [Rule(who_is_offered, WORK)],
    "offer.revised": [Rule(others, WORK)],
    "offer.countered": [Rule(others, WORK)],
    "offer.changes_asked": [Rule(others, WORK)],
    "offer.taken_up": [Rule(others, WORK)],
    "offer.accepted": [Rule(others, WORK)],
    "offer.declined": [Rule(others, WORK)],
    "offer.withdrawn": [Rule(who_saw_it, WORK)],
    "offer.expired": [Rule(who_waits_for_it, WORK)],
    "offer.payment_failed": [Rule(client_unless_monthly, MONEY)],
    "offer.deposited": [Rule(client, MONEY, consequence=True)],
    "offer.deposit_returned": [Rule(client, MONEY, consequence=True)],
    "subscription.renewed": [Rule(client, MONEY), Rule(freelancer, WORK)],
    "subscription.delayed": [Rule(client, MONEY), Rule(freelancer, WORK)],
    "subscription.lapsed": [Rule(others, WORK)],
    "subscription.cancelled": [Rule(others, WORK)],
    # Gigs
    "gig.ordered": [Rule(freelancer, WORK)],
    "gig.removed": [Rule(owner, WORK)],
    "gig.restored": [Rule(owner, WORK)],
    "gig.moved": [Rule(owner, WORK)],
    "steps.withdrawn": [Rule(person, WORK)],
    "steps.restored": [Rule(person, WORK)],
    # Jobs
    "proposal.sent": [Rule(poster, WORK)],
    "post.revised": [Rule(who_proposed, WORK)],
    "post.removed": [Rule(poster_and_proposers, WORK)],
    "post.invited": [Rule(invited, WORK)],
    "invitation.declined": [Rule(poster, WORK)],
    "post.closing_soon": [Rule(poster, DEADLINES)],
    "post.lapsed": [Rule(poster, DEADLINES)],
    # Deadlines
    "deadline.reminded": [Rule(reminded, DEADLINES)],
    "deadline.extended": [Rule(others, DEADLINES)],
    "review.extended": [Rule(others, DEADLINES)],
    "milestone.extended": [Rule(others, DEADLINES, consequence=True)],
    "milestone.due_moved": [Rule(others, DEADLINES, consequence=True)],
    "milestone.overdue": [Rule(others, DEADLINES)],
    # Money
    "milestone.funded": [Rule(others, MONEY)],
    "milestone.paid": [Rule(freelancer, MONEY, consequence=True)],
    "milestone.part_released": [Rule(freelancer, MONEY)],
    "milestone.rolled": [Rule(freelancer, MONEY)],
    "milestone.cleared": [Rule(freelancer, MONEY)],
    "milestone.refunded": [Rule(client, MONEY, consequence=True)],
    "payment.failed": [Rule(payer_or_both, MONEY)],
    "payment.retried": [Rule(client, MONEY)],
    "payment.kept": [Rule(client, MONEY)],
    "payment.confirmation_asked": [Rule(payer, MONEY)],
    "payment.refunded": [Rule(payer, MONEY)],
    "payment.refund_failed": [Rule(payer, MONEY)],
    "payment.refund_returned": [Rule(payer, MONEY), Rule(bookkeepers, DESK)],
    "payment.refund_late": [Rule(bookkeepers, DESK)],
    "payment.charge_returned": [Rule(payer, MONEY), Rule(bookkeepers, DESK)],
    "payment.charge_late": [Rule(payer, MONEY), Rule(bookkeepers, DESK)],
    "payment.disputed": [Rule(bookkeepers, DESK)],
    "payment.dispute_won": [Rule(bookkeepers, DESK)],
    "payment.dispute_lost": [Rule(payer, MONEY), Rule(bookkeepers, DESK)],
}

SILENT: dict[str, str] = {
    "order.placed": "the accepted offer tells of it",
    "subscription.begun": "the accepted offer, or the ordered gig, tells of it",
    "order.source_chosen": "the client chose it a moment ago, and it is nobody else’s business",
    "offer.agreed": "its payment is under way, and the outcome tells of both",
    "account.unprotected": "whose account it is, is written to at once, whatever their wishes for mail are",
    "ticket.closed": "whoever closes it sees it, and the other side has nothing to do",
    "conversation.looked": "it is for who asks later which of support looked",
    "gig.published": "whoever publishes it sees it",
    "gig.revised": "whoever publishes it sees it, and orders keep the version that they were made from",
    "gig.paused": "whoever pauses it sees it",
    "gig.resumed": "whoever resumes it sees it",
    "gig.closed": "whoever closes it sees it, and orders go on as they are",
    "proposal.revised": "where its terms changed, the new version is told (offer.revised)",
    "post.published": "whoever opens it sees it",
    "post.closed": "whoever closes it sees it, and those who wait for an answer are told one by one (offer.declined)",
    "post.reopened": "whoever opens it again sees it",
    "post.hired": "the accepted offer tells of it",
    "contract.published": "what was sent keeps its text, and whoever writes the next version reads the new one",
    "policy.published": "rulebooks are public pages, and every order keeps the version that it was signed on",
    "policy.withdrawn": "orders that were signed on it go on as they are",
    "milestone.sent_back": "the client asked for it a moment ago; the bank’s answer is told (payment.refunded)",
    "payment.succeeded": "a top-up: whoever paid it looks at the wallet",
    "payment.cancelled": "the payer cancelled it, or let the time to confirm run out",
}


def hearers(matter: EventContext) -> dict[User, Rule]:
    """Who hears of an event, and by which rule. Raises KeyError for a kind that nobody has decided."""
    if matter.event.kind in SILENT:
        return {}
    heard: dict[User, Rule] = {}
    for rule in TOLD[matter.event.kind]:
        for person in rule.hearers(matter):
            heard.setdefault(person, rule)
    return heard


def sender_of(matter: EventContext, hearer: User) -> int | None:
    """Whose act it is, as ceilings count: the other side's, where the bank did it; nobody's, where a timer did."""
    if matter.event.actor_kind == "person":
        return matter.event.actor_id
    if matter.event.actor_kind == "gateway":
        return next((one.pk for one in matter.parties if one != hearer), None)
    return None
