"""What is promised of no order in particular, by a rulebook and its forecast, and of the sums of each ending."""

import re
from collections.abc import Iterator

from marketplace.offers import contracts
from marketplace.offers.confirmation import ConfirmationPresenter
from marketplace.offers.models import ContractText, Offer
from marketplace.offers.terms import Terms
from marketplace.policies import explanation, forecast
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from milestones.actions.parts.placing import Agreement
from milestones.models import Milestone, Order, State
from milestones.outcomes import Way
from milestones.queries.reader import Reader
from milestones.wording import possible_endings
from tests.milestones.promises.reading import Said
from tests.milestones.promises.story import Story
from tests.milestones.promises.ways import Passage, Promise


def add(passage: Passage, order: Order) -> None:
    """Put these promises to those that are made of this order."""
    passage.promises += [
        *_of_the_rulebook(passage, order),
        *_of_the_forecast(passage, order),
        *_of_sums(passage, order),
    ]


def _only(*facts: str) -> frozenset[str]:
    """Everything else is left out."""
    every = {"gets", "back", "ends", "is_complete", "never", "charged", "whence", "window", "waits", "on", "closes"}
    return frozenset(every - set(facts))


def explained(policy: Policy) -> str:
    """Every word of a rulebook's page and of the contract, with plain spaces."""
    said = [one for section in explanation.sections(policy) for one in section.sentences]
    rows = [f"{line.label}: {line.cells[0]}." for group in explanation.compare([policy]) for line in group.lines]
    head = [f"{label}: {words}." for label, words in explanation.headline(policy)]
    return " ".join([*said, explanation.silence(policy), *rows, *head]).replace("\N{NO-BREAK SPACE}", " ")


def offer_of(about: Order | Agreement) -> Offer:
    """The offer that an order began as, or would: never written."""
    same = ("client", "freelancer", "policy", "origin", "order_type", "currency")
    return Offer(**{name: getattr(about, name) for name in same})


def contract(order: Order) -> str:
    template = ContractText.objects.newest(order.policy.signing)
    terms = Terms(title="Anything", milestones=[MilestoneTerms("Part 1", 100)])
    return contracts.filled(template, offer_of(order), terms).text


def accepting(story: Story, prices: list[int]) -> list[str]:
    """What the client reads before accepting an offer with a plan of these prices."""
    agreement = story.agreement(prices)
    terms = Terms(title=agreement.title, milestones=agreement.plan)
    return ConfirmationPresenter(offer_of(agreement), terms, story.ada).accepting().lines


def _of_the_rulebook(passage: Passage, order: Order) -> Iterator[Promise]:
    """In the middle of a plan, with nothing else under way: what ends the order there, and how it goes on if not."""
    left = [one for one in order.pending if one not in passage.over]
    if not left or any(one not in passage.over for one in order.open) or passage.way not in ENDS:
        return
    said = explained(order.policy)
    ends = {text in said for text in ENDS[passage.way]}
    if passage.way is Way.LAPSED:
        ends.add("the order ends with it" in contract(order))
    assert len(ends) == 1, f"the rulebook contradicts itself: {ENDS[passage.way]}"
    yield Promise("policies.explanation", Said(ends=ends == {True}), "support", _only("ends"))
    if ends == {False}:
        yield from _goes_on(said, left[0])


ENDS = {
    Way.ACCEPTED: ["Accepting a step ends the order"],  # no rulebook says so
    Way.LAPSED: ["and the order ends; later steps never start", "the work is: accepted and paid, the order ends"],
    Way.CANCELLED: ["the order ends with it: completed if", "After a cancelled step: the order ends, unless"],
}


def _goes_on(said: str, following: Milestone) -> Iterator[Promise]:
    """How the next step is paid."""
    charged = {"the next one is charged automatically" in said, "Next step: charged automatically." in said}
    days = re.findall(r"(?:the next step is not paid within|paid by the client, within) (\d+) day", said)
    unlimited = "There is no time limit for that: the order waits."
    waits = {unlimited in said, "Next step: paid by the client at any time." in said}
    assert len(charged) == len(waits) == 1
    assert len(set(days)) in (0, 1)
    next_one = Said(charged=(following.position, None) if charged == {True} else None)
    yield Promise("explanation: charged", next_one, "support", _only("charged"))
    window = (following.position, int(days[0])) if days else None
    yield Promise("explanation: a window", Said(window=window), "support", _only("window"))
    if charged == {False}:
        waiting = Said(waits=following.position if waits == {True} else None)
        yield Promise("explanation: it waits", waiting, "support", _only("waits"))


FORECAST = {
    Way.LAPSED: "Nobody answers the first delivery",
    Way.CANCELLED: "Cancelled during step 1",
    Way.STOPPED: "The client stops after step 1",
}


def _of_the_forecast(passage: Passage, order: Order) -> Iterator[Promise]:
    """What an offer said of its endings, where nothing but this happened to the first step."""
    first, *later = order.plan
    touched = first.released or first.refunded or any(one.state != State.PENDING or one.carried for one in later)
    if touched or passage.over != [first] or passage.way not in FORECAST:
        return
    prices = [one.price for one in order.plan]
    for one in forecast.of_plan(order.policy, prices, "USD", order.order_type):
        if one.name != FORECAST[passage.way]:
            continue
        ends = passage.way is Way.STOPPED or "the order ends." in one.explanation
        sums = (one.client_pays, one.freelancer_gets)
        yield Promise("policies.forecast", Said(ends=ends), "support", _only("ends"), sums)


def _of_sums(passage: Passage, order: Order) -> Iterator[Promise]:
    """What the card "If it ends…" says that each side has paid and got in all."""
    for one in possible_endings.endings_of(Reader(order, order.client)):
        if _is_about(one.name, passage, order):
            yield Promise(f"possible_endings: {one.name}", Said(), "client", _only(), (one.pays, one.gets))


def _is_about(name: str, passage: Passage, order: Order) -> bool:
    rest = [one for one in order.open if one not in passage.over]
    match passage.way:
        case Way.LAPSED:
            return name == "nobody answers the delivery"
        case Way.CANCELLED:
            return name.endswith((" is cancelled", " are cancelled")) and not rest and "answers" not in name
        case Way.STOPPED:
            return name.startswith("you stop after step")
        case Way.ACCEPTED:
            whole = passage.name in ("approve", "release", "give_in", "support: approve")  # and nothing goes back
            return name == "the plan is finished" and not rest and not order.pending and whole
    return False
