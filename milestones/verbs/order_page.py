"""The verbs of the page of an order: of its milestones, and of the whole."""

from marketplace.verbs import DANGER, PRIMARY, Verb
from milestones.actions import (
    approve,
    ask_client,
    calls,
    cases,
    choose_source,
    deliver,
    disputes,
    fund,
    leave,
    pause,
    send_back,
    split,
    stop,
)
from milestones.forms import plan as plan_forms
from milestones.forms import work as work_forms
from milestones.forms.calls import CallForm
from milestones.forms.paying import SourceForm
from milestones.models import Milestone, Order, State
from milestones.wording import asking, confirmations, labels, next_charge, resting, suspended


def _fund_tone(snapshot, milestone) -> str:
    return "plain" if snapshot.order.open else PRIMARY


def _no_payment_under_way(snapshot, thing) -> bool:
    return not snapshot.is_paying


def _is_split_or_disputed(snapshot, milestone) -> bool:
    """Where all is well it is a quiet link beside the step (milestones.pages.order)."""
    return milestone.state == State.DISPUTED or labels.split_of(snapshot, milestone) is not None


# In the order in which people think of them.

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
    Verb(
        name="ask_client",
        about=Milestone,
        act=ask_client.ask_client,
        form=work_forms.QuestionForm,
        label="Ask the client",
        explains=resting.ask_client,
        confirm="Ask, and let the time stand",
    ),
    Verb(name="tick", about=Milestone, act=deliver.tick),
    Verb(
        name="arrange_call",
        about=Milestone,
        act=calls.arrange_call,
        form=CallForm,
        label=labels.arrange_call,
        explains=confirmations.arrange_call,
        confirm="Tell the time and the link",
    ),
    Verb(
        name="change_order",
        about=Milestone,
        act=cases.offer_change_order,
        form=plan_forms.ChangeOrderForm,
        page=plan_forms.PAGE,
        title=labels.new_scope,
        label="That is new scope",
        explains=asking.change_order,
        confirm="Offer it",
    ),
    Verb(
        name="approve",
        about=Milestone,
        act=approve.approve,
        form=work_forms.ReviewForm,
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
        form=work_forms.ReviewForm,
        label="Approve and stop the order",
        explains=confirmations.approve_and_stop,
    ),
    Verb(
        name="extend_review",
        about=Milestone,
        act=deliver.extend_review,
        form=work_forms.ReviewForm,
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
    Verb(
        name="propose_split",
        about=Milestone,
        act=split.propose_split,
        label=labels.propose_split,
        worth=_is_split_or_disputed,
    ),
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
        name="go_on",
        about=Order,
        act=pause.go_on,
        label="Go on now",
        explains=resting.go_on,
        confirm="Go on with the order",
        tone=PRIMARY,
    ),
    Verb(
        name="fund_plan",
        about=Order,
        act=fund.fund_plan,
        label=labels.pay_plan,
        worth=lambda snapshot, order: not snapshot.is_paying and len(order.pending) > 1,
    ),
    Verb(
        name="choose_source",
        about=Order,
        act=choose_source.choose_source,
        form=SourceForm,
        page=plan_forms.PAGE,
        label=next_charge.card,
        title="The card of this order",
        explains=next_charge.choosing,
        confirm="Charge this one from now on",
    ),
    Verb(
        name="stop",
        about=Order,
        act=stop.stop,
        label="Stop the order",
        explains=lambda snapshot, order: confirmations.stop(snapshot),
        tone=DANGER,
    ),
    Verb(
        name="leave",
        about=Order,
        act=leave.leave,
        label="End the order alone",
        explains=suspended.leave,
        confirm="End the order",
        tone=DANGER,
    ),
]
