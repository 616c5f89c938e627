"""Whatever is in a key, a kind or a thread, the books have it as it was given."""

import pytest

from escrow import ledger
from escrow.models import JournalEntry
from tests.escrow.conftest import FEES, SUSPENSE, post

pytestmark = pytest.mark.django_db

NASTY = ['a "quoted" one', "back\\slash", "{1,2}", "NULL", "null", ", ", "'; --", "ünï ☃", "a\nnew line", "%s %(x)s"]


@pytest.mark.parametrize("text", NASTY)
def test_it_is_written_as_it_was_given(text):
    post(f"key {text}", moves={SUSPENSE: -5, FEES: 5}, kind=f"kind {text}", thread=f"thread {text}")

    entry = JournalEntry.objects.get(key=f"key {text}")
    assert (entry.kind, entry.thread) == (f"kind {text}", f"thread {text}")


@pytest.mark.parametrize("text", NASTY)
def test_it_is_found_again(text):
    address = ledger.Address("escrow", None, text, "USD")
    post(moves={SUSPENSE: -5, address: 5})

    assert ledger.balances([address, FEES]) == {address: 5, FEES: 0}
    post("back", moves={SUSPENSE: 5, address: -5})
