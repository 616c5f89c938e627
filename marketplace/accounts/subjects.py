"""What of people events, mails and the desk can be about, and what support does with their accounts."""

from marketplace.accounts.models import User
from marketplace.desk_lists import DeskList, duties, lists
from marketplace.subjects import Subject, subjects

subjects.register("user")(
    Subject(
        User,
        DeskList("People", 10, "People", "Person", "Everybody who signed up.", searched=1),
        parties=lambda user: [user],
        worked_at_desk=True,
        told_as=("account", "steps"),
    )
)
lists.register("account.emailaddress")(
    DeskList("People", 20, "Addresses", "Address", "Everybody’s address, confirmed or not.", guarded=True)
)
lists.register("mfa.authenticator")(
    DeskList(
        "People",
        30,
        "Second factors",
        "Second factor",
        "Authenticator apps, passkeys and recovery codes, once somebody has one.",
        guarded=True,
    )
)
lists.register("usersessions.usersession")(
    DeskList("People", 40, "Signed-in browsers", "Signed-in browser", "Where somebody is signed in now.", guarded=True)
)
lists.register("auth.group")(
    DeskList(
        "People",
        50,
        "Groups of rights",
        "Group of rights",
        "Rights that several members of staff share.",
        guarded=True,
    )
)
duties.register("marketplace.view_status")("see how the site is")
duties.register("accounts.change_user")(
    "suspend somebody, and close accounts; address, password and rights are a superuser’s"
)
duties.register("mfa.view_authenticator", "mfa.delete_authenticator")("for who lost a phone")
duties.register("usersessions.view_usersession", "usersessions.delete_usersession")("sign somebody out")
