"""The kinds of timers that reviews have. `marketplace.reviews.actions.by_clock` says what they do when they are due."""

from marketplace.deadlines.kinds import TimerKind, kinds

PUBLISH = "publish_reviews"
REMIND = "remind_to_review"

kinds.register(PUBLISH)(TimerKind("the reviews are published", ("time to review ended", "times to review ended")))
kinds.register(REMIND)(TimerKind("a reminder to review", ("reminder", "reminders"), is_reminder=True))
