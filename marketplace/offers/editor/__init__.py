"""A page on which an offer, or the next version of one, is written: its forms together, and what its buttons do.

It is written in steps (`steps`), each saved by itself. Every button of a page submits all of that. A button that only
changes the plan gives the page back with all that was typed, right or wrong; `save` keeps a draft, `next` and `review`
go on, and only these say what is wrong.
"""

from dataclasses import replace
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
from marketplace.offers.editor import steps
from marketplace.offers.editor.raw_input import CHECK, KEEP, NEXT, RawInput
from marketplace.offers.editor.sums import Sums
from marketplace.offers.models import ContractKind, ContractUpload, Offer
from marketplace.offers.terms import Terms
from marketplace.offers.texts.layout import Block
from marketplace.policies.models import OrderType
from milestones.forms import plan_ops
from milestones.forms.fields import readable
from milestones.forms.plan_row import Row, errors_of

OF_SOME = ("starts_on", "revisions")  # terms that some rulebooks have, and that are kept under the others


class Editor(RawInput):
    """One request to the editor: what was typed, in forms that can be shown, checked and saved."""

    stale: actions.Stale | None = None  # what another tab saved meanwhile
    unsaved = ""  # why what is typed could not be kept by the way
    is_kept = False  # saved, although something stands against going on
    buttons = ""  # where they are not in the bar at the foot of the page

    # Its forms

    @cached_property
    def heading(self) -> forms.HeadingForm | None:
        if not self.has_heading:
            return None
        people = forms.find_people(self.raw.get("who", ""), but=self.user, chosen=whole_number(self.raw.get("to")))
        options = self._bound()
        options |= {name: {**raw, "order_type": self._order_type} for name, raw in options.items() if raw is self.raw}
        return forms.HeadingForm(people=people, policy=self.policy, **options)

    @property
    def _order_type(self) -> str:
        """As it was typed; what the chosen rulebook does not take, as it would be."""
        typed = str(self.raw.get("order_type") or "")
        return self.order_type if typed in OrderType.values else typed

    @cached_property
    def terms(self) -> forms.TermsForm:
        names, bound = self._names_of_terms, self._bound()
        return forms.TermsForm(policy=self.policy, order_type=self.order_type, names=names, **bound)

    @property
    def _names_of_terms(self) -> list[str]:
        part_of = {name: steps.CONTRACT for name in steps.OF_THE_CONTRACT}
        names = forms.TermsForm.base_fields
        return [name for name in names if part_of.get(name, steps.PROJECT) in self.parts] or ["none of them"]

    def _bound(self) -> dict:
        return {"data": self.raw, "files": self.files} if self.is_checked else {"initial": self.raw}

    @cached_property
    def lines(self) -> list[Row]:
        """The rows of the plan as they are shown, those among them that can be put back, too."""
        if steps.MILESTONES not in self.parts:
            return []
        options: dict[str, Any] = {"policy": self.policy, "currency": self.currency}
        lines = [Row(row, checked=self.is_checked, **options) for row in self.shown_rows]
        living = [line for line in lines if line.form]
        for number, line in enumerate(living, start=1):
            line.form.number = number
            if self.op == f"restore-{line.number}" or (self.op == "add" and line is living[-1]):
                line.form.fields["name"].widget.attrs["autofocus"] = True
        return lines

    @cached_property
    def filled(self) -> list[Row]:
        """The rows that are milestones. Blank ones are none, but the first when there is no other."""
        there = [line for line in self.lines if line.form]
        return [line for line in there if not (self.is_checked and line.is_blank)] or there[:1]

    @property
    def milestones(self) -> list[forms.MilestoneForm]:
        """A form for each milestone of the plan."""
        return [line.form for line in self.filled]

    @property
    def unused(self) -> list[tuple[str, str]]:
        """What was typed into fields that the chosen rulebook has no place for: another one may have."""
        asked = self._names_of_terms
        unused = forms.unused_terms(self.policy, self.order_type)
        names = [name for name in unused if name != "file" and name in asked]
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
        found = self._in_the_way(offer)
        if found or self.op == KEEP:
            self.offer, self.is_kept = offer, True
            self.__dict__.pop("saved", None)  # it is what is here by now
            for problem in found:
                self._show(problem)
        return None if found else offer

    def _in_the_way(self, offer: Offer) -> list[limits.Problem]:
        """What stands against going on: what this step lacks, or, where all is to be read once more, what any does."""
        if self.op not in (NEXT, CHECK):
            return []
        found = limits.problems(offer, self.given.under(offer.policy), side=self.side)
        return [one for one in found if self.op == CHECK or steps.step_of(one) in self.parts]

    @cached_property
    def problems(self) -> list[limits.Problem]:
        """All that stands against sending what is saved."""
        if self.offer is None or self.saved is None:
            return []
        side = self.offer.side_of(self.user)
        return limits.problems(self.offer, self.saved.under(self.offer.policy), side=side)

    def check(self) -> None:
        """Say what is missing in this step, before anything is pressed."""
        if all(form.is_valid() for form in [*filter(None, [self.heading]), self.terms, *self.milestones]):
            for problem in self.problems:
                if steps.step_of(problem) in self.parts:
                    self._show(problem)

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
        heading = self._given_heading if self.has_heading else None
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
        """What is saved, and in place of it what was typed; the forms are valid."""
        data = self.terms.cleaned_data
        unused = [name for name in forms.unused_terms(self.policy) if name in OF_SOME and name in self._names_of_terms]
        written = readable(forms.TermsForm, unused, self.raw)
        written |= {name: data[name] for name in ("title", "scope", *OF_SOME, "months", "discount") if name in data}
        if steps.MILESTONES in self.parts:
            written["milestones"] = [line.milestone() for line in self.filled]
        if steps.CONTRACT in self.parts:
            written["contract"] = data.get("contract") or ContractKind.TEMPLATE
            written["upload"] = self.upload.pk if self.upload else None
        begun = self.saved or Terms(title="", contract=ContractKind.TEMPLATE)
        return replace(begun, zone=self.zone, **written)

    @cached_property
    def zone(self) -> str:
        """In which the days of the plan begin and end: that of whoever wrote the first version."""
        version = self.offer.version if self.offer else None
        return version.zone if version else zone_of(self.user).key

    # What is wrong

    def _show(self, problem: limits.Problem) -> None:
        """Put a problem next to its field."""
        field = "file" if problem.field == "upload" else problem.field
        if steps.step_of(problem) not in self.parts and not (self.heading and field in self.heading.fields):
            self.elsewhere.append(problem)
        elif problem.milestone is not None:
            form = self.milestones[problem.milestone]
            form.add_error(field if field in form.fields else None, problem.message)
        elif self.heading and field in self.heading.fields:
            self.heading.add_error(field, problem.message)
        elif field in self.terms.fields:
            self.terms.add_error(field, problem.message)
        else:
            self.notes[field if field in steps.OF_THE_PLAN else "page"] = problem.message

    @cached_property
    def elsewhere(self) -> list[limits.Problem]:
        """What is to be mended in another step."""
        return []

    @property
    def troubles_elsewhere(self) -> list[tuple[str, str, str]]:
        """The same as (address, where, sentence)."""
        return [
            (f"{steps.url_of(self.offer, step)}?check=1", self._where(problem, step), problem.message)
            for problem in self.elsewhere
            for step in [steps.step_of(problem)]
        ]

    def _where(self, problem: limits.Problem, step: str) -> str:
        if problem.milestone is not None:
            return f"Step {problem.milestone + 1}"
        return steps.title_of(step, self.policy, self.order_type)

    @property
    def limits(self) -> list[str]:
        """What stands against the plan as a whole."""
        return [self.notes[name] for name in (*steps.OF_THE_PLAN, "page") if name in self.notes]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, as (id of the control, label, message), for the list at the top."""
        found = [("plan", "Plan", text) for text in self.limits]
        if self.is_checked:
            for form in filter(None, [self.heading, self.terms]):
                found += errors_of(form)
            for form in self.milestones:
                found += errors_of(form, form.number)
        return found

    # What the page shows

    @cached_property
    def stations(self) -> list[steps.Station]:
        """How far each step is."""
        return steps.stations(self.offer, self.saved, self.policy, self.order_type, self.problems, self.step)

    @property
    def before(self) -> steps.Station | None:
        step, _ = steps.around(self.step, self.policy)
        return next((one for one in self.stations if one.step == step and one.url), None)

    @property
    def after(self) -> str:
        """The step that follows."""
        return steps.around(self.step, self.policy)[1]

    @cached_property
    def sums(self) -> Sums:
        return Sums(self)

    @property
    def kind(self) -> str:
        """What is written: an offer, a proposal …"""
        return origins.words_of(self.offer.origin if self.offer else origins.origin_under(self.policy))

    @property
    def reads_contract(self) -> bool:
        """Whether the site's contract is shown beside the choice of one."""
        return self.offer is not None and self.step == steps.CONTRACT

    @property
    def can_be_sent(self) -> bool:
        return self.draft is not None and not self.problems

    @cached_property
    def document(self) -> list[Block]:
        """The site's contract, filled in from what is saved; none before there is a plan."""
        terms = self.saved.under(self.offer.policy)
        return contracts.preview(self.offer, terms) if terms.milestones else []

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
        """Where the form goes: once there is a draft, to its step."""
        if self.offer is None:
            return reverse("offers:new")
        return steps.url_of(self.offer, self.step)

    @property
    def may_begin(self) -> bool:
        """Whether there is no plan yet, so that a template may begin it."""
        return bool(self.templates) and all(plan_ops.is_blank(row) for row in self.rows)

    @property
    def brought_back(self) -> str:
        """The number of the row in whose place a press made others: taking them back puts it there again."""
        return self.undo.partition(" for ")[2]

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
