"""The pages of reviews: writing, replying, reporting, and who reads what where."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.elements import exact
from marketplace.reviews import actions, window
from marketplace.reviews.models import Review, ReviewReport
from tests.gigs.workshop import published
from tests.reviews.conftest import end, review, seen

pytestmark = pytest.mark.django_db
STARS = {"first": 5, "second": 4, "third": 3}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_two_sides_write_read_and_reply(as_, ended, ada, grace):
    asked = as_(ada).get(ended.get_absolute_url())
    assert "Write a review" in text(asked)
    assert "Work as agreed" in text(as_(ada).open("order", ended.pk))
    assert "Clear wishes" in text(as_(grace).open("order", ended.pk))

    response = as_(ada).do("order", ended.pk, **STARS, text="Well done. <b>")
    assert response.url == reverse("reviews:order", args=[ended.pk])
    assert "Your review is saved" in text(as_(ada).get(ended.get_absolute_url()))
    assert "Well done" in text(as_(ada).open("order", ended.pk))
    for page in (ended.get_absolute_url(), reverse("reviews:order", args=[ended.pk]), ada.get_absolute_url()):
        assert "Well done" not in text(as_(grace).get(page))
    assert "Ada has reviewed this order" in text(as_(grace).get(ended.get_absolute_url()))

    as_(grace).do("order", ended.pk, **STARS, text="Clear.")
    assert len(seen(ended)) == 2
    of_ada = Review.objects.get(by=ada)
    assert "Reply to Ada" in text(as_(grace).open("order", ended.pk))
    assert "Write a review" not in text(as_(grace).get(ended.get_absolute_url()))
    as_(grace).do("reply", of_ada.pk, reply="Thank you.")
    public = text(Client().get(grace.get_absolute_url()))
    assert "Well done. &lt;b&gt;" in public
    assert "Thank you." in public
    assert "Stopped after 1 of 3 steps" in public
    assert "100 % of 1 step" in public
    assert reverse("reviews:of_person", args=[grace.pk]) in public
    assert "Well done" in text(Client().get(reverse("reviews:of_person", args=[grace.pk])))


def test_until_when_is_a_day(as_, ended, ada, grace, move):
    """Not "until in 3 days", which is no English."""
    move(days=11)
    day = exact(window.closes_at(ended))
    for page in (ended.get_absolute_url(), reverse("reviews:order", args=[ended.pk])):
        assert f"until {day}" in text(as_(ada).get(page))
    review(ended, ada)
    assert f"or on {day}" in text(as_(ada).get(ended.get_absolute_url()))


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_, ended, ada, grace):
    response = as_(ada).do("order", ended.pk, first=5, third=9, text="A long text.")

    assert response.status_code == 422
    assert text(response).count("Give one to 5 stars.") == 2
    assert "A long text." in text(response)
    review(ended, ada)
    review(ended, grace)
    response = as_(ada).do("order", ended.pk, **STARS, text="Another text.")
    assert response.status_code == 409
    assert "Another text." in text(response)
    response = as_(grace).do("reply", Review.objects.get(by=ada).pk, reply=" ")
    assert (response.status_code, "Write your reply." in text(response)) == (422, True)


def test_what_can_not_be_written_any_more_is_said_and_what_was_typed_is_kept(as_, ended, order, ada, grace, move):
    over = end(order("fair"))
    review(ended, ada)
    review(ended, grace)
    actions.answer(Review.objects.get(by=ada), by=grace, text="Thank you.")
    move(days=15)

    for response, why, typed in [
        (as_(ada).do("order", ended.pk, text="A long text."), "Your review is published", "A long text."),
        (as_(ada).do("order", over.pk, text="A long text."), "14 days to review this order are over", "A long text."),
        (
            as_(grace).do("reply", Review.objects.get(by=ada).pk, reply="Thank you. " * 100),
            "You have replied to this review already",
            "Thank you. " * 50,
        ),
    ]:
        assert response.status_code == 422
        assert why in text(response)
        assert "What you typed was not saved." in text(response)
        assert typed.strip() in text(response).rpartition("What you typed was not saved.")[2]
    assert "Save the review" not in text(as_(ada).do("order", over.pk, text="A long text."))


def test_anybody_who_is_signed_in_reports(as_, ended, ada, grace, mallory):
    made = review(ended, ada, text="Rude words.")
    review(ended, grace)
    page = text(as_(mallory).get(grace.get_absolute_url()))
    assert reverse("reviews:report", args=[made.pk]) in page
    assert reverse("reviews:report", args=[made.pk]) not in text(Client().get(grace.get_absolute_url()))
    assert "Rude words." in text(as_(mallory).open("report", made.pk))
    assert as_(mallory).do("report", made.pk, reason="").status_code == 422

    assert as_(mallory).do("report", made.pk, reason="It is rude.").url == grace.get_absolute_url()
    assert ReviewReport.objects.get().reason == "It is rude."
    assert as_(mallory).do("report", made.pk, reason="It is rude.").status_code == 409


def test_lists_have_pages_and_few_queries(as_, order, ada, grace, mallory, monkeypatch):
    monkeypatch.setattr("marketplace.reviews.queries.page_of.__defaults__", ("", 2))
    asked = []
    for number in range(3):
        placed = end(order("fair"))
        review(placed, ada, text=f"Number {number}.")
        review(placed, grace)
        with CaptureQueriesContext(connection) as queries:
            as_(mallory).open("of_person", grace.pk)
        asked.append(len(queries))
    assert asked[0] == asked[-1]

    first = as_(mallory).open("of_person", grace.pk)
    assert ["Number 2." in text(first), "Number 1." in text(first), "Number 0." in text(first)] == [True, True, False]
    after = first.context["section"].listed.page.next
    second = as_(mallory).open("of_person", grace.pk, after=after)
    assert ["Number 1." in text(second), "Number 0." in text(second)] == [False, True]
    assert "The newest" in text(second)
    assert "Number 2." in text(as_(mallory).open("of_person", grace.pk, after="x.y"))


def test_an_order_that_runs_has_no_reviews_yet(as_, order, ada, mallory):
    running = order("fair")

    assert "Write a review" not in text(as_(ada).get(running.get_absolute_url()))
    assert "An order is reviewed after it has ended." in text(as_(ada).open("order", running.pk))
    assert as_(mallory).open("order", running.pk).status_code == 404


def test_stars_stand_where_somebody_chooses(client, order, ada, grace):
    gig = published(grace)
    places = [reverse("gigs:browse"), reverse("gigs:people"), gig.get_absolute_url()]
    assert not any('aria-label="Rating"' in text(client.get(place)) for place in places)

    placed = end(order("fair"))
    review(placed, ada, 5, 5, 4)
    review(placed, grace)

    for place in places:
        assert "<b>4.7</b> (1)" in text(client.get(place)), place
