"""Putting a conversation away, having no mails of it, not being written to any more; and each of these back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from marketplace.inbox import actions
from marketplace.inbox.views import access

GONE = "It is in the archive, until somebody writes again."
MUTED = "No mail tells you of it any more, and the top bar does not count it."
BLOCKED = "{other} can’t write to you any more, nor you to them. Orders that you share go on."


def _view(act, said: str, *, to: str = ""):
    """Do it, say so, and go where it is seen: back to the conversation, or to the list."""

    @require_POST
    @login_required
    def view(request, pk):
        conversation = access.conversation(request, pk)
        act(conversation, by=request.user)
        messages.success(request, said.format(other=conversation.other(request.user).first_name))
        return redirect(to or conversation)

    return view


archive = _view(actions.archive, GONE, to="inbox:index")
unarchive = _view(actions.unarchive, "It is in your list again.")
mute = _view(actions.mute, MUTED)
unmute = _view(actions.unmute, "You hear of it by mail again.")
block = _view(actions.block, BLOCKED)
unblock = _view(actions.unblock, "You can write to each other again.")
