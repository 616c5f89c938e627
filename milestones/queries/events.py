"""The newest of what happened to an order, for its page."""

from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.postgresql.reading import Reading

CONCERNING = "thread = %s AND kind <> ALL (%s) ORDER BY id DESC LIMIT {}"
SUPPORT = "id = ANY (ARRAY(SELECT actor_id FROM events_event WHERE thread = %s AND actor_kind = 'support'))"


NEWEST = "thread = %s ORDER BY id DESC LIMIT 1"


def newest_of(thread: str) -> int:
    """The key of the newest event of a thread; 0 where there is none."""
    return Event.objects.filter(thread=thread).order_by("-pk").values_list("pk", flat=True).first() or 0


class NewestEvents:
    """So many of a thread but of some kinds, which `reading` brings, with whoever acted for support."""

    def __init__(self, reading: Reading, thread: str, *, but: list[str], most: int):
        self._found = reading.select(Event, CONCERNING.format(most), [thread, but])
        self._newest = reading.select(Event, NEWEST, [thread], only=("thread",))
        self._support = reading.select(User, SUPPORT, [thread])

    @property
    def mark(self) -> int:
        """The key of the newest of all of them, whomever it concerns; 0 where there is none."""
        return self._newest[0].pk if self._newest else 0

    def rows(self) -> list[Event]:
        """The newest first."""
        people = {one.pk: one for one in self._support}
        for event in self._found:
            if event.actor_id in people:
                event.actor = people[event.actor_id]
        return self._found
