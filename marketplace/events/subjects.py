"""What the desk shows of the audit trail."""

from marketplace.desk_lists import DeskList, lists

lists.register("events.event")(
    DeskList(
        "Mail and history",
        10,
        "Everything that happened",
        "What happened",
        "The first thing that happens comes here.",
    )
)
