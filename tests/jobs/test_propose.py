"""Proposing: one offer, one letter, and what the client does with it."""

from dataclasses import replace

import pytest

from escrow.gateways.sandbox.gateway import decide
from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.jobs import actions, rest
from marketplace.jobs.models import Proposal
from marketplace.jobs.standing import standing_of
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from marketplace.offers import actions as offers
from marketplace.offers.models import Offer
from milestones.models import Order
from tests.conftest import card, person
from tests.jobs.workshop import accept, again, anew, bid, offer_back, opened, proposed, revised, settle
from tests.workshop import sheet

pytestmark = pytest.mark.django_db


def stands(proposal, **options) -> str:
    return standing_of(anew(proposal), **options).value


def test_it_writes_the_offer_and_the_letter_and_sends_the_first_version(ada, grace):
    post = opened(ada)

    proposal = proposed(post, grace, 1000, 1500)

    offer = proposal.offer
    assert (offer.state, offer.origin, offer.number, offer.total) == ("sent", "job_post", 1, 250_000)
    assert (offer.client, offer.freelancer, offer.author, offer.policy) == (ada, grace, grace, post.policy)
    assert (proposal.post_version, proposal.answers) == (post.version, ["Every day."])
    assert [event.kind for event in Event.objects.filter(thread=offer.thread)] == ["offer.sent"]
    assert (stands(proposal), stands(proposal, for_client=False)) == ("new", "sent")


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("Write why", {"letter": " "}),
        ("Answer all", {"answers": []}),
        ("Answer all", {"answers": [" "]}),
        ("was changed", {"read": 7}),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(ada, grace, said, change):
    with pytest.raises(Refused, match=said):
        proposed(opened(ada), grace, **change)

    assert (Offer.objects.count(), Proposal.objects.count()) == (0, 0)


def test_terms_that_the_rulebook_does_not_take_come_back_with_all_their_problems(ada, grace):
    post = opened(ada, key="contract14")
    plan = [replace(one, amount=100) for one in bid(post).terms.milestones]

    with pytest.raises(actions.Unfit) as unfit:
        proposed(post, grace, terms=replace(bid(post).terms, milestones=plan))

    assert [one.milestone for one in unfit.value.problems] == [0, 1]
    assert Offer.objects.count() == 0


def test_a_freelancer_proposes_as_many_steps_as_the_rulebook_takes_and_a_client_plans_more(ada, grace):
    post = opened(ada, key="open")
    assert post.policy.bid_milestones_max == 10

    with pytest.raises(actions.Unfit, match="at most 10 steps"):
        proposed(post, grace, *[100] * 11)
    proposal = proposed(post, grace, *[100] * 10)
    with pytest.raises(actions.Unfit, match="at most 10 steps"):
        actions.revise(proposal, by=grace, bid=bid(post, *[100] * 11))
    offer = offer_back(proposal, None, *[100] * 11)
    offers.accept(offer, by=grace, version=2)

    assert len(Order.objects.get().milestones.all()) == 11


def test_one_a_person_and_a_job_and_twenty_a_day(ada, grace, monkeypatch):
    post = opened(ada)
    proposal = proposed(post, grace)
    offers.withdraw(proposal.offer, by=grace)

    with pytest.raises(Refused, match="already"):
        proposed(post, grace)
    monkeypatch.setattr("marketplace.jobs.actions.proposing.MOST_PROPOSALS", 1)
    with pytest.raises(Refused, match="a day"):
        proposed(opened(ada), grace)
    assert stands(proposal) == "withdrawn"


def test_writing_it_anew_is_the_next_version_and_names_the_post_as_it_is_now(ada, grace):
    post = opened(ada)
    proposal = proposed(post, grace, 1000, 1500)
    post = revised(post, questions=["Anything else?"])
    assert anew(proposal).post_version.number == 1

    actions.revise(proposal, by=grace, bid=bid(post, 1200, 1500, letter="Better.", answers=["No."]))

    proposal = anew(proposal)
    assert (proposal.letter, proposal.answers, proposal.post_version.number) == ("Better.", ["No."], 2)
    assert (proposal.offer.number, proposal.offer.total) == (2, 270_000)
    actions.revise(proposal, by=grace, bid=bid(post, 1200, 1500, letter="Best.", answers=["No."]))
    assert (anew(proposal).letter, anew(proposal).offer.number) == ("Best.", 2)
    assert stands(proposal) == "negotiated"


