"""Who sees an order: the same is said of one as of all."""

import pytest

from milestones.models import Order
from milestones.queries.orders import active_orders_of, order_of_milestone, order_with_people


@pytest.mark.parametrize("who", ["ada", "grace", "mallory", "sam"])
def test_one_order_is_seen_by_whom_the_list_has_it_for(order, request, who):
    placed, person = order("fair"), request.getfixturevalue(who)

    assert placed.is_visible_to(person) == Order.objects.visible_to(person).filter(pk=placed.pk).exists()
    assert placed.is_visible_to(person) == (who != "mallory")


def test_staff_without_the_permission_sees_nothing_of_it(order, mallory):
    placed = order("fair")
    mallory.is_staff = True
    mallory.save(update_fields=["is_staff"])

    assert not placed.is_visible_to(mallory)
    assert not Order.objects.visible_to(mallory).exists()


def test_its_people_come_with_it_in_one_round_trip(order, django_assert_num_queries):
    placed = order("fair")

    with django_assert_num_queries(1):
        found = order_with_people(placed.pk)
        assert (found, found.client, found.freelancer) == (placed, placed.client, placed.freelancer)
        assert (found.client.email, found.freelancer.email) == (placed.client.email, placed.freelancer.email)


def test_as_many_active_orders_as_are_asked_for_come_with_both_their_people(order, ada, grace, mallory):
    first, second = order("fair"), order("fair")

    assert active_orders_of(grace, 2) == [second, first]
    assert [(one, one.client, one.freelancer) for one in active_orders_of(ada, 1)] == [(second, ada, grace)]
    assert active_orders_of(mallory, 2) == []


def test_the_order_of_a_step_comes_with_its_plan(order, django_assert_num_queries):
    placed = order("fair")
    plan = placed.plan

    with django_assert_num_queries(1):
        found = order_of_milestone(plan[1].pk)
        assert (found, found.client, found.freelancer) == (placed, placed.client, placed.freelancer)
        assert found.plan == plan
        assert all(one.order is found for one in found.plan)


@pytest.mark.parametrize("pk", [1, 10**30])
def test_what_is_not_there_is_none(db, pk):
    assert order_with_people(pk) is None
    assert order_of_milestone(pk) is None
