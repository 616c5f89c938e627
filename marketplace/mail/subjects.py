"""What the desk shows of mail."""

from marketplace.desk_lists import DeskList, duties, lists

lists.register("mail.outgoingmail")(
    DeskList(
        "Mail and history",
        30,
        "Mails",
        "Mail",
        "Mails about accounts and invitations of the last 30 days stand here; the others are notifications.",
    )
)
lists.register("mail.refusedaddress")(
    DeskList(
        "Mail and history",
        40,
        "Addresses that refuse mail",
        "Address that refuses mail",
        "An address comes here when its server refuses it.",
    )
)
duties.register("mail.delete_refusedaddress")("let mail to it be tried again")
