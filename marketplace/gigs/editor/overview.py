"""The first step: what it is, where it is filed, under which rules."""

from typing import Any

from django.utils.functional import cached_property

from marketplace.gigs import limits
from marketplace.gigs.editor.page import Page
from marketplace.gigs.editor.reading import text
from marketplace.gigs.forms import OverviewForm
from marketplace.gigs.ground import gig_policies
from marketplace.gigs.limits import GigProblem
from marketplace.policies.models import Policy

FIELDS = ["title", "category", "tags", "language", "currency", "policy"]


class OverviewPage(Page):
    step = limits.OVERVIEW
    heading = "Overview"
    advice = "The title and the tags are what people search by. Say what you make; who you are stands on your profile."

    @cached_property
    def form(self) -> OverviewForm:
        raw = {name: text(self.data, name) for name in FIELDS} if self.data is not None else self._saved()
        return OverviewForm(raw, policies=self.policies, is_filed=self.is_filed)

    def _saved(self) -> dict[str, Any]:
        said = self.terms
        return {
            "title": said.title,
            "category": said.category or "",
            "tags": ", ".join(said.tags),
            "language": said.language,
            "currency": said.currency,
            "policy": self.policy.pk if self.policy else "",
        }

    @cached_property
    def policies(self) -> list[Policy]:
        return list(gig_policies())

    @cached_property
    def renewed(self) -> Policy | None:
        """The rulebook that was chosen, where it is not offered any more."""
        if self.terms.policy in [one.pk for one in self.policies]:
            return None
        return Policy.objects.filter(pk=self.terms.policy).first()

    @property
    def policy(self) -> Policy | None:
        """What is chosen: what is saved, or else its newest version, or the only one there is."""
        key = self.renewed.key if self.renewed else ""
        chosen = [one for one in self.policies if one.pk == self.terms.policy or one.key == key]
        return (chosen or self.policies or [None])[0]

    @property
    def is_filed(self) -> bool:
        """Whether only support files it elsewhere: it was published under this kind of work."""
        return self.gig.version is not None

    @property
    def parts(self):
        return [("", self.form)]

    def values(self) -> dict[str, Any]:
        data = self.form.cleaned_data
        policy = data.get("policy") or self.policy
        said = {name: data[name] for name in ("title", "tags", "language", "currency")}
        if not self.is_filed:
            said["category"] = data["category"]
        return {**said, "policy": policy.pk if policy else None}

    def place_of(self, problem: GigProblem):
        return (self.form, problem.field) if problem.field in self.form.fields else (None, "overview-title")
