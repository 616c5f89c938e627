"""Moving money at a gateway, so that no crash, timeout or double click moves it twice or loses it.

1. `intend` (or `refund`) writes the intent in the caller's transaction and nothing has happened yet (`intents`).
2. After the commit `attempt` asks the gateway, outside of any transaction, with the intent's idempotency key
   (`gateway_calls`).
3. `record` writes the answer down in a transaction of its own (`recording`). An attempt, a webhook and the reconciler
   may all do so; the first one wins. What the money is for decides what is written: each purpose has its Recorder.

An answer that comes after that, and says the opposite, is written down as the payment's turn (`turning`).

Whatever dies in between, `attempt_due` finishes later: it asks the gateway what became of the key.
"""

from escrow.models import Payment
from escrow.payments.gateway_calls import attempt, attempt_due, cancel
from escrow.payments.hearing import hear
from escrow.payments.intents import Cause, intend, nudge, refund, second_key, second_try_of
from escrow.payments.recording import Recorder, record, recorders
from escrow.payments.settling import LONGEST_WAIT, confirm_by, settle, was_payer_asked
from escrow.payments.turning import NotYet

__all__ = [
    "LONGEST_WAIT",
    "Cause",
    "NotYet",
    "Payment",
    "Recorder",
    "attempt",
    "attempt_due",
    "cancel",
    "confirm_by",
    "hear",
    "intend",
    "nudge",
    "record",
    "recorders",
    "refund",
    "second_key",
    "second_try_of",
    "settle",
    "was_payer_asked",
]
