"""The people and things that the table names: one of each, made once by the real verbs, and never left changed."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group as Rights
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from escrow import payments
from escrow.gateways.sandbox import afterwards
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Account, JournalEntry, Payment, PaymentTurn
from marketplace import clock
from marketplace.accounts import support, suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.gigs import actions as selling
from marketplace.gigs.models import Category, WorkflowTemplate
from marketplace.gigs.terms import Workflow
from marketplace.helpdesk import actions as helpdesk
from marketplace.inbox import actions as inbox
from marketplace.inbox.models import MessageFile
from marketplace.jobs import actions as jobs
from marketplace.jobs import invitations as job_invitations
from marketplace.jobs.models import PostFile
from marketplace.mail import outbox
from marketplace.mail.models import RefusedAddress
from marketplace.notifications import unsubscribe
from marketplace.notifications.models import FanOutFailure, Group, Notification
from marketplace.offers import actions as offering
from marketplace.offers import invitations
from marketplace.offers.editor.steps import steps_of
from marketplace.offers.models import ContractText, Side, Subscription
from marketplace.reviews import actions as reviewing
from marketplace.reviews.models import Review, ReviewReport
from milestones import uploads
from milestones.actions import approve, ask_client, brief, cases, deliver, disputes, pause, stop
from milestones.actions.support import cancel_order
from milestones.models import AnswerFile, Delivery, DeliveryFile, Order
from milestones.questions import Question
from milestones.timer_kinds import Kind
from tests.accounts.conftest import gave_second_factor, let_time_pass
from tests.admin.conftest import enter
from tests.conftest import card, person
from tests.gigs import workshop as gigs
from tests.jobs import workshop as posts
from tests.offers import conftest as offers
from tests.stateful import policies
from tests.workshop import again, give, hand_in, nth, place, rulebook

QUESTIONS = [
    Question("what", "What do you do?"),
    Question("which", "Which bread?", "choice", ["Rye.", "White."], required=False),
    Question("files", "What exists already?", "file", required=False),
]

# A rulebook under which every verb of the order page has a state in which it may be asked for.
LIBERAL = {
    "release_without_delivery": True,
    "partial_release": "rest_held",
    "redelivery": True,
    "revisions": "unlimited",
    "review_extension_days": 7,
    "change_orders": True,
    "plan_changes": "client",
    "extension": "both_agree",
    "whole_plan_payable": True,
    "strict_order": False,
    "client_stop": "any_time",
    "reopen_days": 14,
    "cancel_ways": ["agreement", "give_back", "refund_request", "support"],
    "refund_to": "balance_or_source",
    "requirements": "before_start",
    "requirements_days": None,
    "requirements_end": "either_may_cancel",
    "requirements_returns": 2,
    "suspended_end_days": 14,
    "pause_days_max": 14,
}
STRICT = LIBERAL | {"extension": "request", "requirements_end": "client_may_cancel"}
BY_ITSELF = LIBERAL | {"next_payment": "automatic"}
AT_THE_END = LIBERAL | {"freelancer_paid": "on_completion"}

PEOPLE = ["client", "freelancer", "other", "stranger", "support", "staff", "superuser"]
HOUR = 3600  # seconds
UNTOLD = {"django_session", "usersessions_usersession"}  # browsers may come and go
# As the view pg_stat_xact_user_tables has it, without what it joins.
WRITES = """
SELECT name, pg_stat_get_xact_tuples_inserted(id), pg_stat_get_xact_tuples_updated(id),
       pg_stat_get_xact_tuples_deleted(id)
