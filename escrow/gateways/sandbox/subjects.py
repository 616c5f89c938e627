"""What the desk shows of the pretend bank."""

from marketplace.desk_lists import DeskList, lists

lists.register("sandbox.sandboxcharge")(
    DeskList("Money", 50, "The pretend bank", "Charge at the pretend bank", "What it was asked comes here.")
)
