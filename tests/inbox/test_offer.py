"""An offer out of a conversation: a gig or none, how it is paid, the editor, and back into the conversation."""

from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.test import Client

from marketplace.offers.models import Offer
from tests.gigs.workshop import published
from tests.inbox.conftest import begin
from tests.inbox.test_timeline import frame
from tests.offers.conftest import terms, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def gig(grace):
    return published(grace)


@pytest.fixture
def talk(ada, gig):
    return begin(ada, gig.owner, "Could you do it without the guide?", about=f"gig:{gig.pk}").conversation


def test_asking_a_question_on_a_gig_opens_a_conversation_about_it(as_, ada, gig):
    browser = as_(ada)
    page = browser.get(gig.get_absolute_url()).text
    address = f"/people/{gig.owner_id}/write/?about=gig:{gig.pk}"
    assert f'href="{address}"' in page

    form = browser.get(address).text
    assert f'value="gig:{gig.pk}" selected' in form
    sent = browser.post(address, {"text": "How large is it?", "about": f"gig:{gig.pk}"})
    assert f"Gig: {gig.title}" in browser.get(sent.url).text


def test_a_stranger_signs_in_first(gig):
    asked = Client().get(f"/people/{gig.owner_id}/write/?about=gig:{gig.pk}")

    assert asked.url.startswith("/accounts/login/?next=/people/")


def test_a_gig_fills_in_the_editor(as_, grace, ada, gig, talk):
    browser = as_(grace)
    assert f'href="/messages/{talk.pk}/offer/"' in browser.open("conversation", talk.pk).text
    chosen = browser.open("offer", talk.pk, role="freelancer", gig=gig.pk, type="milestones")
    first = browser.get(chosen.url).text
    editor = browser.get(browser.post("/offers/new/", Form(first).found | {"op": "next"}).url).text

    assert f'value="{gig.title}"' in first
    assert 'value="Three directions on paper"' in editor
    assert 'value="The chosen mark, refined"' in editor
    assert "Guide of eight pages" not in editor  # which Basic has not
    one = browser.open("offer", talk.pk, role="freelancer", gig=gig.pk, type="single")
    there = browser.post("/offers/new/", Form(browser.get(one.url).text).found | {"op": "next"})
    assert 'value="240"' in browser.get(there.url).text.replace(".00", "")
    none = browser.open("offer", talk.pk, role="client", gig="", type="milestones")
    assert f'value="{gig.title}"' not in browser.get(none.url).text
    assert browser.open("offer", talk.pk, role="king", type="milestones").status_code == 422


def test_it_is_sent_back_into_the_conversation(as_, grace, ada, gig, talk):
    browser = as_(grace)
    chosen = browser.open("offer", talk.pk, role="freelancer", gig=gig.pk, type="milestones")
    form = Form(browser.get(chosen.url).text).found
    review = browser.post("/offers/new/", form | {"op": "review"})
    sign = review.url.replace("review", "sign")
    assert f'href="{sign}#sign"' in browser.get(review.url).text
    sent = browser.post(sign, Form(browser.get(sign).text).found)

    assert sent.url == talk.get_absolute_url()
    assert f'href="/offers/{Offer.objects.get().pk}/accept/"' in frame(as_(ada).open("conversation", talk.pk))


def test_a_draft_that_is_kept_for_later_leads_back_as_well(as_, grace, ada, gig, talk):
    browser, way = as_(grace), f"?back={quote(talk.get_absolute_url(), safe='')}"
    chosen = browser.open("offer", talk.pk, role="freelancer", gig=gig.pk, type="milestones")
    form = Form(browser.get(chosen.url).text).found
    kept = browser.post("/offers/new/", form | {"op": "save"})
    form = Form(browser.get(kept.url).text).found
    review = browser.post(kept.url, form | {"op": "review"})

    assert kept.url == f"/offers/{Offer.objects.get().pk}/edit/project/{way}"
    assert f'href="{kept.url}"' in browser.get(review.url).text  # “Change”
    sign = review.url.replace("review", "sign")
    assert browser.post(sign, Form(browser.get(sign).text).found).url == talk.get_absolute_url()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(as_, grace, ada, talk, back):
    offer = write(grace, ada, "fair", 400, role="freelancer", terms=terms("fair", 400))
    sent = as_(grace).post(f"/offers/{offer.pk}/send/?back={back}", {})

    assert sent.url == offer.get_absolute_url()


class Form(HTMLParser):
    """What a browser would send of the form on a page."""

    def __init__(self, page: str):
        super().__init__()
        self.found, self.select, self.area = {}, "", ""
        self.feed(page.partition("<main")[2])

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, value = said.get("name"), said.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area, self.found[name] = name, [""]
        elif tag == "option" and "selected" in said and self.select:
            self.found[self.select] = [value]
        elif tag == "input" and name and said.get("type") not in ("submit", "file"):
            if "checked" in said or said.get("type") not in ("radio", "checkbox"):
                self.found.setdefault(name, []).append(value)

    def handle_endtag(self, tag):
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data):
        if self.area:
            self.found[self.area][0] += data
