"""What the desk shows of what people are told."""

from marketplace.desk_lists import DeskList, lists

lists.register("notifications.notification")(
    DeskList("Mail and history", 20, "Notifications", "Notification", "What people were told comes here.")
)
lists.register("notifications.fanoutfailure")(
    DeskList(
        "Mail and history",
        50,
        "News that reached nobody",
        "News that reached nobody",
        "What could not be told yet, and why, comes here.",
    )
)
