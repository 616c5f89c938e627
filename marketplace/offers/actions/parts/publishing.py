"""Making what was written the newest version of an offer, signed where the policy wants that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.offers import contracts, invitations, limits
from marketplace.offers.actions.parts import deposits, locking
from marketplace.offers.actions.parts.recording import record
from marketplace.offers.models import Acceptance, ContractText, Draft, Offer, OfferState, Side, Signature, Version
from marketplace.offers.terms import Terms

NO_SIGNATURE = "Sign with your full name."


@dataclass(frozen=True)
class Sending:
    """What goes out: who sends which terms, with which words and name under it. Travels in a payment's data, too.

    `whole`: the client deposits the whole project with it, where the policy asks for a deposit. `template` is the text
    that its contract is made from: the one that was read, though a newer one be published while the deposit is paid.
    `address` is the network address of the request.
    """

    by: User
    terms: Terms
    message: str = ""
    signature: str = ""
    whole: bool = False
    template: ContractText | None = None
    address: str = ""

    def as_data(self) -> dict:
        return {
            "by": self.by.pk,
            "terms": self.terms.as_data(),
            "message": self.message,
            "signature": self.signature,
            "whole": self.whole,
            "template": self.template.pk if self.template else None,
            "address": self.address,
        }

    @classmethod
    def from_data(cls, offer: Offer, data: dict) -> "Sending":
        """Read what `as_data` wrote, of what the client of this offer sends."""
        terms = Terms.from_data(data["terms"])
        if "template" in data:
            template = ContractText.objects.filter(pk=data["template"]).first()
        else:  # sent before there were versions of the text
            template = contracts.template_for(offer, terms)
        whole, address = data.get("whole", False), data.get("address", "")
        return cls(offer.client, terms, data["message"], data["signature"], whole, template, address)


def publish(offer: Offer, sending: Sending) -> None:
    """Make it the newest version, and sign it if the policy wants that. The other side has its days from now."""
    now = clock.now()
    kind = _kind_of(offer, sending)
    version = _write(offer, sending, now)
    _transition(offer)(version, now)
    offer.save(update_fields=["state", "awaits", "agreed_by", "version", "title", "total", "sent_at", "expires_at"])
    if offer.needs_signatures:
        sign(version, sending.by, sending.signature, sending.address)
    Draft.objects.filter(offer=offer, by=sending.by).delete()
    locking.start_timer(offer)
    record(offer, kind, by=sending.by, number=version.number, message=sending.message)
    if kind == "offer.sent" and offer.other(sending.by) is None:
        invitations.post(offer)


def send_as_freelancer(offer: Offer, sending: Sending) -> None:
    """The freelancer's terms go to the client: what the client had deposited for another version goes back.

    Raises Refused, with its field, where the policy's limits or a missing signature stand against it.
    """
    limits.insist(limits.problems(offer, sending.terms, side=Side.FREELANCER))
    check_signature(offer, sending.signature)
    deposits.give_back(offer, at=clock.now(), by=sending.by)
    publish(offer, sending)


def address(offer: Offer, terms: Terms) -> None:
    """Put the standing offer of a gig, in its owner's name, to the client who orders it. Nobody has to be told."""
    _put(offer, terms, offer.address)


def renew(offer: Offer, terms: Terms) -> None:
    """Put a later month of a subscription to the client, who has agreed on it already."""
    _put(offer, terms, offer.renew)


def _put(offer: Offer, terms: Terms, transition: Callable[[Version, datetime], None]) -> None:
    now = clock.now()
    version = _write(offer, Sending(offer.author, terms, template=contracts.template_for(offer, terms)), now)
    transition(version, now)
    offer.save(update_fields=["state", "awaits", "agreed_by", "version", "title", "total", "sent_at", "expires_at"])
    locking.start_timer(offer)


def _transition(offer: Offer):
    """The one that puts a new version on the table, from where the offer is."""
    match offer.state:
        case OfferState.FUNDING:
            return offer.publish
        case OfferState.DRAFT:
            return offer.send
    return offer.counter


def _kind_of(offer: Offer, sending: Sending) -> str:
    """What sending this is called in the history."""
    if offer.version is None:
        return "offer.sent"
    return "offer.revised" if offer.version.by_id == sending.by.pk else "offer.countered"


def _write(offer: Offer, sending: Sending, now: datetime) -> Version:
    version = version_of(offer, sending, now)
    version.save(force_insert=True)
    return version


def version_of(offer: Offer, sending: Sending, now: datetime) -> Version:
    """The version that sending this now would make, not saved."""
    terms, number = sending.terms, offer.number + 1
    contract = contracts.filled(sending.template, offer, terms)
    return Version(
        offer=offer,
        number=number,
        by=sending.by,
        title=terms.title,
        scope=terms.scope,
        milestones=[milestone.as_data() for milestone in terms.milestones],
        revisions=terms.revisions,
        starts_on=terms.starts_on,
        zone=terms.zone,
        contract=terms.contract,
        contract_text=contract.text,
        contract_template=sending.template,
        contract_marks=contract.marks,
        upload_id=terms.upload,
        message=sending.message,
        questions=[one.as_data() for one in terms.questions],
        months=terms.months,
        discount=terms.discount,
        digest=contracts.digest(offer, number, terms, contract.text),
        at=now,
    )


def check_signature(offer: Offer, signature: str) -> None:
    """Raise unless there is a name where the policy asks for one."""
    if offer.needs_signatures and not signature:
        raise Refused(NO_SIGNATURE, field="signature")


def sign(version: Version, by, name: str, address: str) -> None:
    """Put a name under a version; a name that is there already stays."""
    Signature.objects.get_or_create(version=version, by=by, defaults={"name": name, **_yes(version, address)})


def accept_unsigned(version: Version, by, address: str) -> None:
    """Keep that a version was accepted, where nobody signs; what is kept already stays."""
    Acceptance.objects.get_or_create(version=version, by=by, defaults=_yes(version, address))


def _yes(version: Version, address: str) -> dict:
    return {"digest": version.digest, "at": clock.now(), "address": address or None}
