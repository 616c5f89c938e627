"""What is asked, agreed and answered in an order is mailed to the other side, in words of its own."""

import pytest
from django.core import mail

from marketplace import clock
from marketplace.notifications.tasks import dispatch
from milestones.actions import ask_client, cases, pause, split
from tests.workshop import nth

pytestmark = pytest.mark.django_db(transaction=True)


def mails_of(user) -> str:
    """What was mailed to somebody, with single spaces."""
    dispatch()
    return " ".join(f"{one.subject} {one.body}" for one in mail.outbox if user.email in one.to[0]).replace("\n", " ")


def test_a_question_a_rest_and_a_split(order, ada, grace):
    made = order("fair")
    question = ask_client.ask_client(nth(made, 1), by=grace, question="Which blue?").thing
    ask_client.answer_client(question, by=ada, answer="The dark one.")
    until = clock.today("UTC") + clock.days(5)
    cases.accept(pause.ask_to_pause(made, by=grace, until=until, reason="August.").thing, by=ada)
    pause.go_on(made, by=ada)
    cases.accept(split.propose_split(nth(made, 1), by=grace, released=60_000, reason="Fair.").thing, by=ada)

    hers, his = mails_of(ada), mails_of(grace)

    assert "needs your answer to go on with step 1, whose time stands until then" in hers
    assert "asks to let the order rest until" in hers
    assert "proposes to end step 1 with a split of its money" in hers
    assert "answered your question about step 1" in his
    assert "The dark one." in his
    assert "went on with “Website”: all its times run again" in his
    assert "$600.00 is accepted" in his
