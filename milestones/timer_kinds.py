"""The kinds of timers that orders have. `milestones.actions.by_clock` says what each does when it is due."""

from django.db import models

from marketplace.deadlines.kinds import TimerKind, kinds


class Kind(models.TextChoices):
    REVIEW = "review", "the review window ends"
    PAY_NEXT = "pay_next", "the time to pay the next step ends"
    GRACE = "grace", "the time of grace after a failed charge ends"
    DUE = "due", "the work of a step is due"
    CLEAR = "clear", "money clears"
    REMIND = "remind", "a reminder"
    CASE = "case", "silence answers a request"
    DISPUTE = "dispute", "the time to answer a dispute ends"
    BRIEF = "brief", "the time to answer the questions ends"
    PAUSE = "pause", "the rest of the order is over"
    SUSPENSION = "suspension", "from then on the other side of a suspended person may end the order alone"


PASSED = {
    Kind.REVIEW: ("review ran out", "reviews ran out"),
    Kind.PAY_NEXT: ("payment window closed", "payment windows closed"),
    Kind.GRACE: ("grace period ended", "grace periods ended"),
    Kind.DUE: ("due date passed", "due dates passed"),
    Kind.CLEAR: ("payment cleared", "payments cleared"),
    Kind.REMIND: ("reminder", "reminders"),
    Kind.CASE: ("request was answered by silence", "requests were answered by silence"),
    Kind.DISPUTE: ("dispute went unanswered", "disputes went unanswered"),
    Kind.BRIEF: ("order’s questions went unanswered", "orders’ questions went unanswered"),
    Kind.PAUSE: ("rest of an order ended", "rests of orders ended"),
    Kind.SUSPENSION: ("order may be ended alone", "orders may be ended alone"),
}
for kind, passed in PASSED.items():
    kinds.register(kind.value)(TimerKind(kind.label, passed, is_reminder=kind == Kind.REMIND))
