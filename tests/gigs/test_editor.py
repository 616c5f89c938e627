"""Writing a gig over HTTP, without a line of JavaScript: each step saved by itself, nothing typed lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.gigs.models import Category, Gig, Picture
from marketplace.gigs.terms import Faq, Workflow
from tests.gigs.browsers import Writer, form_of
from tests.gigs.workshop import BASIC, DESCRIPTION, PACKAGES, PREMIUM, again, draft, picture, published, said_by, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(client, grace):
    """`write(gig)` is Grace at her editor."""
    client.force_login(grace)
    return lambda gig: Writer(client, gig)


# Beginning


def test_a_gig_is_begun_by_a_button_that_is_pressed_once(client, grace):
    client.force_login(grace)
    page = client.get(reverse("gigs:new"))
    data = form_of(page)

    first, second = (client.post(reverse("gigs:new"), data) for _ in range(2))

    gig = Gig.objects.get()
    assert first.url == second.url == reverse("gigs:edit", args=[gig.pk, "overview"])


def test_a_new_gig_has_nothing_to_mend_before_anybody_wrote(write, grace, client):
    client.post(reverse("gigs:new"))
    page = write(Gig.objects.get()).look("overview")

    assert page.context["page"].errors == []
    assert [one.state for one in page.context["page"].stations] == ["current", "", "", "", "", ""]


# Overview


def test_the_overview_is_saved_and_leads_on(write, grace):
    gig = draft(grace, terms(title="", tags=[]))
    logo = Category.objects.get(name="Logo Design")

    response = write(gig).send("overview", "next", title="A  logo", category=logo.pk, tags="logo, Branding,logo")

    assert response.url == reverse("gigs:edit", args=[gig.pk, "packages"])
    assert (said_by(gig).title, said_by(gig).tags) == ("A logo", ["logo", "Branding"])


def test_what_is_missing_is_said_at_its_field_although_it_is_saved(write, grace):
    gig = draft(grace)

    response = write(gig).send("overview", "next", title="", tags="new words")

    assert response.status_code == 422
    assert response.context["page"].errors == [("id_title", "Title", "Say in a few words what you offer.")]
    assert "What you wrote is saved." in response.content.decode()
    assert said_by(gig).tags == ["new words"]


def test_what_is_too_long_is_not_saved_and_not_lost(write, grace):
    gig = draft(grace)

    response = write(gig).send("overview", "save", title="x" * 90, tags="new")

    assert response.status_code == 422
    assert "x" * 90 in response.content.decode()
    assert said_by(gig).tags == ["logo", "branding"]


def test_the_category_of_what_is_published_is_not_asked_for(write, grace):
    gig = published(grace)
    other = Category.objects.get(name="Website Design")

    page = write(gig).look("overview").content.decode()
    write(gig).send("overview", "save", category=other.pk)

    assert 'name="category"' not in page
    assert "published as that" in page
    assert said_by(gig).category != other.pk


# Packages


def test_packages_are_added_taken_out_and_put_back_with_what_was_typed(write, grace):
    gig = draft(grace, terms(packages=PACKAGES[:1]))
    me = write(gig)

    added = me.send("packages", "package.add", **{"basic-name": "Mine", "basic-price": "abc"})
    me.take(added, **{"standard-name": "More", "standard-price": "400"})
    removed = me.press("package.remove.standard")
    me.take(removed)
    back = me.press("package.restore.standard")

    assert "You removed Standard." in removed.content.decode()
    shown = form_of(back)
    assert (shown["standard-name"], shown["basic-name"], shown["basic-price"]) == ("More", "Mine", "abc")
    assert said_by(gig).packages == PACKAGES[:1]


def test_an_amount_that_is_none_is_refused_at_its_field(write, grace):
    gig = draft(grace)

    response = write(gig).send("packages", "save", **{"basic-price": "240,50", "basic-name": "Other"})

    assert [at for at, _, _ in response.context["page"].errors] == ["id_basic-price"]
    assert form_of(response)["basic-name"] == "Other"
    assert said_by(gig).package(BASIC).name == "The mark"


def test_rows_of_the_kind_of_work_are_suggested_and_kept_where_they_say_something(write, grace):
    gig = draft(grace, terms(included=[]))
    me = write(gig)
    page = me.look("packages")
    names = [value for name, value in form_of(page).items() if re.fullmatch(r"included-\d+-name", name)]

    me.take(page, **{"included-1-basic": "on", "included-1-premium-text": "12"})
    me.press("save")

    assert names[:2] == ["Directions to choose from", "Vector files"]
    assert [(one.name, one.values) for one in said_by(gig).included] == [
        ("Vector files", {BASIC: "yes", PREMIUM: "12"})
    ]


# Requirements and gallery


def test_questions_keep_their_keys_and_blank_ones_are_dropped(write, grace):
    gig = draft(grace)
    me = write(gig)
    me.take(me.look("requirements"))
    me.take(
        me.press("question.add"),
        **{"question-3-text": "Where?", "question-3-kind": "choices", "question-3-options": "A\nB"},
    )
    me.take(me.press("question.add"))
    me.take(me.press("question.up.3"))

    assert me.press("save").status_code == 302

    asked = said_by(gig).questions
    assert [one.key for one in asked] == ["q1", "q2", "q4", "q3"]
    assert (asked[2].text, asked[2].options, asked[2].required) == ("Where?", ["A", "B"], True)


def test_a_choice_with_one_option_is_said_at_its_options(write, grace):
    gig = draft(grace)

    response = write(gig).send("requirements", "next", **{"question-1-options": "Only one"})

    assert [at for at, _, _ in response.context["page"].errors] == ["id_question-1-options"]


def test_pictures_get_their_texts_and_those_of_others_are_none(write, grace, mallory):
    gig, other = draft(grace), draft(mallory)
    mine, theirs = gig.pictures.get(), other.pictures.get()

    write(gig).send("gallery", "save", **{f"picture-{mine.pk}-alt": "Seen", "picture": [mine.pk, theirs.pk]})

    assert [(one.picture, one.alt) for one in said_by(gig).pictures] == [(mine.pk, "Seen")]


# The end


def test_the_last_step_lists_what_is_missing_with_links_to_where(write, grace):
    gig = draft(grace, terms(title="", description="short"), pictured=False)

    page = write(gig).look("publish")

    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page.content.decode()))
    edit = f"/gigs/{gig.pk}/edit"
    assert {f"{edit}/overview/#id_title", f"{edit}/description/#id_description", f"{edit}/gallery/#pictures"} <= set(
        links
    )
    assert "Publish <svg" not in page.content.decode()


def test_each_link_of_what_is_missing_leads_to_something_that_is_there(write, grace):
    stages = [one for one in terms().workflow.stages]
    bad = [stages[0].__class__("", "", 0, False, {BASIC: 1}), *stages[1:]]
    said = terms(
        title="",
        tags=list("abcdef"),
        packages=[PACKAGES[1].__class__(BASIC)],
        faq=[Faq("Why?")],
        workflow=Workflow(True, bad),
    )
    gig = draft(grace, said, pictured=False)
    me = write(gig)

    for group in me.look("publish").context["page"].missing:
        for url, message in group["lines"]:
            path, _, at = url.partition("#")
            assert f'id="{at}"' in me.client.get(path).content.decode(), (at, message)


def test_it_is_published_by_the_button_and_stands_before_everybody(write, grace, client):
    gig = draft(grace)
    page = write(gig).look("publish")
    assert "Nothing is missing" in page.content.decode()

    response = client.post(reverse("gigs:publish", args=[gig.pk]))

    assert again(gig).state == "published"
    assert client.get(response.url).status_code == 200


def test_what_is_missing_meanwhile_leads_back_to_the_list(write, grace, client):
    gig = draft(grace, terms(title=""))
    write(gig)

    response = client.post(reverse("gigs:publish", args=[gig.pk]), follow=True)

    assert again(gig).state == "draft"
    assert "Say in a few words what you offer." in response.content.decode()


# Two tabs, a session that is over, a gig that is gone


def test_the_older_of_two_tabs_is_told_and_puts_its_own_in_place_by_pressing_again(write, grace):
    gig = draft(grace)
    old, new = write(gig), write(gig)
    old.take(old.look("overview"), title="From the older tab")
    new.send("overview", "save", title="From the newer tab")

    told = old.press("save")
    assert told.status_code == 422
    assert "Nothing was overwritten" in told.content.decode()
    assert form_of(told)["title"] == "From the older tab"
    assert said_by(gig).title == "From the newer tab"

    old.take(told)
    assert old.press("save").status_code == 302
    assert said_by(gig).title == "From the older tab"


def test_saving_by_itself_says_the_new_mark_or_why_not(write, grace):
    gig = draft(grace)
    me, other = write(gig), write(gig)
    me.take(me.look("overview"), title="Typed")
    other.take(other.look("overview"), title="Other")

    kept = me.press("keep")
    me.take(None, seen=kept.json()["seen"], title="Typed on")
    assert me.press("keep").status_code == 200
    refused = other.press("keep")
    long = me.take(None, title="x" * 90).press("keep")

    assert said_by(gig).title == "Typed on"
    assert (refused.status_code, refused.json()["stale"]) == (409, True)
    assert (long.status_code, long.json()["message"][:6]) == (422, "Title:")


def test_a_session_that_is_over_hands_the_text_back(write, grace, client):
    gig = draft(grace)
    me = write(gig)
    me.take(me.look("overview"), title="Typed before it was over")
    client.logout()

    response = me.press("save", HTTP_ORIGIN="http://testserver")

    assert response.status_code in (302, 401)


def test_what_was_closed_meanwhile_is_not_written_and_the_text_is_shown(write, grace, client):
    gig = draft(grace)
    me = write(gig)
    me.take(me.look("overview"), title="A long title that was typed")
    client.post(reverse("gigs:close", args=[gig.pk]))

    response = me.press("save")

    assert response.status_code == 409
    assert "A long title that was typed" in response.content.decode()
    assert me.look("overview").url == reverse("gigs:mine")


# One's own gigs


def test_ones_gigs_are_listed_with_what_can_be_done(client, grace):
    shown, written = published(grace), draft(grace)
    client.force_login(grace)

    page = client.get(reverse("gigs:mine")).content.decode()

    assert page.count("Untitled") == 0
    assert reverse("gigs:pause", args=[shown.pk]) in page
    assert reverse("gigs:edit", args=[written.pk, "publish"]) in page
    assert "from $240.00" in page


def test_it_is_paused_resumed_and_closed_from_the_list(client, grace):
    gig = published(grace)
    client.force_login(grace)

    for verb, state in (("pause", "paused"), ("resume", "published")):
        client.post(reverse(f"gigs:{verb}", args=[gig.pk]))
        assert again(gig).state == state
    assert "for good?" in client.get(reverse("gigs:close", args=[gig.pk])).content.decode()
    client.post(reverse("gigs:close", args=[gig.pk]))

    assert again(gig).state == "closed"
    assert gig.title in client.get(reverse("gigs:mine") + "?tab=closed").content.decode()


def test_the_preview_shows_the_draft_to_its_owner_alone(client, grace, mallory):
    gig = published(grace)
    client.force_login(grace)
    Writer(client, gig).send("description", "save", description=f"{DESCRIPTION} And more.")

    assert "And more." in client.get(reverse("gigs:preview", args=[gig.pk])).content.decode()
    assert "And more." not in client.get(gig.get_absolute_url()).content.decode()
    client.force_login(mallory)
    assert client.get(reverse("gigs:preview", args=[gig.pk])).status_code == 404


def test_a_preview_of_what_has_no_prices_leads_to_the_packages(client, grace):
    client.force_login(grace)
    client.post(reverse("gigs:new"))
    gig = Gig.objects.get()

    response = client.get(reverse("gigs:preview", args=[gig.pk]))

    assert response.url == reverse("gigs:edit", args=[gig.pk, "packages"])


@pytest.mark.parametrize("step", ["overview", "packages", "description", "requirements", "gallery", "publish"])
def test_a_step_asks_the_database_as_often_for_much_as_for_little(client, grace, django_assert_max_num_queries, step):
    small = draft(grace, terms(packages=PACKAGES[:1], workflow=Workflow(), questions=[], faq=[]))
    large = draft(grace)
    client.force_login(grace)
    numbers = []
    for gig in (small, large):
        with django_assert_max_num_queries(16) as asked:
            client.get(reverse("gigs:edit", args=[gig.pk, step]))
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]


def test_the_list_asks_the_database_as_often_for_many_gigs_as_for_one(client, grace, django_assert_num_queries):
    published(grace)
    client.force_login(grace)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("gigs:mine"))
    for _ in range(3):
        published(grace)
        draft(grace)

    with django_assert_num_queries(len(asked)):
        client.get(reverse("gigs:mine"))


def test_pictures_with_large_keys_are_kept(write, grace):
    gig = draft(grace, pictured=False)
    shown = picture(gig)
    Picture.objects.filter(pk=shown.pk).update(id=3_000_000)

    write(gig).send("gallery", "save", **{"picture": "3000000", "picture-3000000-alt": "Seen"})

    assert [(one.picture, one.alt) for one in said_by(gig).pictures] == [(3_000_000, "Seen")]


def test_a_title_of_one_word_is_no_verb(grace):
    gig = published(grace, terms(title="Close"))

    assert gig.get_absolute_url() == f"/gigs/{gig.pk}/close-gig/"


# By subscription


def test_packages_can_be_subscribed_to(write, grace):
    gig = draft(grace, terms(packages=PACKAGES[:1], workflow=Workflow(), questions=[]))
    me = write(gig)

    me.send("packages", "save", **{"subscription-months": ["3", "6"], "subscription-discount": "1000"})

    assert (said_by(gig).months, said_by(gig).discount) == ([3, 6], 1000)
    page = me.look("packages")
    assert page.context["page"].errors == []
    assert re.findall(r'name="subscription-months" value="(\d)"[^>]*checked', page.content.decode()) == ["3", "6"]
    me.send("packages", "save", **{"subscription-months": []})
    assert (said_by(gig).months, said_by(gig).discount) == ([], 0)


def test_a_subscription_goes_with_no_steps(write, grace):
    gig = draft(grace, terms(months=[3], questions=[]))

    page = write(gig).look("packages").context["page"]

    assert [message[:45] for _, _, message in page.errors] == ["A subscription goes with one payment a month,"]
