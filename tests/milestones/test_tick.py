"""Ticking substeps off."""

import re
from html import unescape

import pytest
from django.urls import reverse

from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from tests.workshop import nth


def test_substeps_are_ticked_by_the_freelancer_alone(as_, ada, grace, order):
    placed = order("fair")
    milestone = nth(placed, 1)
    milestone.substeps = [{"name": "Draft", "done_at": None}]
    milestone.save(update_fields=["substeps"])

    assert as_(ada).do("tick", milestone, number="0").status_code == 403
    as_(grace).do("tick", milestone, number="0")
    assert nth(placed, 1).substeps[0]["done_at"]
    as_(grace).do("tick", milestone, number="0")
    assert nth(placed, 1).substeps[0]["done_at"] is None
    for wrong in ("5", "-1", "x", ""):
        assert as_(grace).do("tick", milestone, number=wrong).status_code == 409


@pytest.fixture
def sketched(order):
    """An order whose first step has a substep."""
    placed = order("fair")
    placed.milestones.filter(position=1).update(substeps=[{"name": "Sketch", "done_at": None}])
    return placed


def test_the_client_is_told_here_and_by_no_mail(as_, ada, grace, sketched):
    as_(grace).do("tick", nth(sketched, 1), number="0", done="1")

    fan_out.tell()

    told = Notification.objects.get(user=ada, kind="milestone.ticked")
    assert "finished “Sketch” in step 1" in told.title
    assert (told.next_try_at, told.lead) == (None, None)
    assert "Grace ticked off “Sketch” in step 1" in as_(ada).see("order", sketched.pk)


def test_what_is_taken_back_is_written_down_and_told_nobody(as_, ada, grace, sketched):
    for done in ("1", "0"):
        as_(grace).do("tick", nth(sketched, 1), number="0", done=done)

    fan_out.tell()

    assert Notification.objects.filter(user=ada, kind="milestone.ticked").count() == 1
    assert "Grace took back “Sketch” in step 1" in as_(ada).see("order", sketched.pk)


def test_twice_is_once(as_, grace, sketched):
    for _ in range(2):
        as_(grace).do("tick", nth(sketched, 1), number="0", done="1")

    assert Event.objects.filter(kind="milestone.ticked").count() == 1


def test_the_clients_page_asks_whether_something_happened(as_, ada, grace, mallory, sketched, client):
    page = as_(ada).get(sketched.get_absolute_url())
    url = unescape(re.search(r'data-since="([^"]+)"', page.content.decode())[1])
    assert url.partition("?")[0] == reverse("milestones:since", args=[sketched.pk, page.context["board"].mark])
    assert as_(ada).get(url).status_code == 204

    as_(grace).do("tick", nth(sketched, 1), number="0", done="1")

    assert as_(ada).get(url).status_code == 200
    assert as_(mallory).get(url).status_code == 404
    assert client.get(url).status_code == 302
