"""The kinds of timers that offers and subscriptions have.

`marketplace.offers.actions`, in `ending` and `renewing`, says what they do when they are due.
"""

from marketplace.deadlines.kinds import TimerKind, kinds

OFFER = "offer"
RENEW = "renew"

kinds.register(OFFER)(TimerKind("the offer expires", ("offer expired", "offers expired")))
kinds.register(RENEW)(
    TimerKind(
        "the next month of the subscription begins",
        ("month of a subscription begun", "months of subscriptions begun"),
    )
)
