"""Who is signed in, and how much they have not read, in the one query that every request makes anyway."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from marketplace.accounts.models import User

MOST_COUNTED = 99  # beyond it the bell says "99+", and nobody counts on

# By the index of what is unread, and no further than the bell can say.
UNREAD = RawSQL(
    """(SELECT count(*) FROM (SELECT FROM notifications_notification told
        WHERE told.user_id = accounts_user.id AND told.read_at IS NULL LIMIT %s) few)""",
    [MOST_COUNTED + 1],
    output_field=IntegerField(),
)

# Of messages, in conversations that are not muted.
UNREAD_MESSAGES = RawSQL(
    """(SELECT coalesce(sum(part.unread), 0)::integer FROM inbox_participant part
        WHERE part.user_id = accounts_user.id AND part.unread > 0 AND part.muted_at IS NULL)""",
    [],
    output_field=IntegerField(),
)


class BellBackend(AuthenticationBackend):
    """allauth's way; the person has `unread` and `unread_messages`, so that the top bar costs no query of its own."""

    def get_user(self, user_id):
        person = User.objects.annotate(unread=UNREAD, unread_messages=UNREAD_MESSAGES).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
