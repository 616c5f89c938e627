"""Putting a conversation away, having no mails of it, not being written to any more; and each of these back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from marketplace.accounts.models import User
from marketplace.inbox import actions
from marketplace.inbox.models import Conversation, Participant
from marketplace.inbox.views import access
from marketplace.transitions import why_not

MUTED = "No mail tells you of it any more, and the top bar does not count it."
UNMUTED = "The top bar counts it again, and a mail tells you of what stays unread, if your settings want those."
BLOCKED = "{} can’t write to you any more, nor you to them. Orders that you share go on."


def _archived(conversation: Conversation, user: User) -> str:
    mine = Participant.objects.get(conversation=conversation, user=user)
    until = "you write yourself: it is muted" if mine.muted_at else "somebody writes again"
    return f"It is in the archive, until {until}."


def _blocked(conversation: Conversation, user: User) -> str:
    return BLOCKED.format(conversation.other(user).first_name)


def _unblocked(conversation: Conversation, user: User) -> str:
    """What is true of the two now: the other may block, too, or be suspended."""
    why = why_not(conversation.write, user)
    return f"Your block is gone. {why}" if why else "You can write to each other again."


def _view(act, said: str | Callable[[Conversation, User], str], *, to: str = ""):
    """Do it, say what is so then, and go where it is seen: back to the conversation, or to the list."""

    @require_POST
    @login_required
    def view(request, pk):
        conversation = act(access.conversation(request, pk), by=request.user)
        messages.success(request, said if isinstance(said, str) else said(conversation, request.user))
        return redirect(to or conversation)

    return view


archive = _view(actions.archive, _archived, to="inbox:index")
unarchive = _view(actions.unarchive, "It is in your list again.")
mute = _view(actions.mute, MUTED)
unmute = _view(actions.unmute, UNMUTED)
block = _view(actions.block, _blocked)
unblock = _view(actions.unblock, _unblocked)