FROM (SELECT name, quote_ident(name)::regclass AS id FROM unnest(%s::text[]) AS name) AS tables
"""


def savepoint():
    """A piece of the one transaction that all of this happens in; durable verbs may run in it."""
    piece = transaction.atomic()
    piece._from_testcase = True
    return piece


class World:
    """`people` by the columns of the table, `things` by the names under `on`; a tuple is what a URL is made of."""

    def __init__(self):
        own = {"liberal": LIBERAL, "strict": STRICT, "at-the-end": AT_THE_END, "by-itself": BY_ITSELF}
        for key, change in own.items():
            policies.publish(policies.PRESETS["fair"], change, key)
        self.people = _people()
        self.card, self.spare = card(self.client), card(self.client)
        self.things = {"": (), "guide": ("post-a-job",)}
        first = (
            _milestones,
            _briefs,
            _suspended,
            _requests,
            _offers,
            _payments,
            _gigs,
            _inbox,
            _jobs,
            _reviews,
            _personal,
            _desk,
        )
        for some in first:
            self.things |= some(self)
        self.things |= _returned(self)
        self.sessions = {name: _session(self, name) for name in PEOPLE if name != "stranger"}
        self.fresh = {name: _fresh_session(self, name) for name in self.sessions}
        self.tables = _tables()
        self.was = self.content(self.tables)

    @property
    def client(self) -> User:
        return self.people["client"]

    @property
    def freelancer(self) -> User:
        return self.people["freelancer"]

    def place(self, policy="liberal", amount=1000, questions=()):
        return place(self.client, self.freelancer, policy, (amount, amount), source=self.card, questions=questions)

    def url(self, name: str, on: str) -> str:
        thing = self.things[on]
        return reverse(name, args=thing if isinstance(thing, tuple) else (thing.pk,))

    def writes(self) -> set:
        """How often each table was written to in this transaction so far, rolled back or not."""
        with connection.cursor() as cursor:
            cursor.execute(WRITES, [self.tables])
            return set(cursor.fetchall())

    def content(self, tables) -> dict[str, str]:
        """A fingerprint of what each of these tables holds."""
        each = " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
            for table in tables
        )
        with connection.cursor() as cursor:
            cursor.execute(each)
            return dict(cursor.fetchall())

    def changed(self, before: set) -> set[str]:
        """The tables written to since these `writes` that hold something else than in the beginning."""
        written = {name for name, *_ in self.writes() - before}
        now = self.content(written) if written else {}
        return {table for table in written if now[table] != self.was[table]}


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in UNTOLD]


def _people() -> dict[str, User | None]:
    names = {"client": "Ada", "freelancer": "Grace", "other": "Mallory"}
    people = {role: person(name) for role, name in names.items()}
    people |= {"support": person("Sam"), "staff": person("Tim", is_staff=True)}
    people["superuser"] = person("Root", is_staff=True, is_superuser=True)
    support.admit(people["support"])
    return {name: User.objects.get(pk=one.pk) for name, one in people.items()} | {"stranger": None}


def _session(world: World, name: str) -> str:
    """The cookie of somebody who signed in with a second factor, some time ago."""
    browser = enter(world.people[name])
    let_time_pass(browser)
    return browser.cookies["sessionid"].value


def _fresh_session(world: World, name: str) -> str:
    """The cookie of somebody who showed a moment ago who they are, as the desk asks before an account changes."""
    browser = Client()
    browser.force_login(world.people[name])
    gave_second_factor(browser, world.people[name], ahead=HOUR)
    return browser.cookies["sessionid"].value


def _milestones(world: World) -> dict:
    """A step in each state that there is, each in an order of its own, and orders as they come."""
    working = world.place()
    reviewed, revised, over, stopped, frozen = (world.place() for _ in range(5))
    for order in (reviewed, revised, over, stopped):
        hand_in(order, 1)
    deliver.request_revision(nth(revised, 1), by=world.client, reason="Bigger.")
    approve.approve(nth(over, 1), by=world.client)
    approve.approve(nth(stopped, 1), by=world.client)
    stop.stop(stopped, by=world.client)
    later = world.place("at-the-end")
    hand_in(later, 1)
    approve.approve(nth(later, 1), by=world.client)
    disputes.dispute(nth(frozen, 1), by=world.client, reason="It is late.")
    type(working.plan[0]).objects.update(call=True)
    ticking = nth(working, 1)
    ticking.substeps = [{"name": "Draft", "done_at": None}]
    ticking.save(update_fields=["substeps"])
    strict, resting = world.place("strict"), world.place()
    asked = pause.ask_to_pause(resting, by=world.client, until=clock.today("UTC") + clock.days(5), reason="August.")
    cases.accept(asked.thing, by=world.freelancer)
    with_file = world.place()
    files = [uploads.check(SimpleUploadedFile("notes.txt", b"Some notes."))]
    deliver.deliver(nth(with_file, 1), by=world.freelancer, files=files)
    return {
        "order": working,
        "stopped": stopped,
        "strict": strict,
        "resting": again(resting),
        "by_itself": world.place("by-itself"),
        "created": world.place("open"),
        "pending": nth(working, 2),
        "funded": nth(working, 1),
        "strict_funded": nth(strict, 1),
        "delivered": nth(reviewed, 1),
        "revision": nth(revised, 1),
        "approved": nth(later, 1),
        "paid": nth(over, 1),
        "skipped": nth(stopped, 2),
        "disputed": nth(frozen, 1),
        "file": DeliveryFile.objects.get(),
        "delivery": Delivery.objects.latest("pk"),
        "review": Deadline.objects.live().get(kind=Kind.REVIEW, order=reviewed),
    }


def _briefs(world: World) -> dict:
    """An order that waits for answers, and one that has them."""
    waiting, briefed = (world.place(questions=QUESTIONS) for _ in range(2))
    files = {3: [uploads.check(SimpleUploadedFile("brand.txt", b"A brand."))]}
    brief.hand_in_answers(briefed, by=world.client, answers={1: ["Bread."]}, files=files)
    own = {"unanswered": waiting, "briefed": briefed, "answer_file": AnswerFile.objects.get()}
    with_call = nth(waiting, 1)
    with_call.call, with_call.call_at, with_call.call_url = True, clock.now(), "https://meet.example.org/1"
    with_call.save(update_fields=["call", "call_at", "call_url"])
    own["strict_unanswered"] = world.place("strict", questions=QUESTIONS)
    return own | {"call": (waiting.pk, with_call.pk), "since": (waiting.pk, 0)}


def _suspended(world: World) -> dict:
    """An order of each side with somebody whom support suspended long ago."""
    gone = person("Vera")
    with_client = place(world.client, gone, "liberal", (1000,), source=world.card)
    with_freelancer = place(gone, world.freelancer, "liberal", (1000,), source=card(gone))
    User.objects.filter(pk=gone.pk).update(
        suspended_at=clock.now() - clock.days(14),
        suspended_by=world.people["support"],
        suspended_reason="It was copied.",
    )
    return {"left_by_freelancer": again(with_client), "left_by_client": again(with_freelancer)}


def _requests(world: World) -> dict:
    """What each side asked of the other."""
    orders = [world.place() for _ in range(5)]
    question = ask_client.ask_client(nth(orders[4], 1), by=world.freelancer, question="Which blue?")
    return {
        "question_by_freelancer": question.thing,
        "asked_by_client": cases.ask_to_cancel(orders[0], by=world.client, reason="We changed our plans.").thing,
        "asked_by_freelancer": cases.ask_to_cancel(orders[1], by=world.freelancer, reason="I can't.").thing,
        "dispute_by_client": disputes.dispute(nth(orders[2], 1), by=world.client, reason="It is late.").thing,
        "dispute_by_freelancer": disputes.dispute(nth(orders[3], 1), by=world.freelancer, reason="No answer.").thing,
    }


def _offers(world: World) -> dict:
    """An offer in each state that somebody can do something about."""
    ada, grace = world.client, world.freelancer

    def written(invite=None):
        return offers.write(grace, invite or ada, "fair", role=Side.FREELANCER)

    def offered(source=world.card):
        return offers.send(offers.write(ada, grace, "fair", role=Side.CLIENT), by=ada, source=source)

    answered, declined = offers.send(written(), by=grace), offers.send(written(), by=grace)
    for side in (ada, grace):
        offering.save_draft(answered, by=side, terms=offers.terms("fair", 500, 500))
    offering.decline(declined, by=ada, reason="No time.")
    agreed = offered(card(ada, "declined"))
    offers.accept(agreed, by=grace)
    accepted = offers.accept(offers.send(written(), by=grace), by=ada, source=world.card)
    charging = offers.accept(offers.send(written(), by=grace), by=ada, source=card(ada, "confirm"))
    invitation = offers.send(written("new@example.org"), by=grace)
    about = {"thread": accepted.order.thread, "about": accepted.order.thread}
    left = {"number": 2, "removed": "Part 3", "amount": 50_000}
    Event.record("order.plan_changed", **about, by=ada, changes=[left], moved=False, currency="USD")
    contract = offers.send(offers.write(grace, ada, "contract14", role=Side.FREELANCER), by=grace)
    draft = offers.write(grace, ada, "fair", role=Side.FREELANCER, terms=offers.terms("fair", title="Secret"))
    writes = {"draft": draft, "countered": answered}
    return {
        **{f"{name}_{step}": (one.pk, step) for name, one in writes.items() for step in steps_of(one.policy)},
        "expiry": Deadline.objects.live().get(reference=contract.thread),
        "draft": draft,
        "proposed": offers.send(written(), by=grace),
        "offered": offered(),
        "countered": offers.again(answered),
        "agreed": offers.again(agreed),
        "accepted": accepted,
        "placed": offers.again(accepted).order,
        "charging": charging,
        "declined": offers.again(declined),
        "invited": invitation,
        "invitation": (invitations.token(invitation),),
        "contract": (contract.pk, 1),
        "addendum": (accepted.pk, 1),
    }


def _gigs(world: World) -> dict:
    """A gig in each state that somebody can do something about; Ada sells, too."""
    ada, house = world.client, Support(world.people["support"], "It is somebody else’s work.")
    shown = gigs.published(ada)
    paused = selling.pause(gigs.published(ada), by=ada)
    removed = selling.remove(gigs.published(ada), by=house)
    kept = gigs.published(ada)
    selling.keep(by=ada, gig=kept)
    selling.keep(by=ada, person=world.people["other"])
    for name in ("freelancer", "other", "support", "staff", "superuser"):
        give(world.people[name], 20_000)  # without a card, of which they have none to show
    written = gigs.draft(ada)
    sold = gigs.published(world.freelancer, gigs.terms(questions=[]))
    purchase = offering.Purchase("basic", sold.version.digest, world.card)
    deal = offering.order(sold, by=ada, purchase=purchase)
    offers.settle(deal.offer)
    bought = cancel_order(offers.again(deal.offer).order, by=house).thing
    monthly = gigs.published(world.freelancer, gigs.terms(questions=[], workflow=Workflow(), months=[3]))
    purchase = offering.Purchase("basic", monthly.version.digest, world.card, months=3)
    subscribed = offering.order(monthly, by=ada, purchase=purchase)
    offers.settle(subscribed.offer)
    subscription = Subscription.objects.get()
    return {
        "bought": bought,
        "subscription": subscription,
        "month": subscription.parts.get(),
        "renewal": Deadline.objects.live().get(kind="renew"),
        "gig_overview": (written.pk, "overview"),
        "gig_gallery": (written.pk, "gallery"),
        "gig_milestones": (written.pk, "description"),
        "gig_last_step": (written.pk, "publish"),
        "gig_gone": (removed.pk, "overview"),
        "gig": shown,
        "gig_kept": kept,
        "person_kept": world.people["other"],
        "kind_of_work": ("logo-design",),
        "gig_basic": (shown.pk, "basic"),
        "gig_picture": (shown.pictures.get().key, 640),
        "gig_page": (shown.pk, shown.slug),
        "gig_draft": written,
        "gig_paused": gigs.again(paused),
        "gig_removed": gigs.again(removed),
        "gig_version": shown.version,
        "picture": shown.pictures.get(),
        "template": WorkflowTemplate.objects.first(),
        "steps_ban": selling.withdraw_steps(person("Banned"), by=house),
    }


def _inbox(world: World) -> dict:
    """What client and freelancer wrote to each other, archived and muted by both; and what the freelancer blocked."""
    ada, grace, mallory = world.client, world.freelancer, world.people["other"]
    User.objects.filter(pk=grace.pk).update(skills=["Logos"])  # so that anybody may write to her first
    grace.refresh_from_db(fields=["skills"])
    files = [uploads.check(SimpleUploadedFile("sketch.txt", b"A sketch."))]
    asked = inbox.begin(grace, by=ada, key=uuid4(), text="Are you free?", files=files)
    talk = asked.conversation
    answered = inbox.send(talk, by=grace, key=uuid4(), text="Pay me elsewhere.")
    reported = inbox.send(talk, by=grace, key=uuid4(), text="Outside of this site, I mean.")
    for side in (ada, grace):
        inbox.archive(talk, by=side)
        inbox.mute(talk, by=side)
    other = inbox.begin(grace, by=mallory, key=uuid4(), text="Hello.").conversation
    inbox.block(other, by=grace)
    return {
        "conversation": talk,
        "conversation_since": (talk.pk, "0-0-0"),
        "blocked_conversation": other,
        "message_file": MessageFile.objects.get(),
        "message_of_freelancer": answered,
        "report": inbox.report(reported, by=ada, reason="The site is not to know of it."),
    }


def _jobs(world: World) -> dict:
    """A post in each state that somebody can do something about, and what belongs to it. Ada hires."""
    ada, grace, house = world.client, world.freelancer, Support(world.people["support"], "It is a copy.")
    shown = posts.opened(ada)
    invited_to = posts.opened(ada, visibility="invited")
    closed = jobs.close(posts.opened(ada), by=ada, why="enough")
    removed = jobs.remove(posts.opened(ada), by=house)
    writing = posts.draft(ada)
    proposal = posts.proposed(posts.opened(ada), grace)
    answered = posts.proposed(posts.opened(ada), grace)
    posts.offer_back(answered, world.card)
    marked = jobs.shortlist(posts.proposed(posts.opened(ada), grace), by=ada)
    said = jobs.attach(writing, by=ada, files=[uploads.check(SimpleUploadedFile("brief.txt", b"A brief."))])
    invitation = jobs.invite(invited_to, by=ada, to=grace, message="You did the shop.")
    mailed = jobs.invite(posts.opened(ada), by=ada, email="new@example.org", message="You were recommended.")
    kept = posts.opened(ada)
    jobs.keep(kept, by=ada)
    return {
        "post": shown,
        "post_page": (shown.pk, shown.slug),
        "post_draft": writing,
        "post_invited": invited_to,
        "post_invited_page": (invited_to.pk, invited_to.slug),
        "post_closed": posts.again(closed),
        "post_removed": posts.again(removed),
        "post_kept": kept,
        "post_file": PostFile.objects.get(pk=said.terms.files[0]),
        "post_version": shown.version,
        "post_lapse": Deadline.objects.live().get(kind="post", reference=shown.thread),
        "post_of_proposal": proposal.post,
        "proposal": proposal,
        "proposal_answered": posts.anew(answered),
        "proposal_marked": marked,
        "post_invitation": invitation,
        "post_mailed": mailed,
        "post_link": (job_invitations.token(mailed),),
        "search_kept": jobs.save_search(by=ada, name="Django", query="q=django"),
    }


def _ended(world: World) -> Order:
    order = world.place()
    hand_in(order, 1)
    approve.approve(nth(order, 1), by=world.client)
    stop.stop(order, by=world.client)
    return again(order)


def _reviews(world: World) -> dict:
    """An order that nobody has reviewed, one that one side has, and the client's published review of the freelancer."""
    fresh, half, both = (_ended(world) for _ in range(3))
    reviewing.write(half, by=world.client, stars=(4, 4, 4))
    published = reviewing.write(both, by=world.client, stars=(5, 4, 2), text="Good, but late.")
    back = reviewing.write(both, by=world.freelancer, stars=(5, 5, 5), text="Clear from the start.")
    reported = reviewing.report(Review.objects.get(pk=back.pk), by=world.people["other"], reason="It is not true.")
    return {
        "reviewable": fresh,
        "half_reviewed": half,
        "reviewed": Review.objects.select_related("order").get(pk=published.pk),
        "reviewed_order": again(both),
        "review_report": ReviewReport.objects.select_related("review__order").get(pk=reported.pk),
        "publication": Deadline.objects.live().get(kind="publish_reviews"),
    }


