"""The verbs of the order page: each finds what it is about, calls one action, and shows the page."""

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.numbers import whole_number
from milestones.actions import approve as approving
from milestones.actions import deliver as delivering
from milestones.actions import disputes
from milestones.actions import send_back as returning
from milestones.actions import stop as stopping
from milestones.pages.buttons import form_for
from milestones.views import access, order_page, splitting
from milestones.views.acting import INVALID, acts_on, done

DONE = {"1": True, "0": False}


@acts_on(access.step)
def approve(request, step):
    return done(request, approving.approve(step, by=request.user))


@acts_on(access.step)
def approve_and_stop(request, step):
    return done(request, approving.approve_and_stop(step, by=request.user))


@acts_on(access.step)
def release(request, step):
    return done(request, approving.release(step, by=request.user))


@acts_on(access.step)
def release_part(request, step):
    """Show what the typed amount does to whose money; release it when just that was seen."""
    form = form_for("release_part", step, request.POST)
    if form.is_valid() and not form.is_agreed:
        return _with(request, form, lambda: splitting.part_page(request, step, form))
    return _with(
        request,
        form,
        lambda: done(
            request,
            approving.release_part(step, by=request.user, part=form.cleaned_data["part"], once=keys.of(request)),
        ),
    )


@acts_on(access.step)
def deliver(request, step):
    form = form_for("deliver", step, request.POST, request.FILES)
    return _with(
        request,
        form,
        lambda: done(
            request,
            delivering.deliver(step, by=request.user, **form.terms, once=keys.of(request)).milestone,
        ),
    )


@acts_on(access.step)
def tick(request, step):
    number = whole_number(request.POST.get("number"))
    if number is None:
        raise Refused("This substep is not part of the step any more.")
    return done(
        request,
        delivering.tick(step, by=request.user, number=number, done=DONE.get(request.POST.get("done"))),
        tell=False,
    )


@acts_on(access.step)
def request_revision(request, step):
    form = form_for("request_revision", step, request.POST)
    return _with(
        request,
        form,
        lambda: done(request, delivering.request_revision(step, by=request.user, **form.cleaned_data)),
    )


@acts_on(access.step)
def extend_review(request, step):
    return done(request, delivering.extend_review(step, by=request.user))


@acts_on(access.step)
def give_back(request, step):
    return done(request, stopping.give_back(step, by=request.user))


@acts_on(access.step)
def give_in(request, step):
    return done(request, disputes.give_in(step, by=request.user))


@acts_on(access.step)
def send_back(request, step):
    return done(request, returning.send_back(step, by=request.user))


@acts_on(access.order)
def stop(request, order):
    return done(request, stopping.stop(order, by=request.user))


def _with(request, form, answer):
    """What a form asks for is answered; what is refused about a field is shown next to it."""
    if form.is_valid():
        try:
            return answer()
        except Refused as refused:
            if refused.field is None:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    if hasattr(form, "hold"):
        form.hold(by=request.user)
    return order_page.render_page(request, access.step(request, form.step_id).order, form=form, status=INVALID)
