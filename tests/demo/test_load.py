"""The demo's data: real work in every state, once, and all of it or nothing."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from escrow.checks import check_books
from escrow.models.payments import State as PaymentState
from marketplace.accounts.models import User
from marketplace.deadlines.kinds import kinds
from marketplace.deadlines.models import Deadline
from marketplace.demo import load, mailbox, timeline
from marketplace.demo.cast import CAST
from marketplace.events.models import Event
from marketplace.gigs import standing
from marketplace.inbox.models import Conversation, Participant, Report
from marketplace.notifications.models import FanOutFailure, Notification
from marketplace.offers.models import Offer, OfferState
from marketplace.policies.models import OrderType, Policy
from milestones.models import Case, CaseKind, Ending, Milestone, Order, OrderState, State

pytestmark = pytest.mark.slow


def values(model, field, **which) -> set:
    return set(model.objects.filter(**which).values_list(field, flat=True))


def one_of_each(model) -> list:
    """A row in every state that there is; of what has no states, the newest and the oldest."""
    if any(field.name == "state" for field in model._meta.fields):
        return list(model.objects.order_by("state", "pk").distinct("state"))
    return [*model.objects.order_by("pk")[:1], *model.objects.order_by("-pk")[:1]]


def test_it_has_everything_and_loads_once(demo, client, capsys, monkeypatch):
    call_command("load_demo")
    assert "the books add up" in capsys.readouterr().out
    loaded = Event.objects.count()

    call_command("load_demo")
    assert "there already" in capsys.readouterr().out
    assert Event.objects.count() == loaded
    assert check_books() == []
    assert standing.refresh() == 0  # they are of today already

    assert values(Order, "policy__key") == {policy.key for policy in Policy.objects.offered()}
    assert values(Order, "state") == set(OrderState.values)
    assert values(Offer, "order_type") == set(OrderType.values)
    months = values(Order, "order_type", offer__order_type=OrderType.SUBSCRIPTION)
    assert values(Order, "order_type") == set(OrderType.values) - {OrderType.SUBSCRIPTION}
    assert months == {OrderType.SINGLE}  # each is an order of its own
    assert values(Order, "ending") == {"", *Ending.values}
    assert values(Milestone, "state") == set(State.values)
    assert values(Case, "kind", state="open") == set(CaseKind.values)
    assert values(Deadline, "kind", settled_at=None) == set(kinds)
    assert values(Order, "currency") == {"USD", "EUR", "JPY", "KWD"}
    assert values(Offer, "state") == set(OfferState.values) - {OfferState.ACCEPTING}
    assert values(Offer, "awaits", state="sent") == {"client", "freelancer"}
    assert values(Offer, "payment_source__payments__state") >= {PaymentState.FAILED, PaymentState.CONFIRMING}

    assert Conversation.objects.count() >= 8
    assert values(Report, "state") == {"open"}
    assert values(Participant, "user__display_name", unread__gt=0) >= {"Ada Lovelace", "Inês Carvalho"}

    assert not FanOutFailure.objects.exists()
    assert not Event.objects.waiting().exists()
    assert not Notification.objects.exclude(failure="").exists()
    assert len(mailbox.names()) == Notification.objects.exclude(sent_at=None).count() + 1  # and the invitation

    page = client.get(reverse("demo:index")).content.decode()
    for story in timeline.stories.values():
        assert story.title in page.replace("&#x27;", "'")
    for one in CAST:
        client.post(reverse("demo:sign_in"), {"email": one.email})
        assert client.get(reverse("milestones:dashboard")).status_code == 200

    assert client.get("/admin/").status_code == 200  # Sam's browser now: the last of the cast
    for model in admin.site._registry:
        for row in one_of_each(model):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            assert client.get(address).status_code in (200, 403), address

    monkeypatch.setattr(type(Policy.objects), "offered", lambda self: self.exclude(key="fair"))  # it was withdrawn
    assert b"Fair" in client.get(reverse("demo:index")).content


def test_killed_half_way_it_leaves_nothing(demo, monkeypatch):
    approve = timeline.Scene.approve

    def die(scene, number):
        approve(scene, number)
        raise KeyboardInterrupt

    monkeypatch.setattr(timeline.Scene, "approve", die)
    with pytest.raises(KeyboardInterrupt):
        load.load()

    assert not User.objects.exists()
    assert not Order.objects.exists()
    assert not load.is_loaded()


def test_the_logins_are_printed(demo, capsys):
    call_command("demo_logins")

    printed = capsys.readouterr().out
    assert all(one.email in printed for one in CAST)
    assert "cairn-demo" in printed
