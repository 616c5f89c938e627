"""What of gigs events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties, lists
from marketplace.gigs.models import Gig
from marketplace.subjects import Subject, subjects

lists.register("gigs.gigversion")(
    DeskList("Gigs", 20, "Versions", "Version of a gig", "Every published version of a gig stands here.")
)
lists.register("gigs.picture")(
    DeskList("Gigs", 30, "Pictures", "Picture", "What people upload for the galleries of their gigs.")
)
lists.register("gigs.workflowtemplate")(
    DeskList("Gigs", 40, "Workflow templates", "Workflow template", "Workflows that gigs can start from.")
)
lists.register("gigs.category")(DeskList("Gigs", 50, "Categories", "Category", "What work is sorted into."))
lists.register("gigs.stepsban")(
    DeskList(
        "People",
        15,
        "Rights to sell in steps",
        "Right to sell in steps",
        "From whom the right to sell in steps was withdrawn.",
    )
)
duties.register("gigs.add_category", "gigs.change_category")("look after the fields of work")
duties.register("gigs.add_workflowtemplate", "gigs.change_workflowtemplate")("look after the workflows gigs start from")
duties.register("gigs.support_gig")("remove, restore and move gigs; withdraw the right to sell in steps")

subjects.register("gig")(
    Subject(
        Gig,
        DeskList("Gigs", 10, "Gigs", "Gig", "A gig comes here when somebody begins to write it.", searched=4),
        related=("owner",),
        parties=lambda gig: [gig.owner],
    )
)
