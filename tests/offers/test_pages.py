"""The list and the offer page: what they show, to whom, and what they cost the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.offers import actions
from tests.offers import conftest as do

LIST = "/offers/"


def look(client, person, url):
    """The page, and the statements that it took."""
    client.force_login(person)
    client.get(url)  # whatever is looked up once in a process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url)
    return response, [query["sql"] for query in queries]


def titles(client, person, tab):
    client.force_login(person)
    return [offer.pk for offer, _, _ in client.get(f"{LIST}?tab={tab}").context["rows"]]


def test_each_offer_is_in_the_tab_of_whose_move_it_is(client, ada, grace, proposed):
    draft, sent, closed = do.write(grace, ada, "fair", role="freelancer"), proposed(), proposed()
    actions.decline(closed, by=ada, reason="No")
    asked = actions.ask_changes(proposed(), by=ada, message="Less")

    assert titles(client, ada, "yours") == [sent.pk]
    assert titles(client, ada, "others") == [asked.pk]
    assert titles(client, ada, "closed") == [closed.pk]
    assert titles(client, grace, "yours") == [asked.pk, draft.pk]
    assert titles(client, grace, "others") == [sent.pk]


def test_mallory_sees_none_of_it(client, mallory, proposed):
    proposed()

    for tab in ("yours", "others", "closed", "nonsense"):
        assert titles(client, mallory, tab) == []


def test_the_list_costs_the_same_however_long_it_is(client, ada, proposed):
    proposed()
    few = len(look(client, ada, LIST)[1])
    for _ in range(5):
        proposed()

    many = look(client, ada, LIST)[1]

    assert len(many) == few <= 10
    assert all(sql.startswith("SELECT") for sql in many)


@pytest.mark.parametrize("key", ["fair", "studio", "contract14"])
def test_the_page_costs_the_same_however_long_the_plan_is(client, ada, grace, offered, key):
    short, long = offered(key, 2000), offered(key, *[2000] * 20)
    actions.save_draft(long, by=ada, terms=do.terms(key, *[2000] * 15))

    few, many = (look(client, grace, offer.get_absolute_url())[1] for offer in (short, long))

    assert len(many) == len(few) <= 15
    assert all(sql.startswith("SELECT") for sql in many)


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("grace", 200), ("mallory", 404), ("sam", 200)])
def test_the_two_and_support_see_the_page(client, proposed, who, status, request):
    offer = proposed("studio")
    client.force_login(request.getfixturevalue(who))

    assert client.get(offer.get_absolute_url()).status_code == status


def test_everybody_reads_who_pays_what(client, ada, proposed):
    client.force_login(ada)

    page = client.get(proposed().get_absolute_url()).content.decode()

    for amount in ("$3,000.00", "$90.00", "$3,090.00", "$150.00", "$2,850.00", "$1,030.00", "$950.00"):
        assert amount in page
    assert "The client stops after step 2" in page
    assert "Nobody answers the first delivery" in page


def test_buttons_are_for_those_who_may_press_them(client, ada, grace, sam, proposed):
    offer = proposed()

    def buttons(person):
        client.force_login(person)
        page = client.get(offer.get_absolute_url()).content.decode()
        return {verb for verb in ("accept", "decline", "withdraw", "counter", "ask-changes") if f"/{verb}/" in page}

    assert buttons(ada) == {"accept", "decline", "counter", "ask-changes"}
    assert buttons(grace) == {"withdraw", "counter"}
    assert buttons(sam) == set()


@pytest.mark.parametrize("braces", ["{who}", "{0}", "<script>"])
def test_names_are_text(client, ada, grace, proposed, braces):
    grace.display_name = braces
    grace.save()
    offer = do.write(grace, ada, "fair", role="freelancer")
    actions.send(offer, by=grace, message=braces)
    client.force_login(ada)

    page = client.get(offer.get_absolute_url())

    assert page.status_code == 200
    assert "<script>{" not in page.content.decode()


@pytest.mark.parametrize("verb", ["ask-changes", "decline", "withdraw"])
def test_verbs_are_posted(client, ada, proposed, verb):
    client.force_login(ada)

    assert client.get(f"/offers/{proposed().pk}/{verb}/").status_code == 405


def test_an_accepted_offer_leads_to_its_order(client, ada, visa, proposed):
    offer = do.accept(proposed(), by=ada, source=visa)
    client.force_login(ada)

    assert offer.order.get_absolute_url() in client.get(offer.get_absolute_url()).content.decode()


def test_the_dashboard_says_whose_move_it_is(client, ada, grace, proposed):
    do.write(ada, grace, "fair", role="client")
    proposed()

    def items(person):
        client.force_login(person)
        return [(one.waiting.on, one.waiting.title) for one in client.get("/dashboard/").context["dashboard"].items]

    assert items(ada) == [("you", "Grace waits for your answer"), ("you", "A draft that is not sent")]
    assert items(grace) == [("other", "Waiting for Ada")]
