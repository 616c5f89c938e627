"""What is mailed about reviews: that one can be written, that there is one, and when both can be read."""

import pytest
from django.conf import settings

from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.notifications import fan_out, render
from marketplace.notifications.models import Notification
from marketplace.reviews import actions
from tests.reviews.conftest import review

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    """The mails of what nobody was told of yet: to whom, and what they say."""
    last = 0

    def read() -> list[tuple[str, str]]:
        nonlocal last
        fan_out.tell()
        rows = list(Notification.objects.filter(pk__gt=last, lead=None, next_try_at__isnull=False).order_by("pk"))
        last = max([last, *(one.pk for one in rows)])
        letters = [(str(one.user), render.letter(one)) for one in rows]
        return [(name, " ".join(f"{letter.subject} {letter.body}".split())) for name, letter in letters]

    return read


def to_whom(mails, words: str) -> list[str]:
    return [name for name, text in mails if words in text]


def test_each_is_told_of_what_the_other_did_and_not_what_they_wrote(ended, ada, grace, mallory, sam, news, move):
    assert to_whom(news(), "You can review each other") == ["Grace"]

    made = review(ended, ada, text="Secret words.")
    mails = news()
    assert to_whom(mails, "Ada wrote a review of “Website”") == ["Grace"]
    assert to_whom(mails, "Secret") == []
    assert f"{settings.SITE_URL}{made.get_absolute_url()}" in mails[0][1]

    move(days=11)
    sweep()
    assert to_whom(news(), "Three days are left to review “Website”") == ["Grace"]

    review(ended, grace)
    assert to_whom(news(), "both reviews are published") == ["Ada"]
    actions.answer(made, by=grace, text="Thank you.")
    assert to_whom(news(), "> Thank you.") == ["Ada"]

    report = actions.report(made, by=mallory, reason="It is rude.")
    assert to_whom(news(), "It is rude.") == ["Sam"]
    actions.uphold(report, by=Support(sam, "It was."))
    assert sorted(to_whom(news(), "> It was.")) == ["Ada", "Mallory"]


def test_all_who_reported_a_review_and_its_writer_once_are_told_that_it_is_removed(
    ended, ada, grace, mallory, sam, news
):
    made = review(ended, ada)
    review(ended, grace)
    first, _ = (actions.report(made, by=one, reason="It is rude.") for one in (grace, mallory))
    news()
    actions.uphold(first, by=Support(sam, "It was."))
    mails = news()

    assert sorted(to_whom(mails, "> It was.")) == ["Ada", "Grace", "Mallory"]
    assert sorted(to_whom(mails, "Support removed the review you reported")) == ["Grace", "Mallory"]


def test_both_are_told_when_the_time_is_over(ended, ada, news, move):
    review(ended, ada)
    move(days=14)
    news()
    sweep()

    assert sorted(to_whom(news(), "is over, so what was written is published")) == ["Ada", "Grace"]
