"""Writing to somebody: the next message, or the first one."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.errors import Refused
from marketplace.inbox import about, actions
from marketplace.inbox.forms import MessageForm
from marketplace.inbox.models import Conversation
from marketplace.inbox.pages.talk import Talk
from marketplace.inbox.pages.threads import Threads
from marketplace.inbox.views import access
from marketplace.inbox.views.reading import show

INVALID = 422


@require_POST
@login_required
def send(request, pk):
    """A message. htmx gets the conversation as it is now, everybody else is led there."""
    conversation = access.conversation(request, pk)
    other = conversation.other(request.user)
    form = _form(request, other)
    message = _try(request, form, actions.send, conversation)
    part = "conversation" if request.headers.get("HX-Request") else ""
    if message is None:
        return show(request, conversation, part=part, form=form, status=INVALID)
    return show(request, conversation, part=part) if part else redirect(conversation)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request, pk):
    """The first message to somebody; of a pair that wrote before, what leads there. `?about=` says what it is about."""
    other = access.person(request, pk)
    found = Conversation.objects.between(request.user, other).first()
    if found and request.method != "POST":
        return redirect(f"{found.get_absolute_url()}?{request.GET.urlencode()}" if request.GET else found)
    form = _form(request, other) if request.method == "POST" else None
    if form and (message := _try(request, form, actions.begin, other)):
        return redirect(message.conversation)
    if found and form:
        return show(request, found, form=form, status=INVALID)
    talk = Talk(request.user, other, asked=request.GET, form=form)
    words = {"talk": talk, "threads": Threads(request.user)}
    return render(request, "inbox/inbox.html", words, status=INVALID if form else 200)


def _form(request, other) -> MessageForm:
    choices = about.choices(request.user, other)
    chosen = request.POST.get("about", "")
    if chosen not in dict(choices) and about.is_shared(chosen, request.user, other):
        choices.append((chosen, chosen))  # too old for the list
    return MessageForm(request.POST, request.FILES, to=other, choices=choices)


def _try(request, form: MessageForm, action, where):
    """The message; None with its "no" next to the field."""
    if not form.is_valid():
        return None
    try:
        return action(where, by=request.user, **form.cleaned_data)
    except Refused as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, refused.message)
        return None