def test_the_marks_of_the_client_are_theirs_alone(ada, grace):
    proposal = proposed(opened(ada), grace)

    actions.shortlist(proposal, by=ada)
    assert (stands(proposal), stands(proposal, for_client=False)) == ("shortlisted", "sent")
    actions.archive(proposal, by=ada)
    assert (stands(proposal), stands(proposal, for_client=False)) == ("archived", "sent")
    actions.unmark(proposal, by=ada)
    assert actions.look_through(proposal.post, by=ada, shown=[proposal]) == 1
    assert stands(proposal) == "sent"
    assert actions.look_through(proposal.post, by=ada, shown=[proposal]) == 0


@pytest.mark.parametrize("who", ["client", "freelancer"])
def test_hiring_is_the_same_whoever_presses(ada, grace, visa, who):
    post = opened(ada)
    proposal, other = proposed(post, grace, 1000, 1000), proposed(post, person("Lin"))

    if who == "client":
        accept(proposal, ada, visa)
    else:
        offer_back(proposal, visa)
        assert stands(proposal) == "offered"
        accept(proposal, grace)

    post = again(post)
    assert (post.hires, post.state, post.closed_why) == (1, "closed", "hired")
    assert (stands(proposal), Order.objects.get().origin) == ("hired", "job_post")
    assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}
    rest.decline(post.pk)
    assert stands(other) == "declined"
    assert Event.objects.get(kind="offer.declined").data["reason"] == rest.UNSAID["hired"]


def test_a_post_for_two_stays_open_after_the_first_and_the_rest_hear_the_sentence_of_the_client(ada, grace, visa):
    post = opened(ada, hires_wanted=2)
    people = [grace, person("Lin"), person("Mo")]
    mine = [proposed(post, one, 1000, 1000) for one in people]
    actions.word(post, by=ada, words="Two others were quicker.")

    accept(mine[0], ada, visa)
    assert (again(post).state, again(post).hires) == ("open", 1)
    accept(mine[1], ada, visa)
    rest.decline()

    assert (again(post).state, again(post).hires) == ("closed", 2)
    assert [stands(one) for one in mine] == ["hired", "hired", "declined"]
    assert Event.objects.get(kind="offer.declined").data["reason"] == "Two others were quicker."


def test_nobody_is_hired_by_a_post_that_was_closed_full_or_removed(ada, grace, sam, visa):
    given_up, removed = opened(ada), opened(ada)
    for post in (given_up, removed):
        proposed(post, grace)
    actions.close(given_up, by=ada, why="gave_up")
    actions.remove(removed, by=Support(sam, "A copy."))

    for post in (given_up, removed):
        proposal = anew(post.proposals.get())
        with pytest.raises(Refused, match="closed|removed"):
            offers.accept(proposal.offer, by=ada, version=1, source=visa)
    assert (Order.objects.count(), sheet()) == (0, {})


def test_the_proposals_of_a_post_that_support_removed_are_declined_and_whoever_sent_one_hears_why(ada, grace, sam):
    post = opened(ada)
    proposal = proposed(post, grace)
    actions.remove(post, by=Support(sam, "A copy."))

    assert (rest.decline(post.pk), rest.decline(post.pk)) == (1, 0)

    assert stands(proposal) == "declined"
    fan_out.tell()
    [told] = Notification.objects.filter(user=grace, event__kind="offer.declined")
    assert told.event.data["reason"] == rest.REMOVED


def test_a_charge_that_comes_when_somebody_else_is_hired_goes_back(ada, grace, visa):
    post = opened(ada)
    slow, quick = proposed(post, grace, 1000, 1000), proposed(post, person("Lin"), 1000, 1000)
    offers.accept(slow.offer, by=ada, version=1, source=card(ada, "confirm"))
    settle(slow.offer)
    accept(quick, ada, visa)
    assert anew(slow).offer.state == "accepting"

    decide(Payment.objects.live().get().gateway_reference, confirmed=True)
    settle(anew(slow).offer)

    assert anew(slow).offer.state == "sent"
    assert Event.objects.filter(kind="offer.payment_failed").latest("pk").data["why"].startswith("Everybody")
    assert (Order.objects.count(), again(post).hires) == (1, 1)
    assert sheet()["escrow"] == 100_000


