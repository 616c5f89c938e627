"""The page on which an offer, or the next version of one, is written: its forms together, and what its buttons do.

Every button of the page submits all of it. A button that only changes the plan gives the page back with all that was
typed, right or wrong; `save` keeps a draft and `review` goes on, and only these say what is wrong.
"""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from marketplace import subjects
from marketplace.accounts.locales import zone_of
from marketplace.errors import Refused
from marketplace.idempotency.keys import Repeated
from marketplace.numbers import whole_number
from marketplace.offers import actions, contracts, forms, limits, origins
from marketplace.offers.changes import changes
from marketplace.offers.editor.raw_input import RawInput
from marketplace.offers.editor.sums import Sums
from marketplace.offers.models import ContractKind, ContractUpload, Offer
from marketplace.offers.terms import Terms
from milestones.forms import plan_ops
from milestones.forms.plan_row import Row, errors_of

OF_THE_PLAN = ("plan", "total")  # problems that no single field has


class Editor(RawInput):
    """One request to the editor: what was typed, in forms that can be shown, checked and saved."""

    stale: actions.Stale | None = None  # what another tab saved meanwhile
    is_kept = False  # saved, although something stands against sending it
    buttons = "offers/editor/buttons.html"

    # Its forms

    @cached_property
    def heading(self) -> forms.HeadingForm | None:
        if not self.is_draft:
            return None
        people = forms.find_people(self.raw.get("who", ""), but=self.user, chosen=whole_number(self.raw.get("to")))
        return forms.HeadingForm(people=people, policy=self.policy, **self._bound())

    @cached_property
    def terms(self) -> forms.TermsForm:
        return forms.TermsForm(policy=self.policy, **self._bound())

    def _bound(self) -> dict:
        return {"data": self.raw, "files": self.files} if self.is_final else {"initial": self.raw}

    @cached_property
    def lines(self) -> list[Row]:
        """The rows of the plan as they are shown, those among them that can be put back, too."""
        options: dict[str, Any] = {"policy": self.policy, "currency": self.currency}
        lines = [Row(row, checked=self.is_final, **options) for row in self.shown_rows]
        living = [line for line in lines if line.form]
        for number, line in enumerate(living, start=1):
            line.form.number = number
            if self.op == f"restore-{line.number}" or (self.op == "add" and line is living[-1]):
                line.form.fields["name"].widget.attrs["autofocus"] = True
        return lines

    @cached_property
    def milestones(self) -> list[forms.MilestoneForm]:
        """A form for each milestone of the plan. Blank rows are no milestones, but the first when there is none."""
        found = [line.form for line in self.lines if line.form and not (self.is_final and line.is_blank)]
        return found or [line.form for line in self.lines if line.form][:1]

    @property
    def unused(self) -> list[tuple[str, str]]:
        """What was typed into fields that the chosen rulebook has no place for: another one may have."""
        names = [name for name in forms.unused_terms(self.policy) if name != "file"]
        if self.heading and "order_type" not in self.heading.fields:
            names.append("order_type")
        return [(name, str(self.raw[name])) for name in names if self.raw.get(name)]

    @cached_property
    def upload(self) -> ContractUpload | None:
        """The contract that was uploaded, in this request or before, for this offer."""
        if self.files and self.files.get("file") and "file" in self.terms.fields:
            try:
                return contracts.keep(self.files["file"], by=self.user)
            except Refused as refused:
                self.notes["file"] = refused.message
        found = ContractUpload.objects.usable(self.offer, self.user)
        return found.filter(pk=whole_number(self.raw.get("upload"))).first()

    # Saving

    def save(self) -> Offer | None:
        """Keep the draft. None when something stands against it: then every form says what."""
        if not self._is_valid():
            return None
        try:
            offer = self._save()
        except actions.Stale as stale:
            self.stale = stale
            return None
        except Repeated as repeated:
            return Offer.objects.of(self.user).get(pk=subjects.key_of(repeated.made))
        except Refused as refused:
            self._show(limits.Problem(refused.field or "", refused.message))
            return None
        if self.op == "review" and (found := limits.problems(offer, self.given.under(offer.policy), side=self.side)):
            self.offer, self.is_kept = offer, True
            for problem in found:
                self._show(problem)
            return None
        return offer

    def _is_valid(self) -> bool:
        upload = self.upload
        if upload is None and "file" in self.notes and "file" in self.terms.fields:
            self.terms.add_error("file", self.notes["file"])
        self._say_what_is_new()
        parts = [self.terms, *self.milestones]
        return all([self.heading is None or self.heading.is_valid(), *(form.is_valid() for form in parts)])

    def _say_what_is_new(self) -> None:
        """A rulebook that was published anew while this was written is read before anything is signed under it."""
        renewed = self.renewed
        if self.heading and renewed and renewed.new and not renewed.is_told:
            new = renewed.new
            text = f"“{new.name}” was published anew, as version {new.version}. Read below what changed, then go on."
            self.heading.add_error("policy", text)

    def _save(self) -> Offer:
        if self.offer is None:
            return actions.write(self._given_heading, self.given, by=self.user, once=self.once)
        heading = self._given_heading if self.is_draft else None
        return actions.save_draft(self.offer, by=self.user, terms=self.given, heading=heading, seen=self.seen)

    @cached_property
    def _given_heading(self) -> actions.Heading:
        """An address that was typed counts more than a person who was chosen before: a choice can't be taken back."""
        data = self.heading.cleaned_data
        names = ("role", "policy", "currency", "invite", "category", "valid_days")
        given = {name: data[name] for name in names}
        to = None if data["invite"] else data["to"]
        origin, order_type = origins.origin_under(data["policy"]), data["policy"].order_type_of(self.order_type)
        return actions.Heading(**given, origin=origin, order_type=order_type, to=to)

    @cached_property
    def given(self) -> Terms:
        """The terms that were typed; the forms are valid."""
        data = self.terms.cleaned_data
        return Terms(
            title=data["title"],
            milestones=[form.milestone() for form in self.milestones],
            scope=data["scope"],
            revisions=data.get("revisions") or 0,
            starts_on=data.get("starts_on"),
            contract=data.get("contract") or ContractKind.TEMPLATE,
            upload=self.upload.pk if self.upload else None,
            zone=self.zone,
            questions=self.saved.questions if self.saved else [],  # which this page does not change
        )

    @cached_property
    def zone(self) -> str:
        """In which the days of the plan begin and end: that of whoever wrote the first version."""
        version = self.offer.version if self.offer else None
        return version.zone if version else zone_of(self.user).key

    # What is wrong

    def _show(self, problem: limits.Problem) -> None:
        """Put a problem next to its field."""
        field = "file" if problem.field == "upload" else problem.field
        if problem.milestone is not None:
            form = self.milestones[problem.milestone]
            form.add_error(field if field in form.fields else None, problem.message)
        elif self.heading and field in self.heading.fields:
            self.heading.add_error(field, problem.message)
        elif field in self.terms.fields:
            self.terms.add_error(field, problem.message)
        else:
            self.notes[field if field in OF_THE_PLAN else "page"] = problem.message

    @property
    def limits(self) -> list[str]:
        """What stands against the plan as a whole."""
        return [self.notes[name] for name in (*OF_THE_PLAN, "page") if name in self.notes]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, as (id of the control, label, message), for the list at the top."""
        found = [("plan", "Plan", text) for text in self.limits]
        if self.is_final:
            for form in filter(None, [self.heading, self.terms, *self.milestones]):
                found += errors_of(form)
        return found

    # What the page shows

    @cached_property
    def sums(self) -> Sums:
        return Sums(self)

    @property
    def mark_to_send(self) -> str:
        """What the next press is written on: what the page showed, or what it was just told of."""
        return self.mark if self.seen is None or self.stale or self.is_kept else self.seen

    @property
    def differs(self) -> list[str]:
        """What taking this for the newest would change of what is saved."""
        if not (self.stale and self.stale.saved):
            return []
        return changes(self.stale.saved, self.given, self.currency)

    @property
    def url(self) -> str:
        """Where the form goes: once there is a draft, to that."""
        if self.offer is None:
            return reverse("offers:new")
        return reverse("offers:edit" if self.is_draft else "offers:counter", args=[self.offer.pk])

    @property
    def next_number(self) -> int:
        return self.offer.number + 1

    @property
    def people(self) -> bool:
        """Whether there is anybody to choose from."""
        return self.heading.fields["to"].queryset.exists()

    @property
    def splits(self) -> bool:
        """Whether somebody is splitting a total: then that part stays open."""
        return self.op.startswith("split")

    @property
    def split_total(self) -> str:
        total = self.sums.total
        return self.raw.get("split_total") or (plan_ops.plain(total, self.currency) if total else "")
