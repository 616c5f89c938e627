"""The verbs of the resolution center: what one side asks of the other, and how that answers."""

from functools import partial

from marketplace.transitions import may
from marketplace.verbs import PRIMARY, Verb
from milestones.actions import cases, disputes
from milestones.actions.parts.plan_changes import PlanChange
from milestones.forms import plan as plan_forms
from milestones.forms import resolution as asking_forms
from milestones.models import Case, Milestone, Order
from milestones.wording import asking, confirmations, labels


def _change_plan(op: str, thing, *, by, once="", terms=None, seen="", **why):
    """Two actions, one page: at once where whoever asks may, else by a proposal."""
    change = {
        "add": lambda: PlanChange.adding(thing, terms),
        "edit": lambda: PlanChange.editing(thing, terms, seen),
        "remove": lambda: PlanChange.removing(thing),
    }[op]()
    act = cases.change_plan if may(thing.parties.change_plan, by) else cases.ask_to_change
    return act(thing.parties, change, by=by, once=once, **why)


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

# What changes the part of a plan that has not begun, on a page each.

IN_PLAN = [
    Verb(
        name="add_milestone",
        about=Order,
        act=partial(_change_plan, "add"),
        form=plan_forms.AddForm,
        page=plan_forms.PAGE,
        label=labels.ADD,
        explains=asking.change_plan,
        confirm=labels.confirm_adding,
    ),
    Verb(
        name="change",
        about=Milestone,
        act=partial(_change_plan, "edit"),
        form=plan_forms.ChangeForm,
        page=plan_forms.PAGE,
        title=labels.change_in_short,
        label=labels.change,
        explains=asking.change_plan,
        confirm=labels.confirm_changing,
    ),
    Verb(
        name="remove",
        about=Milestone,
        act=partial(_change_plan, "remove"),
        gate="take_out",
        form=plan_forms.RemoveForm,
        page=plan_forms.PAGE,
        title=labels.remove_in_short,
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
