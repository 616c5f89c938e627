import pytest
from django.core.exceptions import ValidationError

from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.offers import actions
from marketplace.offers.models import Draft, Offer, Signature
from marketplace.policies.models import Policy
from tests import workshop
from tests.offers import conftest as do
from tests.workshop import sheet

FREELANCER_WRITES = ["fair", "studio", "open", "steps8", "contract14", "steps5"]


@pytest.fixture
def draft(ada, grace):
    return lambda key="fair", **heading: do.write(grace, ada, key, role="freelancer", **heading)


def send(client, person, offer, **data):
    return do.press(client, person, offer, "send", **data)


@pytest.mark.parametrize("key", FREELANCER_WRITES)
def test_it_reaches_the_other_side(client, ada, grace, draft, key):
    offer = draft(key)

    response = send(client, grace, offer, message="Hello", signature="Grace Hopper", agree="on")

    offer = do.again(offer)
    assert response.url == offer.get_absolute_url()
    assert (offer.state, offer.awaits, offer.number) == ("sent", "client", 1)
    assert list(Offer.objects.waiting_for(ada)) == [offer]
    assert sheet() == {}
    assert do.story(offer) == ["offer.sent"]
    assert not Draft.objects.exists()


def test_it_has_its_days_to_answer(draft, grace, move):
    offer = do.send(draft(valid_days=3), by=grace)

    timer = Deadline.objects.get(reference=offer.thread)
    assert timer.due_at == offer.expires_at
    assert (offer.expires_at - offer.sent_at).days == 3


@pytest.mark.parametrize(("who", "status"), [("ada", 404), ("mallory", 404), ("sam", 404)])
def test_nobody_else_may(client, draft, who, status, request):
    offer = draft()

    assert send(client, request.getfixturevalue(who), offer).status_code == status
    assert do.again(offer).state == "draft"


def test_twice_is_once(client, grace, draft):
    offer = draft()

    send(client, grace, offer)
    response = send(client, grace, offer)

    assert response.url == offer.get_absolute_url()
    assert do.again(offer).number == 1
    with pytest.raises(Refused, match="this can’t be done now"):
        actions.send(offer, by=grace)


def test_what_stands_against_it_leads_back_to_the_editor(client, grace, ada):
    offer = do.write(grace, ada, "studio", 10, role="freelancer")

    client.force_login(grace)
    assert client.get(f"/offers/{offer.pk}/send/").url == f"/offers/{offer.pk}/edit/"
    refused = send(client, grace, offer, message="Good day to you")
    assert refused.status_code == 409
    assert "Good day to you</textarea>" in refused.content.decode()
    with pytest.raises(Refused, match="must be at least"):
        actions.send(offer, by=grace, signature="Grace Hopper")


def test_both_sign_where_the_rulebook_says_so(client, grace, draft):
    offer = draft("studio")

    assert "Sign with your full name." in send(client, grace, offer).content.decode()
    with pytest.raises(Refused) as refused:
        actions.send(offer, by=grace, signature=" ")
    assert refused.value.field == "signature"
    send(client, grace, offer, signature="Grace Hopper", agree="on")
    signature = Signature.objects.get()
    assert (signature.name, signature.by, signature.digest) == ("Grace Hopper", grace, do.again(offer).version.digest)


