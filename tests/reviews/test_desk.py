"""Reviews at the support desk: what staff who are a side of an order don't read there."""

import pytest

from marketplace.accounts.models import User
from marketplace.events.models import Event
from marketplace.reviews import actions
from tests.admin.conftest import desk, enter, page, url  # noqa: F401 - desk is a fixture
from tests.reviews.conftest import review

pytestmark = pytest.mark.django_db
REVIEWS, REPORTS = "/admin/reviews/review/", "/admin/reviews/reviewreport/"


@pytest.fixture
def own_desk(ada):
    """Ada's browser, who is support, too."""
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    return enter(User.objects.get(pk=ada.pk))


def test_staff_do_not_read_what_is_written_about_them_before_the_other_side_does(own_desk, desk, ended, grace):  # noqa: F811
    hidden = review(ended, grace, text="Secret words.")

    assert own_desk.get(url(hidden)).status_code != 200
    assert url(hidden) not in page(own_desk, REVIEWS)
    assert url(hidden) not in page(own_desk, f"{REVIEWS}?q=Secret")
    assert "Secret words." in page(desk, url(hidden))

    review(ended, ended.client)
    assert "Secret words." in page(own_desk, url(hidden))


def test_staff_do_not_read_who_reported_a_review_of_their_own(own_desk, desk, ended, ada, grace, mallory):  # noqa: F811
    reviews = [review(ended, ada), review(ended, grace)]
    for made in reviews:
        report = actions.report(made, by=mallory, reason="It is not true.")

        assert own_desk.get(url(report)).status_code != 200
        assert own_desk.get(url(report, "dismiss")).status_code != 200
        assert "Mallory" not in page(own_desk, url(made))
        assert "It is not true." in page(desk, url(report))
        assert "Mallory" in page(desk, url(made))
    assert "Mallory" not in page(own_desk, REPORTS)
    for event in Event.objects.filter(kind="review.reported"):
        assert own_desk.get(url(event)).status_code != 200
        assert desk.get(url(event)).status_code == 200
        assert url(event) not in page(own_desk, "/admin/events/event/")


def test_the_desk_says_who_is_told(desk, ended, ada, grace, mallory):  # noqa: F811
    made = review(ended, ada)
    review(ended, grace)
    report = actions.report(made, by=mallory, reason="Rude.")
    assert "Ada and Mallory are told by mail" in page(desk, url(report, "uphold"))
    assert "It is mailed to all who are told" in page(desk, url(report, "uphold"))

    actions.report(made, by=grace, reason="Not true.")
    assert "Ada and the 2 people who reported it are told by mail" in page(desk, url(report, "uphold"))
    assert "Ada and Mallory are told by mail" in page(desk, url(report, "dismiss"))
