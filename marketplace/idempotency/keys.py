"""Keys of forms: made with the page, read from what was posted, used up by the verb."""

import hashlib
import json
import secrets

from marketplace import clock, orphans
from marketplace.errors import Refused
from marketplace.idempotency.models import UsedKey

FIELD = "once"
LONGEST = 40
NOT_SAID = {"csrfmiddlewaretoken", "draft"}  # they differ although the same thing is asked
KEPT = clock.days(7)  # what is asked again later is asked anew


class Repeated(Refused):
    """This very form did it already. `made` is what came of it then."""

    def __init__(self, made: str = ""):
        super().__init__("This was done already, and was not done twice.")
        self.made = made


def new() -> str:
    """A key for a form that is shown."""
    return secrets.token_urlsafe(12)


def of(request) -> str:
    """The key of a posted form, together with all that it says: who comes back and asks for something else may.

    Empty for a form without one, which is not guarded.
    """
    key = request.POST.get(FIELD, "")
    if not key or len(key) > LONGEST:
        return ""
    said = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_SAID)
    files = sorted((name, one.name, one.size) for name, many in request.FILES.lists() for one in many)
    return hashlib.sha256(json.dumps([request.path, said, files]).encode()).hexdigest()


def use(once: str, *, by) -> UsedKey | None:
    """Use a key up, in the transaction of the verb and after its lock. Raises Repeated when it was used before.

    Whoever comes second waits for the first one's commit; if that comes to nothing, the key is free again.
    """
    if not once:
        return None
    used, is_new = UsedKey.objects.get_or_create(by_id=by.pk, digest=once, defaults={"at": clock.now()})
    if not is_new:
        raise Repeated(used.made)
    return used


@orphans.forgetting.register("keys of forms")
def forget_old(before) -> int:
    """The keys of forms that nobody sends any more; they are no uploads, so they don't count."""
    UsedKey.objects.filter(at__lt=before - KEPT).delete()
    return 0
