"""How a gig of the demo is written down: short, in whole units of its currency, read into what gigs say."""

from dataclasses import dataclass

from djmoney.money import Money

from escrow.money import to_minor
from marketplace.gigs.models import Category
from marketplace.gigs.terms import Faq, GigTerms, Included, Package, PackageKey, Shown, Stage, Substep, Workflow
from marketplace.policies.models import Policy
from marketplace.registry import Registry
from milestones.questions import Question

LETTERS = {"b": PackageKey.BASIC.value, "s": PackageKey.STANDARD.value, "p": PackageKey.PREMIUM.value}
ABSENT = "-"


@dataclass(frozen=True, kw_only=True)
class Sold:
    """A package. `price` is in whole units; `days` are asked for where it is not paid in steps."""

    name: str
    text: str
    price: int
    days: int = 0
    revisions: int = 1


@dataclass(frozen=True, kw_only=True)
class Step:
    """A milestone. `amounts` has a word for each package, "-" where it is not in it: "120 120 240".

    `parts` are substeps; "bs: Sketches" is in the basic and the standard package alone.
    """

    name: str
    amounts: str
    days: int
    text: str = ""
    call: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A gig. `ago` is how many days before the demo begins it was published; None for one that is still a draft."""

    key: str
    owner: str
    title: str
    work: str
    text: str
    sold: tuple[Sold, ...]
    pictures: dict[str, str]
    policy: str = "steps8"
    currency: str = "USD"
    language: str = "en"
    tags: str = ""
    steps: tuple[Step, ...] = ()
    paid: bool = True
    included: dict[str, str] | None = None
    asks: tuple[Question, ...] = ()
    faq: dict[str, str] | None = None
    months: tuple[int, ...] = ()  # for how many it can be subscribed to, and in basis points what later ones cost less
    discount: int = 0
    ago: float | None = 60

    @property
    def keys(self) -> list[str]:
        """Of its packages."""
        return PackageKey.values[: len(self.sold)]

    def terms(self, pictures: list[Shown]) -> GigTerms:
        """What it says, with the rows that it names; the pictures are those of its gallery."""
        return GigTerms(
            title=self.title,
            category=Category.objects.get(slug=self.work).pk,
            policy=Policy.objects.offered().get(key=self.policy).pk,
            currency=self.currency,
            language=self.language,
            tags=self.tags.split(", ") if self.tags else [],
            description=self.text,
            faq=[Faq(question, answer) for question, answer in (self.faq or {}).items()],
            packages=[self._package(key, one) for key, one in zip(self.keys, self.sold, strict=True)],
            included=[self._included(name, values) for name, values in (self.included or {}).items()],
            workflow=Workflow(self.paid, [self._stage(one) for one in self.steps]),
            questions=list(self.asks),
            pictures=pictures,
            months=list(self.months),
            discount=self.discount,
        )

    def _package(self, key: str, sold: Sold) -> Package:
        return Package(key, sold.name, sold.text, self._minor(sold.price), sold.days, sold.revisions)

    def _included(self, name: str, values: str) -> Included:
        words = [one.strip() for one in values.split("|")]
        return Included(name, {key: word for key, word in zip(self.keys, words, strict=True) if word != ABSENT})

    def _stage(self, step: Step) -> Stage:
        words = step.amounts.split()
        amounts = {key: self._minor(int(word)) for key, word in zip(self.keys, words, strict=True) if word != ABSENT}
        return Stage(step.name, step.text, step.days, step.call, amounts, [_substep(one) for one in step.parts])

    def _minor(self, whole: int) -> int:
        return to_minor(Money(whole, self.currency))


def _substep(text: str) -> Substep:
    letters, _, name = text.rpartition(": ")
    return Substep(name, [LETTERS[one] for one in letters])


listings: Registry[Listing] = Registry("gig of the demo")


def listing(**about) -> None:
    """Add a gig to the demo."""
    one = Listing(**about)
    listings.register(one.key)(one)
