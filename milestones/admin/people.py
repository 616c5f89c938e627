"""Suspending somebody, at the desk: what it does and what it does not, a reason, one button."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern

from marketplace.accounts import suspension
from marketplace.accounts.admin import acts
from marketplace.accounts.models import User
from milestones.admin.support_acts import SupportActs
from milestones.admin.verbs import DeskVerb
from milestones.forms.support import ReasonForm, reason_field


class TheirReasonForm(ReasonForm):
    """Why support does it; the person reads it, and nobody else."""

    reason = reason_field(
        "The person reads it, word for word: by mail, and wherever they are refused something. Nobody else does.",
        suspension.NO_REASON,
    )


def _of_suspending(person: User) -> list[str]:
    name = person.first_name
    return [
        f"{name} begins nothing new: publishes, orders, offers, accepts, proposes, invites and writes to nobody new.",
        f"{name} still signs in, reads everything, and goes on in orders that run: delivers, answers, approves, pays.",
        "No money moves, and no order ends by it. What is held stays held for whom it is held.",
        "The other side of each order that runs and of each open offer is told by mail, without the reason.",
        f"No further step is charged by itself for {name}’s work: the client is asked, and warned.",
        f"{name} is told by mail what they can and can’t do, with your reason.",
    ]


def _of_lifting(person: User) -> list[str]:
    name = person.first_name
    return [
        f"{name} may publish, order, offer, accept, propose, invite and write again.",
        "What is listed above can be found, ordered and accepted again at once.",
        "The other side of each order that runs and of each open offer is told by mail.",
        f"{name} is told by mail, with your reason.",
    ]


def _reached(person: User, user) -> list:
    return suspension.panels_of(person)


SUSPEND = DeskVerb(
    name="suspend",
    label="Suspend",
    done="The account is suspended, and everybody whom it concerns is told.",
    about=User,
    tells=_of_suspending,
    act=suspension.suspend,
    form=TheirReasonForm,
    shows=_reached,
    tone="bad",
)
LIFT = DeskVerb(
    name="lift",
    label="Lift the suspension",
    done="The account is as any other again, and everybody whom it concerns is told.",
    about=User,
    tells=_of_lifting,
    act=suspension.lift,
    form=TheirReasonForm,
    shows=_reached,
)


class PersonActs(SupportActs):
    """The pages of both. A person’s own page is that of marketplace.accounts.admin."""

    verbs = (SUSPEND, LIFT)
    act_template = "admin/accounts/act.html"

    def act_context(self, row):
        return {"person": row}


@acts.register("suspension")
def pages(site: AdminSite) -> list[URLPattern]:
    return PersonActs(User, site).act_urls()
