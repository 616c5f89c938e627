"""The order of results, held against the page that publishes it: the numbers of these tests are read there."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from marketplace import clock
from marketplace.accounts.models import Stars
from marketplace.gigs import actions, standing
from marketplace.gigs.models import Gig
from marketplace.gigs.search import ranking
from marketplace.postgresql.full_text import words_of
from tests import workshop
from tests.conftest import person
from tests.gigs.test_search import found, gig
from tests.gigs.workshop import again

pytestmark = pytest.mark.django_db

FORMULA = (
    r"from 0 to (?P<most>\d+)"
    r".*Completed orders: (?P<each>\d+) points for each order .* in the last year, up to (?P<orders>\d+) orders"
    r".*On time: (?P<on_time>\d+) points times the share .* Everybody begins with (?P<begun>\d+) of (?P<of>\d+) on time"
    r".*Reviews: (?P<stars>\d+) points for an average of 5 stars, none for one of 1 star"
    r".* Every gig begins with (?P<reviews>\d+) reviews of (?P<mean>\d+) stars"
    r".*New gigs: (?P<fresh>\d+) points on the first day, less each day, none after (?P<days>\d+) days"
    r".*the (?P<candidates>\d+) with the highest standing"
    r".*words \+ a tenth of the standing\. Words are worth up to (?P<words>\d+) points"
)


def said(client) -> str:
    return " ".join(strip_tags(client.get("/gigs/ranking/").content.decode()).split())


@pytest.fixture
def published(client) -> dict[str, int]:
    """The constants of the formula, as everybody reads them."""
    match = re.search(FORMULA, said(client))
    assert match, said(client)
    return {name: int(number) for name, number in match.groupdict().items()}


def expected(formula: dict[str, int], *, orders=0, steps=0, on_time=0, stars=(), age=0) -> int:
    """What somebody works out with a pencil who has read the page."""
    known = [formula["mean"]] * formula["reviews"] + [*stars]  # the average of each review
    return (
        formula["each"] * min(orders, formula["orders"])
        + formula["on_time"] * (on_time + formula["begun"]) // (steps + formula["of"])
        + int(formula["stars"] * (Fraction(sum(known), len(known)) - 1) / 4)
        + formula["fresh"] * max(formula["days"] - age, 0) // formula["days"]
    )


def worked_out(one: Gig) -> int:
    """The standing of a gig after this night, which the seller's own numbers agree with."""
    standing.refresh()
    assert standing.facts_of(again(one), clock.now()).points == again(one).standing
    return again(one).standing


def history(order, move, *, completed: int, late: int = 0) -> None:
    """So many orders of Grace come to their end, the first of them late."""
    for number in range(completed):
        placed = order("steps8", 1000)
        if number < late:
            move(days=11)
        workshop.hand_in(placed, 1)
        workshop.accept(placed, 1)
        assert workshop.states(placed) == ["paid", "completed"]


def test_who_begins_has_what_the_page_says(grace, published):
    one = gig(grace, "Lamps")

    assert again(one).standing == expected(published) == worked_out(one)


def test_orders_and_steps_count_as_the_page_says(order, move, grace, published):
    history(order, move, completed=3, late=1)
    one = gig(grace, "Lamps")

    assert worked_out(one) == expected(published, orders=3, steps=3, on_time=2)


@pytest.mark.parametrize("reviews", [[(5, 5, 5)], [(1, 1, 1)], [(5, 4, 5), (2, 1, 1)], [(5, 5, 4)] * 40])
def test_reviews_of_the_gig_count_as_the_page_says(grace, published, reviews):
    one, other = gig(grace, "Lamps"), gig(grace, "Chairs")
    Gig.objects.filter(pk=one.pk).update(stars_total=sum(map(sum, reviews)), reviews_counted=len(reviews))

    assert worked_out(one) == expected(published, stars=[Fraction(sum(each), 3) for each in reviews])
    assert worked_out(other) == expected(published)


def test_what_is_older_than_a_year_counts_no_more(order, move, grace, published):
    history(order, move, completed=1)
    one = gig(grace, "Lamps")
    assert worked_out(one) == expected(published, orders=1, steps=1, on_time=1)

    move(days=366)

    assert worked_out(one) == expected(published, age=366)


def test_more_orders_than_the_page_counts_add_nothing(published):
    facts = [standing.Facts(orders=published["orders"] + more, steps=0, on_time=0, age_days=0) for more in (0, 1)]

    assert facts[0].points == facts[1].points == expected(published, orders=published["orders"])
    best = standing.Facts(10_000, 10_000, 10_000, age_days=0, stars=Stars(150_000, 10_000))
    assert published["most"] - 5 <= best.points <= published["most"]
    assert standing.Facts(0, 10_000, 0, age_days=30, stars=Stars(30_000, 10_000)).points == 0


@pytest.mark.parametrize("age", [1, 15, 29, 30, 400])
def test_newness_wears_off_day_by_day(grace, published, age):
    one = gig(grace, "Lamps")
    Gig.objects.filter(pk=one.pk).update(published_at=clock.now() - timedelta(days=age, hours=1))

    assert worked_out(one) == expected(published, age=age)


def test_best_match_is_words_and_a_tenth_of_the_standing(client, published):
    """What a word in the tags is worth less than one in the title, so much standing makes up for, and no less."""
    titled, tagged = gig(person("Xenia"), "A lighthouse"), gig(person("Yann"), "Cards", tags=["lighthouse"])
    Gig.objects.filter(pk=titled.pk).update(standing=0)
    words = {one.pk: one.of_words for one in ranked()}
    assert max(words.values()) <= published["words"]

    places = []
    for points in (0, published["most"]):
        Gig.objects.filter(pk=tagged.pk).update(standing=points)
        scores = {pk: words[pk] + (points // 10 if pk == tagged.pk else 0) for pk in words}
        places.append(found(client, q="lighthouse"))
        assert places[-1] == [one.title for one in sorted((titled, tagged), key=lambda one: -scores[one.pk])]

    assert (ranking.CANDIDATES, standing.MOST) == (published["candidates"], published["most"])


def ranked() -> list[ranking.Ranked]:
    return ranking.ranked(Gig.objects.filter(state="published"), words_of("lighthouse"), 10)


def test_a_seller_reads_why_and_nobody_else_does(client, order, move, ada, grace, published):
    one = gig(grace, "Lamps by hand")
    history(order, move, completed=1)
    Gig.objects.filter(pk=one.pk).update(stars_total=14, reviews_counted=1)
    standing.refresh()
    assert "Why my gigs" not in said(client)

    client.force_login(ada)
    assert "Lamps by hand" not in said(client)
    client.force_login(grace)
    page = said(client)

    assert f"{published['each']} points, for 1 order" in page
    assert "points, for 1 review with 4.7 stars on average" in page
    assert f"Standing {again(one).standing}, and {again(one).standing} from the next night on" in page


def test_editing_moves_nothing(grace, published):
    one = gig(grace, "Lamps")
    Gig.objects.filter(pk=one.pk).update(standing=123)
    actions.save(one, by=grace, step="overview", values={"title": "Better lamps"})
    actions.publish(one, by=grace)

    assert again(one).standing == 123


def test_what_stays_as_it_is_is_not_written(grace):
    gig(grace, "Lamps")
    standing.refresh()

    assert standing.refresh() == 0


def test_paused_gigs_wait_until_they_are_back(grace, published):
    one = gig(grace, "Lamps")
    Gig.objects.filter(pk=one.pk).update(standing=1)
    actions.pause(again(one), by=grace)

    standing.refresh()

    assert again(one).standing == 1
