"""What the desk calls its lists: the words of the site, in the order in which support needs them.

Django would say how the code calls them, and other apps how they do ("MFA", "Authenticators").
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """`many` names the list, `one` a row's page; `empty` says what would be in the list."""

    many: str
    one: str
    empty: str


SECTIONS: dict[str, dict[str, Name]] = {
    "Support": {
        "helpdesk.ticket": Name(
            "Questions to support", "Question to support", "What people ask with “Ask support” comes here."
        ),
        "milestones.case": Name(
            "Requests and disputes",
            "Request or dispute",
            "What one side asks of the other, and every dispute, comes here.",
        ),
    },
    "Orders": {
        "milestones.order": Name("Orders", "Order", "An order begins when an offer is accepted and paid."),
        "milestones.milestone": Name("Steps", "Step", "Every order brings the steps of its plan."),
        "milestones.delivery": Name("Deliveries", "Delivery", "What freelancers hand in comes here."),
        "deadlines.deadline": Name(
            "Timers", "Timer", "Reviews, payments and answers that have a time limit come here."
        ),
        "offers.offer": Name("Offers", "Offer", "Offers come here from their first draft on."),
        "policies.policy": Name("Rulebooks", "Rulebook", "Every published version of a rulebook stands here."),
        "gigs.category": Name("Categories", "Category", "What work is sorted into."),
    },
    "Money": {
        "escrow.payment": Name(
            "Payments", "Payment", "What is charged to somebody’s card or account, or sent back, comes here."
        ),
        "escrow.paymentsource": Name(
            "Cards and bank accounts", "Card or bank account", "What people add to pay with comes here."
        ),
        "escrow.journalentry": Name("Journal", "Journal entry", "Every movement of money is written down here."),
        "escrow.account": Name("Accounts of the books", "Account of the books", "Each opens with its first entry."),
        "sandbox.sandboxcharge": Name(
            "The pretend bank", "Charge at the pretend bank", "What it was asked comes here."
        ),
    },
    "People": {
        "accounts.user": Name("People", "Person", "Everybody who signed up."),
        "account.emailaddress": Name("Addresses", "Address", "Everybody’s address, confirmed or not."),
        "mfa.authenticator": Name(
            "Second factors", "Second factor", "Authenticator apps, passkeys and recovery codes, once somebody has one."
        ),
        "usersessions.usersession": Name("Signed-in browsers", "Signed-in browser", "Where somebody is signed in now."),
        "auth.group": Name("Groups of rights", "Group of rights", "Rights that several members of staff share."),
    },
    "Mail and history": {
        "events.event": Name("Everything that happened", "What happened", "The first thing that happens comes here."),
        "notifications.notification": Name("Notifications", "Notification", "What people were told comes here."),
        "mail.outgoingmail": Name(
            "Mails",
            "Mail",
            "Mails about accounts and invitations of the last 30 days stand here; the others are notifications.",
        ),
        "mail.refusedaddress": Name(
            "Addresses that refuse mail",
            "Address that refuses mail",
            "An address comes here when its server refuses it.",
        ),
        "notifications.fanoutfailure": Name(
            "News that reached nobody", "News that reached nobody", "What could not be told yet, and why, comes here."
        ),
    },
}
NAMES = {label: name for section in SECTIONS.values() for label, name in section.items()}

# What a filter or a column is called after, where the code's word is none of the site's.
WORDS = {
    "amount currency": "currency",
    "at": "day",
    "created at": "day",
    "date joined": "day of sign-up",
    "due at": "day it is due",
    "effective at": "day",
    "is active": "active",
    "is staff": "staff",
    "funded at": "day it was paid into escrow",
    "is default": "default",
    "milestone eligible": "sold in steps",
    "paid at": "day it was paid out",
    "planned at": "day",
    "policy": "rulebook",
    "published at": "day",
    "revision at": "day changes were asked for",
    "staff status": "staff",
    "superuser status": "all rights",
    "verified at": "day",
}


def name_of(opts) -> Name:
    """The desk's name of a model, by its _meta."""
    return NAMES.get(opts.label_lower) or Name(
        opts.verbose_name_plural.capitalize(), opts.verbose_name.capitalize(), "Nothing is here yet."
    )


def sections(models: list[dict]) -> list[dict]:
    """What somebody may see (as AdminSite.get_app_list describes models), gathered under our words."""
    seen = {one["model"]._meta.label_lower: one for one in models}
    found = [
        {"name": title, "models": [seen.pop(label) | {"name": names[label].many} for label in names if label in seen]}
        for title, names in SECTIONS.items()
    ]
    return [section for section in [*found, {"name": "More", "models": list(seen.values())}] if section["models"]]
