"""The pages of jobs, through HTTP."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.gigs.search.sorting import LATEST
from marketplace.jobs import actions, mailed, search
from marketplace.jobs.models import Post, Proposal, ProposalDraft, SavedPost
from marketplace.jobs.pages import projects, proposals
from marketplace.offers.models import Offer
from tests.conftest import person
from tests.jobs.workshop import LETTER, TEXT, accept, again, anew, draft, offer_back, opened, proposed, revised, terms

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Find prints by colour",
    "text": TEXT,
    "skills": "Django, PostgreSQL",
    "currency": "USD",
    "budget_min": "2000",
    "budget_max": "2800",
    "language": "en",
    "visibility": "public",
    "hires_wanted": "1",
    "days": "30",
    "question_1": "Have you worked with PostgreSQL?",
    "step": ["0"],
    "step-0-name": "Colour index",
    "step-0-days": "10",
}
BID = {
    "op": "send",
    "read": "1",
    "letter": LETTER,
    "answer_1": "Every day.",
    "title": "Find prints by colour",
    "order_type": "milestones",
    "milestones-TOTAL_FORMS": "1",
    "milestones-0-name": "All of it",
    "milestones-0-amount": "2000",
    "milestones-0-days": "20",
    "milestones-0-deliverables": "Files",
}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_client_describes_the_work_and_opens_it(client, ada):
    client.force_login(ada)
    edit = client.post("/jobs/new/").url
    said = terms()
    rest = {"category": said.category, "policy": said.policy}

    missing = client.post(edit, FORM | {"op": "publish"})
    kept = client.post(edit, FORM | {"op": "keep"})
    done = client.post(edit, FORM | rest | {"op": "publish"})

    assert (missing.status_code, kept.status_code, done.status_code) == (422, 200, 302)
    assert "Choose the kind of work" in text(missing)
    assert kept.json()["seen"]
    post = Post.objects.get()
    assert done.url == post.get_absolute_url()
    assert post.version.said.questions == ["Have you worked with PostgreSQL?"]
    assert [one.name for one in post.version.said.plan] == ["Colour index"]


def test_buttons_of_the_form_lose_nothing_and_files_stay_with_the_draft(client, ada):
    client.force_login(ada)
    edit = f"/jobs/{draft(ada).pk}/edit/"

    added = client.post(edit, FORM | {"op": "step.add"})
    sent = client.post(edit, FORM | {"op": "upload", "file": SimpleUploadedFile("brief.txt", b"A brief.")})

    assert 'name="step-1-name"' in text(added)
    assert "Find prints by colour" in text(added)
    assert sent.status_code == 302
    page = text(client.get(edit))
    assert "Keep brief.txt" in page
    assert client.get(Post.objects.get().files.get().get_absolute_url()).status_code == 200
    client.force_login(person("Lin"))
    assert client.get(Post.objects.get().files.get().get_absolute_url()).status_code == 404


def test_a_freelancer_proposes_by_the_editor_and_writes_it_anew(client, ada, grace):
    post = opened(ada)
    client.force_login(grace)
    page = f"/jobs/{post.pk}/propose/"

    first = text(client.get(page))
    refreshed = client.post(page, BID | {"op": "add"})
    wrong = client.post(page, BID | {"answer_1": "", "milestones-0-amount": "0"})
    sent = client.post(page, BID)
    proposal = Proposal.objects.get()
    anew_ = client.post(f"/proposals/{proposal.pk}/revise/", BID | {"letter": "Better.", "milestones-0-amount": "1900"})

    assert "Colour index" in first  # the suggested step
    assert LETTER in text(refreshed)
    assert wrong.status_code == 422
    assert "Answer this question." in text(wrong)
    assert (sent.status_code, sent.url) == (302, proposal.get_absolute_url())
    assert anew_.status_code == 302
    assert (anew(proposal).letter, Offer.objects.get().total) == ("Better.", 190_000)
    assert "Your proposal" in text(client.get(post.get_absolute_url()))
    assert client.get(page).url == proposal.get_absolute_url()


def hidden(response, name: str) -> str:
    """What the page sends along under this name."""
    return re.search(rf'name="{name}" value="([^"]*)"', text(response))[1]


def test_what_the_client_answered_meanwhile_is_not_overwritten_unread(client, ada, grace, visa):
    proposal = proposed(opened(ada), grace, 1000, 1500)
    client.force_login(grace)
    page, mine = f"/proposals/{proposal.pk}/revise/", BID | {"letter": "Mine.", "milestones-0-amount": "1900"}
    sent = mine | {"seen": hidden(client.get(page), "seen")}
    offer_back(proposal, visa, 1000, 1000)

    refreshed = client.post(page, sent | {"op": "add"})
    refused = client.post(page, sent)

    assert hidden(refreshed, "seen") == sent["seen"]  # no button but the one that is refused renews it
    assert (refused.status_code, anew(proposal).offer.number, anew(proposal).letter) == (422, 2, LETTER)
    assert "Nothing was overwritten" in text(refused)
    assert "Total: $2,000.00 → $1,900.00" in text(refused)  # what the client sent, and what was typed
    assert "Mine." in text(refused)
    assert client.post(page, mine | {"seen": hidden(refused, "seen")}).status_code == 302
    assert (anew(proposal).offer.number, anew(proposal).offer.total) == (3, 190_000)


def test_what_was_written_for_an_older_version_of_the_post_is_sent_once_that_was_said(client, ada, grace):
    post = opened(ada)
    client.force_login(grace)
    page = f"/jobs/{post.pk}/propose/"
    assert hidden(client.get(page), "read") == "1"
    revised(post, title="Find prints by their colour")

    refreshed = client.post(page, BID | {"op": "add"})
    refused = client.post(page, BID)

    assert (hidden(refreshed, "read"), hidden(refused, "read")) == ("1", "2")
    assert refused.status_code == 422
    assert "was changed while you wrote" in text(refused)
    assert client.post(page, BID | {"read": "9" * 5000}).status_code == 422
    assert client.post(page, BID | {"read": hidden(refused, "read")}).status_code == 302


def test_a_proposal_that_is_not_sent_yet_is_kept_for_another_device(client, ada, grace):
    post = opened(ada)
    client.force_login(grace)
    page = f"/jobs/{post.pk}/propose/"
    unfinished = BID | {"op": "save", "letter": "I would", "answer_1": "", "order_type": "single"}
    unfinished |= {"milestones-0-amount": "", "seen": hidden(client.get(page), "seen")}

    kept = client.post(page, unfinished)
    again_, second = text(client.get(page)), client.post(page, unfinished)

    assert (kept.status_code, kept.url, Offer.objects.count()) == (302, page, 0)
    assert ("I would</textarea>" in again_, 'value="All of it"' in again_) == (True, True)
    assert re.search(r'<input[^>]*value="single"[^>]*checked', again_)
    assert "Go on with your proposal" in text(client.get(post.get_absolute_url()))
    assert (second.status_code, "Nothing was overwritten" in text(second)) == (422, True)  # another tab had saved
    assert client.post(page, BID | {"seen": hidden(client.get(page), "seen")}).status_code == 302
    assert ProposalDraft.objects.count() == 0


def test_a_draft_is_discarded_unless_another_tab_saved_since(client, ada, grace):
    post = opened(ada)
    client.force_login(grace)
    page = f"/jobs/{post.pk}/propose/"
    assert "Discard the draft" not in text(client.get(page))
    client.post(page, BID | {"op": "save", "seen": hidden(client.get(page), "seen")})
    older = hidden(client.get(page), "seen")
    client.post(page, BID | {"op": "save", "letter": "I know more now.", "seen": older})

    refused = client.post(page, BID | {"op": "discard", "seen": older})
    assert (refused.status_code, ProposalDraft.objects.count()) == (422, 1)
    assert "There is a newer draft" in text(refused)
    done = client.post(page, BID | {"op": "discard", "seen": hidden(client.get(page), "seen")})
    assert (done.status_code, done.url) == (302, post.get_absolute_url())
    assert not ProposalDraft.objects.exists()
    assert "Go on with your proposal" not in text(client.get(post.get_absolute_url()))


def test_so_is_one_that_is_written_anew_until_the_client_answers(client, ada, grace, visa):
    proposal = proposed(opened(ada), grace)
    client.force_login(grace)
    page = f"/proposals/{proposal.pk}/revise/"

    kept = client.post(page, BID | {"op": "save", "letter": "Better.", "milestones-0-amount": "1900"})

    assert (kept.status_code, anew(proposal).letter, anew(proposal).offer.number) == (302, LETTER, 1)
    assert ("Better.</textarea>" in text(client.get(page)), "1900" in text(client.get(page))) == (True, True)
    offer_back(proposal, visa, 1000, 1000)
    assert "Better.</textarea>" not in text(client.get(page))  # that was an answer to what is not the newest


def test_whoever_proposed_for_an_older_version_reads_what_changed(client, ada, grace):
    proposal = proposed(opened(ada), grace)
    revised(proposal.post, title="Find prints by their colour")
    client.force_login(grace)

    page = text(client.get(proposal.get_absolute_url()))

    assert "Title: “Find prints by colour” → “Find prints by their colour”" in page
    assert "written for version 1" in page


def test_the_client_compares_with_all_fees_in_as_many_queries_for_many_as_for_one(client, ada, grace):
    post = opened(ada)
    proposed(post, grace, 1000, 1500)
    client.force_login(ada)
    page = f"/jobs/{post.pk}/proposals/"
    client.get(page)

    with CaptureQueriesContext(connection) as one:
        shown = text(client.get(page))
    for name in ("Lin", "Mo", "Kim"):
        proposed(post, person(name), 900, 900)
    client.get(page)
    with CaptureQueriesContext(connection) as many:
        client.get(page)

    assert len(many) == len(one)
    actions.word(post, by=ada, words="Somebody was quicker.")
    assert "Without words of your own it is: “I have hired somebody" in text(client.get(page))  # whatever these are
    assert "$2,500.00" in shown
    assert "$2,575.00" in shown
    assert "within the budget" in shown
    assert "2 steps" in shown


def test_the_client_has_seen_what_a_page_showed_and_nothing_else(client, ada, grace, monkeypatch):
    monkeypatch.setattr(proposals, "PAGE", 1)
    post = opened(ada)
    sent = [proposed(post, who) for who in (grace, person("Lin"), person("Mo"))]

    def seen() -> list[bool]:
        return [anew(one).seen_at is not None for one in sent]

    client.force_login(grace)
    client.get(sent[0].get_absolute_url())
    client.force_login(ada)
    client.head(f"/jobs/{post.pk}/proposals/")
    assert seen() == [False, False, False]
    client.get(f"/jobs/{post.pk}/proposals/")
    assert seen() == [True, False, False]
    assert ">New<" in text(client.get(sent[2].get_absolute_url()))
    assert seen() == [True, False, True]


def test_marks_and_the_answer_from_the_page(client, ada, grace):
    post = opened(ada)
    proposal = proposed(post, grace)
    client.force_login(ada)

    client.post(f"/proposals/{proposal.pk}/shortlist/")
    client.post(f"/proposals/{proposal.pk}/note/", {"text": "Ask first."})
    assert "Ask first." in text(client.get(f"/jobs/{post.pk}/proposals/?tab=shortlisted"))
    declined = client.post(f"/proposals/{proposal.pk}/decline/", {"reason": "No budget."})

    assert declined.url == f"/jobs/{post.pk}/proposals/"
    assert "Grace" in text(client.get(f"/jobs/{post.pk}/proposals/?tab=ended"))
    client.force_login(grace)
    assert "Ask first." not in text(client.get(proposal.get_absolute_url()))


def test_what_no_keyboard_types_is_refused_or_left_out(client, ada, grace):
    post = opened(ada)
    proposal = proposed(post, grace)
    asked = actions.invite(post, by=ada, to=person("Lin"), message="You know it.")
    client.force_login(ada)
    decline = f"/proposals/{proposal.pk}/decline/"

    assert [client.post(decline, {"reason": one}).status_code for one in ("No\0.", " ", "n" * 2001)] == [409] * 3
    client.post(f"/proposals/{proposal.pk}/note/", {"text": "Ask\0 first."})
    client.force_login(asked.freelancer)
    client.post(f"/jobs/invitations/{asked.pk}/decline/", {"reason": "No\0 time."})

    proposal, asked = anew(proposal), post.invitations.get()
    assert (proposal.offer.state, proposal.note, asked.reason) == ("sent", "Ask first.", "No time.")


def test_jobs_are_found_by_words_filters_and_skills(client, ada, grace):
    blue = opened(ada)
    logo = opened(
        ada, title="A mark for a bakery", text="Bread. " * 20, skills=["Logo design"], budget_min=0, budget_max=0
    )
    hidden = opened(ada, title="Secret prints", visibility="invited")
    grace.skills = ["PostgreSQL", "Logo design"]
    grace.save(update_fields=["skills"])

    def found(query: str, who=grace) -> set[int]:
        return {one.pk for one in search.find(search.read(QueryDict(query)), who).posts}

    assert found("") == {blue.pk, logo.pk}
    assert hidden.pk not in found("q=secret")
    assert found("q=prints") == {blue.pk}
    assert found("q=colours") == {blue.pk}  # by its stem
    assert found("from=2500") == {blue.pk}
    assert found("to=1000") == set()
    assert found("mine=on") == {blue.pk, logo.pk}
    grace.skills = ["Logo design"]
    assert found("mine=on") == {logo.pk}
    assert found("none=on") == {blue.pk, logo.pk}
    proposed(blue, grace)
    assert found("none=on") == {logo.pk}
    assert found("policy=open") == set()
    actions.keep(blue, by=grace)
    assert (found("saved=on"), SavedPost.objects.count()) == ({blue.pk}, 1)
    client.force_login(grace)
    assert "2 jobs" in text(client.get("/jobs/"))
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert found("") == set()


def test_a_page_of_results_goes_on_where_the_last_one_ended(ada, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    posts = [opened(ada, title=f"Job {number}") for number in range(5)]

    for sort in ("", "closing", "budget"):
        seen, after = [], ""
        for _ in range(3):
            page = search.find(search.read(QueryDict(f"sort={sort}")), AnonymousUser(), after)
            seen += [one.pk for one in page.posts]
            after = page.next
        assert sorted(seen) == sorted(one.pk for one in posts)
        assert after == ""


def test_an_invitation_is_answered_by_a_proposal_or_a_reason(client, ada, grace):
    post = opened(ada, visibility="invited")
    client.force_login(ada)
    client.post(f"/jobs/{post.pk}/invite/", {"op": "invite", "to": grace.pk, "message": "You know prints."})
    found = client.post(f"/jobs/{post.pk}/invite/", {"op": "search", "who": "Grace", "message": "Kept."})
    client.force_login(grace)
    page = text(client.get(again(post).get_absolute_url()))
    client.post(f"/jobs/invitations/{post.invitations.get().pk}/decline/", {"reason": "No time."})

    assert "Kept." in text(found)
    assert "You know prints." in page
    assert post.invitations.get().reason == "No time."


def test_projects_are_one_list_without_anything_twice(client, ada, grace, visa):
    post = opened(ada)
    proposal = proposed(post, grace)
    proposed(post, person("Lin"))
    offer_back(proposal, visa)
    client.force_login(ada)

    page = text(client.get("/projects/"))

    assert (page.count(">Job<"), page.count(">Proposal<"), page.count(">Order<")) == (1, 2, 0)
    assert "Nothing is under way" in text(client.get("/projects/?side=working"))
    client.force_login(grace)
    assert "Offer made" in text(client.get("/projects/?side=working"))
    offer = text(client.get(proposal.offer.get_absolute_url()))
    assert (post.get_absolute_url() in offer, proposal.get_absolute_url() in offer) == (True, True)
    accept(proposal, grace)
    page = text(client.get("/projects/?side=working"))
    assert (page.count(">Proposal<"), page.count(">Order<"), "$2,000.00" in page) == (0, 1, True)


def test_an_order_leads_to_the_job_that_it_came_of_as_long_as_its_reader_sees_that(client, ada, grace, sam, visa):
    post = opened(ada)
    proposal = proposed(post, grace, 1000, 1000)
    accept(proposal, ada, visa)
    order = anew(proposal).offer.order

    def leads(who) -> bool:
        client.force_login(who)
        return post.get_absolute_url() in text(client.get(order.get_absolute_url()))

    assert (leads(ada), leads(grace)) == (True, True)
    actions.remove(post, by=Support(sam, "A copy."))
    assert (leads(ada), leads(grace)) == (True, False)


def test_projects_go_on_where_the_page_before_ended_and_begin_anew_at_what_is_no_mark(client, ada, monkeypatch):
    monkeypatch.setattr(projects, "PAGE", 2)
    posts = [opened(ada, title=f"Job {number}") for number in range(3)]
    client.force_login(ada)

    def shown(after: str) -> list[str]:
        return [one.title for one in projects.ProjectsPage(ada, {"after": after}).projects]

    after = projects.ProjectsPage(ada, {}).next
    assert (shown(""), shown(after)) == ([posts[2].title, posts[1].title], [posts[0].title])
    for mark in ("2024-01-01T00:00:00+16:00_post_1", f"{9**30}_post_1", f"{LATEST}_post_{9**30}", "1_gig_1", "_", "-1"):
        assert shown(mark) == shown("")
        assert client.get("/projects/", {"after": mark}).status_code == 200


def test_a_search_that_fails_keeps_no_other_from_being_mailed(ada, grace, move, monkeypatch):
    for query in ("q=bad", "q=prints"):
        actions.save_search(by=grace, name="Prints", query=query)
    move(hours=20)
    opened(ada, title="More prints")
    read = search.read

    def failing(asked, *more):
        if asked["q"] == "bad":
            raise RuntimeError
        return read(asked, *more)

    monkeypatch.setattr(search, "read", failing)

    assert mailed.tell() == 1


def test_a_saved_search_is_mailed_once_a_day_what_is_new(client, ada, grace, move, mailoutbox):
    opened(ada)
    client.force_login(grace)
    client.post("/jobs/searches/", {"name": "Prints", "query": "q=prints"})
    assert mailed.tell() == 0

    move(hours=20)
    post = opened(ada, title="More prints")
    opened(ada, title="Bread", text="Bread. " * 20)

    assert (mailed.tell(), mailed.tell()) == (1, 0)
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == ([f'"Grace" <{grace.email}>'], "New jobs: Prints")
    assert post.get_absolute_url() in mail.body
    assert "Bread" not in mail.body
