"""What of rulebooks events and the desk can be about, and what support does with them."""

from marketplace.desk_lists import DeskList, duties
from marketplace.policies.models import Policy
from marketplace.subjects import Subject, subjects

subjects.register("policy")(
    Subject(
        Policy,
        DeskList("Orders", 60, "Rulebooks", "Rulebook", "Every published version of a rulebook stands here."),
    )
)
duties.register("policies.add_policy")("publish a rulebook")
duties.register("policies.change_policy")("withdraw one")
