"""How a verb is asked for and answered, with htmx and without, and by somebody who had to sign in first."""

from milestones.models import State
from tests.workshop import hand_in, nth, states


def test_signing_in_on_the_way_leads_back_to_the_milestone(as_, ada, client, order):
    milestone = hand_in(order("fair"), 1)
    url = f"/milestones/{milestone.pk}/approve/"

    assert client.post(url).url == f"/accounts/login/?next={url}"
    answer = client.post(url, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#refusal")
    assert "/accounts/login/?next=" in answer.content.decode()
    assert as_(ada).get(url).url == milestone.get_absolute_url()
    assert states(milestone.order)[0] == State.DELIVERED


def test_htmx_gets_the_middle_of_the_page(as_, ada, order):
    milestone = hand_in(order("fair"), 1)

    response = as_(ada).post(f"/milestones/{milestone.pk}/approve/", headers={"HX-Request": "true"})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith('<div class="page" id="order"')
    assert "You approved step 1; Grace received $950.00." in html
    assert "<html" not in html


def test_htmx_gets_a_refusal_with_the_page_as_it_is(as_, ada, order):
    milestone = nth(order("fair"), 1)

    response = as_(ada).post(f"/milestones/{milestone.pk}/approve/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
