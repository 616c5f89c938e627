"""The list of somebody's conversations, the newest first, a page at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode

from marketplace.accounts.models import User
from marketplace.gigs.search.sorting import Column
from marketplace.inbox.about import About, named
from marketplace.inbox.models import Message, Participant
from marketplace.inbox.queries import with_last_messages
from marketplace.inbox.search import found_by
from marketplace.postgresql.full_text import MOST_LETTERS

PAGE = 25
TABS = {"all": "All", "unread": "Unread", "archive": "Archive"}
NEWEST = Column("last_at", falls=True)


@dataclass(frozen=True)
class Row:
    """One conversation in it: with whom, the last words, and how many are unread."""

    participant: Participant
    user: User
    about: About | None

    @property
    def conversation(self):
        return self.participant.conversation

    @property
    def other(self):
        return self.conversation.other(self.user)

    @property
    def last(self) -> Message | None:
        return self.participant.last

    @property
    def words(self) -> str:
        """The last message in a line."""
        last = self.last
        if last is None:
            return ""
        text = "Removed by support" if last.removed_at else last.text or "Files"
        return f"You: {text}" if last.by_id == self.user.pk else text


class Threads:
    """The left pane. `before` is where the page before ended, as `more` said.

    What is `typed` is looked for in all of them, also those that were put away.
    """

    def __init__(self, user, *, tab: str = "", before: str = "", typed: str = ""):
        self.user, self.tab = user, tab if tab in TABS else "all"
        self.typed = " ".join(typed.replace("\0", " ").split())[:MOST_LETTERS]
        found = NEWEST.ordered(self._chosen().filter(NEWEST.after(before)))
        rows = list(found[: PAGE + 1])
        self.has_more = len(rows) > PAGE
        shown = with_last_messages(rows[:PAGE])
        about = named(one.last.about for one in shown if one.last and one.last.about)
        self.rows = [Row(one, user, about.get(one.last.about) if one.last else None) for one in shown]

    def _chosen(self):
        mine = Participant.objects.of(self.user)
        if self.typed:
            return found_by(mine, self.user, self.typed)
        if self.tab == "archive":
            return mine.filter(archived_at__isnull=False)
        mine = mine.filter(archived_at=None)
        return mine.unread() if self.tab == "unread" else mine

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [(key, label, key == self.tab and not self.typed) for key, label in TABS.items()]

    @property
    def more(self) -> str:
        """The query of the next page's address."""
        asked = {"q": self.typed} if self.typed else {"tab": self.tab}
        return urlencode(asked | {"after": NEWEST.mark(self.rows[-1].participant)})
