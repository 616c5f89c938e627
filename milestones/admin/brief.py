"""What support has in view when it decides: what each side says, the money, what was agreed and what was made."""

from collections.abc import Iterator

from django.utils.html import linebreaks

from marketplace import admin_base
from marketplace.policies.models import Revisions
from marketplace.templatetags.money import minor_text
from marketplace.templatetags.time import exact
from milestones.actions.parts.refunding import fee_of
from milestones.models import Case, CaseKind, Milestone, Order
from milestones.queries.reader import Reader
from milestones.queries.totals import net_of


def brief(case: Case, user) -> Iterator[admin_base.Panel]:
    """Everything about a dispute, for the page on which it is decided and the request's own page."""
    order = case.order
    step = next((one for one in order.plan if one.pk == case.milestone_id), None)
    yield said(case, user)
    if step:
        yield money(step)
        yield agreed(order, step)
        yield deliveries(step)


def said(case: Case, user) -> admin_base.Panel:
    """What each side says, oldest first: the dispute, its answer, what would be fair, and every split proposed."""
    order, lines = case.order, []
    about = Case.objects.filter(pk=case.pk)
    if case.kind == CaseKind.DISPUTE:
        splits = Case.objects.filter(milestone=case.milestone_id, kind=CaseKind.SPLIT)
        about |= splits.filter(created_at__gte=case.created_at)
    for one in about.order_by("pk"):
        one.order = order
        asker = order.client if one.asked_by_id == order.client_id else order.freelancer
        lines.append([asker, exact(one.created_at), _what(one, user), _text(one.reason)])
        if one.data.get("wanted"):
            lines.append([asker, exact(one.created_at), "what would be fair", _text(one.data["wanted"])])
        if one.answered_at:
            lines.append([order.other(asker), exact(one.answered_at), "the answer", _text(one.answer)])
        elif one.answer:
            lines.append([order.other(asker), exact(one.closed_at), one.get_state_display(), _text(one.answer)])
        if one.data.get("decision"):
            lines.append([one.closed_by, exact(one.closed_at), "the decision", _text(one.data["decision"])])
    return admin_base.Panel("What each side says", ["Who", "When", "About", "In their words"], lines)


def _what(case: Case, user) -> str:
    if case.kind == CaseKind.SPLIT:
        reader = Reader(case.order, user)
        amounts = (reader.money(case.data[name]) for name in ("released", "refunded"))
        return "proposes {} to the freelancer, {} back ({})".format(*amounts, case.get_state_display().lower())
    return case.get_kind_display()


def _text(words: str):
    if not words:
        return ""
    return admin_base.mark_safe(linebreaks(words, autoescape=True))


def money(step: Milestone) -> admin_base.Panel:
    """What the step's money is, and what either side would get of all that is held."""

    def say(amount: int) -> str:
        return minor_text(amount, step.currency)

    return admin_base.Panel(
        f"The money of step {step.position}",
        ["Price", "Client’s fee", "Held", "Released before", "Gone back", "All of it released", "All of it back"],
        [
            [
                say(step.price),
                say(step.client_fee),
                say(step.held),
                say(step.released),
                say(step.refunded),
                f"{say(net_of(step))} to {step.order.freelancer}",
                f"{say(step.held + fee_of(step, step.held))} to {step.order.client}",
            ]
        ],
    )


def agreed(order: Order, step: Milestone) -> admin_base.Panel:
    """The scope of the order and the terms of the step."""
    substeps = [f"{one['name']}{' (done)' if one['done_at'] else ''}" for one in step.substeps]
    rows = [
        ["Scope of the order", _text(order.scope)],
        [f"Step {step.position}, {step.name}", _text(step.description)],
        ["To deliver", admin_base.joined(step.deliverables)],
        ["Substeps", admin_base.joined(substeps)],
        ["Time", _time(step)],
        ["Revisions", revisions(step)],
    ]
    return admin_base.Panel("What was agreed", ["Term", "As agreed"], [row for row in rows if row[1]])


def _time(step: Milestone):
    days = f"{step.days} days" if step.days else f"due {step.due_on}" if step.due_on else ""
    due = [exact(step.due_at)] if step.due_at else []
    late = ["delivered late"] if step.delivered_late else []
    return admin_base.joined([days, *due, *late]) if days or due else ""


def revisions(step: Milestone) -> str:
    """How many were asked for, of how many."""
    match step.order.policy.revisions:
        case Revisions.NONE:
            return "not part of this rulebook"
        case Revisions.UNLIMITED:
            return f"{step.revisions_used} asked for; there is no limit"
        case Revisions.PER_MILESTONE:
            return f"{step.revisions_used} of {step.revisions_allowed} asked for"
    order = step.order
    return f"{step.revisions_used} asked for; in the order {order.revisions_used} of {order.revisions_allowed}"


def deliveries(step: Milestone) -> admin_base.Panel:
    """What was handed in, the newest first, and what the client asked to be changed."""
    return admin_base.Panel(
        "Deliveries",
        ["Delivery", "When", "Message", "Files and links", "Changes asked for"],
        [_delivery(one) for one in step.deliveries.prefetch_related("files").order_by("-number")],
        empty="Nothing was delivered.",
    )


def _delivery(delivery):
    files = [admin_base.anchor(file.get_absolute_url(), file.name) for file in delivery.files.all()]
    links = [admin_base.anchor(link["url"], link["url"]) for link in delivery.links]
    return [
        admin_base.link("milestones_delivery", delivery.pk, delivery),
        exact(delivery.at),
        _text(delivery.message),
        admin_base.joined([*files, *links]),
        _text(delivery.revision_reason),
    ]
