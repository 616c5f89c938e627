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


@acts_on(access.milestone)
def approve(request, milestone):
    return done(request, approving.approve(milestone, by=request.user))


@acts_on(access.milestone)
def approve_and_stop(request, milestone):
    return done(request, approving.approve_and_stop(milestone, by=request.user))


@acts_on(access.milestone)
def release(request, milestone):
    return done(request, approving.release(milestone, by=request.user))


@acts_on(access.milestone)
def release_part(request, milestone):
    """Show what the typed amount does to whose money; release it when just that was seen."""
    form = form_for("release_part", milestone, request.POST)
    if form.is_valid() and not form.is_agreed:
        return _with(request, form, lambda: splitting.part_page(request, milestone, form))
    return _with(
        request,
        form,
        lambda: done(
            request,
            approving.release_part(milestone, by=request.user, part=form.cleaned_data["part"], once=keys.of(request)),
        ),
    )


@acts_on(access.milestone)
def deliver(request, milestone):
    form = form_for("deliver", milestone, request.POST, request.FILES)
    return _with(
        request,
        form,
        lambda: done(
            request,
            delivering.deliver(milestone, by=request.user, **form.terms, once=keys.of(request)).milestone,
        ),
    )


@acts_on(access.milestone)
def tick(request, milestone):
    number = whole_number(request.POST.get("number"))
    if number is None:
        raise Refused("This substep is not part of the step any more.")
    return done(
        request,
        delivering.tick(milestone, by=request.user, number=number, done=DONE.get(request.POST.get("done"))),
        tell=False,
    )


@acts_on(access.milestone)
def request_revision(request, milestone):
    form = form_for("request_revision", milestone, request.POST)
    return _with(
        request,
        form,
        lambda: done(request, delivering.request_revision(milestone, by=request.user, **form.cleaned_data)),
    )


@acts_on(access.milestone)
def extend_review(request, milestone):
    return done(request, delivering.extend_review(milestone, by=request.user))


@acts_on(access.milestone)
def give_back(request, milestone):
    return done(request, stopping.give_back(milestone, by=request.user))


@acts_on(access.milestone)
def give_in(request, milestone):
    return done(request, disputes.give_in(milestone, by=request.user))


@acts_on(access.milestone)
def send_back(request, milestone):
    return done(request, returning.send_back(milestone, by=request.user))


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
    return order_page.render_page(
        request, access.milestone(request, form.milestone_id).order, form=form, status=INVALID
    )
