"""A conversation's page, put together: what was written and what happened, and who the other one is."""

from functools import cached_property

from marketplace import clock
from marketplace.accounts.locales import country_name, zone_of
from marketplace.formats import weekday_time_text
from marketplace.inbox import about
from marketplace.inbox.acquaintance import why_not_begin
from marketplace.inbox.forms import MessageForm
from marketplace.inbox.models import Conversation, Participant
from marketplace.inbox.pages.timeline import Timeline
from marketplace.inbox.prompt import answers_within
from marketplace.inbox.queries import Cursor, Shared, files_of
from marketplace.transitions import why_not
from milestones.models import Order
from milestones.queries.order_snapshots import with_plans
from milestones.queries.totals import Totals

FILES = 6
SHARED = 8


class Talk:
    """What one person sees of their conversation with another: of one that has not begun, what they share already.

    `form` is one that came back. Of what is `asked`, `only` is shown alone ("order:42"), and `about` is written about.
    """

    def __init__(self, user, other, conversation: Conversation | None = None, *, asked=None, form=None):
        asked = asked or {}
        self.user, self.other, self.conversation = user, other, conversation
        self.shared = Shared(user, other)
        self.choices = about.choices(user, other, self.shared.by_noun)
        self.only = self._known(asked.get("only", ""))
        self.about = self._known(asked.get("about", ""))
        rows = Participant.objects.filter(conversation=conversation) if conversation else []
        by_user = {one.user_id: one for one in rows}
        self.mine, self.theirs = by_user.get(user.pk), by_user.get(other.pk)
        self.timeline = Timeline(conversation, user, self.shared, Cursor.read(asked.get("before", "")), self.only)
        self._form = form

    def _known(self, reference: str) -> str:
        """What an address names, where the two share it."""
        return reference if reference in dict(self.choices) or reference in self.shared.by_thread else ""

    @cached_property
    def form(self) -> MessageForm:
        initial = {"about": self.about or self.only or self._last_about}
        return self._form or MessageForm(initial=initial, to=self.other, choices=self.choices)

    @property
    def _last_about(self) -> str:
        """What the newest message is about: the next one mostly is, too."""
        newest = next(iter(self.timeline.messages), None)
        return newest.about if newest and newest.about in dict(self.choices) else ""

    @property
    def is_live(self) -> bool:
        """Whether what is new comes by itself: not into an older page, nor into a part of it."""
        return self.timeline.is_newest and not self.only

    @cached_property
    def entries(self):
        read_to = self.mine.read_to if self.mine and self.mine.unread else 0
        return self.timeline.entries(read_to=read_to, seen_to=self.theirs.read_to if self.theirs else 0)

    @cached_property
    def abouts(self) -> dict[str, about.About]:
        """What the messages of this page are about."""
        return about.named(one.about for one in self.timeline.messages if one.about)

    @cached_property
    def refusal(self) -> str:
        """Why nothing can be written here now; empty where it can."""
        if self.conversation:
            return why_not(self.conversation.write, self.user)
        return why_not_begin(self.user, self.other)

    @property
    def is_blocked(self) -> bool:
        """Whether this person blocks the other."""
        return any(one.by_id == self.user.pk for one in self.conversation.blocks)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What can be shown alone, and what is."""
        known = dict(self.choices) | {one: shown.words for one, shown in self.abouts.items()}
        return list(known.items())

    @property
    def files(self):
        return files_of(self.conversation, FILES) if self.conversation else []

    @cached_property
    def orders(self) -> list[tuple[Order, int]]:
        """The newest of them, each with the price of its plan in minor units."""
        shown = self.shared.orders[:SHARED]
        if shown:
            with_plans(shown)
        return [(one, Totals(one).total) for one in shown]

    @property
    def offers(self):
        return [one for one in self.shared.offers if one.order_id is None][:SHARED]

    @property
    def local_time(self) -> str:
        return weekday_time_text(clock.now().astimezone(zone_of(self.other)))

    @property
    def country(self) -> str:
        return country_name(self.other.country)

    @cached_property
    def answers_within(self) -> str:
        return answers_within(self.other)
