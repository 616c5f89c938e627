"""A version of a gig as tables of the desk: what it says, in words."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html

from marketplace.accounts.locales import language_name
from marketplace.admin_base import Panel, joined
from marketplace.formats import counted, days_text, minor_text
from marketplace.gigs.models import Gig, GigVersion, Picture
from marketplace.gigs.terms import GigTerms, Package, Stage

THUMBNAIL = 320  # pixels of width


def panels_of(version: GigVersion) -> Iterator[Panel]:
    """All that a version says."""
    said = version.said
    yield Panel("What it says", ["", ""], _heading(version, said))
    yield Panel(
        "Packages",
        ["Package", "Name", "What the client gets", "Price", "Time", "Revisions", "Paid"],
        [_package(said, one) for one in said.packages],
    )
    yield Panel(
        "Steps of the work",
        ["Step", "Time", "Video call", *(one.label for one in said.packages), "Parts"],
        [_stage(said, number, one) for number, one in enumerate(said.workflow.stages, start=1)],
        empty="None: each package is one piece of work.",
    )
    yield Panel(
        "What is included",
        ["What", *(one.label for one in said.packages)],
        [[row.name, *(row.values.get(key, "") for key in said.keys)] for row in said.included],
    )
    yield Panel(
        "What clients are asked",
        ["Question", "Answer", "Needed"],
        [[one.text, ", ".join(one.options) or one.kind, "Yes" if one.required else "No"] for one in said.questions],
    )
    yield Panel("Questions and answers", ["Question", "Answer"], [[one.question, one.answer] for one in said.faq])
    pictures = version.gig.pictures.in_bulk([one.picture for one in said.pictures])
    yield pictures_panel([(pictures.get(one.picture), one.alt) for one in said.pictures])


def _heading(version: GigVersion, said: GigTerms) -> list[list]:
    return [
        ["Title", said.title],
        ["Kind of work", f"{version.category.parent} › {version.category}"],
        ["Rulebook", version.policy],
        ["Currency", said.currency],
        ["Language", language_name(said.language)],
        ["Tags", ", ".join(said.tags)],
        ["Description", said.description],
    ]


def _package(said: GigTerms, package: Package) -> list:
    steps = len(said.stages_in(package.key))
    paid = f"in {counted(steps, 'step', 'steps')}" if said.is_paid_in_steps(package.key) else "at once"
    return [
        package.label,
        package.name,
        package.text,
        minor_text(package.price, said.currency),
        days_text(said.days_of(package.key)),
        package.revisions,
        paid,
    ]


def _stage(said: GigTerms, number: int, stage: Stage) -> list:
    parts = [f"{one.name} ({', '.join(one.packages)})" if one.packages else one.name for one in stage.substeps]
    return [
        joined([f"{number}. {stage.name}", *filter(None, [stage.description])]),
        days_text(stage.days) if stage.days else "",
        "Yes" if stage.call else "",
        *(_amount(said, stage, key) for key in said.keys),
        joined(parts),
    ]


def _amount(said: GigTerms, stage: Stage, key: str) -> str:
    if not stage.is_in(key):
        return "not in it"
    return minor_text(stage.amounts[key], said.currency) if said.workflow.paid else "in it"


def pictures_panel(pictures: list[tuple[Picture | None, str]]) -> Panel:
    """Pictures, each with what stands for it where it is not seen."""
    rows = [[thumbnail(one), alt, _link(one)] for one, alt in pictures if one]
    return Panel("Pictures", ["Picture", "In words", "File"], rows)


def _link(picture: Picture):
    return format_html('<a href="{}">{}</a>', reverse("admin:gigs_picture_change", args=[picture.pk]), picture.name)


def thumbnail(picture: Picture | None):
    """A picture, small. What stands for it is its name beside it."""
    if picture is None or not picture.is_ready:
        return ""
    height = round(THUMBNAIL * picture.height / picture.width)
    url = reverse("gigs:picture", args=[picture.key, THUMBNAIL])
    return format_html('<img src="{}" width="{}" height="{}" alt="" loading="lazy">', url, THUMBNAIL // 2, height // 2)


def history_words(kind: str, gig: Gig) -> str:
    """An event of a gig's history, in a few words."""
    return HISTORY.get(kind, "").format(owner=gig.owner)


HISTORY = {
    "gig.published": "{owner} published it.",
    "gig.revised": "{owner} published a new version.",
    "gig.paused": "{owner} paused it.",
    "gig.resumed": "{owner} put it back on the market.",
    "gig.closed": "{owner} closed it.",
    "gig.removed": "Support removed it.",
    "gig.restored": "Support gave it back.",
    "gig.moved": "Support filed it under another kind of work.",
}
