"""Fifty people on a market at once, over HTTP on the whole site: they look, order, pay, answer, and no page fails.

For half a minute, or for two where CHAOS_MINUTES says that there is time; the figures are printed (pytest -s).
"""

import json
import os
import tempfile
import time
from pathlib import Path

import pytest

from tests.chaos.house import House
from tests.chaos.market import Buyer, Seller
from tests.chaos.test_chaos import at_rest, audit, last_words, wait_until_it_works, waiting

pytestmark = [pytest.mark.chaos, pytest.mark.system, pytest.mark.processes, pytest.mark.needs("redis-server")]

BUYERS, SELLERS = 40, 10
SECONDS = int(os.environ.get("MARKET_SECONDS") or (120 if float(os.environ.get("CHAOS_MINUTES", "0")) else 30))
HASTE = 1.0  # seconds that somebody looks at a page at most
LONGEST = 60  # seconds that the last visit may take after the end


@pytest.fixture
def house():
    with tempfile.TemporaryDirectory(prefix="cairn-market-") as folder:
        Path(folder).chmod(0o711)
        with House(Path(folder)) as house:
            yield house


def test_fifty_people_look_order_and_answer_without_an_error(house):
    people = json.loads(house.python("-m", "tests.chaos.sellers", BUYERS, SELLERS).splitlines()[-1])
    until = time.monotonic() + SECONDS
    buyers = [Buyer(house.ports, one, until, haste=HASTE) for one in people["buyers"]]
    sellers = [Seller(house.ports, one, until, haste=HASTE) for one in people["sellers"]]
    wait_until_it_works(house, buyers[0].person, 60)
    everybody = [*buyers, *sellers]
    for one in everybody:
        one.person.took.clear()
        one.until = time.monotonic() + SECONDS
        one.start()
    for one in everybody:
        one.join(SECONDS + LONGEST)
        assert not one.is_alive(), f"{one.person.name} does not come to an end: {last_words(house)}"
    house.wait_until(lambda: at_rest(house), 100, lambda: f"still to be done: {waiting(house)}: {last_words(house)}")

    tell(everybody, buyers, sellers)
    assert [trouble for one in everybody for trouble in one.troubles] == []
    judge(house, buyers, sellers)


def tell(everybody, buyers, sellers) -> None:
    took = sorted(seconds for one in everybody for seconds in one.person.took)
    orders, answered = (sum(len(getattr(one, what)) for one in buyers) for what in ("ordered", "answered"))
    half, most = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(  # noqa: T201
        f"{len(everybody)} people, {SECONDS} s: {len(took):,} answers, median {half:.2f} s, p95 {most:.2f} s; "
        f"{orders} orders, {answered} answered, {sum(len(one.delivered) for one in sellers)} steps handed in"
    )


def judge(house, buyers, sellers) -> None:
    """What the site has confirmed is there, once, and the books add up."""
    found = audit(house)
    ordered = {f"order.placed order:{one.split('/')[2]}" for buyer in buyers for one in buyer.ordered}
    delivered = {f"milestone.delivered milestone:{one.split('/')[2]}" for seller in sellers for one in seller.delivered}

    assert len(ordered) == sum(len(buyer.ordered) for buyer in buyers) > BUYERS // 4
    assert (ordered | delivered) - set(found["acts"]) == set()
    assert (found["books"], found["twice"], found["charges"]) == ([], [], [])
    assert (found["given up"], found["stumbles"]) == (0, 0)
    waits = house.sql("SELECT count(*) FROM milestones_order WHERE asked_at IS NOT NULL AND briefed_at IS NULL")
    assert int(waits) == sum(len(buyer.ordered) - len(buyer.answered) for buyer in buyers)