def test_what_a_client_had_deposited_comes_back_when_the_post_is_closed(ada, grace, visa):
    post = opened(ada, key="contract14")
    proposal = proposed(post, grace)
    offer_back(proposal, visa)
    assert sheet()["escrow"] == 100_000

    actions.close(post, by=ada, why="gave_up", words="We stop here.")
    rest.decline(post.pk)

    assert stands(proposal) == "withdrawn"
    assert "escrow" not in sheet()


def test_the_page_that_closes_a_post_says_what_becomes_of_each_proposal_and_so_it_does(client, ada, grace, visa):
    post = opened(ada, key="contract14", hires_wanted=2)
    declined, withdrawn, paying, gone = (proposed(post, who) for who in (grace, *map(person, ("Lin", "Mo", "Kim"))))
    offer_back(withdrawn, visa)
    offers.accept(paying.offer, by=ada, version=1, source=card(ada, "confirm"))
    settle(paying.offer)
    offers.withdraw(gone.offer, by=gone.freelancer)
    client.force_login(ada)

    page = client.get(f"/jobs/{post.pk}/close/").content.decode()
    actions.close(post, by=ada, why="gave_up")

    assert "1 proposal waits for your answer. It is declined" in page
    assert "1 offer that you made is withdrawn. What you deposited for it comes back." in page
    assert "1 proposal is being paid just now. No order comes of it" in page
    assert rest.decline(post.pk) == 2
    assert [stands(one) for one in (declined, withdrawn, paying, gone)] == [
        "declined",
        "withdrawn",
        "paying",
        "withdrawn",
    ]
    decide(Payment.objects.live().get(thread=paying.offer.thread).gateway_reference, confirmed=True)
    settle(anew(paying).offer)
    assert (rest.decline(), stands(paying), Order.objects.count(), "escrow" in sheet()) == (1, "declined", 0, False)


def test_one_that_cannot_be_declined_keeps_no_other_from_it(ada, grace, monkeypatch):
    bad, good, suspended = opened(ada), opened(ada), opened(person("Lin"))
    first, second, third = (proposed(post, grace) for post in (bad, good, suspended))
    for post in (bad, good, suspended):
        actions.close(post, by=post.client, why="gave_up")
    User.objects.filter(pk=suspended.client_id).update(is_active=False)
    decline = offers.decline

    def failing(offer, **how):
        if offer.pk == first.offer_id:
            raise RuntimeError
        return decline(offer, **how)

    monkeypatch.setattr(offers, "decline", failing)
    monkeypatch.setattr(rest, "AT_ONCE", 1)

    assert (rest.decline(), [stands(one) for one in (first, second, third)]) == (1, ["new", "declined", "new"])


def test_a_post_that_is_opened_again_stops_being_declined(ada, grace, monkeypatch):
    post = opened(ada)
    first, second = proposed(post, grace), proposed(post, person("Lin"))
    actions.close(post, by=ada, why="enough")
    decline = offers.decline

    def once(offer, **how):
        decline(offer, **how)
        actions.reopen(post, by=ada, days=10)

    monkeypatch.setattr(offers, "decline", once)

    assert (rest.decline(post.pk), stands(first), stands(second)) == (1, "declined", "new")


def test_terms_go_back_into_the_post_as_a_draft(ada, grace):
    post = opened(ada)
    proposal = proposed(post, grace, 900, 900)

    actions.take_terms(post, by=ada, proposal=proposal)

    said = again(post).draft.said
    assert ([one.amount for one in said.plan], said.budget_max) == ([90_000, 90_000], 180_000)
    assert again(actions.publish(post, by=ada)).budget_min == 180_000


def test_nothing_is_proposed_for_a_client_whose_account_is_closed(ada, grace):
    post = opened(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)

    with pytest.raises(Refused, match="closed"):
        proposed(post, grace)
