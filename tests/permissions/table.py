"""Who may do what: one line for every address of the site, every verb, every transition.

How to add to it
----------------
A new **URL**: add `get(…)` and/or `post(…)` to PLACES: the URL's name, the things it may be asked about (names from
world.py; "" where the URL names none), and who: a pattern below, or a word for each person. What the form needs goes
behind, as keywords; a function gets the world and the thing. A POST that changes nothing is `tells(…)`.
The `on` of a verb about a step names *all* states in which it works, in all others of
STEPS it must be refused. A new **desk page** of a registered model: `*looked("app_model", "thing")`.
A new **verb** of an order's page: `acts(…)`, which is both at once. A new **action** elsewhere (a function with `by=`):
add `verb(…)` to VERBS. A new **transition** or **gate**: a line in TRANSITIONS, and what must hold in CONDITIONS.
`tests/permissions/test_nothing_is_missing.py` says what has no line yet; a thing that world.py has not is made there.

What the words mean
-------------------
yes  it happens: the page is shown, or what is posted changes something
302  the person is led elsewhere and nothing changes
in   the person is asked to sign in, and nothing changes
403  they may see the thing, but not do this     404  for them it is not there     400 and others: that status
any  there is an answer, whatever it is, and nothing changes
no   it is refused: whatever is answered, nothing changes
-    not asked here

The columns are client, freelancer, other person, stranger, support agent, staff without the right, superuser; and what
becomes of what somebody posts who may, but whose account is closed *while* asking: 403 where the verb asks again under
its lock. Whose account was closed before is a stranger in every line, whatever their session says; tested without being
written down. Who is suspended is refused what BEGINS and BEGINNING list, and is for all else who they were.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from escrow import sources
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.gigs import actions as gigs
from marketplace.gigs.gallery import checking
from marketplace.gigs.models import Category
from marketplace.helpdesk import actions as helpdesk
from marketplace.inbox import actions as inbox
from marketplace.jobs import actions as jobs
from marketplace.offers import actions as offers
from marketplace.offers.texts import publishing as contract_texts
from marketplace.policies import publishing
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from marketplace.reviews import actions as reviews
from milestones import uploads
from milestones.actions import approve, ask_client, brief, cases, disputes, fund, leave, support
from milestones.actions.parts.plan_changes import PlanChange
from milestones.verbs import VERBS as REGISTRY
from tests.gigs import test_pictures as pictures
from tests.jobs import workshop as posts
from tests.offers.conftest import terms
from tests.workshop import rulebook

#                 client freelancer other stranger support staff superuser  closed meanwhile
CLIENT = "        yes    403        404   in       403     404   403        403"
FREELANCER = "    403    yes        404   in       403     404   403        403"
BOTH = "          yes    yes        404   in       403     404   403        403"
OF_CLIENT_SIDE = "yes    404        404   in       403     404   403        403"  # of an order with somebody else
OF_FREELANCER_SIDE = "404 yes      404   in       403     404   403        403"
SEEN = "          yes    yes        404   in       yes     404   yes        -"  # looked at by both, and by support
OF_CLIENT = "     yes    404        404   in       404     404   404        -"  # what is private to one side
OF_CLIENT_VERB = OF_CLIENT.replace("-", "403")
OF_FREELANCER = " 404    yes        404   in       404     404   404        -"
#   offers: support reads them but is no side of them
SIGNER_C = "      yes    403        404   in       404     404   404        403"
SIGNER_F = "      403    yes        404   in       404     404   404        403"
SIDES = "         yes    yes        404   in       404     404   404        403"
READ_BY_SIDES = " yes    yes        404   in       404     404   404        -"
WRITER_F = "      404    yes        404   in       404     404   404        403"  # a draft is its author's alone
READER_C = "      yes    302        404   in       404     404   404        -"
INVITED = "     yes    yes        404   404      yes     404   yes        -"  # by its client alone, to one person
PROPOSER = "    403    yes        yes   in       yes     yes   yes        -"
#   what everybody has of their own, and what everybody sees
OWN = "           yes    yes        yes   in       yes     yes   yes        -"
OWN_VERB = "      yes    yes        yes   in       yes     yes   yes        403"
ALL = "           yes    yes        yes   yes      yes     yes   yes        -"
OUT = "           302    302        302   yes      302     302   302        -"  # for those who are not signed in
GONE = "          404    404        404   404      404     404   404        -"
NONE = "          404    404        404   in       404     404   404        -"  # nobody has any here
AGAIN = "         302    302        302   in       302     302   302        -"  # "is it you?" first
#   the desk
DESK = "          in     in         in    in       yes     403   yes        in"
ROOT = "          in     in         in    in       403     403   yes        in"
OPERATOR = "      404    404        404   404      404     404   yes        -"  # and whoever has STATUS_TOKEN
STAFF = "         in     in         in    in       yes     yes   yes        in"
NOBODY = "        in     in         in    in       403     403   403        -"

STEPS = ["pending", "funded", "delivered", "revision", "approved", "paid", "cancelled", "skipped", "disputed"]


@dataclass(frozen=True)
class Place:
    """One line of the table: a URL, a method, the things it is asked about, and who may."""

    url: str
    method: str
    on: str
    who: str
    sends: dict = field(default_factory=dict)
    changes: bool = True
    headers: dict = field(default_factory=dict)

    @property
    def things(self) -> list[str]:
        return self.on.split() or [""]

    def __str__(self):
        return f"{self.method} {self.url} {self.on}".strip()


def get(url: str, on: str, who: str, /, **sends) -> Place:
    return Place(url, "GET", on, who, sends, changes=False)


def post(url: str, on: str, who: str, /, **sends) -> Place:
    return Place(url, "POST", on, who, sends)


def tells(url: str, on: str, who: str, /, **sends) -> Place:
    """A POST that answers and changes nothing in the database."""
    return Place(url, "POST", on, who, sends, changes=False)


def price(world, milestone) -> int:
    """What the form says that a step costs."""
    from milestones.actions.parts.funding import bill, total

    return total(bill([one for one in milestone.order.plan if one.pk == milestone.pk]))


def rest(world, order) -> int:
    from milestones.actions.parts.funding import bill, total

    return total(bill(order.pending))


def its_card(world, thing) -> int:
    return world.card.pk


def its_spare(world, thing) -> int:
    return world.spare.pk


def its_digest(world, page) -> str:
    return world.things["gig"].version.digest


def a_picture(world, page) -> SimpleUploadedFile:
    return pictures.file()


def a_brief(world, post) -> SimpleUploadedFile:
    return SimpleUploadedFile("brief.txt", b"A brief.")


def checked_brief(world, post) -> list[uploads.Upload]:
    return [uploads.check(a_brief(world, post))]


def its_kind_of_work(world, post) -> int:
    return posts.terms().category


def its_rulebook(world, post) -> int:
    return posts.terms().policy


def its_milestone(world, order) -> int:
    return next(one.pk for one in order.plan if one.state == "funded")


POST = {
    "title": "Another name",
    "currency": "USD",
    "language": "en",
    "visibility": "public",
    "hires_wanted": 1,
    "days": 30,
}
WHOLE_POST = {
    "title": "Another name",
    "text": posts.TEXT,
    "category": its_kind_of_work,
    "policy": its_rulebook,
}
BID = {
    "letter": "I would begin with the colours.",
    "answer_1": "Every day.",
    "read": 1,
    "title": "Prints",
    "order_type": "milestones",
    "milestones-TOTAL_FORMS": 1,
    "milestones-0-name": "All of it",
    "milestones-0-amount": "2000",
    "milestones-0-days": 20,
    "milestones-0-deliverables": "Files",
}
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/39", "security_code": "123"}
NEW_STEP = {"name": "More", "amount": "500", "deliverables": "Files", "days": 5, "reason": "More work.", "revisions": 2}
NEW_PLAN = {f"milestones-9-{name}": value for name, value in NEW_STEP.items()} | {
    "row": 9,
    "op": "send",
    "reason": "More work.",
}

PLACES = [
    # The front door and what anybody may read
    get("home", "", OUT),
    get("health", "", ALL.replace("yes", "any")),
    get("status", "", "404 404 404 404 yes 404 yes -"),  # and whoever has STATUS_TOKEN
    get("metrics", "", OPERATOR),
    get("accounts:person", "person", ALL),
    get("accounts:avatar", "avatar", ALL),
    # Gigs; the client of the table is the owner
    get("gigs:browse", "", ALL),
    get("gigs:category", "kind_of_work", ALL),
    get("gigs:ranking", "", ALL),
    get("gigs:people", "", ALL),
    get("gigs:saved", "", OWN),
    post("gigs:save", "gig", OWN_VERB),
    tells("gigs:save", "gig_draft gig_paused gig_removed", NONE),
    post("gigs:unsave", "gig_kept", "yes 302 302 in 302 302 302 403"),
    post("gigs:save_person", "person", OWN_VERB),
    post("gigs:unsave_person", "person_kept", "yes 302 302 in 302 302 302 403"),
    get("gigs:gig", "gig_page", ALL),
    get("gigs:picture", "gig_picture", "any any any any any any any -"),
    get("offers:choose", "gig", GONE.replace("404", "302")),
    get("offers:choose", "gig_draft", GONE),
    get("offers:choose", "gig_paused", "302 404 404 404 302 404 302 -"),
    get("offers:order", "gig_basic", "302 yes yes in yes yes yes -"),
    post("offers:order", "gig_basic", "403 yes yes in yes yes yes 403", source="balance", read=its_digest),
    get("gigs:gig_by_number", "gig", GONE.replace("404", "302")),
    get("gigs:gig_by_number", "gig_paused gig_removed", "302 404 404 404 302 404 302 -"),
    get("gigs:gig_by_number", "gig_draft", GONE),  # it says nothing yet: its owner has the preview
    # Counted of those who could order it: its owner and those who look after the site are answered as everybody is.
    Place("gigs:look", "POST", "gig", "any yes yes yes any any any -", headers={"User-Agent": "Firefox"}),
    tells("gigs:look", "gig_draft gig_paused gig_removed", GONE),
    get("gigs:mine", "", OWN),
    get("gigs:new", "", OWN),
    post("gigs:new", "", OWN_VERB),
    get("gigs:edit", "gig_overview gig_milestones gig_last_step", OF_CLIENT),
    get("gigs:edit", "gig_gone", OF_CLIENT.replace("yes", "302")),
    post("gigs:edit", "gig_overview", OF_CLIENT_VERB, op="keep", title="Another name", language="en", currency="USD"),
    post("gigs:edit", "gig_milestones", OF_CLIENT_VERB, op="keep", description="Another text"),
    post("gigs:edit", "gig_gallery", OF_CLIENT_VERB, op="upload", file=a_picture),
    tells("gigs:edit", "gig_milestones", OF_CLIENT, op="milestone.add"),
    tells("gigs:edit", "gig_last_step", OF_CLIENT, op="save"),
    get("gigs:preview", "gig gig_draft", OF_CLIENT),
    post("gigs:publish", "gig_draft", OF_CLIENT_VERB),
    post("gigs:pause", "gig", OF_CLIENT_VERB),
    post("gigs:resume", "gig_paused", OF_CLIENT_VERB),
    get("gigs:close", "gig gig_draft gig_paused", OF_CLIENT),
    post("gigs:close", "gig gig_draft gig_paused", OF_CLIENT_VERB),
    get("policies:policies", "", ALL),
    get("guides:index", "", ALL),
    get("guides:guide", "guide", ALL),
    get("policies:policy", "rulebook", ALL),
    # One's own
    get("milestones:dashboard", "", OWN),
    get("milestones:wallet", "", OWN),
    get("milestones:wallet_csv", "", OWN),
    get("escrow:payments", "", OWN),
    get("escrow:payments_csv", "", OWN),
    get("milestones:orders", "", OWN),
    get("offers:offers", "", OWN),
    get("accounts:settings", "", OWN),
    post("accounts:settings", "", OWN_VERB, display_name="Another", country="", time_zone="Europe/Berlin"),
    get("accounts:security", "", OWN),
    get("accounts:take_back", "confirmation", GONE),  # a link that nobody signed
    get("notifications:index", "", OWN),
    Place("notifications:notification", "GET", "notification", OF_CLIENT),  # reads it, and leads to what it tells of
    post("notifications:read", "", "yes no no in no no no 403"),
    get("notifications:settings", "", OWN),
    post("notifications:settings", "", OWN_VERB, money="on"),
    get("notifications:off", "switch_off", ALL),
    post("notifications:off", "switch_off", ALL),
    # The order
    get("milestones:order", "order stopped", SEEN),
    get("milestones:history", "order", SEEN),
    get("milestones:statement", "order", SEEN),
    get("milestones:statement_csv", "order", SEEN),
    get("milestones:resolution", "order stopped", SEEN),
    get("milestones:file", "file", SEEN),
    get("milestones:since", "since", SEEN),
    get("milestones:call", "call", SEEN),
    get("milestones:answers", "unanswered briefed", CLIENT),
    get("milestones:answer_file", "answer_file", SEEN),
    get("milestones:fund_plan", "order", CLIENT),
    get("milestones:add_milestone", "order", BOTH.replace("yes", "302")),
    get("milestones:add_milestone", "created", CLIENT),
    post("milestones:add_milestone", "created", CLIENT, **NEW_STEP),
    get("milestones:choose_source", "by_itself", CLIENT),
    get("milestones:plan", "order", BOTH),
    post("milestones:plan", "order", BOTH, **NEW_PLAN),
    # Its steps
    get("milestones:fund", "pending", CLIENT),
    post("milestones:fund", "pending", CLIENT, total=price, source=its_card),
    get("milestones:more_time", "funded revision", BOTH),
    get("milestones:propose_split", "funded delivered revision disputed", BOTH),
    get("milestones:change_order", "revision", FREELANCER),
    # What one side asks of the other
    post("milestones:ask_for_time", "order", BOTH, milestone=its_milestone, days=3, reason="Ill."),
    post("milestones:more_time", "funded revision", BOTH, days=3, reason="Ill."),
    post("milestones:ask_for_time", "strict", FREELANCER, milestone=its_milestone, days=3, reason="Ill."),
    post("milestones:grant_time", "strict", CLIENT, milestone=its_milestone, days=3),
    post("milestones:ask_to_cancel", "order", BOTH, milestone=its_milestone, fault="nobody", reason="No time."),
    post("milestones:dispute", "order", BOTH, milestone=its_milestone, reason="It is late."),
    post("milestones:accept", "asked_by_freelancer", CLIENT),
    post("milestones:accept", "asked_by_client", FREELANCER),
    post("milestones:decline", "asked_by_freelancer", CLIENT),
    post("milestones:decline", "asked_by_client", FREELANCER),
    post("milestones:withdraw", "asked_by_client dispute_by_client", CLIENT),
    post("milestones:withdraw", "asked_by_freelancer dispute_by_freelancer", FREELANCER),
    post("milestones:answer_client", "question_by_freelancer", CLIENT, answer="The dark one."),
    post("milestones:reply", "dispute_by_freelancer", CLIENT, answer="I disagree."),
    post("milestones:reply", "dispute_by_client", FREELANCER, answer="I disagree."),
    # Offers
    get("offers:new", "", OWN),
    tells("offers:new", "", OWN, op="search", who="Grace"),
    get("offers:offer", "proposed offered agreed accepted charging declined", SEEN),
    get("offers:offer", "draft", "404 302 404 in 302 404 302 -"),
    get("offers:of_order", "placed", "302 302 404 in 302 404 302 -"),
    get("offers:subscriptions", "", OWN),
    get("offers:subscription", "subscription", SEEN),
    post("offers:cancel_subscription", "subscription", SIDES, reason="Enough."),
    get("offers:again", "bought", "302 404 404 in 404 404 404 -"),
    get("offers:again", "placed", NONE),
    post("offers:copy", "proposed offered declined", SIDES),
    get("offers:agreed", "proposed offered agreed accepted charging declined", SEEN),
    get("offers:paper", "contract", SEEN),
    get("offers:addendum", "addendum", SEEN),
    get("offers:verify", "", ALL),
    tells("offers:verify", "", ALL, fingerprint="0" * 64),
    get("offers:edit", "draft", WRITER_F.replace("yes", "302")),
    tells("offers:edit", "draft", WRITER_F, op="search", who="Grace"),
    get("offers:step", "draft_project draft_milestones draft_review draft_sign", WRITER_F),
    post("offers:step", "draft_milestones", WRITER_F, op="keep"),
    tells("offers:step", "draft_milestones", WRITER_F, op="add"),
    get("offers:step", "countered_project countered_milestones countered_review countered_sign", SIDES),
    get("offers:draft_paper", "draft", WRITER_F),
    get("offers:draft_paper", "countered", SIDES),
    get("offers:counter", "proposed offered", SIDES.replace("yes", "302")),
    tells("offers:counter", "proposed offered", SIDES, op="search"),
    get("offers:send", "draft", WRITER_F),
    post("offers:send", "draft", WRITER_F),
    get("offers:send", "countered", SIDES),
    post("offers:send", "countered", SIDES, source=its_card),
    get("offers:accept", "proposed", READER_C),
    post("offers:accept", "proposed", SIGNER_C, source=its_card, version=1),
    post("offers:accept", "offered", SIGNER_F, version=1),
    get("offers:pay", "agreed", READER_C),
    post("offers:pay", "agreed", SIGNER_C, source=its_card),
    post("offers:ask_changes", "proposed", SIGNER_C, message="Smaller, please."),
    post("offers:ask_changes", "offered", SIGNER_F, message="Smaller, please."),
    post("offers:decline", "proposed", SIGNER_C, reason="No time."),
    post("offers:decline", "offered", SIGNER_F, reason="No time."),
    post("offers:withdraw", "proposed countered", SIGNER_F),
    post("offers:withdraw", "offered agreed", SIGNER_C),
    post("offers:withdraw", "draft", WRITER_F),
    get("offers:contract", "contract", SEEN),
    get("offers:invitation", "invitation", ALL),
    post("offers:invitation", "invitation", "yes no yes in yes yes yes 403"),
    # Jobs; the client of the table hires, and the freelancer proposed
    get("jobs:browse", "", ALL),
    get("jobs:projects", "", OWN),
    get("jobs:new", "", OWN),
    post("jobs:new", "", OWN_VERB),
    get("jobs:post", "post_page", ALL),
    get("jobs:post", "post_invited_page", INVITED),
    get("jobs:post_by_number", "post", GONE.replace("404", "302")),
    get("jobs:post_by_number", "post_closed post_removed", "302 404 404 404 302 404 302 -"),
    get("jobs:post_by_number", "post_draft", GONE),  # it says nothing yet: its client has the form
    get("jobs:edit", "post post_draft", OF_CLIENT),
    get("jobs:edit", "post_closed post_removed", OF_CLIENT.replace("yes", "302")),
    post("jobs:edit", "post post_draft", OF_CLIENT_VERB, op="save", **POST),
    post("jobs:edit", "post post_draft", OF_CLIENT_VERB, op="keep", **POST),
    post("jobs:edit", "post post_draft", OF_CLIENT_VERB, op="publish", **POST | WHOLE_POST),
    post("jobs:edit", "post post_draft", OF_CLIENT_VERB, op="upload", file=a_brief, **POST),
    tells("jobs:edit", "post_draft", OF_CLIENT, op="step.add"),
    get("jobs:file", "post_file", "any 404 404 404 any 404 any -"),
    get("jobs:close", "post post_draft", OF_CLIENT),
    post("jobs:close", "post post_draft", OF_CLIENT_VERB, why="enough"),
    get("jobs:reopen", "post_closed", OF_CLIENT),
    post("jobs:reopen", "post_closed", OF_CLIENT_VERB, days=30),
    post("jobs:word", "post", OF_CLIENT_VERB, words="Somebody else was quicker."),
    get("jobs:invite", "post", OF_CLIENT),
    post("jobs:invite", "post", OF_CLIENT_VERB, op="invite", to=lambda w, one: w.freelancer.pk, message="You know it."),
    get("jobs:invitation", "post_link", ALL),
    post("jobs:invitation", "post_link", "409 yes yes in yes yes yes 403"),
    post("jobs:decline_invitation", "post_invitation", OF_FREELANCER.replace("-", "403"), reason="No time."),
    get("jobs:propose", "post", PROPOSER),
    post("jobs:propose", "post", PROPOSER.replace("-", "403"), op="send", **BID),
    post("jobs:propose", "post", PROPOSER.replace("-", "403"), op="save", **BID),
    tells("jobs:propose", "post", PROPOSER.replace("yes", "302"), op="discard"),  # of which there is none
    tells("jobs:propose", "post", PROPOSER, op="add"),
    get("jobs:propose", "post_of_proposal", PROPOSER.replace("yes", "302", 1)),
    Place("jobs:proposal", "GET", "proposal", "yes 200 404 in 200 404 200 -"),  # shown to its client, it is seen
    get("jobs:revise", "proposal", OF_FREELANCER),
    post("jobs:revise", "proposal", OF_FREELANCER.replace("-", "403"), op="send", **BID),
    post("jobs:revise", "proposal", OF_FREELANCER.replace("-", "403"), op="save", **BID),
    Place("jobs:proposals", "GET", "post_of_proposal", OF_CLIENT),  # what is shown is seen from then on
    post("jobs:shortlist", "proposal", OF_CLIENT_VERB),
    post("jobs:archive", "proposal", OF_CLIENT_VERB),
    post("jobs:unmark", "proposal_marked", OF_CLIENT_VERB),
    post("jobs:note", "proposal", OF_CLIENT_VERB, text="Ask about the shop."),
    post("jobs:decline", "proposal", OF_CLIENT_VERB, reason="No budget."),
    post("jobs:take_terms", "proposal", OF_CLIENT_VERB),
    post("jobs:save", "post", OWN_VERB),
    tells("jobs:save", "post_draft post_removed", NONE),
    post("jobs:unsave", "post_kept", "yes 302 302 in 302 302 302 403"),
    get("jobs:searches", "", OWN),
    post("jobs:searches", "", OWN_VERB, name="Shops", query="q=shop"),
    post("jobs:forget_search", "search_kept", OF_CLIENT_VERB),
    # Paying
    get("escrow:sources", "", OWN),
    get("escrow:add_source", "", OWN),
    post("escrow:add_source", "", OWN_VERB, **CARD),
    get("escrow:source_added", "", "404 404 404 in 404 404 404 -"),
    post("escrow:make_default", "spare", OF_CLIENT_VERB),
    post("escrow:remove_source", "spare", OF_CLIENT_VERB),
    get("escrow:payment", "payment", OF_CLIENT),
    post("escrow:cancel_payment", "payment", OF_CLIENT_VERB),
    get("sandbox:bank", "bank", OF_CLIENT),
    post("sandbox:bank", "bank", OF_CLIENT, confirm=""),
    post("sandbox:happen", "disputable", OF_CLIENT),
    tells("escrow:webhook", "webhook", "400 400 400 400 400 400 400 -"),
    # Asking support
    get("helpdesk:index", "", OWN),
    post("helpdesk:index", "", OWN_VERB, subject="My card", text="Twice?"),
    get("helpdesk:ticket", "ticket", OF_CLIENT),
    post("helpdesk:ticket", "ticket", OF_CLIENT_VERB, text="Still."),
    post("helpdesk:close", "ticket", OF_CLIENT_VERB),
    # Conversations: between client and freelancer, and one of the freelancer's that they have blocked
    get("inbox:index", "", OWN),
    Place("inbox:conversation", "GET", "conversation", SIDES),  # whoever looks has read it
    get("inbox:since", "conversation_since", READ_BY_SIDES),
    Place("inbox:since", "GET", "conversation_since", SIDES.replace("in", "401"), headers={"HX-Request": "true"}),
    post("inbox:send", "conversation", SIDES, text="Hello."),
    post("inbox:archive", "conversation", SIDES),
    post("inbox:unarchive", "conversation", SIDES),
    post("inbox:mute", "conversation", SIDES),
    post("inbox:unmute", "conversation", SIDES),
    post("inbox:block", "conversation", SIDES),
    post("inbox:unblock", "blocked_conversation", "404 yes 302 in 404 404 404 403"),
    get("inbox:offer", "conversation", READ_BY_SIDES),
    get("inbox:file", "message_file", READ_BY_SIDES),
    get("inbox:report", "message_of_freelancer", "yes 403 404 in 404 404 404 -"),
    post("inbox:report", "message_of_freelancer", SIGNER_C, reason="It is rude."),
    get("inbox:write", "person", "404 302 yes in yes yes yes -"),
    post("inbox:write", "person", "404 yes yes in yes yes yes 403", text="Is it free?"),
    # Reviews: of an order that nobody has reviewed, and the client's of the freelancer, which everybody reads
    get("reviews:order", "reviewable half_reviewed reviewed_order", READ_BY_SIDES),
    post("reviews:order", "reviewable", SIDES, first=5, second=4, third=5, text="All as agreed."),
    post("reviews:reply", "reviewed", "403 yes 403 in 403 403 403 403", reply="Thank you."),
    get("reviews:report", "reviewed", "403 yes yes in yes yes yes -"),
    post("reviews:report", "reviewed", "403 yes yes in yes yes yes 403", reason="It is rude."),
    get("reviews:of_person", "person", ALL),
    get("reviews:of_gig", "gig", ALL),
    # Accounts: allauth's own pages
    get("account_login", "", OUT),
    get("account_signup", "", OUT),
    get("account_logout", "", "yes yes yes 302 yes yes yes -"),
    tells("account_logout", "", AGAIN.replace("in ", "302")),
    get("account_inactive", "", ALL),
    get("account_reauthenticate", "", AGAIN),  # by the factor, as all of them have one
    get("account_email", "", OWN),
    get("account_email_verification_sent", "", ALL),
    get("account_confirm_email", "confirmation", ALL),
    get("account_change_password", "", AGAIN),
    get("account_set_password", "", AGAIN),
    get("account_reset_password", "", ALL),
    get("account_reset_password_done", "", ALL),
    get("account_reset_password_from_key", "reset", ALL),
    get("account_reset_password_from_key_done", "", ALL),
    get("account_confirm_login_code", "", AGAIN),
    get("mfa_index", "", OWN),
    get("mfa_authenticate", "", AGAIN),
    get("mfa_reauthenticate", "", OWN),
    get("mfa_activate_totp", "", AGAIN),
    get("mfa_deactivate_totp", "", AGAIN),
    get("mfa_view_recovery_codes", "", NONE),
    get("mfa_generate_recovery_codes", "", AGAIN),
    get("mfa_download_recovery_codes", "", NONE),
    get("mfa_list_webauthn", "", OWN),
    get("mfa_add_webauthn", "", AGAIN),
    get("mfa_reauthenticate_webauthn", "", AGAIN),
    get("mfa_remove_webauthn", "key", AGAIN),
    get("mfa_edit_webauthn", "key", AGAIN),
    get("mfa_login_webauthn", "", AGAIN),
    get("usersessions_list", "", OWN),
    # The demo, which this is not
    *(get(f"demo:{name}", "", GONE) for name in ("index", "sign_in", "forward", "reset", "mail")),
    get("demo:letter", "confirmation", GONE),
    get("demo:letter_page", "confirmation", GONE),
]


def looked(model: str, on: str, *, sees=DESK, adds=NOBODY, changes=NOBODY, deletes=NOBODY) -> list[Place]:
    """The pages that the desk has of a model, whose rows are looked at by those with the right, and never edited."""
    name = f"admin:{model}"
    return [
        get(f"{name}_changelist", "", sees),
        get(f"{name}_change", on, sees),
        post(f"{name}_change", on, changes) if changes == NOBODY else tells(f"{name}_change", on, changes),
        get(f"{name}_history", on, sees),
        get(f"{name}_add", "", adds),
        post(f"{name}_add", "", adds) if adds == NOBODY else tells(f"{name}_add", "", adds),
        get(f"{name}_delete", on, deletes),
        post(f"{name}_delete", on, deletes, post="yes"),
    ]


WHY = {"reason": "The client agreed by phone."}
PLACES += [
    get("admin:index", "", STAFF),
    get("admin:search", "", STAFF),
    get("admin:login", "", "403 403 403 in 302 302 302 -"),
    get("admin:password_change", "", "in in in in 302 302 302 -"),  # to the site's own
    get("admin:password_change_done", "", STAFF),
    get("admin:autocomplete", "", "in in in in 403 403 403 -"),
    get("admin:jsi18n", "", STAFF),
    get("admin:view_on_site", "about_order", "in in in in 302 302 302 -"),
    get("admin:app_list", "app", "in in in in 302 404 302 in"),
    tells("admin:logout", "", "302 302 302 302 302 302 302 -"),
    # Rows that are only looked at
    *looked("events_event", "event"),
    *looked("escrow_account", "account"),
    *looked("escrow_journalentry", "entry"),
    *looked("escrow_payment", "payment"),
    *looked("escrow_paymentsource", "card"),
    *looked("escrow_paymentturn", "turn"),
    *looked("sandbox_sandboxcharge", "charge"),
    *looked("deadlines_deadline", "review expiry"),
    *looked("milestones_delivery", "delivery"),
    *looked("milestones_order", "order unanswered briefed"),
    *looked("milestones_milestone", "delivered"),
    *looked("milestones_case", "dispute_by_client"),
    *looked("policies_policy", "policy", adds=DESK),
    *looked("offers_offer", "proposed draft"),
    *looked("offers_subscription", "subscription"),
    *looked("offers_contracttext", "contract_text"),
    *looked("notifications_notification", "notification"),
    *looked("notifications_fanoutfailure", "stumble"),
    *looked("helpdesk_ticket", "ticket"),
    *looked("inbox_report", "report"),
    *looked("inbox_conversation", "conversation"),
    *looked("reviews_review", "reviewed"),
    *looked("reviews_reviewreport", "review_report"),
    *looked("gigs_gig", "gig gig_draft gig_removed"),
    *looked("gigs_gigversion", "gig_version"),
    *looked("gigs_picture", "picture"),
    *looked("gigs_stepsban", "steps_ban"),
    *looked("jobs_post", "post post_draft post_removed"),
    *looked("jobs_proposal", "proposal"),
    *looked("jobs_invitation", "post_invitation post_mailed"),
    *looked("mail_outgoingmail", "mail"),
    *looked("mail_refusedaddress", "refused", deletes=DESK),
    # Rows that are changed here
    *looked("gigs_category", "category", adds=DESK, changes=DESK, deletes=ROOT),
    *looked("gigs_workflowtemplate", "template", adds=DESK, changes=DESK, deletes=ROOT),
    *looked("accounts_user", "person", adds=ROOT, changes=DESK),
    *looked("mfa_authenticator", "key", deletes=DESK),
    *looked("usersessions_usersession", "browser", deletes=DESK),
    *looked("auth_group", "group", sees=ROOT, adds=ROOT, changes=ROOT, deletes=ROOT),
    *looked("account_emailaddress", "address", sees=ROOT),
    get("admin:auth_user_password_change", "person", ROOT),
    # What support does
    get("admin:milestones_milestone_approve", "delivered", DESK),
    post("admin:milestones_milestone_approve", "funded delivered revision", DESK, **WHY),
    get("admin:milestones_milestone_cancel", "delivered", DESK),
    post("admin:milestones_milestone_cancel", "funded delivered revision disputed", DESK, **WHY),
    get("admin:milestones_order_cancel", "order", DESK),
    post("admin:milestones_order_cancel", "order", DESK, **WHY),
    get("admin:deadlines_deadline_extend", "review", DESK),
    get("admin:deadlines_deadline_extend", "expiry", "in in in in 404 403 404 -"),
    post("admin:deadlines_deadline_extend", "review", DESK, days=3, seen=lambda w, one: one.due_at.isoformat(), **WHY),
    get("admin:milestones_case_decide", "dispute_by_client", DESK),
    post("admin:milestones_case_decide", "dispute_by_client", DESK, split="all", **WHY),
    get("admin:inbox_report_uphold", "report", DESK),
    post("admin:inbox_report_uphold", "report", DESK, **WHY),
    get("admin:inbox_report_dismiss", "report", DESK),
    post("admin:inbox_report_dismiss", "report", DESK, **WHY),
    get("admin:reviews_reviewreport_uphold", "review_report", DESK),
    post("admin:reviews_reviewreport_uphold", "review_report", DESK, **WHY),
    get("admin:reviews_reviewreport_dismiss", "review_report", DESK),
    post("admin:reviews_reviewreport_dismiss", "review_report", DESK, **WHY),
    get("admin:gigs_gig_remove", "gig", DESK),
    post("admin:gigs_gig_remove", "gig gig_paused", DESK, **WHY),
    get("admin:gigs_gig_restore", "gig_removed", DESK),
    post("admin:gigs_gig_restore", "gig_removed", DESK, **WHY),
    get("admin:gigs_gig_move", "gig", DESK),
    post("admin:gigs_gig_move", "gig gig_paused", DESK, category=lambda w, one: _elsewhere(w, one).pk, **WHY),
    get("admin:gigs_stepsban_withdraw", "person", DESK),
    post("admin:gigs_stepsban_withdraw", "person", DESK, **WHY),
    get("admin:gigs_stepsban_lift", "steps_ban", DESK),
    post("admin:gigs_stepsban_lift", "steps_ban", DESK, **WHY),
    get("admin:accounts_user_suspend", "person", DESK),
    post("admin:accounts_user_suspend", "person", DESK, **WHY),
    get("admin:accounts_user_lift", "suspended", DESK),
    post("admin:accounts_user_lift", "suspended", DESK, **WHY),
    get("admin:jobs_post_remove", "post", DESK),
    post("admin:jobs_post_remove", "post post_closed", DESK, **WHY),
    get("admin:helpdesk_ticket_answer", "ticket", DESK),
    post("admin:helpdesk_ticket_answer", "ticket", DESK, text="Yes."),
    get("admin:helpdesk_ticket_close", "ticket", DESK),
    post("admin:helpdesk_ticket_close", "ticket", DESK),
    get("admin:policies_policy_withdraw", "policy", DESK),
    post("admin:policies_policy_withdraw", "policy", DESK),
    get("admin:offers_subscription_end", "subscription", DESK),
    post("admin:offers_subscription_end", "subscription", DESK, **WHY),
    get("admin:offers_contracttext_replace", "contract_text", DESK),
    post("admin:offers_contracttext_replace", "contract_text", DESK, title="Agreement", body="AGREEMENT"),
]


@dataclass(frozen=True)
class Verb:
    """One line of the table: an action, the things it is about, and which actors may. All others may not.

    `who` are words: client, freelancer; asker and answerer of a request; author, writer and reader of an offer; owner;
    buyer (anybody but the owner); anybody; guest (anybody but the author); next_writer (of a draft its author, later
    both sides); support (acting for the house, with the right and no side of it); any_support (the same,
    where nobody of the table is a side); house (staff with the right);
    gateway; clock. `where` are the
    parameters of the rulebooks that a line is about; the first line that fits counts.
    """

    action: object
    on: str
    who: str
    terms: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)
    call: object = None
    no: str = "403"  # what those who may not are told: 403 is PermissionDenied, "no" a refusal

    @property
    def things(self) -> list[str]:
        return self.on.split()

    def __str__(self):
        return f"{self.action.__module__.rpartition('.')[2]}.{self.action.__name__} {self.on}"


def verb(action, on: str, who: str, /, *, where=None, call=None, no="403", **terms) -> Verb:
    return Verb(action, on, who, terms, where or {}, call, no)


STEP = MilestoneTerms("Changed", 50_000, days=3, deliverables=["File"])
WHY = {"reason": "Because."}
ASKED, DISPUTED = "asked_by_client asked_by_freelancer", "dispute_by_client dispute_by_freelancer"


def _card(world, thing):
    return world.card if thing.parties.client_id == world.card.user_id else None


def _spare(world, order):
    return world.spare


def _removal(world, order):
    return PlanChange.removing(world.things["pending"])


def _write(world, thing, by):
    policy = rulebook("fair")
    heading = offers.Heading(role="client", policy=policy, origin="direct", invite="new@example.org")
    return offers.write(heading, terms("fair"), by=by)


def _publish(world, thing, by):
    fresh = Policy.objects.get(pk=thing.pk)
    fresh.pk, fresh._state.adding, fresh.is_default = None, True, False
    return publishing.publish(fresh, by=by, after=thing)


def _begin(world, thing, by):
    return gigs.begin(by=by)


def _upload(world, gig, by):
    return gigs.upload(gig, [checking.check(pictures.file())], by=by)


def _order(world, gig, by):
    return offers.order(gig, by=by, purchase=offers.Purchase("basic", gig.version.digest))


def _refocus(world, gig, by):
    return gigs.refocus(gig, gig.pictures.get(), by=by, x=0, y=100)


def _elsewhere(world, gig):
    return Category.objects.get(name="Website Design")


def _ask(world, thing, by):
    return helpdesk.ask(by=by, subject="My card", text="Twice?")


def _a_key(world, thing):
    return uuid4()


def _begin_to_write(world, gig, by):
    return inbox.begin(gig.owner, by=by, key=uuid4(), text="Is it free?")


def _save_search(world, post, by):
    return jobs.save_search(by=by, name="Shops", query="q=shop")


VERBS = [
    # Orders and steps
    verb(fund.fund, "pending", "client gateway clock", source=_card),
    # Requests
    verb(cases.ask_to_cancel, "order", "client freelancer", **WHY),
    verb(cases.ask_for_time, "funded", "client freelancer", where={"extension": "both_agree"}, days=3, **WHY),
    verb(cases.ask_for_time, "strict_funded", "freelancer", days=3, **WHY),
    verb(cases.grant_time, "strict_funded", "client", days=3),
    verb(cases.change_plan, "order", "client", change=_removal),
    verb(cases.ask_to_change, "order", "client freelancer", change=_removal, **WHY),
    verb(cases.accept, ASKED, "answerer clock"),
    verb(cases.decline, ASKED, "answerer"),
    verb(cases.withdraw, f"{ASKED} {DISPUTED}", "asker clock"),
    verb(disputes.dispute, "funded delivered revision", "client freelancer", **WHY),
    verb(ask_client.answer_client, "question_by_freelancer", "client", answer="The dark one."),
    verb(disputes.reply, DISPUTED, "answerer", answer="I disagree."),
    # Support
    verb(disputes.decide, DISPUTED, "support clock", released=100),
    verb(approve.approve_for_support, "funded delivered revision", "support"),
    verb(support.cancel_and_refund, "funded delivered revision disputed", "support"),
    verb(support.cancel_order, "order", "support"),
    verb(support.extend_deadline, "review", "support", days=3),
    verb(publishing.publish, "policy", "house", call=_publish),
    verb(publishing.withdraw, "policy", "house"),
    verb(contract_texts.publish, "contract_text", "house", title="Agreement", body="AGREEMENT\n\n{{ client }}."),
    # Offers
    verb(offers.write, "draft", "anybody", call=_write),
    verb(offers.save_draft, "draft", "author", terms=lambda w, one: terms("fair")),
    verb(offers.save_draft, "proposed offered", "client freelancer", terms=lambda w, one: terms("fair")),
    verb(offers.send, "draft", "author"),
    verb(offers.counter, "countered", "client freelancer", source=_card),
    verb(offers.accept, "proposed offered", "reader", version=1, source=_card),
    verb(offers.pay, "agreed", "client", source=_card),
    verb(offers.ask_changes, "proposed offered", "reader", message="Smaller, please."),
    verb(offers.decline, "proposed offered", "reader", reason="No time."),
    verb(offers.withdraw, "draft proposed offered agreed", "writer"),
    verb(offers.cancel_subscription, "subscription", "client freelancer", **WHY),
    verb(offers.end_subscription, "subscription", "support"),
    verb(offers.copy, "proposed offered declined", "client freelancer"),
    verb(offers.take_up, "invited", "guest", no="no"),
    # Gigs
    verb(gigs.begin, "gig", "anybody", call=_begin),
    verb(gigs.keep, "gig", "anybody", call=lambda world, gig, by: gigs.keep(by=by, gig=gig)),
    verb(gigs.let_go, "gig", "anybody", call=lambda world, gig, by: gigs.let_go(by=by, gig=gig)),
    verb(gigs.save, "gig gig_draft gig_paused", "owner", step="overview", values={"title": "Another name"}),
    verb(gigs.refocus, "gig gig_draft gig_paused", "owner", call=_refocus),
    verb(gigs.upload, "gig gig_draft gig_paused", "owner", call=_upload),
    verb(gigs.publish, "gig_draft", "owner"),
    verb(gigs.pause, "gig", "owner"),
    verb(gigs.resume, "gig_paused", "owner"),
    verb(gigs.close, "gig gig_draft gig_paused", "owner"),
    verb(gigs.remove, "gig gig_paused", "support"),
    verb(gigs.restore, "gig_removed", "support"),
    verb(gigs.withdraw_steps, "person", "support"),
    verb(gigs.restore_steps, "steps_ban", "any_support"),
    verb(offers.order, "gig", "buyer", call=_order),
    verb(gigs.move, "gig gig_paused", "support", category=_elsewhere),
    # Accounts
    verb(suspension.suspend, "person", "support"),
    verb(suspension.lift, "suspended", "any_support"),
    # Jobs
    verb(jobs.begin, "post", "anybody", call=lambda world, post, by: jobs.begin(by=by)),
    verb(jobs.save, "post post_draft", "client", terms=lambda w, one: posts.terms(title="Another name")),
    verb(jobs.attach, "post post_draft", "client", files=checked_brief),
    verb(jobs.publish, "post_draft", "client"),
    verb(jobs.close, "post post_draft", "client"),
    verb(jobs.reopen, "post_closed", "client", days=30),
    verb(jobs.remove, "post post_closed", "support"),
    verb(jobs.word, "post", "client", words="Somebody else was quicker."),
    verb(jobs.invite, "post", "client", email="another@example.org", message="You were recommended."),
    verb(jobs.take_up, "post_mailed", "buyer", no="no"),
    verb(jobs.decline_invitation, "post_invitation", "freelancer", **WHY),
    verb(jobs.propose, "post", "buyer", bid=lambda w, one: posts.bid(one)),
    verb(jobs.save_draft, "post", "buyer", bid=lambda w, one: posts.bid(one)),
    verb(jobs.discard_draft, "post", "buyer"),
    verb(jobs.revise, "proposal", "freelancer", bid=lambda w, one: posts.bid(one.post, 900, 900)),
    verb(jobs.shortlist, "proposal", "client"),
    verb(jobs.archive, "proposal", "client"),
    verb(jobs.unmark, "proposal", "client"),
    verb(jobs.note, "proposal", "client", text="Ask about the shop."),
    verb(jobs.look_through, "post_of_proposal", "client", shown=lambda w, one: [w.things["proposal"]]),
    verb(jobs.take_terms, "post_of_proposal", "client", proposal=lambda w, one: w.things["proposal"]),
    verb(jobs.keep, "post", "anybody", call=lambda world, post, by: jobs.keep(post, by=by)),
    verb(jobs.let_go, "post", "anybody", call=lambda world, post, by: jobs.let_go(post, by=by)),
    verb(jobs.save_search, "post", "anybody", call=_save_search),
    verb(jobs.forget_search, "search_kept", "anybody", call=lambda world, one, by: jobs.forget_search(one, by=by)),
    # Questions to support
    verb(helpdesk.ask, "ticket", "anybody", call=_ask),
    verb(helpdesk.reply, "ticket", "client", text="Still."),
    verb(helpdesk.answer, "ticket", "support", text="Yes."),
    verb(helpdesk.close, "ticket", "client support"),
    # Conversations
    verb(inbox.begin, "gig", "buyer", call=_begin_to_write, no="no"),
    verb(inbox.send, "conversation", "client freelancer", key=_a_key, text="Hello."),
    verb(inbox.read, "conversation", "client freelancer", to=10**9),
    verb(inbox.archive, "conversation", "client freelancer"),
    verb(inbox.unarchive, "conversation", "client freelancer"),
    verb(inbox.mute, "conversation", "client freelancer"),
    verb(inbox.unmute, "conversation", "client freelancer"),
    verb(inbox.block, "conversation", "client freelancer"),
    verb(inbox.unblock, "conversation", "client freelancer"),
    verb(inbox.report, "message_of_freelancer", "client", reason="It is rude."),
    verb(inbox.look, "conversation", "support"),
    verb(inbox.uphold, "report", "support"),
    verb(inbox.dismiss, "report", "support"),
    # Reviews
    verb(reviews.write, "reviewable", "client freelancer", stars=(5, 4, 5), text="All as agreed."),
    verb(reviews.answer, "reviewed", "freelancer", text="Thank you."),
    verb(reviews.report, "reviewed", "buyer", reason="It is rude."),
    verb(reviews.uphold, "review_report", "support"),
    verb(reviews.dismiss, "review_report", "support"),
    # Paying
    verb(sources.make_default, "spare", "owner", no="no"),
    verb(sources.remove, "spare", "owner", no="no"),
]


def _tomorrow() -> date:
    return clock.today("UTC") + clock.days(1)


COLUMNS = {"client": CLIENT, "freelancer": FREELANCER, "client freelancer": BOTH}


def acts(name: str, on: str, who: str, sends: dict | None = None, /, **terms) -> None:
    """A line for a verb of an order's page: its address and its action are those of the registry, who may is said here.

    `terms` go to the action and, unless `sends` says otherwise, into the form.
    """
    PLACES.append(post(f"milestones:{name}", on, COLUMNS[who], **(terms if sends is None else sends)))
    VERBS.append(verb(REGISTRY[name].act, on, who, **terms))


acts("stop", "order", "client")
acts("fund_plan", "order", "client", {"total": rest, "source": its_card}, source=_card)
acts("deliver", "funded delivered revision", "freelancer", message="Here it is.")
acts("tick", "funded", "freelancer", number=0)
acts(
    "arrange_call",
    "pending funded delivered revision disputed",
    "freelancer",
    {"call_at": "2099-01-01T10:00", "call_url": "https://meet.example.org/1"},
    call_at=datetime(2099, 1, 1, tzinfo=UTC),
    call_url="https://meet.example.org/1",
)
acts("request_revision", "delivered", "client", **WHY)
acts("extend_review", "delivered", "client")
acts("approve", "delivered", "client")
acts("approve_and_stop", "delivered", "client")
acts("release", "funded revision", "client")
acts("release_part", "funded delivered revision", "client", {"part": "100", "agreed": "10000"}, part=100)
acts("give_back", "funded delivered revision", "freelancer")
acts("give_in", "disputed", "client freelancer")
acts(
    "propose_split",
    "funded delivered revision disputed",
    "client freelancer",
    {"released": "100", "seen": "10000", **WHY},
    released=100,
    **WHY,
)
acts("send_back", "cancelled", "client")
acts("change_order", "revision", "freelancer", NEW_STEP, terms=STEP, **WHY)
acts(
    "ask_to_pause",
    "order",
    "client freelancer",
    {"until": _tomorrow().isoformat(), **WHY},
    until=_tomorrow(),
    **WHY,
)
acts("go_on", "resting", "client freelancer")
acts("choose_source", "by_itself", "client", {"source": its_spare}, source=_spare)
acts("ask_client", "funded revision", "freelancer", question="Which blue?")
acts("ask_to_reopen", "stopped", "client freelancer", **WHY)
acts("answer", "unanswered briefed", "client", {"answer-1": "Bread.", "answer-2": "Rye."}, answers={2: ["Rye."]})
acts("hand_in_answers", "unanswered", "client", {"answer-1": "Bread."}, answers={1: ["Bread."]})
acts("skip_answers", "unanswered", "freelancer")
acts("return_answers", "briefed", "freelancer", **WHY)
acts("remind", "unanswered", "freelancer")
PLACES.append(post("milestones:call_off", "unanswered", BOTH))
PLACES.append(post("milestones:call_off", "strict_unanswered", CLIENT))
VERBS.append(verb(brief.call_off, "unanswered", "client freelancer", where={"requirements_end": "either_may_cancel"}))
VERBS.append(verb(brief.call_off, "strict_unanswered", "client"))
PLACES.append(post("milestones:leave", "left_by_freelancer", OF_CLIENT_SIDE))
PLACES.append(post("milestones:leave", "left_by_client", OF_FREELANCER_SIDE))
VERBS.append(verb(leave.leave, "left_by_freelancer left_by_client", "remaining"))


TRANSITIONS = {
    # `verb` is asked by no transition: who may is decided by the verb that leads here, or it is the engine's own
    "Order.stop": "client",
    "Order.fund_plan": "client",
    "Order.choose_source": "client",
    "Order.change_plan": "client",
    "Order.ask_to_change": "client freelancer",
    "Order.add_milestone": "client",
    "Order.ask_for_time": "client freelancer",  # under this rulebook both agree on more time
    "Order.grant_time": "client",
    "Order.ask_to_cancel": "client freelancer",
    "Order.dispute": "client freelancer",
    "Order.ask_to_pause": "client freelancer",
    "Order.go_on": "client freelancer",
    "Order.ask_to_reopen": "client freelancer",
    "Order.answer": "client",
    "Order.hand_in_answers": "client",
    "Order.skip_answers": "freelancer",
    "Order.return_answers": "freelancer",
    "Order.remind": "freelancer",
    "Order.call_off": "client freelancer",
    "Order.leave": "client freelancer",
    "Order.order_again": "client",
    "Order.cancel_by_support": "support",
    "Order.extend_deadline": "support",
    "Order.complete": "verb",
    "Order.cancel": "verb",
    "Order.reopen": "verb",
    "Milestone.tick": "freelancer",
    "Milestone.arrange_call": "freelancer",
    "Milestone.approve_and_stop": "client",
    "Milestone.send_back": "client",
    "Milestone.give_in": "client freelancer",
    "Milestone.propose_split": "client freelancer",
    "Milestone.change_order": "freelancer",
    "Milestone.ask_for_time": "client freelancer",
    "Milestone.grant_time": "client",
    "Milestone.more_time": "client freelancer",
    "Milestone.ask_client": "freelancer",
    "Milestone.change": "client freelancer",
    "Milestone.cancel_and_refund": "support",
    "Milestone.fund": "client gateway clock",
    "Milestone.fund_with_plan": "client gateway clock",
    "Milestone.deliver": "freelancer",
    "Milestone.request_revision": "client",
    "Milestone.extend_review": "client",
    "Milestone.approve": "client",
    "Milestone.lapse": "clock",
    "Milestone.release": "client",
    "Milestone.accept_by_support": "support",
    "Milestone.release_part": "client",
    "Milestone.pay": "verb",
    "Milestone.cancel": "verb",
    "Milestone.give_back": "freelancer",
    "Milestone.skip": "verb",
    "Milestone.remove": "verb",
    "Milestone.return_to_plan": "verb",
    "Milestone.dispute": "client freelancer",
    "Milestone.resume": "verb",
    "Milestone.settle": "verb",
    "Milestone.take_up_review": "verb",
    "Case.accept": "answerer clock",
    "Case.decline": "answerer",
    "Case.answer_client": "answerer",
    "Case.withdraw": "asker clock",
    "Case.reply": "answerer",
    "Case.decide": "support clock",
    "Case.settle": "client freelancer",
    "Offer.write": "next_writer",
    "Offer.copy": "client freelancer",
    "Offer.send": "author",
    "Offer.counter": "client freelancer",
    "Offer.fund": "client",
    "Offer.publish": "gateway",
    "Offer.unfund": "gateway",
    "Offer.ask_changes": "reader",
    "Offer.accept": "reader",
    "Offer.pay": "client",
    "Offer.agree": "reader",
    "Offer.charge": "reader client",
    "Offer.complete": "gateway",
    "Offer.fall_back": "gateway",
    "Offer.decline": "reader",
    "Offer.withdraw": "writer",
    "Offer.expire": "clock",
    "Offer.address": "client",
    "Offer.renew": "clock",
    "Offer.drop": "verb",
    "Subscription.cancel": "client freelancer",
    "Subscription.end": "support",
    "Subscription.lapse": "clock",
    "Subscription.complete": "verb",
    "Gig.order": "buyer",
    "Gig.edit": "owner",
    "Gig.move": "support",
    "Gig.publish": "owner",
    "Gig.pause": "owner",
    "Gig.resume": "owner",
    "Gig.close": "owner",
    "Gig.remove": "support",
    "Gig.restore": "support",
    "Post.write": "client",
    "Post.publish": "client",
    "Post.revise": "client",
    "Post.close": "client",
    "Post.lapse": "clock",
    "Post.fill": "verb",
    "Post.reopen": "client",
    "Post.remove": "support",
    "Post.propose": "buyer",
    "Post.invite": "client",
    "Post.word": "client",
    "Post.compare": "client",
    "Post.take_terms": "client",
    "Proposal.edit": "freelancer",
    "Proposal.mark": "client",
    "Invitation.decline": "freelancer",
    "User.suspend": "support",
    "User.lift": "support",
    "StepsBan.impose": "any_support",
    "StepsBan.lift": "any_support",
    "Conversation.write": "client freelancer",
    "Conversation.read": "client freelancer",
    "Conversation.archive": "client freelancer",
    "Conversation.mute": "client freelancer",
    "Conversation.block": "client freelancer",
    "Conversation.look": "support",
    "Message.report": "client",
    "Report.uphold": "support",
    "Report.dismiss": "support",
    "Review.write": "client",
    "Review.answer": "freelancer",
    "Review.report": "buyer",
    "ReviewReport.uphold": "support",
    "ReviewReport.dismiss": "support",
    "Policy.publish": "house",
    "ContractText.publish": "house",
    "Policy.withdraw": "house",
    "Ticket.reply": "client",
    "Ticket.answer": "support",
    "Ticket.close": "client support",
    "Payment.wait_for_payer": "verb",
    "Payment.wait_for_gateway": "verb",
    "Payment.succeed": "verb",
    "Payment.fail": "verb",
    "Payment.cancel": "verb",
}


# What must hold, beside the state, for each transition and gate: by the names of its conditions. " / " stands between
# those of different states.
CONDITIONS = {
    "Case.accept": "is_a_request is_no_question",
    "Case.answer_client": "is_a_question",
    "Case.decide": "is_to_be_decided",
    "Case.decline": "is_a_request is_no_question",
    "Case.reply": "is_a_dispute",
    "Milestone.deliver": "order_is_active may_redeliver / order_is_active its_turn_to_be_worked work_has_begun",
    "Milestone.dispute": "order_is_active",
    "Milestone.extend_review": "review_may_grow",
    "Milestone.fund": "order_is_active its_turn_to_be_paid both_accounts_are_open",
    "Milestone.fund_with_plan": "order_is_active plan_is_payable both_accounts_are_open",
    "Milestone.give_back": "policy_lets_give_back",
    "Milestone.release": "releases_early",
    "Milestone.release_part": "releases_in_parts rest_has_a_place",
    "Milestone.remove": "order_is_active holds_nothing_yet",
    "Milestone.request_revision": "has_revisions has_revisions_left",
    "Milestone.tick": "is_worked_on has_substeps",
    "Milestone.arrange_call": "order_is_active has_call is_not_over",
    "Milestone.approve_and_stop": "policy_lets_stop something_is_left nothing_else_is_open",
    "Milestone.send_back": "has_returnable_refund",
    "Milestone.give_in": "is_disputed",
    "Milestone.propose_split": "holds_money",
    "Milestone.change_order": "has_change_orders has_steps is_in_revision",
    "Milestone.ask_for_time": "may_get_time brief_is_there",
    "Milestone.ask_client": (
        "order_is_active may_wait its_turn_to_be_worked brief_is_there does_not_rest waits_for_nothing"
    ),
    "Milestone.more_time": "may_get_time brief_is_there",
    "Milestone.grant_time": "client_gives_time may_get_time brief_is_there",
    "Milestone.change": "plan_may_change order_is_active not_begun",
    "Milestone.cancel_and_refund": "holds_money",
    "Order.cancel": "nothing_is_open nothing_is_done",
    "Order.complete": "nothing_is_open something_is_done",
    "Order.reopen": "may_reopen nobody_is_suspended",
    "Order.stop": "policy_lets_stop something_is_left stop_is_due",
    "Order.fund_plan": "plan_is_payable order_is_active something_is_to_be_paid",
    "Order.choose_source": "charges_by_itself order_is_active something_is_to_be_paid",
    "Order.change_plan": "plan_may_change client_changes_plan order_is_active",
    "Order.ask_to_change": "plan_may_change order_is_active",
    "Order.add_milestone": "creates_milestones client_changes_plan has_steps order_is_active",
    "Order.ask_for_time": "order_is_active something_is_worked_on brief_is_there",
    "Order.grant_time": "client_gives_time order_is_active something_is_worked_on brief_is_there",
    "Order.ask_to_cancel": "order_is_active needs_no_yes_to_cancel sides_cancel something_can_be_cancelled",
    "Order.ask_to_pause": "order_is_active policy_lets_rest does_not_rest",
    "Order.go_on": "order_is_active does_rest",
    "Order.dispute": "order_is_active something_is_disputable",
    "Order.ask_to_reopen": "may_reopen nobody_is_suspended",
    "Order.order_again": "comes_from_a_gig order_is_over",
    "Order.answer": "order_is_active asks_something",
    "Order.hand_in_answers": "order_is_active answers_are_awaited",
    "Order.skip_answers": "order_is_active answers_are_awaited",
    "Order.return_answers": "order_is_active answers_were_handed_in policy_lets_return returns_are_left is_untouched",
    "Order.remind": "order_is_active answers_are_awaited reminder_is_due",
    "Order.call_off": "order_is_active answers_are_awaited policy_lets_call_off answers_are_overdue is_untouched",
    "Order.leave": (
        "order_is_active policy_lets_leave other_side_is_suspended suspension_has_lasted nothing_handed_in_is_open"
    ),
    "Order.cancel_by_support": "order_is_active",
    "Offer.accept": "by_is_in_trade nobody_is_suspended not_agreed",
    "Offer.address": "by_is_in_trade nobody_is_suspended is_of_a_gig",
    "Gig.order": "by_is_in_trade owner_is_in_trade",
    "Gig.publish": "owner_is_not_suspended",
    "Gig.resume": "owner_is_not_suspended",
    "Conversation.write": "other_is_active by_may_write other_may_answer is_not_blocking is_not_blocked",
    "Conversation.look": "is_open_to_support",
    "Message.report": "is_there",
    "Post.propose": "by_is_in_trade client_is_in_trade is_in_time wants_more",
    "Post.invite": "client_is_not_suspended is_in_time",
    "Post.publish": "client_is_not_suspended",
    "Post.revise": "client_is_not_suspended",
    "Post.reopen": "client_is_not_suspended closed_lately",
    "Invitation.decline": "is_not_declined",
    "Review.write": "order_has_ended something_was_funded is_not_published time_is_left",
    "Review.answer": "is_published is_there has_no_reply",
    "Review.report": "is_published is_there",
    "User.suspend": "is_no_staff is_open is_not_suspended",
    "User.lift": "is_suspended_now",
    "StepsBan.impose": "none_is_in_force",
    "StepsBan.lift": "is_in_force",
    "Offer.pay": "by_is_in_trade nobody_is_suspended agreed",
    "Offer.send": "by_is_in_trade nobody_is_suspended",
    "Offer.counter": "by_is_in_trade nobody_is_suspended negotiable",
    "Offer.fund": "by_is_in_trade nobody_is_suspended negotiable",
    "Offer.ask_changes": "negotiable",
    "Offer.decline": "negotiable",
    "Offer.withdraw": "negotiable",
    "Offer.renew": "is_a_month",
    "Offer.drop": "is_a_month",
    "Subscription.cancel": "has_months_left notice_is_kept",
    "Offer.write": "negotiable side_writes_plan",
    "Offer.copy": "was_sent side_writes_offers",
}


# What begins something new: what somebody is told who may do it, and is suspended. By method and address, and the
# person where it is one of them; for verbs by the action, with those who are refused. For all else they are as before.
BEGINS = {
    "GET offers:order": "302",
    "POST offers:order": "409",
    "POST offers:send": "409",
    "GET offers:accept": "302",
    "POST offers:accept": "409",
    "GET offers:pay": "302",
    "POST offers:pay": "409",
    "POST offers:invitation": "409",
    "POST gigs:publish": "302",  # to its editor, where it says why
    "POST gigs:resume": "302",
    "POST jobs:reopen": "409",
    "POST jobs:invite": "422",
    "POST jobs:invitation": "409",
    "GET jobs:propose": "302",
    "POST jobs:propose": "409",
    "POST jobs:revise": "422",
    "POST inbox:write other": "409",  # the two sides have an order that runs
    "POST milestones:ask_to_reopen": "409",
}
SIDES = {"client", "freelancer", "other"}
BEGINNING = dict.fromkeys(
    [
        gigs.publish,
        gigs.resume,
        offers.order,
        offers.send,
        offers.counter,
        offers.accept,
        offers.pay,
        offers.take_up,
        jobs.publish,
        jobs.reopen,
        jobs.invite,
        jobs.take_up,
        jobs.propose,
        jobs.revise,
        cases.ask_to_reopen,
    ],
    SIDES,
) | {inbox.begin: {"other"}}  # the two sides have an order that runs
