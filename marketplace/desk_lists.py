"""What the desk calls its lists, and what may be done there, as the apps register it.

An app names the lists of its subjects with them (marketplace.subjects), and here those of its other models:

    lists.register("escrow.journalentry")(DeskList("Money", 30, "Journal", "Journal entry", "Every movement …"))
"""

from dataclasses import dataclass

from marketplace.registry import Registry

SECTIONS = ("Support", "Orders", "Gigs", "Jobs", "Money", "People", "Mail and history")


@dataclass(frozen=True)
class DeskList:
    """A list of the desk: `many` names it, `one` a row's page; `empty` says what would be in it.

    `place` sorts the lists of a section, `searched` those that the desk's search looks through (0: it does not).
    Support may look at every row of the apps whose lists these are, but of those whose lists are `guarded`.
    """

    section: str
    place: int
    many: str
    one: str
    empty: str
    searched: int = 0
    guarded: bool = False


lists: Registry[DeskList] = Registry("list of the desk")

# What support may do beside looking, by permission ("helpdesk.answer_ticket"), and what for.
duties: Registry[str] = Registry("duty of support")
