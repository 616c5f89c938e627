"""Every verb of an offer: told once, for its page, their addresses, views and buttons.

Who may, and when, is said by the transition of the same name in `marketplace.offers.models`, and asked again by the
action, under the lock. Writing has the editor, whose addresses are in `urls`.
"""

from marketplace.offers import actions
from marketplace.offers.forms import ChangesForm, ReasonForm
from marketplace.offers.models import Offer
from marketplace.transitions import may
from marketplace.verbs import DANGER, PRIMARY, Verb

DEPOSIT_BACK = " The deposit goes back with its fee."


def _write(sight, offer: Offer) -> str:
    return "Change it" if offer.version.by_id == sight.user.pk else "Make a counter-offer"


def _may_write(sight, offer: Offer) -> bool:
    return may(offer.write, sight.user)


def _accept(sight, offer: Offer) -> str:
    return f"{'Sign' if offer.needs_signatures else 'Accept'} …"


def _declining(sight, offer: Offer) -> str:
    return f"Declining ends this offer.{DEPOSIT_BACK if sight.deposit else ''}"


def _withdrawing(sight, offer: Offer) -> str:
    called_off = " The payment under way is called off." if sight.payment else ""
    return f"Withdrawing ends this offer for both of you.{DEPOSIT_BACK if sight.deposit else ''}{called_off}"


def _withdrawn(sight, offer: Offer) -> str:
    return "The offer is withdrawn." if offer.version else "The draft is thrown away."


# At the head of its page. Each leads to a page that says what happens to whose money, or to the editor.

AT_HEAD = [
    Verb(name="counter", about=Offer, act=actions.counter, label=_write, icon="pencil", worth=_may_write),
    Verb(name="accept", about=Offer, act=actions.accept, label=_accept, icon="check", tone=PRIMARY),
]

# What else there is to say to it, at the foot.

ANSWERS = [
    Verb(
        name="ask_changes",
        about=Offer,
        act=actions.ask_changes,
        form=ChangesForm,
        label="Ask for changes",
        explains="This version stays open, and you can still accept it.",
        confirm="Send the message",
        done="Your message is sent.",
        icon="message-square",
    ),
    Verb(
        name="decline",
        about=Offer,
        act=actions.decline,
        form=ReasonForm,
        label="Decline",
        explains=_declining,
        confirm="Decline the offer",
        done="You declined the offer.",
        icon="x",
        tone=DANGER,
    ),
    Verb(
        name="withdraw",
        about=Offer,
        act=actions.withdraw,
        label="Withdraw",
        explains=_withdrawing,
        confirm="Withdraw the offer",
        done=_withdrawn,
        icon="undo-2",
        tone=DANGER,
    ),
]

# What other pages lead to: the editor, and what an offer waits for.

ELSEWHERE = [
    Verb(name="send", about=Offer, act=actions.send),
    Verb(name="pay", about=Offer, act=actions.pay),
    Verb(name="copy", about=Offer, act=actions.copy),
]

VERBS = {verb.name: verb for verb in [*AT_HEAD, *ANSWERS, *ELSEWHERE]}
