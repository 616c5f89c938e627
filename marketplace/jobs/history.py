"""What happened to a job post, as sentences."""

from marketplace.events.models import Event

SENTENCES = {
    "post.published": "{who} opened it.",
    "post.revised": "{who} changed it: version {number}.",
    "post.closing_soon": "Its client was reminded that it closes soon.",
    "post.lapsed": "Its closing date passed.",
    "post.closed": "{who} closed it.",
    "post.reopened": "{who} opened it again.",
    "post.removed": "Support removed it.",
    "post.invited": "{who} invited somebody.",
    "post.hired": "Somebody was hired.",
    "proposal.sent": "{who} proposed.",
    "proposal.revised": "{who} wrote their proposal anew.",
    "invitation.declined": "{who} declined the invitation.",
}


def sentence(event: Event) -> str:
    """One event, in a few words; nothing for what is no part of a post's history."""
    return SENTENCES.get(event.kind, "").format(who=event.actor or "Cairn", **event.data)
