"""The kind of timers that offers have. `marketplace.offers.actions.ending` says what it does when it is due."""

from marketplace.deadlines.kinds import TimerKind, kinds

OFFER = "offer"

kinds.register(OFFER)(TimerKind("the offer expires", ("offer expired", "offers expired")))
