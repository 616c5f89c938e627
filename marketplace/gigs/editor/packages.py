"""The second step: one to three packages, and what is included in which."""

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from marketplace.formats import decimal_text
from marketplace.gigs import limits
from marketplace.gigs.editor import reading
from marketplace.gigs.editor.page import Page
from marketplace.gigs.forms import IncludedForm, PackageForm, SubscriptionForm
from marketplace.gigs.forms.packages import TICKED
from marketplace.gigs.limits import MOST_INCLUDED, GigProblem
from marketplace.gigs.terms import Included, Package, PackageKey
from marketplace.rows import GONE, ROW, Rows, living, next_number, numbered

FIELDS = ["name", "text", "price", "days", "revisions"]
INCLUDED = "included"
SUBSCRIPTION = "subscription"


class PackagesPage(Page):
    step = limits.PACKAGES
    heading = "Packages"
    advice = "Clients compare. Let each package hold all of the one before, and something more."

    # The packages: those that are there, and among them those that can be put back.

    @cached_property
    def packages(self) -> list[tuple[str, bool, dict[str, str]]]:
        """The key, whether it was taken out, and what was typed."""
        if self.data is None:
            return [(one.key, False, _raw(one, self.terms.currency)) for one in self.terms.packages]
        there, gone = self._pressed(set(self.data.getlist("package")), set(self.data.getlist("package-gone")))
        keys = [key for key in PackageKey.values if key in there | gone or key == PackageKey.BASIC]
        return [(key, key in gone, {name: reading.text(self.data, f"{key}-{name}") for name in FIELDS}) for key in keys]

    def _pressed(self, there: set[str], gone: set[str]) -> tuple[set[str], set[str]]:
        """Which there are after a button: "package.add", "package.remove.premium", "package.restore.premium"."""
        there, gone = there - gone, gone - {PackageKey.BASIC}
        sort, _, rest = self.op.partition(".")
        verb, _, key = rest.partition(".")
        if sort == "package" and verb == "add":
            key = next((one for one in PackageKey.values if one not in there), "")
        if sort == "package" and key in PackageKey.values:
            return (there - {key}, gone | {key}) if verb == "remove" else (there | {key}, gone - {key})
        return there, gone

    @property
    def keys(self) -> list[str]:
        return [key for key, is_gone, _ in self.packages if not is_gone]

    @cached_property
    def package_forms(self) -> dict[str, PackageForm]:
        currency = self.terms.currency
        return {
            key: PackageForm({f"{key}-{name}": value for name, value in raw.items()}, prefix=key, currency=currency)
            for key, is_gone, raw in self.packages
            if not is_gone
        }

    @property
    def cards(self) -> list[dict[str, Any]]:
        """What the page shows of each package."""
        return [
            {
                "key": key,
                "label": PackageKey(key).label,
                "form": self.package_forms.get(key),
                "kept": [(f"{key}-{name}", value) for name, value in raw.items() if value],
                "days": self.days_in_steps.get(key),
            }
            for key, _, raw in self.packages
        ]

    @cached_property
    def days_in_steps(self) -> dict[str, int]:
        """How long the packages take that are paid in steps: what their milestones take."""
        terms = self.terms
        return {
            key: sum(one.days for one in terms.stages_in(key))
            for key in PackageKey.values
            if terms.is_paid_in_steps(key)
        }

    @property
    def can_add(self) -> bool:
        return len(self.keys) < len(PackageKey)

    # What is included

    @cached_property
    def suggested(self) -> list[str]:
        """The rows that packages of this kind of work usually have."""
        return self.ground.category.rows if self.ground.category else []

    @cached_property
    def included_rows(self) -> Rows:
        if self.data is None:
            return numbered(self._saved_rows())
        fields = ["name", *PackageKey.values, *(f"{key}-text" for key in PackageKey.values)]
        there = reading.rows(self.data, INCLUDED, fields)
        return reading.pressed(self.op, INCLUDED, there, {})[0]

    def _saved_rows(self) -> Rows:
        said = [_raw_included(one) for one in self.terms.included]
        names = {one.name for one in self.terms.included}
        free = MOST_INCLUDED - len(said)
        return [*said, *({"name": name} for name in [one for one in self.suggested if one not in names][:free])]

    @cached_property
    def included(self) -> list[dict[str, Any]]:
        """What the page shows of each row: its form, or what it takes to put it back."""
        return [self._line(row) for row in self.included_rows]

    def _line(self, row: dict[str, Any]) -> dict[str, Any]:
        prefix = f"{INCLUDED}-{row[ROW]}"
        typed = {f"{prefix}-{name}": value for name, value in row.items() if name not in (ROW, GONE)}
        absent = [key for key in PackageKey.values if row[GONE] or key not in self.keys]
        names = [f"{prefix}-{name}" for key in absent for name in (key, f"{key}-text")]
        form = None if row[GONE] else IncludedForm(typed, prefix=prefix, keys=self.keys)
        kept = [(name, typed[name]) for name in [*names, *([f"{prefix}-name"] if row[GONE] else [])] if typed.get(name)]
        return {"number": row[ROW], "name": row.get("name", ""), "form": form, "kept": kept}

    @property
    def next_row(self) -> int:
        return next_number(self.included_rows)

    @property
    def can_include_more(self) -> bool:
        return len(living(self.included_rows)) < MOST_INCLUDED

    # By subscription

    @cached_property
    def subscription(self) -> SubscriptionForm | None:
        """For how many months; None where the rulebook has no subscriptions, or the work is sold in steps."""
        policy = self.ground.policy
        if policy is None or not policy.takes_subscriptions or (self.terms.has_steps and not self.terms.months):
            return None
        if self.data is not None:
            return SubscriptionForm(self.data, prefix=SUBSCRIPTION, policy=policy)
        saved: MultiValueDict[str, str] = MultiValueDict(
            {
                f"{SUBSCRIPTION}-months": [str(one) for one in self.terms.months],
                f"{SUBSCRIPTION}-discount": [str(self.terms.discount)],
            }
        )
        return SubscriptionForm(saved, prefix=SUBSCRIPTION, policy=policy)

    def _subscribing(self) -> dict[str, Any]:
        """What is saved of it: nothing where there can be none."""
        if self.subscription is None:
            return {"months": [], "discount": 0}
        said = self.subscription.cleaned_data
        return {"months": said["months"], "discount": (said["discount"] or 0) if said["months"] else 0}

    # Saving

    @property
    def parts(self):
        packages = [(PackageKey(key).label, form) for key, form in self.package_forms.items()]
        subscription = [("By subscription", self.subscription)] if self.subscription else []
        included = [("What is included", one["form"]) for one in self.included if one["form"]]
        return [*packages, *subscription, *included]

    def values(self) -> dict[str, Any]:
        rows = [one["form"] for one in self.included if one["form"]]
        return {
            "packages": [form.package() for form in self.package_forms.values()],
            "included": [form.included() for form in rows if self._says(form)],
            **self._subscribing(),
        }

    def place_of(self, problem: GigProblem):
        if problem.field == INCLUDED and problem.index is not None:
            there = [one["form"] for one in self.included if one["form"] and self._says(one["form"])]
            return there[problem.index], "name"
        if problem.field in ("months", "discount"):
            return (self.subscription, problem.field) if self.subscription else (None, "packages")
        form = self.package_forms.get(problem.package)
        return (form, problem.field) if form else (None, problem.field)

    def _says(self, form: IncludedForm) -> bool:
        """Whether a row is kept: what was only suggested, and not ticked, is not."""
        said = form.included()
        return bool(said.values or said.name and said.name not in self.suggested)


def _raw(one: Package, currency: str) -> dict[str, str]:
    return {
        "name": one.name,
        "text": one.text,
        "price": decimal_text(one.price, currency) if one.price else "",
        "days": str(one.days or ""),
        "revisions": str(one.revisions),
    }


def _raw_included(one: Included) -> dict[str, str]:
    ticks = {key: "on" for key, value in one.values.items() if value}
    texts = {f"{key}-text": value for key, value in one.values.items() if value != TICKED}
    return {"name": one.name, **ticks, **texts}
