"""What support has in view when it decides: what each side says, the money, what was agreed and what was made."""

from collections.abc import Iterator

from django.utils.html import linebreaks

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.formats import day_text, days_text, minor_text
from marketplace.policies.models import Revisions
from milestones.actions.parts.refunding import fee_of
from milestones.models import Case, CaseKind, Milestone, Order, OrderQuestion
from milestones.queries.reader import Reader
from milestones.queries.totals import net_of


def brief(case: Case, user) -> Iterator[admin_base.Panel]:
    """Everything about a dispute, for the page on which it is decided and the request's own page."""
    order = case.order
    milestone = next((one for one in order.plan if one.pk == case.milestone_id), None)
    yield said(case, user)
    if order.asked_at:
        yield questions(order)
    if milestone:
        yield money(milestone)
        yield agreed(order, milestone)
        yield deliveries(milestone)


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
        return "proposes {} to the freelancer, {} back ({})".format(*amounts, case.state_words)
    return case.get_kind_display()


def _text(words: str):
    if not words:
        return ""
    return admin_base.mark_safe(linebreaks(words, autoescape=True))


def questions(order: Order) -> admin_base.Panel:
    """What the freelancer asked when the order began, and what the client answered."""
    return admin_base.Panel(
        "Questions before the work",
        ["Question", "Needed", "Answer", "Files", "Answered"],
        [_question(one) for one in order.questions.prefetch_related("files")],
        empty="This order came with no questions.",
    )


def _question(one: OrderQuestion):
    files = [admin_base.anchor(file.get_absolute_url(), file.name) for file in one.files.all()]
    needed = "needed" if one.required else "if wanted"
    return [one.text, needed, _text("\n\n".join(one.answer)), admin_base.joined(files), exact(one.answered_at)]


def money(milestone: Milestone) -> admin_base.Panel:
    """What the milestone's money is, and what either side would get of all that is held."""

    def say(amount: int) -> str:
        return minor_text(amount, milestone.currency)

    return admin_base.Panel(
        f"The money of step {milestone.position}",
        ["Price", "Client’s fee", "Held", "Released before", "Gone back", "All of it released", "All of it back"],
        [
            [
                say(milestone.price),
                say(milestone.client_fee),
                say(milestone.held),
                say(milestone.released),
                say(milestone.refunded),
                f"{say(net_of(milestone))} to {milestone.order.freelancer}",
                f"{say(milestone.held + fee_of(milestone, milestone.held))} to {milestone.order.client}",
            ]
        ],
    )


def agreed(order: Order, milestone: Milestone) -> admin_base.Panel:
    """The scope of the order and the terms of the milestone."""
    substeps = [f"{one['name']}{' (done)' if one['done_at'] else ''}" for one in milestone.substeps]
    rows = [
        ["Scope of the order", _text(order.scope)],
        [f"Step {milestone.position}, {milestone.name}", _text(milestone.description)],
        ["To deliver", admin_base.joined(milestone.deliverables)],
        ["Substeps", admin_base.joined(substeps)],
        ["Video call", "with a video call" if milestone.call else ""],
        ["Time", _time(milestone)],
        ["Revisions", revisions(milestone)],
    ]
    return admin_base.Panel("What was agreed", ["Term", "As agreed"], [row for row in rows if row[1]])


def _time(milestone: Milestone):
    day = f"due {day_text(milestone.due_on)}" if milestone.due_on else ""
    days = days_text(milestone.days) if milestone.days else day
    due = [exact(milestone.due_at)] if milestone.due_at else []
    late = ["delivered late"] if milestone.delivered_late else []
    return admin_base.joined([days, *due, *late]) if days or due else ""


def revisions(milestone: Milestone) -> str:
    """How many were asked for, of how many."""
    match milestone.order.policy.revisions:
        case Revisions.NONE:
            return "not part of this rulebook"
        case Revisions.UNLIMITED:
            return f"{milestone.revisions_used} asked for; there is no limit"
        case Revisions.PER_MILESTONE:
            return f"{milestone.revisions_used} of {milestone.revisions_allowed} asked for"
    order = milestone.order
    return f"{milestone.revisions_used} asked for; in the order {order.revisions_used} of {order.revisions_allowed}"


def deliveries(milestone: Milestone) -> admin_base.Panel:
    """What was handed in, the newest first, and what the client asked to be changed."""
    return admin_base.Panel(
        "Deliveries",
        ["Delivery", "When", "Message", "Files and links", "Changes asked for"],
        [_delivery(one) for one in milestone.deliveries.prefetch_related("files").order_by("-number")],
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
