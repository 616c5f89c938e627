import pytest
from django.db import DatabaseError, transaction

from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.offers import actions
from marketplace.offers.models import Draft, Signature, Version
from tests.offers import conftest as do
from tests.workshop import sheet


def counter(client, person, offer, *amounts, key="fair", **data):
    actions.save_draft(offer, by=person, terms=do.terms(key, *amounts))
    return do.press(client, person, offer, "send", **data)


def test_the_newest_version_counts(client, ada, grace, visa, proposed):
    offer = proposed()

    counter(client, ada, offer, 400, 600, source=visa.pk, message="Less?")

    offer = do.again(offer)
    assert (offer.number, offer.total, offer.awaits) == (2, 100_000, "freelancer")
    assert not Draft.objects.exists()
    order = do.accept(offer, by=grace).order
    assert [one.price for one in order.milestones.order_by("position")] == [40_000, 60_000]
    assert sheet() == {"gateway": -41_200, "escrow": 40_000, "fees": 1_200}


def test_its_time_begins_anew(grace, proposed, move):
    offer = proposed(valid_days=2)
    move(days=1)
    actions.save_draft(offer, by=grace, terms=do.terms("fair"))

    offer = actions.counter(offer, by=grace).offer

    assert (offer.expires_at - offer.version.at).days == 2
    assert Deadline.objects.live().get(reference=offer.thread).due_at == offer.expires_at


def test_both_see_what_changed(client, ada, grace, visa, proposed):
    offer = proposed()
    counter(client, ada, offer, 400, 1000, 1000, source=visa.pk)
    client.force_login(grace)

    page = client.get(offer.get_absolute_url()).content.decode()

    assert "Total: $3,000.00 → $2,400.00" in page
    assert "Step 1: $1,000.00 → $400.00" in page


@pytest.mark.parametrize("key", ["steps8", "steps5"])
def test_where_the_freelancer_writes_the_client_asks(client, ada, proposed, key):
    offer = proposed(key)
    client.force_login(ada)

    assert client.get(f"/offers/{offer.pk}/counter/").status_code == 409
    with pytest.raises(Refused, match="Ask for changes instead"):
        actions.save_draft(offer, by=ada, terms=do.terms(key))


@pytest.mark.parametrize("who", ["mallory", "sam"])
def test_nobody_else_may(client, proposed, who, request):
    offer = proposed()
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/offers/{offer.pk}/counter/").status_code == 404
    assert client.post(f"/offers/{offer.pk}/send/").status_code == 404


def test_a_draft_for_an_older_version_is_not_sent(ada, grace, visa, proposed):
    offer = proposed()
    actions.save_draft(offer, by=ada, terms=do.terms("fair", 1))
    actions.save_draft(offer, by=grace, terms=do.terms("fair", 2000))
    actions.counter(offer, by=grace)

    with pytest.raises(Refused, match="sent a new version meanwhile"):
        actions.counter(offer, by=ada, source=visa)


def test_twice_is_once(grace, proposed):
    offer = proposed()
    actions.save_draft(offer, by=grace, terms=do.terms("fair"))
    actions.counter(offer, by=grace)

    with pytest.raises(Refused, match="nothing written"):
        actions.counter(offer, by=grace)
    assert do.again(offer).number == 2


def test_limits_hold_for_it_too(grace, proposed):
    offer = proposed("steps8")
    actions.save_draft(offer, by=grace, terms=do.terms("steps8", 40, 1000))

    with pytest.raises(Refused) as refused:
        actions.counter(offer, by=grace)
    assert (refused.value.field, refused.value.message) == (
        "amount",
        "Step 1: A step must be at least $50.00 under this rulebook.",
    )


def test_the_editor_starts_from_the_newest_version(client, ada, proposed):
    offer = proposed("fair", 700, 300)
    client.force_login(ada)

    first = client.get(f"/offers/{offer.pk}/counter/")
    assert first.url == f"/offers/{offer.pk}/edit/project/"
    page = client.get(f"/offers/{offer.pk}/edit/milestones/").content.decode()

    assert 'value="700.00"' in page
    assert 'name="policy"' not in page
    assert 'name="policy"' not in client.get(first.url).content.decode()


@pytest.mark.parametrize("model", [Version, Signature])
def test_what_was_sent_or_signed_never_changes(proposed, model):
    proposed("studio")

    for change in (lambda rows: rows.update(digest="0" * 64), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(model.objects.all())
