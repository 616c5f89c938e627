"""What the desk shows of gigs, and what support does with it."""

from marketplace.desk_lists import DeskList, duties, lists

lists.register("gigs.category")(DeskList("Orders", 70, "Categories", "Category", "What work is sorted into."))
duties.register("gigs.add_category", "gigs.change_category")("look after the fields of work")
