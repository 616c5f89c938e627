"""The kinds of timers that job posts have. `marketplace.jobs.actions.by_clock` says what they do when they are due."""

from marketplace.deadlines.kinds import TimerKind, kinds

CLOSES = "post"
WARNING = "post_warning"

kinds.register(CLOSES)(TimerKind("the job post closes", ("job post closed", "job posts closed")))
kinds.register(WARNING)(
    TimerKind("a reminder that the job post closes", ("job post’s reminder sent", "job posts’ reminders sent"), True)
)
