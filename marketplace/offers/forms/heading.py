"""Who makes an offer to whom, under which rules."""

from django import forms
from django.conf import settings

from marketplace.accounts.addresses import AddressField
from marketplace.accounts.finding import NAMES, found_by
from marketplace.accounts.models import User
from marketplace.formats import listed
from marketplace.gigs.models import Category
from marketplace.offers.limits import DAYS_OPEN, MOST_DAYS
from marketplace.offers.models import Side
from marketplace.offers.origins import direct_policies
from marketplace.policies.models import OrderType, Policy, Writers
from marketplace.postgresql.full_text import names_of
from marketplace.widgets import Explained, RadioCards

MOST_FOUND = 8  # people
MOST_LETTERS = 80  # of a name, and so of the words that look for one


# How an order may be paid, each with what it means.
ORDER_TYPES = [
    (OrderType.MILESTONES, Explained("Milestones", "Each step is paid, delivered and accepted by itself.")),
    (OrderType.SINGLE, Explained("One payment", "The whole work is one step: paid, delivered, accepted once.")),
    (
        OrderType.SUBSCRIPTION,
        Explained("Subscription", "The same work for some months: each is an order of its own, paid when it begins."),
    ),
]


def order_types_of(policy: Policy | None) -> list[tuple[str, Explained]]:
    """Those that a rulebook takes."""
    return [one for one in ORDER_TYPES if policy and policy.takes(one[0])]


class HeadingForm(forms.Form):
    """Who, under which rules, in which currency. Only a draft has it: later it is fixed."""

    hide_optional = True

    role = forms.ChoiceField(
        label="What are you in this?",
        choices=Side.choices,
        widget=RadioCards,
    )
    to = forms.ModelChoiceField(label="", queryset=User.objects.none(), required=False, widget=RadioCards)
    who = forms.CharField(
        label="Their name",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": "All or part of it"}),
    )
    invite = AddressField(
        label="Or invite somebody new, by e-mail",
        required=False,
        help_text="They get a link to this offer, and sign up by it.",
    )
    category = forms.ModelChoiceField(
        queryset=Category.objects.none(),
        required=False,
        help_text="★ can be sold in steps under every rulebook.",
    )
    currency = forms.ChoiceField(
        choices=[(code, code) for code in settings.CURRENCIES], help_text="Of every amount in this offer."
    )
    policy = forms.ModelChoiceField(
        label="Rulebook", queryset=Policy.objects.none(), empty_label=None, widget=RadioCards
    )
    order_type = forms.ChoiceField(
        label="Payment details",
        required=False,
        widget=RadioCards,
    )
    valid_days = forms.IntegerField(
        label="Open for",
        initial=14,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Days to answer. Then it expires.",
        error_messages={name: DAYS_OPEN for name in ("min_value", "max_value")},
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )

    def __init__(self, *args, people, policy: Policy | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order_type"].choices = order_types_of(policy)
        if len(self.fields["order_type"].choices) < 2:
            del self.fields["order_type"]
        self.fields["to"].queryset = people
        self.fields["to"].empty_label = None
        self.fields["to"].label_from_instance = lambda person: Explained(str(person), person.headline)
        self.fields["category"].queryset = Category.objects.of_work()
        self.fields["category"].choices = category_choices()
        self.fields["policy"].queryset = direct_policies()
        self.fields["policy"].label_from_instance = lambda policy: Explained(policy.name, _summary(policy))
        self.fields["role"].choices = roles(direct_policies().filter(plan_written_by=Writers.FREELANCER))


def _summary(policy: Policy) -> str:
    """With who writes the plan, where a client can't: it is said before a client has written one."""
    alone = " The freelancer writes the plan." if policy.plan_written_by == Writers.FREELANCER else ""
    return f"{policy.summary}{alone}"


def roles(not_for_clients) -> list:
    """The two sides, and under which rulebooks a client waits for the freelancer's plan instead of writing it."""
    pays = "You pay, and the other side does the work."
    if names := [f"“{policy.name}”" for policy in not_for_clients]:
        pays += f" Under {listed(names)} the freelancer writes the plan and sends you the offer."
    return [
        (Side.CLIENT, Explained("I hire", pays)),
        (Side.FREELANCER, Explained("I work", "You do the work, and the other side pays.")),
    ]


def category_choices() -> list:
    """Subcategories under their categories; a star marks those whose work may be sold in milestones everywhere."""
    groups: dict[str, list] = {}
    for one in Category.objects.of_work():
        groups.setdefault(one.parent.name, []).append((one.pk, f"{one.name} ★" if one.milestone_eligible else one.name))
    return [("", "Not said"), *groups.items()]


def find_people(words: str, *, but: User, chosen: int | None = None):
    """The first people whose names have all these words, or words that begin so, and the one who is chosen already.

    No address is searched, and nobody is found whose address is not confirmed.
    """
    people = User.objects.confirmed().in_trade().exclude(pk=but.pk)
    named = names_of(words[:MOST_LETTERS], weight=NAMES)
    found = [one.pk for one in found_by(named).exclude(pk=but.pk)[:MOST_FOUND]]
    return people.filter(pk__in=[*found, chosen or 0]).order_by("display_name", "pk")
