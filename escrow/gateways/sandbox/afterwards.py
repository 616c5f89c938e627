"""What becomes of a movement at the pretend bank after its answer was final, when somebody says so on its page."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from escrow.gateways.base import Fact, Turn
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.money import exponent
from marketplace.errors import Refused

Kind, Known = SandboxCharge.Kind, SandboxCharge.Status

COST = 15  # whole units of any currency, for a dispute, whoever wins it
SENT_BACK = "refund_failed"


@dataclass(frozen=True)
class Happening:
    """Something that may still happen: to which kind in which status, what it becomes, and the button for it."""

    kind: SandboxCharge.Kind
    before: SandboxCharge.Status
    after: SandboxCharge.Status
    label: str


HAPPENINGS = {
    "return": Happening(Kind.REFUND, Known.SUCCEEDED, Known.DECLINED, "Send this refund back"),
    "dispute": Happening(Kind.CHARGE, Known.SUCCEEDED, Known.DISPUTED, "Dispute this payment"),
    "win": Happening(Kind.CHARGE, Known.DISPUTED, Known.SUCCEEDED, "Decide for Cairn"),
    "lose": Happening(Kind.CHARGE, Known.DISPUTED, Known.LOST, "Decide for the payer"),
}


def possible(charge: SandboxCharge) -> dict[str, str]:
    """What may still happen to it, by name, with the label of its button. It is disputed once, and unrefunded."""
    found = {
        name: one.label for name, one in HAPPENINGS.items() if (one.kind, one.before) == (charge.kind, charge.status)
    }
    if charge.dispute or SandboxCharge.objects.filter(refunds=charge.reference, status=Known.SUCCEEDED).exists():
        found.pop("dispute", None)
    return found


@transaction.atomic
def happen(charge: SandboxCharge, name: str) -> None:
    """Have it happen at the bank, which tells of it as `facts`. Raises Refused where it can't.

    The charge is locked, as a refund of it locks it: of two at once the second sees what the first did.
    """
    charge = SandboxCharge.objects.select_for_update().get(pk=charge.pk)
    if name not in possible(charge):
        raise Refused("That can’t happen to this payment any more.")
    one = HAPPENINGS[name]
    changes: dict[str, object] = {"status": one.after}
    if name == "dispute":
        changes |= {"dispute": f"sandbox_dispute_{uuid4().hex[:20]}", "cost": COST * 10 ** exponent(charge.currency)}
    if name == "return":
        changes |= {"code": SENT_BACK, "text": "The account that it goes to is closed."}
    SandboxCharge.objects.filter(pk=charge.pk).update(**changes)


def facts(charge: SandboxCharge) -> list[Fact]:
    """All that it tells of a movement beyond its outcome; told twice, it is heard once."""
    if charge.code == SENT_BACK:
        return [Fact(Turn.RETURNED, charge.amount, text=charge.text)]
    if not charge.dispute:
        return []
    taken = Fact(Turn.DISPUTED, charge.amount, charge.dispute, charge.cost, "The payer says that it was not theirs.")
    match charge.status:
        case Known.SUCCEEDED:
            return [taken, Fact(Turn.WON, charge.amount, charge.dispute)]
        case Known.LOST:
            return [taken, Fact(Turn.LOST, charge.amount, charge.dispute)]
    return [taken]
