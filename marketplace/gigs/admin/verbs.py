"""What support does to gigs and to the right to sell in steps: each verb told once, as those of orders are."""

from django import forms

from marketplace.actors import Support
from marketplace.gigs import actions
from marketplace.gigs.admin import consequences
from marketplace.gigs.models import Category, Gig, StepsBan
from milestones.admin.verbs import DeskVerb
from milestones.forms.support import ReasonForm, reason_field


class OwnerReasonForm(ReasonForm):
    """Why support does it; whom it concerns reads it in the mail that tells of it."""

    reason = reason_field(
        "It goes to whom it concerns by mail, word for word.", "Give the reason: it goes to whom it concerns."
    )


class MoveForm(OwnerReasonForm):
    """Under which kind of work the gig is found from now on."""

    category = forms.ModelChoiceField(
        queryset=Category.objects.none(),
        label="Kind of work",
        error_messages={"required": "Choose the kind of work.", "invalid_choice": "Choose a kind of work that exists."},
    )
    field_order = ["category", "reason"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        work = Category.objects.of_work().exclude(pk=self.about.category_id)
        self.fields["category"].queryset = work
        groups: dict[str, list] = {}
        for one in work:
            groups.setdefault(one.parent.name, []).append((one.pk, one.name))
        self.fields["category"].choices = [("", "Choose"), *groups.items()]

    @property
    def terms(self) -> dict:
        return {"category": self.cleaned_data["category"]}


def _withdraw(ban: StepsBan, *, by: Support) -> StepsBan:
    """The page is about a ban that is not there yet: only whom it is about is known."""
    return actions.withdraw_steps(ban.person, by=by)


REMOVE = DeskVerb(
    name="remove",
    label="Remove from the market",
    done="The gig is off the market, and its owner was told.",
    about=Gig,
    tells=consequences.of_removing,
    act=actions.remove,
    form=OwnerReasonForm,
    tone="bad",
)
RESTORE = DeskVerb(
    name="restore",
    label="Give back",
    done="The gig is its owner’s again, paused.",
    about=Gig,
    tells=consequences.of_restoring,
    act=actions.restore,
    form=OwnerReasonForm,
)
MOVE = DeskVerb(
    name="move",
    label="Move to another kind of work",
    done="The gig is filed anew, and its owner was told.",
    about=Gig,
    tells=consequences.of_moving,
    act=actions.move,
    form=MoveForm,
    previews=True,
)
WITHDRAW = DeskVerb(
    name="withdraw",
    label="Withdraw the right to sell in steps",
    done="The right to sell in steps is withdrawn.",
    about=StepsBan,
    gate="impose",
    tells=consequences.of_withdrawing,
    act=_withdraw,
    form=OwnerReasonForm,
    tone="bad",
)
LIFT = DeskVerb(
    name="lift",
    label="Give the right back",
    done="The right to sell in steps is given back.",
    about=StepsBan,
    tells=consequences.of_lifting,
    act=actions.restore_steps,
    form=OwnerReasonForm,
)
