"""Suspending somebody at the desk: what is said before, what is told to whom, and what stays as it is."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse

from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from marketplace.offers.models import Side
from marketplace.transitions import may
from tests.accounts.conftest import sign_in
from tests.admin.conftest import enter, page, url
from tests.gigs.workshop import published
from tests.jobs.workshop import opened
from tests.offers.conftest import send, write
from tests.workshop import nth, place, sheet

pytestmark = pytest.mark.django_db

WHY = "Two clients wrote that the work was copied."


@pytest.fixture
def desk(sam):
    return enter(sam)


@pytest.fixture
def order(ada, grace, visa):
    """One that runs, its first step paid."""
    return place(ada, grace, "steps8", source=visa)


def press(browser, person, verb="suspend", reason=WHY):
    return browser.post(url(person, verb), {"reason": reason})


def now(person) -> User:
    return User.objects.get(pk=person.pk)


def told(person) -> list[tuple[str, str]]:
    """What somebody was told of accounts: kind and line."""
    fan_out.tell()
    found = Notification.objects.filter(user=person).order_by("pk").values_list("event__kind", "title")
    return [one for one in found if "party" in one[0] or one[0].startswith("account.")]


def test_it_is_told_before_what_it_reaches_and_done_with_a_reason(desk, sam, grace, order, client):
    published(grace)
    before, home = sheet(), page(desk, url(grace))
    said = page(desk, url(grace, "suspend"))
    for words in ("1 order that runs", order.title, "No offer of theirs", "1 published gig", "No job of theirs"):
        assert words in home, words
        assert words in said, words
    assert "No money moves" in said

    response = press(desk, grace)

    assert response.url == url(grace)
    assert (now(grace).suspended_by, now(grace).suspended_reason) == (sam, WHY)
    assert WHY in page(desk, url(grace))
    assert (sheet(), type(order).objects.get(pk=order.pk).state) == (before, "active")
    assert sign_in(client, grace).status_code == 302


def test_what_the_desk_says_it_reaches_is_what_is_refused_and_what_goes_on(desk, sam, ada, grace, order, mallory):
    """The headings of the desk are prose, so each is held against the gate that it speaks of."""
    gig, post = published(grace), opened(grace)
    offer = send(write(grace, mallory, "fair", 400, role=Side.FREELANCER), by=grace)
    reached = [(offer.accept, mallory), (gig.order, ada), (post.propose, mallory)]
    assert [may(gate, by) for gate, by in reached] == [True] * 3

    suspension.suspend(grace, by=Support(sam, WHY))

    said = page(desk, url(grace))
    reached = [(fresh(offer).accept, mallory), (fresh(gig).order, ada), (fresh(post).propose, mallory)]
    for words, (gate, by) in zip(
        ("can’t be accepted", "nobody finds or orders", "nobody can propose"), reached, strict=True
    ):
        assert (words in said, may(gate, by)) == (True, False), words
    assert ("and go on" in said, may(nth(order, 1).deliver, now(grace))) == (True, True)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_everybody_whom_it_concerns_is_told_and_nobody_else_why(desk, ada, grace, order, mallory):
    press(desk, grace)
    press(desk, grace, "lift", "They had a licence.")

    assert now(grace).suspended_at is None
    assert [kind for kind, _ in told(grace)] == ["account.suspended", "account.restored"]
    assert told(ada) == [
        ("order.party_suspended", f"Grace’s account is suspended: “{order.title}” goes on"),
        ("order.party_restored", "Grace’s account is no longer suspended"),
    ]
    assert told(mallory) == []
    assert WHY not in str(list(Event.objects.of(order.thread).values_list("data", flat=True)))


def test_the_history_of_the_order_says_it_to_both(client, ada, grace, order, sam):
    suspension.suspend(grace, by=Support(sam, WHY))

    for reader, words in ((ada, "Grace’s account is suspended"), (grace, "Your account is suspended")):
        client.force_login(reader)
        assert words in page(client, order.get_absolute_url())


@pytest.mark.parametrize("first", ["suspend", "lift"])
def test_twice_is_once(desk, grace, first):
    if first == "lift":
        press(desk, grace)
    press(desk, grace, first)
    was = now(grace)

    response = press(desk, grace, first, "Again.")

    assert response.status_code == 409
    assert (now(grace).suspended_at, now(grace).suspended_reason) == (was.suspended_at, was.suspended_reason)


def test_without_a_reason_nothing_happens(desk, grace, sam):
    assert press(desk, grace, reason=" ").status_code == 422

    with pytest.raises(Refused, match="the person reads it"):
        suspension.suspend(grace, by=Support(sam, " "))
    assert not now(grace).is_suspended


def test_staff_is_not_suspended_and_who_is_suspended_is_no_staff(sam, grace):
    root = User.objects.create_superuser("root@example.org", display_name="Root")
    with pytest.raises(Refused, match="rights away first"):
        suspension.suspend(sam, by=Support(root, WHY))

    suspension.suspend(grace, by=Support(sam, WHY))
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=grace.pk).update(is_staff=True)


def test_who_may_only_look_has_no_button_and_may_not(sam, grace):
    sam.user_permissions.remove(Permission.objects.get(codename="change_user"))
    browser = enter(User.objects.get(pk=sam.pk))

    assert url(grace, "suspend") not in page(browser, url(grace))
    assert press(browser, grace).status_code == 403
    assert not now(grace).is_suspended


def test_who_is_suspended_is_found_in_the_list(desk, ada, grace, sam):
    suspension.suspend(grace, by=Support(sam, WHY))

    listed = page(desk, reverse("admin:accounts_user_changelist") + "?suspended=yes")

    assert grace.email in listed
    assert ada.email not in listed
