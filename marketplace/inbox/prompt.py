"""How soon people answer: the median time to the first answer to who wrote to them in the last 90 days.

Counted is the first message of somebody in a conversation that the other one began. What was reported is left out, and
so is what was blocked: nobody has to answer that. Without three answers nothing is said.
"""

from django.db import connection, transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.formats import counted, days_text
from marketplace.inbox.models import Promptness

DAYS = 90
FEWEST = 3
HOUR, DAY = 3600, 86_400  # seconds

REFRESH = """
WITH asked AS (
    SELECT talk.id, talk.started_at,
           CASE WHEN talk.started_by_id = talk.low_id THEN talk.high_id ELSE talk.low_id END asked
    FROM inbox_conversation talk
    WHERE talk.started_at > %s
      AND NOT EXISTS (SELECT FROM inbox_block WHERE (by_id, who_id) IN ((low_id, high_id), (high_id, low_id)))
      AND NOT EXISTS (
          SELECT FROM inbox_report report JOIN inbox_message message ON message.id = report.message_id
          WHERE message.conversation_id = talk.id AND report.state <> 'dismissed')
), answered AS (
    SELECT asked.asked AS user_id, extract(epoch FROM first.at - asked.started_at) AS seconds
    FROM asked CROSS JOIN LATERAL (
        SELECT at FROM inbox_message WHERE conversation_id = asked.id AND by_id = asked.asked ORDER BY id LIMIT 1
    ) first
)
INSERT INTO inbox_promptness (user_id, seconds, answers)
SELECT user_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), count(*)
FROM answered GROUP BY user_id HAVING count(*) >= %s
ON CONFLICT (user_id) DO UPDATE SET seconds = excluded.seconds, answers = excluded.answers
"""


@transaction.atomic(durable=True)
def refresh() -> None:
    """Count it for everybody anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox_promptness")
        cursor.execute(REFRESH, [clock.now() - clock.days(DAYS), FEWEST])


def answers_within(person: User) -> str:
    """ "within 3 hours"; empty where too little is known."""
    found = Promptness.objects.filter(user=person.pk).first()
    if found is None:
        return ""
    if found.seconds <= HOUR:
        return "within an hour"
    hours = -(-found.seconds // HOUR)
    return f"within {counted(hours, 'hour', 'hours') if hours < 48 else days_text(-(-found.seconds // DAY))}"
