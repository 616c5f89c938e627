"""The last step: what is missing, and the button."""

from typing import Any

from django.utils.functional import cached_property

from marketplace.formats import counted
from marketplace.gigs import limits, sections
from marketplace.gigs.editor import wizard
from marketplace.gigs.editor.page import Page
from marketplace.gigs.limits import GigProblem

# Where on a step's page a problem is that no row and no package has.
IDS = {"policy": "overview-title", "pictures": "pictures", "questions": "question"}
IDS |= {"packages": "packages", "included": "included"}
ROWS = {
    limits.PACKAGES: ("included", "name"),
    limits.REQUIREMENTS: ("question", "text"),
    limits.GALLERY: ("picture", "alt"),
}


class PublishPage(Page):
    """Saves nothing of its own: whatever is posted here is a look."""

    step = limits.PUBLISH
    heading = "Publish"

    def __init__(self, user, gig, data=None, files=()):
        super().__init__(user, gig)

    @property
    def parts(self):
        return []

    def values(self) -> dict[str, Any]:
        return {}

    def place_of(self, problem: GigProblem):
        return None, ""

    def _say(self, problems) -> None:
        """It lists all of them itself."""

    @property
    def mark_to_send(self) -> str:
        return ""

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """The steps in which something is missing, each with links to where."""
        found = []
        for step in sections.FIELDS:
            url = wizard.url_of(self.gig, step)
            lines = [(f"{url}#{self.id_of(one)}", one.message) for one in self.problems if one.step == step]
            if lines:
                found.append({"title": wizard.TITLES[step], "url": url, "lines": lines})
        return found

    def id_of(self, problem: GigProblem) -> str:
        """The id of the field on its step's page, when that is opened anew: its rows count from 0 then."""
        at = problem.index
        if problem.step == limits.DESCRIPTION:
            return _in_description(problem)
        if at is not None:
            sort, field = ROWS[problem.step]
            return f"id_{sort}-{self.terms.pictures[at].picture if sort == 'picture' else at}-{field}"
        if problem.package:
            return f"id_{problem.package}-{problem.field}"
        return IDS.get(problem.field, f"id_{problem.field}")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is about to be published, in a few lines."""
        terms, ground = self.terms, self.ground
        category = ground.category
        packages = ", ".join(one.label for one in terms.packages)
        most = max((len(terms.stages_in(key)) for key in terms.keys), default=0)
        steps = counted(most, "milestone", "milestones") if terms.has_steps else "One payment a package"
        return [
            ("Title", terms.title or "None yet"),
            (
                "Kind of work",
                f"{category.name}, in {category.parent.name}" if category and category.parent else "None yet",
            ),
            ("Packages", packages or "None yet"),
            ("Paid", f"In up to {steps}" if terms.has_steps else steps),
            ("Questions to the client", str(len(terms.questions) or "None")),
            ("Pictures", str(len(terms.pictures) or "None yet")),
            ("Rulebook", ground.policy.name if ground.policy else "None yet"),
        ]

    @property
    def changes(self) -> list[str]:
        """What differs from what is published, by step; empty for a first version."""
        if self.gig.version is None:
            return []
        differs = set(sections.what_differs(self.gig.version.said, self.terms))
        return [wizard.TITLES[step] for step, names in sections.FIELDS.items() if differs & set(names)]

    @property
    def can_publish(self) -> bool:
        return not self.problems and (self.gig.version is None or bool(self.changes))


def _in_description(problem: GigProblem) -> str:
    if problem.index is None:
        return "id_description" if problem.field == "description" else "workflow"
    if problem.field == "faq":
        return f"id_faq-{problem.index}-question"
    if problem.field == "packages":
        return f"milestone-{problem.index}"
    return f"id_milestone-{problem.index}-{problem.package or problem.field}"
