"""Every verb of an order, its steps and its requests: told once, for the pages, their addresses, views and buttons.

Who may, and when, is said by the transition or gate of the same name in `milestones.models`, and asked again by the
action, under the lock. What support does is in `milestones.admin.verbs`, in the same shape.
"""

from functools import partial

from marketplace.transitions import may
from marketplace.verbs import DANGER, PRIMARY, Verb
from milestones.actions import approve, cases, deliver, disputes, fund, send_back, stop
from milestones.forms import plan as plan_forms
from milestones.forms import resolution as asking_forms
from milestones.forms import work as work_forms
from milestones.models import Case, Milestone, Order
from milestones.wording import asking, confirmations, labels


def _fund_tone(snapshot, milestone) -> str:
    return "plain" if snapshot.order.open else PRIMARY


def _no_payment_under_way(snapshot, thing) -> bool:
    return not snapshot.is_paying


def _change_plan(op: str, thing, *, by, once="", terms=None, seen="", **why):
    """Two actions, one page: at once where whoever asks may, else by a proposal."""
    change = cases.Change(op, None if isinstance(thing, Order) else thing, terms, seen)
    act = cases.change_plan if may(thing.parties.change_plan, by) else cases.ask_to_change
    return act(thing.parties, change, by=by, once=once, **why)


PLAN_PAGE = "milestones/plan_milestone.html"

# On the page of an order, in the order in which people think of them.

ON_MILESTONES = [
    Verb(
        name="fund",
        about=Milestone,
        act=fund.fund,
        label=labels.pay,
        tone=_fund_tone,
        worth=_no_payment_under_way,
    ),
    Verb(
        name="deliver",
        about=Milestone,
        act=deliver.deliver,
        form=work_forms.DeliverForm,
        label=labels.deliver,
        explains=confirmations.deliver,
        confirm="Hand it in",
        tone=PRIMARY,
    ),
    Verb(name="tick", about=Milestone, act=deliver.tick),
    Verb(
        name="change_order",
        about=Milestone,
        act=cases.offer_change_order,
        form=plan_forms.ChangeOrderForm,
        page=PLAN_PAGE,
        title=labels.new_scope,
        label="That is new scope",
        explains=asking.change_order,
        confirm="Offer it",
    ),
    Verb(
        name="approve",
        about=Milestone,
        act=approve.approve,
        label=labels.approve,
        explains=confirmations.approve,
        confirm=labels.confirm_approval,
        tone=PRIMARY,
    ),
    Verb(
        name="request_revision",
        about=Milestone,
        act=deliver.request_revision,
        form=work_forms.RevisionForm,
        label="Request a revision",
        explains=confirmations.request_revision,
        confirm="Ask for the changes",
    ),
    Verb(
        name="approve_and_stop",
        about=Milestone,
        act=approve.approve_and_stop,
        label="Approve and stop the order",
        explains=confirmations.approve_and_stop,
    ),
    Verb(
        name="extend_review",
        about=Milestone,
        act=deliver.extend_review,
        label=labels.extend_review,
        explains=confirmations.extend_review,
    ),
    Verb(
        name="release",
        about=Milestone,
        act=approve.release,
        label=labels.release,
        explains=confirmations.release,
        confirm="Release the payment",
    ),
    Verb(
        name="release_part",
        about=Milestone,
        act=approve.release_part,
        form=work_forms.PartForm,
        label="Release a part",
        explains=confirmations.release_part,
        confirm="See what each side gets",
        previews=True,
    ),
    Verb(name="propose_split", about=Milestone, act=disputes.propose_split, label=labels.propose_split),
    Verb(
        name="give_in",
        about=Milestone,
        act=disputes.give_in,
        label=labels.give_in,
        explains=confirmations.give_in,
        confirm=labels.confirm_giving_in,
        tone=DANGER,
    ),
    Verb(
        name="give_back",
        about=Milestone,
        act=stop.give_back,
        label=labels.give_back,
        explains=confirmations.give_back,
        tone=DANGER,
    ),
    Verb(
        name="send_back",
        about=Milestone,
        act=send_back.send_back,
        label=labels.send_back,
        explains=confirmations.send_back,
        confirm=labels.confirm_sending_back,
    ),
]

