"""What people fill in: an offer's heading, terms and plan, and what is asked before something is sent or accepted."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.db.models import Q
from djmoney.money import Money

from escrow.money import exponent, to_minor, to_money
from marketplace.accounts.models import User
from marketplace.gigs.models import Category
from marketplace.offers.limits import ORIGINS
from marketplace.offers.models import ContractKind, ContractUpload, Offer, Side
from marketplace.offers.terms import Terms
from marketplace.widgets import AmountInput, Explained, RadioCards
from milestones.models import Policy
from milestones.models.policy import Contract
from milestones.plan import Step

MOST_LINES = 30
LINE = 120  # letters
MOST_FOUND = 8  # people
LARGEST = Decimal(1_000_000_000)  # of any currency, for one step


class Lines(forms.CharField):
    """A list that is typed one a line."""

    def __init__(self, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(required=False, **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines; these are {len(lines)}.")
        if long := next((line for line in lines if len(line) > LINE), None):
            raise forms.ValidationError(f"“{long[:30]}…” is longer than {LINE} letters.")
        return lines


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-width": "medium"})


class HeadingForm(forms.Form):
    """Who, under which rules, in which currency. Only a draft has it: later it is fixed."""

    hide_optional = True

    role = forms.ChoiceField(
        label="What are you in this?",
        choices=[
            (Side.CLIENT, Explained("I hire", "You pay, and the other side does the work.")),
            (Side.FREELANCER, Explained("I work", "You do the work, and the other side pays.")),
        ],
        widget=RadioCards,
    )
    to = forms.ModelChoiceField(label="", queryset=User.objects.none(), required=False, widget=RadioCards)
    who = forms.CharField(
        label="Their name",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": "Search people by name"}),
    )
    invite = forms.EmailField(
        label="Or invite somebody new, by e-mail",
        required=False,
        help_text="They get a link to this offer, and sign up by it.",
    )
    category = forms.ModelChoiceField(
        queryset=Category.objects.none(),
        required=False,
        help_text="★ can be sold in steps under every rulebook.",
    )
    currency = forms.ChoiceField(choices=[(code, code) for code in settings.CURRENCIES])
    policy = forms.ModelChoiceField(
        label="Rulebook", queryset=Policy.objects.none(), empty_label=None, widget=RadioCards
    )
    valid_days = forms.IntegerField(
        label="Open for",
        initial=14,
        help_text="Days to answer. Then it expires.",
        widget=forms.NumberInput(attrs={"data-width": "short", "min": 1, "max": 90}),
    )

    def __init__(self, *args, user, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["to"].queryset = people
        self.fields["to"].empty_label = None
        self.fields["to"].label_from_instance = lambda person: Explained(str(person), person.headline)
        self.fields["category"].queryset = Category.objects.of_work()
        self.fields["category"].choices = category_choices()
        self.fields["policy"].queryset = direct_policies()
        self.fields["policy"].label_from_instance = lambda policy: Explained(policy.name, policy.summary)


def direct_policies():
    """The rulebooks that a direct offer may be made under."""
    offered = Policy.objects.offered()
    return offered.filter(origins__overlap=[str(origin) for origin in ORIGINS])


def category_choices() -> list:
    """Subcategories under their categories; a star marks those whose work may be sold in steps everywhere."""
    groups: dict[str, list] = {}
    for one in Category.objects.of_work():
        groups.setdefault(one.parent.name, []).append((one.pk, f"{one.name} ★" if one.milestone_eligible else one.name))
    return [("", "Not said"), *groups.items()]


def find_people(words: str, *, but: User, chosen: str = ""):
    """People whose name has all these words, and the one who is chosen already. No address is ever searched."""
    match = Q(pk__in=[])
    if words := words.split():
        match = Q()
        for word in words:
            match &= Q(display_name__icontains=word)
    if str(chosen).isdecimal():
        match |= Q(pk=chosen)
    people = User.objects.filter(match, is_active=True).exclude(pk=but.pk).order_by("display_name", "pk")
    return User.objects.filter(pk__in=list(people.values_list("pk", flat=True)[:MOST_FOUND])).order_by("display_name")


class TermsForm(forms.Form):
    """What the work is, and what goes with it under the chosen rulebook."""

    hide_optional = True

    title = forms.CharField(label="Title", required=False, max_length=120)
    scope = forms.CharField(
        label="Scope",
        required=False,
        max_length=10_000,
        help_text="What is to be done, what is not, and what you need from each other.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    starts_on = forms.DateField(label="The project starts on", required=False, widget=day_input())
    revisions = forms.IntegerField(
        label="Revisions in the whole order",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    contract = forms.ChoiceField(
        label="Contract",
        required=False,
        choices=[
            (ContractKind.TEMPLATE, Explained("Cairn’s contract", "A neutral text, filled in from this offer.")),
            (ContractKind.UPLOAD, Explained("A contract of your own", "A PDF that you upload.")),
        ],
        widget=RadioCards,
    )
    upload = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Your contract",
        required=False,
        help_text="PDF, up to 5 MB. Only the two of you and support can open it.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args, policy: Policy | None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in unused_terms(policy):
            del self.fields[name]

    def clean_revisions(self):
        return self.cleaned_data["revisions"] or 0


def unused_terms(policy: Policy | None) -> list[str]:
    """The fields that a rulebook has no place for."""
    unused = []
    if not (policy and policy.project_start_date):
        unused.append("starts_on")
    if not (policy and policy.revisions == "per_order"):
        unused.append("revisions")
    if not (policy and policy.contract == Contract.TEMPLATE_OR_UPLOAD):
        unused += ["contract", "upload", "file"]
    return unused


FOLDED = ("description", "substeps")


class StepForm(forms.Form):
    """One milestone of the plan. What is missing or too much is said by the policy's limits, not here."""

    hide_optional = True

    name = forms.CharField(label="Name of the step", required=False, max_length=120)
    amount = forms.DecimalField(
        label="Amount",
        required=False,
        max_value=LARGEST,
        widget=AmountInput(attrs={"data-amount": ""}),
        error_messages={"invalid": "Enter an amount, such as 250 or 250.50."},
    )
    days = forms.IntegerField(
        label="Days",
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    due_on = forms.DateField(label="Due on", required=False, widget=day_input())
    revisions = forms.IntegerField(
        label="Revisions",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    description = forms.CharField(
        label="Description (optional)", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    deliverables = Lines(label="Deliverables", help_text="What it produces, one a line.")
    substeps = Lines(label="Substeps (optional)", help_text="One a line; ticked off as the work goes on.")

    def __init__(self, *args, policy: Policy | None, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"].widget.currency = currency
        if not (policy and policy.deliverables_required):
            self.fields["deliverables"].label = "Deliverables (optional)"
        if policy and policy.time_given == "optional_due_date":
            self.fields["due_on"].label = "Due on (optional)"
        for name in unused_of_step(policy):
            del self.fields[name]

    def clean_amount(self) -> int:
        """In minor units; an amount that the currency can't have is refused here, next to the field."""
        amount = self.cleaned_data["amount"]
        if amount is None:
            return 0
        try:
            minor = to_minor(Money(amount, self.currency))
        except ValueError:
            raise forms.ValidationError(too_fine(self.currency)) from None
        if minor <= 0:
            raise forms.ValidationError("The amount must be more than zero.")
        return minor

    @property
    def more_is_filled(self) -> bool:
        """Whether there is something in the part that is folded away."""
        return any(name in self.fields and (self[name].value() or self[name].errors) for name in FOLDED)

    def step(self) -> Step:
        """What was typed, as a step. Call it when the form is valid."""
        data = self.cleaned_data
        return Step(
            name=data["name"],
            amount=data["amount"],
            description=data["description"],
            deliverables=data["deliverables"],
            substeps=data.get("substeps", []),
            days=data.get("days"),
            due_on=data.get("due_on"),
            revisions=data.get("revisions") or 0,
        )


def too_fine(currency: str) -> str:
    """The sentence for an amount with more decimals than its currency."""
    places = exponent(currency)
    return f"{currency} has {places} decimals at most." if places else f"{currency} has no decimals: round the amount."


def unused_of_step(policy: Policy | None) -> list[str]:
    unused = ["due_on" if policy is None or policy.time_given == "days" else "days"]
    if policy and policy.revisions != "per_milestone":
        unused.append("revisions")
    if policy and not policy.substeps:
        unused.append("substeps")
    return unused


StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=100, absolute_max=101)


def typed(terms: Terms, currency: str) -> tuple[dict, list[dict]]:
    """Terms as they would have been typed: for the terms form, and for each step."""
    heading = {
        "title": terms.title,
        "scope": terms.scope,
        "starts_on": terms.starts_on,
        "revisions": terms.revisions,
        "contract": terms.contract,
        "upload": terms.upload,
    }
    return heading, [typed_step(step, currency) for step in terms.steps]


def typed_step(step: Step, currency: str) -> dict:
    return {
        "name": step.name,
        "amount": to_money(step.amount, currency).amount if step.amount else None,
        "days": step.days,
        "due_on": step.due_on,
        "revisions": step.revisions,
        "description": step.description,
        "deliverables": "\n".join(step.deliverables),
        "substeps": "\n".join(step.substeps),
    }


# Before something is sent or accepted


class ConfirmForm(forms.Form):
    """What is asked on the page before an offer is sent, accepted or paid; only what the case needs."""

    source = forms.ChoiceField(label="Pay with", widget=RadioCards)
    signature = forms.CharField(
        label="Sign with your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Sign with your full name."},
    )
    message = forms.CharField(
        label="Message", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ways=(), signs: bool, writes: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_value = {str(way.source.pk) if way.source else "balance": way.source for way, _ in ways}
        if ways:
            choices = [(value, Explained(*words)) for value, (_, words) in zip(self.by_value, ways, strict=True)]
            self.fields["source"].choices = choices
            self.fields["source"].initial = choices[0][0]
        else:
            del self.fields["source"]
        if not signs:
            del self.fields["signature"]
        if not writes:
            del self.fields["message"]

    def answers(self) -> dict:
        """The chosen source, the signature and the message, as the actions take them."""
        data = self.cleaned_data
        answers = {name: data[name] for name in ("signature", "message") if name in data}
        if "source" in data:
            answers["source"] = self.by_value[data["source"]]
        return answers


class ReasonForm(forms.Form):
    """Why an offer is declined."""

    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangesForm(forms.Form):
    """What should be different."""

    message = forms.CharField(
        label="What should be different?", max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


def uploaded(terms: dict) -> ContractUpload | None:
    """The contract that was uploaded before, to name it in the editor."""
    key = str(terms.get("upload") or "")
    return ContractUpload.objects.filter(pk=key).first() if key.isdecimal() else None


def is_mine(upload: ContractUpload | None, user, offer: Offer | None) -> bool:
    """Whether this person may put that upload into this offer: theirs, or one that the other side put into it."""
    ours = [user.pk] + ([offer.client_id, offer.freelancer_id] if offer else [])
    return upload is not None and upload.by_id in ours
