"""What of the books and of payments events, mails and the desk can be about."""

from escrow.models import Payment
from marketplace.desk_lists import DeskList, lists
from marketplace.subjects import Subject, subjects

subjects.register("payment")(
    Subject(
        Payment,
        DeskList(
            "Money",
            10,
            "Payments",
            "Payment",
            "What is charged to somebody’s card or account, or sent back, comes here.",
            searched=5,
        ),
        related=("user", "source"),
        parties=lambda payment: [payment.user],
        on_threads_page=True,
    )
)
lists.register("escrow.paymentturn")(
    DeskList(
        "Money",
        15,
        "Answers that turned",
        "Answer that turned",
        "What a gateway says of a payment after its answer was final comes here: what came back, what is disputed.",
    )
)
lists.register("escrow.paymentsource")(
    DeskList(
        "Money",
        20,
        "Cards and bank accounts",
        "Card or bank account",
        "What people add to pay with comes here.",
    )
)
lists.register("escrow.journalentry")(
    DeskList("Money", 30, "Journal", "Journal entry", "Every movement of money is written down here.")
)
lists.register("escrow.account")(
    DeskList("Money", 40, "Accounts of the books", "Account of the books", "Each opens with its first entry.")
)
