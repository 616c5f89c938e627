"""What of timers events and the desk can be about."""

from marketplace.deadlines.models import Deadline
from marketplace.desk_lists import DeskList
from marketplace.subjects import Subject, subjects

subjects.register("deadline")(
    Subject(
        Deadline,
        DeskList("Orders", 40, "Timers", "Timer", "Reviews, payments and answers that have a time limit come here."),
    )
)
