"""Gigs for tests, written and published by the real actions."""

from dataclasses import replace

from marketplace import clock
from marketplace.gigs import actions, sections
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.models import Category, Gig, Picture
from marketplace.gigs.terms import (
    Faq,
    GigTerms,
    Included,
    Package,
    PackageKey,
    Shown,
    Stage,
    Substep,
    Workflow,
)
from marketplace.policies.models import Policy
from milestones.questions import Question

BASIC, STANDARD, PREMIUM = PackageKey.values
DESCRIPTION = (
    "You get a mark that still reads at 16 pixels and on the side of a van. I begin on paper: three directions in "
    "black and white, so that we talk about form before colour makes everything look finished."
)

PACKAGES = [
    Package(BASIC, "The mark", "The mark alone, in black and white.", 24_000, 10, 1),
    Package(STANDARD, "Mark and guide", "The mark, type and colours, and a guide of eight pages.", 48_000, 15, 2),
    Package(PREMIUM, "Everything", "All that, and templates for cards and letters.", 96_000, 21, 2),
]
STAGES = [
    Stage(
        "Three directions on paper",
        "Three ideas in black and white.",
        4,
        True,
        {BASIC: 12_000, STANDARD: 12_000, PREMIUM: 24_000},
        [Substep("Sketches"), Substep("Look at five neighbours", [STANDARD, PREMIUM])],
    ),
    Stage("The chosen mark, refined", "", 6, False, {BASIC: 12_000, STANDARD: 21_600, PREMIUM: 33_600}),
    Stage("Guide of eight pages", "", 5, False, {STANDARD: 14_400, PREMIUM: 19_200}),
    Stage("Templates", "", 6, True, {PREMIUM: 19_200}),
]
QUESTIONS = [
    Question("q1", "What do you do, for whom?"),
    Question("q2", "Where will it be seen most?", "choice", ["On screens", "On paper"]),
    Question("q3", "What exists already?", "file", required=False),
]


def gig_policy(key: str = "steps8") -> Policy:
    """The version of this rulebook that is on offer."""
    return Policy.objects.offered().get(key=key)


def terms(key: str = "steps8", work: str = "Logo Design", **change) -> GigTerms:
    """What a gig says that could be published, but for its picture."""
    said = GigTerms(
        title="A logo and the small system around it",
        category=Category.objects.get(name=work, parent__isnull=False).pk,
        policy=gig_policy(key).pk,
        tags=["logo", "branding"],
        description=DESCRIPTION,
        faq=[Faq("Who owns the mark?", "You, as soon as a step is paid.")],
        packages=PACKAGES,
        included=[
            Included("Directions to choose from", {BASIC: "3", STANDARD: "3"}),
            Included("Guide", {PREMIUM: "yes"}),
        ],
        workflow=Workflow(True, STAGES),
        questions=QUESTIONS,
    )
    return replace(said, **change)


def draft(owner, said: GigTerms | None = None, *, pictured: bool = True) -> Gig:
    """A gig of this person that says this, not published yet; with a picture of its own unless it has some."""
    gig = actions.begin(by=owner)
    said = said or terms()
    if pictured and not said.pictures:
        said = replace(said, pictures=[Shown(picture(gig).pk, "A mark, drawn by hand")])
    for step, names in sections.FIELDS.items():
        actions.save(gig, by=owner, step=step, values={name: getattr(said, name) for name in names})
    return again(gig)


def published(owner, said: GigTerms | None = None) -> Gig:
    gig = draft(owner, said)
    actions.publish(gig, by=owner)
    return again(gig)


def picture(gig: Gig) -> Picture:
    """A picture that is ready; its files are not there."""
    return Picture.objects.create(
        gig=gig, by=gig.owner, name="mark.png", bytes=1000, width=1280, height=853, made_at=clock.now()
    )


def said_by(gig: Gig) -> GigTerms:
    """What its owner is writing, or what is published."""
    return versions.current(gig)


def again(gig: Gig) -> Gig:
    """The gig as the database has it now."""
    return Gig.objects.get(pk=gig.pk)
