"""The page on which an offer, or the next version of one, is written: its forms together, and what its buttons do.

Every button of the page submits all of it. A button that only changes the plan gives the page back with all that was
typed, right or wrong; `save` keeps a draft and `review` goes on, and only these say what is wrong.
"""

from django.urls import reverse
from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.offers import actions, contracts, forms, limits, plan_ops, quotes
from marketplace.offers.models import ContractKind, Draft, Offer, OfferState, Side
from marketplace.offers.terms import Terms
from milestones import endings, explain
from milestones.models import Policy
from milestones.models.policy import Writers
from milestones.plan import Step

SAVING = ("save", "review")
FIELDS = list(forms.StepForm.base_fields)
BLANK_ROWS = 2
OF_THE_PLAN = ("plan", "total")  # problems that no single field has


class Editor:
    """One request to the editor. `offer` is None for a new one; `data` is None on the first look."""

    def __init__(self, user, offer: Offer | None = None, *, data=None, files=None, start: dict | None = None):
        self.user, self.offer, self.data, self.files = user, offer, data, files
        self.start = start or {}
        self.op = data.get("op", "refresh") if data is not None else ""
        self.notes: dict[str, str] = {}  # what no form can say: of the plan as a whole, of a split, of a file

    # What is being edited

    @property
    def is_draft(self) -> bool:
        """Whether the heading is still open: nothing was sent yet."""
        return self.offer is None or self.offer.state == OfferState.DRAFT

    @property
    def is_final(self) -> bool:
        return self.op in SAVING

    @cached_property
    def saved(self) -> Terms | None:
        """What was saved, or else the newest version, to start from."""
        if self.offer is None:
            return None
        draft = Draft.objects.filter(offer=self.offer, by=self.user, base=self.offer.number).first()
        return Terms.from_data(draft.terms) if draft else self.offer.version.terms

    @cached_property
    def raw(self) -> dict:
        """The heading and terms as they are typed in the form now."""
        if self.data is not None:
            return {key: self.data.get(key, "") for key in self.data}
        raw = {**self._heading_of_offer()} if self.offer else {**self._first_heading(), **self.start}
        if self.saved:
            raw |= forms.typed(self.saved, self.currency_of(raw))[0]
        return raw

    def _heading_of_offer(self) -> dict:
        offer = self.offer
        to = offer.freelancer_id if offer.side_of(self.user) == Side.CLIENT else offer.client_id
        return {
            "role": str(offer.side_of(self.user)),
            "to": str(to or ""),
            "invite": offer.invited_email,
            "category": str(offer.category_id or ""),
            "currency": offer.currency,
            "policy": str(offer.policy_id),
            "valid_days": offer.valid_days,
        }

    def _first_heading(self) -> dict:
        first = forms.direct_policies().first()
        return {
            "role": Side.CLIENT.value,
            "currency": "USD",
            "valid_days": 14,
            "policy": str(first.pk) if first else "",
        }

    def currency_of(self, raw: dict) -> str:
        allowed = dict(forms.HeadingForm.base_fields["currency"].choices)
        wanted = raw.get("currency") if self.is_draft else self.offer.currency
        return wanted if wanted in allowed else "USD"

    @cached_property
    def currency(self) -> str:
        return self.currency_of(self.raw)

    @cached_property
    def policy(self) -> Policy | None:
        if not self.is_draft:
            return self.offer.rules
        key = str(self.raw.get("policy") or "")
        return Policy.objects.filter(pk=key).first() if key.isdecimal() else None

    @property
    def side(self) -> str:
        """Client or freelancer, as far as it is known."""
        if not self.is_draft:
            return self.offer.side_of(self.user)
        return self.raw.get("role") if self.raw.get("role") in Side.values else Side.CLIENT.value

    @cached_property
    def rows(self) -> plan_ops.Rows:
        """The steps as they are typed now, after what the button did."""
        if self.data is None:
            rows = forms.typed(self.saved, self.currency)[1] if self.saved else []
            return rows or [{} for _ in range(BLANK_ROWS)]
        rows = self._typed_rows()
        if self.is_final:
            return [row for row in rows if not plan_ops.is_blank(row)] or [{}]
        try:
            return plan_ops.apply(
                self.op,
                rows,
                total=self.raw.get("split_total", ""),
                percentages=self.raw.get("percentages", ""),
                currency=self.currency,
            )
        except Refused as refused:
            self.notes[refused.field] = refused.message
            return rows

    def _typed_rows(self) -> plan_ops.Rows:
        typed = self.data.get("steps-TOTAL_FORMS", "")
        count = min(int(typed), limits.MOST_STEPS) if typed.isdecimal() else 0
        return [{field: self.data.get(f"steps-{row}-{field}", "") for field in FIELDS} for row in range(count)]

    # Its forms

    @cached_property
    def heading(self) -> forms.HeadingForm | None:
        if not self.is_draft:
            return None
        people = forms.find_people(self.raw.get("who", ""), but=self.user, chosen=self.raw.get("to", ""))
        return forms.HeadingForm(user=self.user, people=people, **self._bound(self.raw))

    @cached_property
    def terms(self) -> forms.TermsForm:
        return forms.TermsForm(policy=self.policy, **self._bound(self.raw))

    @cached_property
    def steps(self):
        options = {"form_kwargs": {"policy": self.policy, "currency": self.currency}, "prefix": "steps"}
        if not self.is_final:
            formset = forms.StepFormSet(initial=self.rows, **options)
            if self.op == "add":
                formset.forms[-1].fields["name"].widget.attrs["autofocus"] = True
            return formset
        data = {f"steps-{at}-{field}": value for at, row in enumerate(self.rows) for field, value in row.items()}
        count = len(self.rows)
        return forms.StepFormSet({**data, "steps-TOTAL_FORMS": count, "steps-INITIAL_FORMS": count}, **options)

    def _bound(self, raw: dict) -> dict:
        return {"data": raw, "files": self.files} if self.is_final else {"initial": raw}

    @cached_property
    def upload(self):
        """The contract that was uploaded, in this request or before."""
        if self.data is not None and self.files and self.files.get("file"):
            try:
                return contracts.keep(self.files["file"], by=self.user)
            except Refused as refused:
                self.notes["file"] = refused.message
        found = forms.uploaded(self.raw)
        return found if forms.is_mine(found, self.user, self.offer) else None

    # Saving

    def save(self) -> Offer | None:
        """Keep the draft. None when something stands against it: then every form says what."""
        if self.notes_of_upload() or not self._valid():
            return None
        try:
            offer = self._save()
        except Refused as refused:
            self._show(limits.Problem(refused.field or "", refused.message))
            return None
        if self.op == "review" and (found := limits.problems(offer, self.given.under(offer.policy), side=self.side)):
            self.offer = offer
            for problem in found:
                self._show(problem)
            return None
        return offer

    def notes_of_upload(self) -> bool:
        self.upload  # noqa: B018 - reads the file, and notes what is wrong with it
        if "file" not in self.notes:
            return False
        if "file" in self.terms.fields:
            self.terms.add_error("file", self.notes["file"])
        return True

    def _valid(self) -> bool:
        return all([self.heading is None or self.heading.is_valid(), self.terms.is_valid(), self.steps.is_valid()])

    def _save(self) -> Offer:
        if self.offer is None:
            heading = vars(self._heading())
            return actions.write(by=self.user, terms=self.given, **heading)
        return actions.save_draft(
            self.offer, by=self.user, terms=self.given, heading=self._heading() if self.is_draft else None
        )

    def _heading(self) -> actions.Heading:
        data = self.heading.cleaned_data
        names = ("role", "policy", "currency", "to", "invite", "category", "valid_days")
        return actions.Heading(**{name: data[name] for name in names})

    @cached_property
    def given(self) -> Terms:
        """The terms that were typed; the forms are valid."""
        data = self.terms.cleaned_data
        return Terms(
            title=data["title"],
            steps=[form.step() for form in self.steps],
            scope=data["scope"],
            revisions=data.get("revisions") or 0,
            starts_on=data.get("starts_on"),
            contract=data.get("contract") or ContractKind.TEMPLATE,
            upload=self.upload.pk if self.upload else None,
        )

    def _show(self, problem: limits.Problem) -> None:
        """Put a problem next to its field."""
        if problem.step is not None:
            form = self.steps.forms[problem.step]
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        elif self.heading and problem.field in self.heading.fields:
            self.heading.add_error(problem.field, problem.message)
        elif problem.field in self.terms.fields or problem.field == "upload":
            self.terms.add_error("file" if problem.field == "upload" else problem.field, problem.message)
        else:
            self.notes[problem.field if problem.field in OF_THE_PLAN else "page"] = problem.message

    # What the page shows beside the forms

    @property
    def total(self) -> int:
        return plan_ops.sum_of(self.rows, self.currency)

    @cached_property
    def quote(self) -> quotes.Quote | None:
        """What it costs, as soon as every row has an amount."""
        amounts = [plan_ops.minor(str(row.get("amount") or ""), self.currency) or 0 for row in self.rows]
        if self.policy is None or self.currency not in self.policy.currencies or not all(each > 0 for each in amounts):
            return None
        return quotes.quote(self.policy, [Step("", amount) for amount in amounts], self.currency)

    @cached_property
    def endings(self) -> list[endings.Outcome]:
        if self.quote is None:
            return []
        return endings.of_plan(self.policy, [one.step.amount for one in self.quote.steps], self.currency)

    @property
    def may_write(self) -> bool:
        """Whether the chosen rulebook lets this side write the plan at all."""
        return not (self.policy and self.policy.plan_written_by == Writers.FREELANCER and self.side == Side.CLIENT)

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
    def rules(self):
        return explain.sections(self.policy, self.currency if self.currency in self.policy.currencies else "USD")

    @property
    def splits(self) -> bool:
        """Whether somebody is splitting a total: then that part stays open."""
        return self.op.startswith("split")

    @property
    def split_total(self) -> str:
        return self.raw.get("split_total") or (plan_ops.plain(self.total, self.currency) if self.total else "")

    @property
    def limits(self) -> list[str]:
        """What stands against the plan as a whole."""
        return [self.notes[name] for name in (*OF_THE_PLAN, "page") if name in self.notes]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, as (id of the control, label, message), for the list at the top."""
        found = [("plan", "Plan", text) for text in self.limits]
        if self.is_final:
            for form in filter(None, [self.heading, self.terms, *self.steps]):
                found += _errors_of(form)
        return found


def _errors_of(form) -> list[tuple[str, str, str]]:
    found = []
    for name, messages in form.errors.items():
        known = name in form.fields
        where = _place(form) + (form[name].label.removesuffix(" (optional)") if known else "")
        found += [
            (form[name].id_for_label or form[name].auto_id if known else "plan", where, text) for text in messages
        ]
    return found


def _place(form) -> str:
    prefix = form.prefix or ""
    return f"Step {int(prefix.rpartition('-')[2]) + 1}, " if prefix.startswith("steps-") else ""
