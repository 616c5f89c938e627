"""Writing a post, opening it, and what it says afterwards."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from marketplace import clock
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.jobs import actions, forgetting, limits
from marketplace.jobs.models import Post, PostVersion
from marketplace.policies.plan import MilestoneTerms
from milestones import uploads
from tests.jobs.workshop import again, bid, draft, opened, proposed, revised, terms

pytestmark = pytest.mark.django_db


def kinds(post) -> list[str]:
    return list(Event.objects.filter(thread=post.thread).order_by("pk").values_list("kind", flat=True))


def test_opening_makes_the_first_version_and_what_it_is_found_by(ada):
    post = opened(ada)

    assert (post.state, post.number, post.hires, post.hires_wanted) == ("open", 1, 0, 1)
    assert (post.budget_min, post.budget_max, post.most_usd) == (200_000, 280_000, 280_000)
    assert (post.skills, post.skills_text) == (["Django", "PostgreSQL"], "Django PostgreSQL")
    assert (post.closes_at - post.opened_at).days == 30
    assert sorted(Deadline.objects.live().filter(reference=post.thread).values_list("kind", flat=True)) == [
        "post",
        "post_warning",
    ]
    assert kinds(post) == ["post.published"]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}),
        ("category", {"category": None}),
        ("text", {"text": "Short."}),
        ("policy", {"policy": None}),
        ("budget_max", {"budget_min": 300_000}),
        ("days", {"days": 61}),
        ("hires_wanted", {"hires_wanted": 0}),
        ("plan", {"plan": [MilestoneTerms(" ", 100)]}),
    ],
)
def test_what_is_not_whole_is_not_opened(ada, field, change):
    post = draft(ada, terms(**change))

    with pytest.raises(Refused) as refused:
        actions.publish(post, by=ada)

    assert refused.value.field == field
    assert (again(post).state, PostVersion.objects.count()) == ("draft", 0)


def test_a_change_is_the_next_version_and_the_first_one_stays(ada):
    post = opened(ada)
    closes_at = post.closes_at

    post = revised(post, title="Find prints by their colour", days=post.version.said.days)

    assert (post.number, post.title, post.closes_at) == (2, "Find prints by their colour", closes_at)
    assert post.versions.get(number=1).said.title == "Find prints by colour"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        post.versions.update(terms={})
    with pytest.raises(Refused, match="Nothing has changed"):
        actions.publish(post, by=ada)


def test_what_everybody_saw_does_not_become_one_by_invitation_but_the_other_way_it_may(ada):
    with pytest.raises(Refused, match="by invitation"):
        revised(opened(ada), visibility="invited")

    assert revised(opened(ada, visibility="invited"), visibility="public").is_public


def test_what_people_propose_in_stays_the_currency(client, ada, grace):
    post = opened(ada)
    proposal = proposed(post, grace, 900, 900)

    with pytest.raises(Refused, match="propose in USD") as refused:
        revised(post, currency="EUR")

    assert (refused.value.field, again(post).currency, again(post).draft.said.currency) == ("currency", "USD", "EUR")
    actions.take_terms(post, by=ada, proposal=proposal)  # its amounts are dollars, whatever was drafted
    assert (again(post).draft.said.currency, again(post).draft.said.budget_max) == ("USD", 180_000)
    assert again(actions.publish(post, by=ada)).currency == "USD"
    client.force_login(ada)
    form = {"title": post.title, "text": post.text, "category": post.category_id, "policy": post.policy_id}
    rest = {"language": "en", "visibility": "public", "hires_wanted": 1, "days": 30, "op": "publish"}
    page = client.post(f"/jobs/{post.pk}/edit/", form | rest | {"currency": "EUR"})
    assert page.status_code == 422
    assert 'href="#id_currency"' in page.content.decode()


def test_what_another_tab_saved_is_not_overwritten(ada):
    post = draft(ada)
    seen = actions.mark_of(terms())
    actions.save(post, by=ada, terms=terms(title="From the other tab"))

    with pytest.raises(actions.Stale) as stale:
        actions.save(post, by=ada, terms=terms(title="Mine"), seen=seen)

    assert stale.value.saved.title == "From the other tab"


def test_files_go_with_it_up_to_ten(ada):
    post = draft(ada)
    file = uploads.check(SimpleUploadedFile("brief.txt", b"A brief."))

    saving = actions.attach(post, by=ada, files=[file])

    assert [one.name for one in post.files.all()] == ["brief.txt"]
    actions.save(post, by=ada, terms=replace(saving.terms, files=saving.terms.files * limits.MOST_FILES))
    with pytest.raises(Refused, match="up to 10"):
        actions.attach(post, by=ada, files=[file])


def test_a_file_that_nobody_names_any_more_is_forgotten(ada, move):
    post = draft(ada)
    file = uploads.check(SimpleUploadedFile("brief.txt", b"A brief."))
    kept, taken_out = (actions.attach(post, by=ada, files=[file]).terms.files[-1] for _ in range(2))
    actions.save(post, by=ada, terms=terms(files=[kept]))
    move(days=2)

    assert forgetting.forget(clock.now() - clock.days(1)) == 1
    assert [one.pk for one in post.files.all()] == [kept]
    assert kept != taken_out


def test_a_draft_of_a_proposal_is_forgotten_once_its_post_is_over(ada, grace, move):
    post = opened(ada)
    actions.save_draft(post, by=grace, bid=bid(post))
    actions.close(post, by=ada, why="enough")
    move(days=29)
    assert forgetting.forget_drafts(clock.now() - clock.days(1)) == 0
    move(days=3)
    assert forgetting.forget_drafts(clock.now() - clock.days(1)) == 1


def test_what_one_uploads_in_a_day_has_an_end(ada, settings):
    settings.UPLOAD_DAY_MAX_BYTES = 10
    post = draft(ada)
    file = uploads.check(SimpleUploadedFile("brief.txt", b"A brief."))
    actions.attach(post, by=ada, files=[file])

    with pytest.raises(Refused, match="Within a day"):
        actions.attach(post, by=ada, files=[file])
    assert post.files.count() == 1


def test_nobody_has_more_than_twenty_open(ada, monkeypatch):
    monkeypatch.setattr("marketplace.jobs.actions.writing.MOST_OPEN", 1)
    draft(ada)

    with pytest.raises(Refused, match="drafts or open"):
        actions.begin(by=ada)


def test_it_warns_and_then_lapses_as_of_its_date_and_is_opened_again(ada, move):
    post = opened(ada)
    move(days=26)
    sweep.sweep()
    move(days=10)
    sweep.sweep()

    post = again(post)
    assert (post.state, post.closed_why, post.closed_at) == ("closed", "lapsed", post.closes_at)
    assert kinds(post) == ["post.published", "post.closing_soon", "post.lapsed"]

    post = again(actions.reopen(post, by=ada, days=10))
    assert (post.state, post.closed_why, (post.closes_at - clock.now()).days) == ("open", "", 9)

    actions.close(post, by=ada, why="gave_up")
    move(days=31)
    with pytest.raises(Refused, match="more than 30 days ago"):
        actions.reopen(post, by=ada, days=10)


def test_a_verb_finds_that_its_date_has_passed_although_no_sweep_came_by(ada, move):
    post = opened(ada, days=3)
    move(days=4)

    with pytest.raises(Refused, match="is closed"):
        actions.save(post, by=ada, terms=terms())


def test_a_draft_is_thrown_away(ada):
    post = draft(ada)

    actions.close(post, by=ada)

    assert (again(post).state, Post.objects.filter(draft__isnull=False).count()) == ("closed", 0)
    with pytest.raises(Refused):
        actions.reopen(post, by=ada, days=10)
