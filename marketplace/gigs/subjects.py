"""What of gigs events, mails and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties, lists
from marketplace.gigs.models import Gig
from marketplace.subjects import Subject, subjects

lists.register("gigs.category")(DeskList("Orders", 70, "Categories", "Category", "What work is sorted into."))
duties.register("gigs.add_category", "gigs.change_category")("look after the fields of work")
duties.register("gigs.support_gig")("remove, restore and move gigs")

subjects.register("gig")(Subject(Gig, related=("owner",), parties=lambda gig: [gig.owner]))