ON_ORDERS = [
    Verb(
        name="fund_plan",
        about=Order,
        act=fund.fund_plan,
        label=labels.pay_plan,
        worth=lambda snapshot, order: not snapshot.is_paying and len(order.pending) > 1,
    ),
    Verb(
        name="stop",
        about=Order,
        act=stop.stop,
        label="Stop the order",
        explains=lambda snapshot, order: confirmations.stop(snapshot),
        tone=DANGER,
    ),
]

# In the resolution center: what one side asks of the other, and how that answers.

ASKED_FOR = [
    Verb(
        name="grant_time",
        about=Order,
        act=cases.grant_time,
        form=asking_forms.GrantTimeForm,
        label="Give more time",
        explains=asking.grant_time,
        confirm="Give the time",
    ),
    Verb(
        name="ask_for_time",
        about=Order,
        act=cases.ask_for_time,
        form=asking_forms.AskForTimeForm,
        label="Ask for more time",
        explains=asking.ask_for_time,
        confirm="Ask for the time",
    ),
    Verb(
        name="ask_to_cancel",
        about=Order,
        act=cases.ask_to_cancel,
        form=asking_forms.CancelForm,
        label="Ask to cancel",
        explains=asking.ask_to_cancel,
    ),
    Verb(
        name="dispute",
        about=Order,
        act=disputes.dispute,
        form=asking_forms.DisputeForm,
        label="Open a dispute",
        explains=asking.dispute,
        confirm="Open the dispute",
    ),
    Verb(
        name="ask_to_reopen",
        about=Order,
        act=cases.ask_to_reopen,
        form=asking_forms.ReopenForm,
        label="Ask to reopen the order",
        explains=asking.ask_to_reopen,
        confirm="Ask to reopen",
    ),
]

# From there, what changes the part of a plan that has not begun.

IN_PLAN = [
    Verb(
        name="add_milestone",
        about=Order,
        act=partial(_change_plan, "add"),
        gate="ask_to_change",
        form=plan_forms.AddForm,
        page=PLAN_PAGE,
        label=labels.ADD,
        explains=asking.change_plan,
        confirm=labels.confirm_adding,
    ),
    Verb(
        name="change",
        about=Milestone,
        act=partial(_change_plan, "edit"),
        form=plan_forms.ChangeForm,
        page=PLAN_PAGE,
        title=labels.change_in_short,
        label=labels.change,
        explains=asking.change_plan,
        confirm=labels.confirm_changing,
    ),
    Verb(
        name="remove",
        about=Milestone,
        act=partial(_change_plan, "remove"),
        gate="change",
        form=plan_forms.RemoveForm,
        page=PLAN_PAGE,
        label=labels.remove,
        explains=asking.remove,
        confirm=labels.confirm_removing,
    ),
]

ANSWERS = [
    Verb(
        name="reply",
        about=Case,
        act=disputes.reply,
        form=asking_forms.ReplyForm,
        confirm="Send your answer",
    ),
    Verb(
        name="accept",
        about=Case,
        act=cases.accept,
        form=asking_forms.YesForm,
        label="Agree…",
        explains=confirmations.NO_WAY_BACK,
        confirm=labels.confirm_agreement,
        tone=PRIMARY,
    ),
    Verb(
        name="decline",
        about=Case,
        act=cases.decline,
        form=asking_forms.AnswerForm,
        label="Decline…",
        explains=asking.decline,
        confirm="Decline",
    ),
]

WITHDRAWAL = Verb(name="withdraw", about=Case, act=cases.withdraw, label=labels.withdraw)

ON_ORDER_PAGE = [*ON_MILESTONES, *ON_ORDERS]
IN_CENTER = [*ASKED_FOR, *IN_PLAN, *ANSWERS, WITHDRAWAL]
VERBS = {verb.name: verb for verb in [*ON_ORDER_PAGE, *IN_CENTER]}
