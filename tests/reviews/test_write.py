"""Writing reviews: who, when, what is hidden until when, what counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Stars
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.reviews import actions, reputation, window
from marketplace.reviews.actions import writing
from marketplace.reviews.models import Outcome, Review
from marketplace.reviews.wording import label
from marketplace.transitions import why_not
from milestones.actions import cases, disputes, support
from milestones.models import Order
from tests.reviews.conftest import end, known, review, seen
from tests.workshop import accept, again, hand_in, nth, pay, states

pytestmark = pytest.mark.django_db


def live(order: Order) -> list[str]:
    rows = Deadline.objects.live().filter(reference=order.thread).order_by("due_at")
    return list(rows.values_list("kind", flat=True))


def kinds(order: Order) -> list[str]:
    rows = Event.objects.of(order.thread).filter(kind__startswith="review.")
    return list(rows.values_list("kind", flat=True))[::-1]


def test_a_review_is_hidden_until_both_have_written(ended, ada, grace):
    review(ended, ada, 5, 4, 3, text="Well done.")

    assert seen(ended) == []
    assert not Review.objects.visible_to(grace).exists()
    assert Review.objects.visible_to(ada).count() == 1
    assert live(ended) == ["remind_to_review", "publish_reviews"]

    review(ended, grace, 5, 5, 5, text="Clear.")

    assert seen(ended) == [("Ada", "Well done."), ("Grace", "Clear.")]
    assert live(ended) == []
    assert kinds(ended) == ["review.written", "review.published"]
    assert known(grace).as_freelancer == Stars(12, 1)
    assert known(ada).as_client == Stars(15, 1)
    assert (known(grace).finished, known(ada).hired) == (1, 1)
    assert (known(grace).delivered, known(grace).on_time) == (1, 1)


def test_what_is_alone_is_published_when_the_time_is_over(ended, ada, grace, move):
    until = window.closes_at(ended)
    review(ended, ada)
    move(days=11)
    sweep()
    assert kinds(ended) == ["review.written", "review.reminded"]
    assert live(ended) == ["publish_reviews"]

    move(days=4)
    with pytest.raises(Refused, match="14 days to review this order are over"):
        review(ended, grace)
    sweep()
    sweep()

    assert seen(ended) == [("Ada", "As agreed.")]
    assert Review.objects.get().published_at == until
    assert kinds(ended) == ["review.written", "review.reminded", "review.published"]
    assert known(grace).as_freelancer == Stars(12, 1)
    with pytest.raises(Refused, match="days to review"):
        review(ended, grace)


def test_a_review_can_be_changed_until_it_is_published(ended, ada, grace):
    first = review(ended, ada, 1, 1, 1, text="Bad.")
    again_written = review(ended, ada, 4, 4, 4, text=" Good, after all. ")

    assert (again_written.pk, again_written.text) == (first.pk, "Good, after all.")
    assert kinds(ended) == ["review.written"]
    review(ended, grace)
    with pytest.raises(Refused, match="is published, and stays as it is"):
        review(ended, ada, 1, 1, 1)
    assert known(grace).as_freelancer == Stars(12, 1)


def test_only_the_two_of_an_order_that_ended_review_it(ended, order, ada, grace, mallory, sam):
    for stranger in (mallory, sam, Support(sam, "Because.")):
        with pytest.raises(PermissionDenied):
            review(ended, stranger)
    with pytest.raises(Refused, match="after it has ended"):
        review(order("fair"), ada)
    assert not Review.objects.exists()


@pytest.mark.parametrize("stars", [(0, 5, 5), (5, 6, 5), (5, 5), (5, 5, 5, 5)])
def test_stars_are_three_from_one_to_five(ended, ada, stars):
    with pytest.raises(Refused, match="one to 5 stars"):
        review(ended, ada, *stars)


def test_nothing_was_ever_paid(ended, ada):
    made = writing.of(ended, ada)
    for one in made.order.plan:
        one.funded_at = None

    assert why_not(made.write, ada) == "No step of this order was ever paid, so there is nothing to review."


def test_the_label_says_how_it_ended(order, ada, grace, sam):
    stopped = review(end(order("fair")), ada)
    whole = order("fair", 1000)
    hand_in(whole, 1)
    accept(whole, 1)
    completed = review(again(whole), ada)
    undone = order("fair", 1000)
    case = cases.ask_to_cancel(undone, by=ada, reason="No time.").thing
    cases.accept(case, by=grace)
    cancelled = review(again(undone), ada)

    assert label(stopped) == "Stopped after 1 of 3 steps"
    assert label(completed) == "Order completed"
    assert label(cancelled) == "Cancelled before a step was accepted"
    assert completed.counts
    assert cancelled.counts
    assert states(undone)[-1] == "cancelled"


@pytest.mark.parametrize(("amount", "counts"), [(99, False), (100, True)])
def test_a_small_order_that_support_decided_does_not_count(order, ada, grace, sam, amount, counts):
    placed = order("fair", amount)
    case = disputes.dispute(nth(placed, 1), by=ada, reason="It is late.").thing
    disputes.decide(case, by=Support(sam, "It is."), released=amount * 50)
    made = review(again(placed), ada, 1, 1, 1)
    review(again(placed), grace, 1, 1, 1)

    assert made.outcome == Outcome.DECIDED
    assert label(made) == "Support decided, 1 of 1 step accepted"
    assert made.counts is counts
    assert known(grace).as_freelancer == (Stars(3, 1) if counts else Stars(0, 0))
    assert len(seen(placed)) == 2


def test_an_order_that_support_cancelled_is_decided_by_it(order, ada, sam):
    placed = order("fair")
    support.cancel_order(placed, by=Support(sam, "Both are gone."))

    assert review(again(placed), ada).outcome == Outcome.DECIDED


def test_of_two_orders_both_count_once_each(order, ada, grace):
    for stars in ((5, 5, 5), (4, 4, 3)):
        placed = end(order("fair"))
        review(placed, ada, *stars)
        review(placed, grace, *stars)

    assert known(grace).as_freelancer == Stars(26, 2)
    assert str(known(grace).as_freelancer.mean) == "4.3"
    reputation.refresh_all()
    assert known(grace).as_freelancer == Stars(26, 2)
    assert known(grace).finished == 2


def reopen(order: Order) -> None:
    cases.accept(cases.ask_to_reopen(again(order), by=order.client, reason="Let us go on.").thing, by=order.freelancer)


def finish(order: Order, source) -> None:
    for number in (2, 3):
        pay(order, number, source)
        hand_in(order, number)
        accept(order, number)


def test_what_was_written_before_the_order_was_reopened_waits_for_its_new_end(ended, ada, grace, visa, move):
    review(ended, ada)
    move(days=3)
    reopen(ended)
    with pytest.raises(Refused, match="after it has ended"):
        review(ended, grace)
    move(days=9)
    sweep()
    move(days=3)
    sweep()
    assert seen(ended) == []
    assert kinds(ended) == ["review.written"]
    assert live(ended) == ["remind_to_review", "publish_reviews"]

    finish(ended, visa)
    until = window.closes_at(again(ended))
    move(days=9)
    sweep()
    assert live(ended) == ["remind_to_review", "publish_reviews"]
    move(days=2)
    sweep()
    assert kinds(ended) == ["review.written", "review.reminded"]
    review(ended, ada, 2, 2, 2, text="In the end, not.")
    move(days=3)
    sweep()

    made = Review.objects.get()
    assert (made.published_at, made.text, label(made)) == (until, "In the end, not.", "Order completed")
    assert kinds(ended) == ["review.written", "review.reminded", "review.published"]
    assert live(ended) == []


def test_reviews_of_a_reopened_order_say_how_it_ended_when_they_are_published(ended, ada, grace, visa, move):
    first = review(ended, ada)
    assert label(first) == "Stopped after 1 of 3 steps"
    reopen(ended)
    finish(ended, visa)
    review(ended, grace, text="At last.")

    assert seen(ended) == [("Ada", "As agreed."), ("Grace", "At last.")]
    assert {label(one) for one in Review.objects.all()} == {"Order completed"}
    assert live(ended) == []
    move(days=15)
    sweep()
    assert kinds(ended) == ["review.written", "review.published"]


def test_an_order_whose_reviews_are_published_and_that_is_reopened_is_reviewed_once(ended, ada, grace, visa):
    review(ended, ada)
    review(ended, grace)
    reopen(ended)
    finish(ended, visa)

    with pytest.raises(Refused, match="is published, and stays as it is"):
        review(ended, ada)
    assert {label(one) for one in Review.objects.all()} == {"Stopped after 1 of 3 steps"}


def test_a_reply_is_written_once_by_whom_it_is_about(ended, ada, grace, mallory):
    made = review(ended, ada)
    with pytest.raises(Refused, match="not published yet"):
        actions.answer(made, by=grace, text="Thank you.")
    review(ended, grace)
    for nobody in (ada, mallory):
        with pytest.raises(PermissionDenied):
            actions.answer(made, by=nobody, text="Thank you.")
    with pytest.raises(Refused, match="Write your reply"):
        actions.answer(made, by=grace, text=" ")

    actions.answer(made, by=grace, text="Thank you. ")
    with pytest.raises(Refused, match="replied to this review already"):
        actions.answer(made, by=grace, text="Again.")

    assert Review.objects.get(pk=made.pk).reply == "Thank you."
    assert kinds(ended) == ["review.written", "review.published", "review.replied"]


def test_what_is_reported_is_removed_or_kept_by_support(ended, ada, grace, mallory, sam):
    made = review(ended, ada)
    with pytest.raises(Refused, match="not published yet"):
        actions.report(made, by=mallory, reason="Rude.")
    other = review(ended, grace)
    with pytest.raises(PermissionDenied):
        actions.report(made, by=ada, reason="Rude.")
    house = Support(sam, "It is.")
    kept = actions.dismiss(actions.report(other, by=mallory, reason="Rude."), by=house)
    actions.uphold(actions.report(made, by=mallory, reason="Rude."), by=house)
    with pytest.raises(Refused):
        actions.uphold(kept, by=house)

    gone = Review.objects.get(pk=made.pk)
    assert (gone.removed_by, gone.removed_reason, seen(ended)) == (sam, "It is.", [("Grace", "As agreed.")])
    assert known(grace).as_freelancer == Stars(0, 0)
    assert not known(grace).as_freelancer
    with pytest.raises(Refused, match="Support has removed"):
        actions.answer(made, by=grace, text="Thanks.")
    with pytest.raises(Refused, match="Support has removed"):
        actions.report(made, by=grace, reason="Rude.")


def test_a_review_is_reported_once_by_each(ended, ada, grace, mallory):
    made = review(ended, ada)
    review(ended, grace)
    actions.report(made, by=mallory, reason="Rude.")
    with pytest.raises(Refused, match="reported this review already"):
        actions.report(made, by=mallory, reason="Very rude.")
    with pytest.raises(Refused, match="Say what is wrong"):
        actions.report(made, by=grace, reason=" ")
    actions.report(made, by=grace, reason="Not true.")

    assert made.reports.count() == 2


def test_who_reports_the_same_review_is_right_together(ended, ada, grace, mallory, sam):
    made, other = review(ended, ada), review(ended, grace)
    first, second = (actions.report(made, by=one, reason="Rude.") for one in (grace, mallory))
    apart = actions.report(other, by=mallory, reason="Rude.")
    house = Support(sam, "It is.")
    actions.uphold(first, by=house)

    for decide in (actions.dismiss, actions.uphold):
        with pytest.raises(Refused, match="is upheld"):
            decide(second, by=house)
    assert {one.state for one in made.reports.all()} == {"upheld"}
    assert {one.decided_by for one in made.reports.all()} == {sam}
    assert [one.kind for one in Event.objects.of(made.thread)].count("review.removed") == 1
    assert actions.dismiss(apart, by=house).state == "dismissed"


def test_support_who_reported_a_review_decides_about_no_report_of_it(ended, ada, grace, mallory, sam):
    made = review(ended, ada)
    review(ended, grace)
    report = actions.report(made, by=mallory, reason="Rude.")
    actions.report(made, by=sam, reason="Rude.")

    for decide in (actions.dismiss, actions.uphold):
        with pytest.raises(PermissionDenied):
            decide(report, by=Support(sam, "It is."))


def test_a_reminder_that_would_come_too_late_is_none(ended, ada, move):
    move(days=12)
    review(ended, ada)

    assert live(ended) == ["publish_reviews"]
    assert window.closes_at(ended) - ended.ended_at == timedelta(days=14)
