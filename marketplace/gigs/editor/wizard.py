"""The six stations of the editor, and how far each is."""

from dataclasses import dataclass

from django.urls import reverse

from marketplace.gigs import limits, sections
from marketplace.gigs.limits import GigProblem
from marketplace.gigs.models import Gig
from marketplace.gigs.terms import GigTerms, Package, PackageKey

TITLES = {
    limits.OVERVIEW: "Overview",
    limits.PACKAGES: "Packages",
    limits.DESCRIPTION: "Description & milestones",
    limits.REQUIREMENTS: "Requirements",
    limits.GALLERY: "Gallery",
    limits.PUBLISH: "Publish",
}
NOTHING = {"policy", "currency", "language"}  # chosen when a gig is begun, so that they say nothing about how far it is


@dataclass(frozen=True)
class Station:
    """One of them. `state` is "done", "current", "bad" (begun, with something missing) or "" for what comes."""

    step: str
    number: int
    url: str
    state: str
    is_here: bool

    @property
    def title(self) -> str:
        return TITLES[self.step]


def stations(gig: Gig, terms: GigTerms, problems: list[GigProblem], here: str) -> list[Station]:
    """All of them, in order. What comes before something that was begun counts as begun."""
    begun = [step for step in sections.FIELDS if gig.version or is_begun(terms, step)]
    furthest = max((limits.STEPS.index(step) for step in begun), default=-1)
    wrong = {one.step for one in problems}
    found: list[Station] = []
    for at, step in enumerate(limits.STEPS):
        is_open = at > furthest or step == limits.PUBLISH
        state = "" if is_open else "bad" if step in wrong else "done"
        if step == here:
            state = "current"
        found.append(Station(step, at + 1, url_of(gig, step), state, step == here))
    return found


def is_begun(terms: GigTerms, step: str) -> bool:
    """Whether its owner has said anything in this step."""
    blank, data = GigTerms(packages=[Package(PackageKey.BASIC)]).as_data(), terms.as_data()
    return any(data[name] != blank[name] for name in sections.FIELDS.get(step, []) if name not in NOTHING)


def url_of(gig: Gig, step: str) -> str:
    return reverse("gigs:edit", args=[gig.pk, step])


def around(step: str) -> tuple[str, str]:
    """The steps before and after this one; "" where there is none."""
    at = limits.STEPS.index(step)
    return limits.STEPS[at - 1] if at else "", limits.STEPS[at + 1] if at + 1 < len(limits.STEPS) else ""
