"""What every verb of support has in common: who may, a reason, once, and a place in the order's history."""

import pytest

from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from milestones.actions import disputes
from milestones.timer_kinds import Kind
from tests.admin.conftest import act, enter, page, url
from tests.workshop import again, hand_in, nth, sheet, states

pytestmark = pytest.mark.django_db

KINDS = {
    "approve": "milestone.approved",
    "cancel": "milestone.cancelled",
    "cancel_order": "order.completed",
    "extend": "deadline.extended",
    "decide": "dispute.decided",
}
VERBS = list(KINDS)


@pytest.fixture
def case(order, request):
    """An order with the first step delivered (disputed, where the verb decides); the row, the verb and its answers."""
    placed = order("steps8")
    hand_in(placed, 1)

    def about(verb):
        match verb:
            case "extend":
                return Deadline.objects.live().get(kind=Kind.REVIEW), "extend", seen_in
            case "decide":
                asked = disputes.dispute(nth(placed, 1), by=placed.client, reason="It is not what we agreed on.").thing
                return asked, "decide", {"split": "all"}
            case "cancel_order":
                return placed, "cancel", {}
        return nth(placed, 1), verb, {}

    seen_in = {"days": 3}
    about.order = placed
    return about


def answers_of(row, answers):
    """A timer's page knows when it was due."""
    return {**answers, "seen": row.due_at.isoformat()} if "days" in answers else answers


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_says_what_will_happen_and_moves_nothing(desk, case, verb):
    row, name, _ = case(verb)
    before, was = sheet(), states(case.order)

    said = page(desk, url(row, name))

    assert "What will happen" in said
    assert (sheet(), states(case.order)) == (before, was)


@pytest.mark.parametrize("verb", VERBS)
def test_the_button_is_on_the_page_of_its_row(desk, case, verb):
    row, name, _ = case(verb)

    assert url(row, name) in page(desk, url(row))


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_in_the_history_with_the_reason(desk, sam, case, verb):
    row, name, answers = case(verb)

    response = act(desk, row, name, reason="  Grace proved it.  ", **answers_of(row, answers))

    assert response.status_code == 302
    event = Event.objects.of(case.order.thread).filter(actor_kind="support").latest("pk")
    assert (event.actor, event.data["reason"]) == (sam, "Grace proved it.")
    assert Event.objects.filter(kind__in=[KINDS[verb], "milestone.cancelled"], actor=sam).exists()


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize("verb", VERBS)
def test_without_a_reason_it_is_refused(desk, case, verb, reason):
    row, name, answers = case(verb)
    before = sheet()

    response = act(desk, row, name, reason=reason, **answers_of(row, answers))

    assert response.status_code == 422
    assert "Give the reason" in response.content.decode()
    assert sheet() == before


@pytest.mark.parametrize("verb", VERBS)
def test_twice_is_once(desk, case, verb):
    row, name, answers = case(verb)
    answers = answers_of(row, answers)
    act(desk, row, name, **answers)
    books, was, due = sheet(), states(case.order), list(Deadline.objects.values_list("pk", "due_at"))

    response = act(desk, row, name, **answers)

    assert response.status_code == 409
    assert (sheet(), states(case.order)) == (books, was)
    assert list(Deadline.objects.values_list("pk", "due_at")) == due


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("verb", VERBS)
def test_support_without_the_permission_may_not(apprentice, case, verb, method):
    row, name, answers = case(verb)
    before = sheet()

    response = getattr(apprentice, method)(url(row, name), {"reason": "Because.", **answers_of(row, answers)})

    assert response.status_code == 403
    assert url(row, name) not in page(apprentice, url(row))
    assert sheet() == before


@pytest.mark.parametrize("who", ["ada", "grace", "mallory"])
@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_gets_in(case, verb, who, request):
    row, name, answers = case(verb)
    before = sheet()

    response = act(enter(request.getfixturevalue(who)), row, name, **answers_of(row, answers))

    assert response.status_code in (302, 403)
    assert "/admin/" not in response.headers.get("Location", "").partition("?")[0].removeprefix("/admin/login/")
    assert sheet() == before


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_decides_an_order_of_their_own(case, verb, ada):
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    row, name, answers = case(verb)
    before, browser = sheet(), enter(User.objects.get(pk=ada.pk))

    response = act(browser, row, name, **answers_of(row, answers))

    assert response.status_code == 403
    assert url(row, name) not in page(browser, url(row))
    assert sheet() == before


def test_a_second_factor_is_needed(client, sam, case):
    client.force_login(sam)

    response = act(client, nth(case.order, 1), "approve")

    assert (response.status_code, states(case.order)[0]) == (302, "delivered")


def test_a_row_that_is_not_there_is_not_found(desk, case):
    row = nth(case.order, 1)
    row.pk = 999_999

    assert act(desk, row, "approve").status_code == 404


def test_what_is_over_leads_back(desk, case):
    act(desk, nth(case.order, 1), "approve")

    response = desk.get(url(nth(case.order, 1), "approve"))

    assert response.url == url(nth(case.order, 1))
    assert again(case.order).is_active