def _payments(world: World) -> dict:
    """A charge that waits for Ada's word at the pretend bank, and what she pays with."""
    payment = Payment.objects.live().get()
    return {
        "payment": payment,
        "bank": (payment.gateway_reference,),
        "card": world.card,
        "spare": world.spare,
        "webhook": ("sandbox",),
        "disputable": (_disputable(world), "dispute"),
    }


def _disputable(world: World) -> str:
    """The bank's name of a charge of Ada's that went through and was not refunded."""
    refunds = SandboxCharge.objects.filter(kind="refund").values("refunds")
    mine = Payment.objects.filter(user=world.client, kind="charge", state="succeeded").order_by("pk")
    return mine.exclude(gateway_reference__in=refunds).first().gateway_reference


def _turn() -> PaymentTurn:
    """The newest charge that went through is disputed at the pretend bank."""
    charge = SandboxCharge.objects.filter(kind="charge", status="succeeded").latest("pk")
    afterwards.happen(charge, "dispute")
    charge.refresh_from_db()
    payments.hear("sandbox", [(charge.key, fact) for fact in afterwards.facts(charge)])
    return PaymentTurn.objects.get()


def _personal(world: World) -> dict:
    """What belongs to one person alone, here to the client."""
    ada = world.client
    ada.avatar.save("face.webp", ContentFile(b"RIFF"))
    told = Notification.objects.create(
        event=Event.objects.latest("pk"), user=ada, kind="order.placed", group=Group.WORK, title="Placed", path="/"
    )
    key = Authenticator.objects.create(user=person("Kay"), type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    house = Support(world.people["support"], "They sold what was not theirs.")
    return {
        "suspended": suspension.suspend(person("Suspended"), by=house),
        "ticket": helpdesk.ask(by=ada, subject="My card", text="Charged twice?"),
        "person": ada,
        "avatar": (ada.pk, ada.avatar.name.rpartition("/")[2]),
        "notification": told,
        "key": key,
        "switch_off": (unsubscribe.off_url(ada, Group.WORK).rstrip("/").rpartition("/")[2],),
        "confirmation": ("none",),
        "reset": ("1", "none"),
    }


def _desk(world: World) -> dict:
    """A row of each list of the desk that is not there already."""
    return {
        "policy": rulebook("open"),
        "contract_text": ContractText.objects.newest("both_sign"),
        "rulebook": ("open", rulebook("open").version),
        "event": Event.objects.latest("pk"),
        "account": Account.objects.first(),
        "entry": JournalEntry.objects.first(),
        "charge": SandboxCharge.objects.first(),
        "turn": _turn(),
        "category": Category.objects.create(name="Knitting", slug="knitting"),
        "group": Rights.objects.get(),
        "address": EmailAddress.objects.get(user=world.people["other"]),
        "colleague": world.people["staff"],
        "stumble": FanOutFailure.objects.create(event=Event.objects.first(), next_try_at=timezone.now()),
        "mail": outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text"),
        "refused": RefusedAddress.objects.create(address="a@b.example", refusals=1, next_try_at=timezone.now()),
        "about_order": (ContentType.objects.get_for_model(Order).pk, world.things["order"].pk),
        "app": ("milestones",),
        "browser": UserSession.objects.create(user=world.client, session_key="a", ip="127.0.0.1", user_agent="x"),
    }


def _returned(world: World) -> dict:
    """A step whose money went back to the balance: the last of all, so that nothing else is paid from there."""
    order = world.place(amount=10)
    stop.give_back(nth(order, 1), by=world.freelancer)
    return {"cancelled": nth(order, 1)}
