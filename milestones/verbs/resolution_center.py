"""The verbs of the resolution center: what one side asks of the other, and how that answers."""

from marketplace.transitions import may
from marketplace.verbs import PRIMARY, Verb
from milestones.actions import ask_client, cases, disputes, pause
from milestones.actions.parts.plan_changes import PlanChange
from milestones.forms import plan as plan_forms
from milestones.forms import resolution as asking_forms
from milestones.models import Case, Milestone, Order
from milestones.wording import asking, confirmations, labels, resting


def _change_plan(order: Order, change: PlanChange, *, by, reason: str, once=""):
    """Two actions, one page: at once where whoever asks may, else by a request."""
    if may(order.change_plan, by):
        return cases.change_plan(order, change, by=by, message=reason, once=once)
    return cases.ask_to_change(order, change, by=by, reason=reason, once=once)


def _more_time(milestone: Milestone, *, by, days: int, reason: str = "", once=""):
    """Two actions, one page: at once where whoever asks gives the time, else by a request."""
    if may(milestone.grant_time, by):
        return cases.grant_time(milestone, by=by, days=days, once=once)
    return cases.ask_for_time(milestone, by=by, days=days, reason=reason, once=once)


def _create(order: Order, *, by, terms, once=""):
    """One more step, at the end."""
    return cases.change_plan(order, PlanChange.adding(order, terms), by=by, once=once)


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
        name="ask_to_pause",
        about=Order,
        act=pause.ask_to_pause,
        form=asking_forms.PauseForm,
        label="Let the order rest",
        explains=resting.ask,
        confirm="Ask to let it rest",
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

# What is asked for beside the milestone that it is about.

BESIDE = [
    Verb(
        name="more_time",
        about=Milestone,
        act=_more_time,
        form=asking_forms.MoreTimeForm,
        page=plan_forms.PAGE,
        label="More time",
        title=labels.more_time,
        explains=asking.more_time,
        confirm=labels.confirm_more_time,
    ),
]

# What changes the part of a plan that has not begun: on a screen of its own, or one step that is paid at once.

IN_PLAN = [
    Verb(
        name="add_milestone",
        about=Order,
        act=_create,
        form=plan_forms.AddForm,
        page="milestones/create_milestone.html",
        label=labels.CREATE,
        explains=asking.create,
        confirm=labels.CREATE,
    ),
    Verb(
        name="plan",
        about=Order,
        act=_change_plan,
        gate="ask_to_change",
        page="milestones/plan.html",
        label=labels.plan,
        explains=asking.change_plan,
        confirm=labels.confirm_changing_plan,
        worth=lambda snapshot, order: not order.is_single or bool(order.pending),
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
        name="answer_client",
        about=Case,
        act=ask_client.answer_client,
        form=asking_forms.AnswerQuestionForm,
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
