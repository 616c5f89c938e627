"""Publishing a contract text. A published one never changes; a better one is a new version."""

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.offers.models import ContractText
from marketplace.offers.texts import language
from marketplace.transitions import authorize, insist_on_active


@transaction.atomic(durable=True)
def publish(after: ContractText, *, by, title: str, body: str) -> ContractText:
    """Publish the version of a text that follows `after`: new versions of offers are made from it at once.

    Raises Refused (field "body") for what is not in the language, and where somebody else published meanwhile.
    """
    authorize(after.publish, by)
    versions = ContractText.objects.select_for_update().filter(key=after.key).order_by("version")
    newest = list(versions)[-1]
    insist_on_active(by)
    if newest.pk != after.pk:
        raise Refused(f"Version {newest.version} was published meanwhile. Start again from that one.")
    if (title, body) == (after.title, after.body):
        raise Refused("This says what the version before says.", field="body")
    try:
        language.check(body)
    except language.Unreadable as error:
        raise Refused(error.message, field="body") from error
    text = ContractText.objects.create(
        key=after.key,
        version=after.version + 1,
        title=title,
        body=body,
        published_at=clock.now(),
        published_by=by,
    )
    Event.record(
        "contract.published", thread=f"contract:{text.key}", about=f"contract:{text.pk}", by=by, version=text.version
    )
    return text
