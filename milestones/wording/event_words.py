"""What a sentence about an event may name: people, the milestone, amounts, and what the event itself says."""

from datetime import datetime

from marketplace.events.models import Event
from marketplace.formats import exact_text, minor_text
from milestones.models import CaseKind
from milestones.queries.reader import Reader


class Words(dict):
    """What a sentence may name, looked up as it does so: people, the milestone, amounts, and the event's own data."""

    def __init__(self, event: Event, reader: Reader):
        super().__init__(event.data)
        self.event, self.reader = event, reader

    def __missing__(self, name: str) -> str:
        return getattr(self, f"say_{name}")()

    def say_who(self) -> str:
        if self.event.actor_kind == "support":
            return f"{self.event.actor} from support"
        return self.reader.name(self.event.actor_id)

    def say_client(self) -> str:
        return self.reader.client

    def say_freelancer(self) -> str:
        return self.reader.freelancer

    def say_milestone(self) -> str:
        found = (one.position for one in self.reader.order.plan if self.event.about == f"milestone:{one.pk}")
        return f"step {next(found, '?')}"

    def say_case(self) -> str:
        return REQUESTS[self["kind"]]

    def money(self, name: str) -> str:
        return minor_text(self[name], self["currency"])

    def moment(self, name: str) -> str:
        return exact_text(datetime.fromisoformat(self[name]))


REQUESTS = {
    CaseKind.CANCEL: "the request to cancel",
    CaseKind.EXTEND: "the request for more time",
    CaseKind.CHANGE: "the change to the plan",
    CaseKind.CHANGE_ORDER: "the change order",
    CaseKind.REOPEN: "the request to reopen the order",
    CaseKind.DISPUTE: "the dispute",
    CaseKind.SPLIT: "the proposal to split the money",
    CaseKind.WAIT: "the question to the client",
    CaseKind.PAUSE: "the request to let the order rest",
}