class TestByTheClient:
    def test_it_keeps_what_to_pay_with(self, client, ada, grace, visa):
        offer = do.write(ada, grace, "fair", role="client")

        send(client, ada, offer, source=visa.pk)

        assert do.again(offer).payment_source == visa
        assert sheet() == {}

    def test_it_says_what_is_paid_when(self, client, ada, grace, visa):
        offer = do.write(ada, grace, "fair", role="client")
        client.force_login(ada)

        page = client.get(f"/offers/{offer.pk}/send/").content.decode()

        assert "Nothing is charged now." in page
        assert "When Grace accepts: you pay $1,030.00 ($1,000.00 and a fee of $30.00) for step 1" in page

    def test_without_anything_to_pay_with_it_asks_for_a_source(self, client, ada, grace):
        offer = do.write(ada, grace, "fair", role="client")

        response = send(client, ada, offer)

        assert response.status_code == 422
        assert "Add a payment source" in response.content.decode()
        said = "The offer names what pays when Grace accepts, and you have nothing here yet that can."
        assert said in response.content.decode()
        with pytest.raises(Refused) as refused:
            actions.send(offer, by=ada)
        assert refused.value.field == "source"

    def test_the_balance_is_enough_where_it_covers_it(self, client, ada, grace, give):
        give(ada, 103_000)
        offer = do.write(ada, grace, "fair", role="client")

        send(client, ada, offer, source="balance")

        assert do.again(offer).state == "sent"

    def test_nobody_pays_with_the_card_of_another(self, client, ada, grace, visa):
        theirs = do.card(grace)
        offer = do.write(ada, grace, "fair", role="client")

        assert send(client, ada, offer, source=theirs.pk).status_code == 422
        with pytest.raises(Refused, match="removed"):
            actions.send(offer, by=ada, source=theirs)

    def test_under_some_rulebooks_only_the_freelancer_writes(self, ada, grace, visa):
        offer = do.write(ada, grace, "steps8", role="client")

        with pytest.raises(Refused) as refused:
            actions.send(offer, by=ada, source=visa)
        assert refused.value.field == "policy"


def dollars(*amounts, key, days=10):
    plan = workshop.plan(workshop.rulebook(key), amounts)
    return [do.replace(one, days=one.days and days) for one in plan]


@pytest.mark.parametrize(
    ("key", "amounts", "message"),
    [
        ("studio", [50, 50], "must be at least $2,000.00"),
        ("open", [50, 50], ""),
        ("steps8", [50, 50], "must be more than $100.00"),
        ("contract14", [50, 50], ""),
        ("steps5", [50, 50], "must be more than $100.00"),
        ("fair", [50, 50], ""),
    ],
)
def test_the_total_is_exactly_100_dollars(draft, grace, key, amounts, message):
    refuses(draft(key, terms=do.terms(key, milestones=dollars(*amounts, key=key))), grace, message)


@pytest.mark.parametrize(
    ("key", "message"),
    [("studio", ""), ("open", ""), ("steps8", "at most 6 steps"), ("contract14", ""), ("steps5", "at most 3 steps")],
)
def test_seven_milestones(draft, grace, key, message):
    refuses(draft(key, terms=do.terms(key, milestones=dollars(*[300] * 7, key=key))), grace, message)


@pytest.mark.parametrize(
    ("key", "message"),
    [("studio", ""), ("open", ""), ("steps8", "at most 30 days"), ("contract14", ""), ("steps5", "")],
)
def test_a_milestone_of_31_days(draft, grace, key, message):
    refuses(draft(key, terms=do.terms(key, milestones=dollars(1000, 1000, key=key, days=31))), grace, message)


def refuses(offer, by, message):
    if not message:
        assert do.send(offer, by=by).state == "sent"
        return
    with pytest.raises(Refused) as refused:
        do.send(offer, by=by)
    assert message in refused.value.message


def test_a_withdrawn_rulebook_is_for_no_new_offer(draft, grace):
    offer = draft("fair")
    Policy.objects.filter(key="fair").update(withdrawn_at=workshop.clock.now())

    refuses(offer, grace, "no longer offered")


def test_a_draft_that_changed_after_it_was_read_is_not_sent(draft, grace):
    offer = draft()

    with pytest.raises(Refused, match="changed after you read it"):
        actions.send(offer, by=grace, read="what stood there before")
    assert do.again(offer).state == "draft"


@pytest.mark.parametrize("name", ["\u200b", "a\u202eb", "…", "x" * 121])
def test_a_version_holds_no_step_whose_name_is_no_line(proposed, name):
    version = do.again(proposed()).version
    version.milestones[0]["name"] = name

    with pytest.raises(ValidationError) as refused:
        version.clean_fields()

    assert set(refused.value.message_dict) == {"milestones"}
