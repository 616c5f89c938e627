"""What this person may see, or 404: nobody learns who writes to whom."""

from django.shortcuts import get_object_or_404

from marketplace.accounts.models import User
from marketplace.inbox.models import Conversation, Message, MessageFile


def conversation(request, pk: int) -> Conversation:
    return get_object_or_404(_visible(request).select_related("low__reputation", "high__reputation"), pk=pk)


def message(request, pk: int) -> Message:
    """One that is shown still."""
    shown = Message.objects.filter(conversation__in=_visible(request), removed_at=None)
    return get_object_or_404(shown.select_related("conversation__low", "conversation__high", "by"), pk=pk)


def file(request, pk: int) -> MessageFile:
    shown = MessageFile.objects.filter(message__conversation__in=_visible(request), message__removed_at=None)
    return get_object_or_404(shown, pk=pk)


def person(request, pk: int) -> User:
    """Somebody else whose page this person sees."""
    return get_object_or_404(
        User.objects.shown_to(request.user).select_related("reputation").exclude(pk=request.user.pk), pk=pk
    )


def _visible(request):
    return Conversation.objects.visible_to(request.user)
