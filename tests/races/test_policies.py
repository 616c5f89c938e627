"""Two members of support publish or withdraw at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.policies import publishing
from marketplace.policies.models import Policy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def as_before():
    """Rulebooks outlive transactional tests, and PostgreSQL refuses to delete them but in this mode."""
    there = list(Policy.objects.values_list("pk", flat=True))
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM policies_policy WHERE NOT id = ANY (%s)", [there])
        cursor.execute("UPDATE policies_policy SET withdrawn_at = NULL")


@pytest.fixture
def slowly(monkeypatch):
    """Leave time between looking and writing, in which the other one could look too."""
    now = clock.now

    def later():
        sleep(0.3)
        return now()

    monkeypatch.setattr(publishing.clock, "now", later)


def at_once(*verbs) -> list[str]:
    """Run these in threads that start together; what became of each."""
    barrier = Barrier(len(verbs))

    def run(verb):
        barrier.wait()
        try:
            verb()
        except Refused as refused:
            return refused.message
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs))


def test_one_of_two_new_versions_is_published(sam, preset, slowly):
    newest = preset("steps8")

    def publish():
        draft = preset("steps8")
        draft.pk, draft._state.adding = None, True
        publishing.publish(draft, by=sam, after=newest)

    became, following = at_once(publish, publish), newest.version + 1
    assert became == [f"Version {following} was published meanwhile. Start again from that one.", "done"]
    assert Policy.objects.filter(key="steps8").count() == following


def test_two_can_not_withdraw_the_last_two(sam, slowly):
    *others, first, second = Policy.objects.offered()
    Policy.objects.filter(pk__in=[one.pk for one in others]).update(withdrawn_at=clock.now())

    became = at_once(lambda: publishing.withdraw(first, by=sam), lambda: publishing.withdraw(second, by=sam))

    assert became == ["This is the only rulebook on offer: publish another one first.", "done"]
    assert Policy.objects.offered().count() == 1
