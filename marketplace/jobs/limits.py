"""What stands against opening a job post, each "no" with its field; and how many of what a person may have."""

from collections.abc import Iterator
from dataclasses import dataclass

from escrow import amounts
from escrow import limits as payable
from marketplace.formats import counted
from marketplace.gigs.models import Category
from marketplace.jobs.models.post import MOST_SKILLS, SKILL
from marketplace.jobs.terms import PostTerms, Visibility
from marketplace.policies.models import OrderType, Origin, Policy
from marketplace.policies.plan import MOST_MILESTONES, TOO_MANY

LEAST_TEXT, MOST_TEXT = 80, 10_000  # letters of the description
MOST_QUESTIONS, QUESTION, ANSWER = 5, 500, 2000  # questions of a post; letters of one, and of its answer
MOST_FILES = 10
MOST_HIRES = 20
LEAST_DAYS, MOST_DAYS = 3, 60  # that a post is open
WARNING_DAYS = 5  # before it closes by itself
MOST_OPEN = 20  # posts of one person, drafts among them
MOST_INVITATIONS = 15  # for one post
MOST_PROPOSALS = 20  # of one person in a day
MOST_SEARCHES = 10  # that one person has mailed


@dataclass(frozen=True)
class PostProblem:
    """One thing that stands against opening a post. `index` counts rows of the field from 0."""

    field: str
    message: str
    index: int | None = None


@dataclass(frozen=True)
class Ground:
    """What terms are judged on beside themselves: what they name by key, and what the post is already."""

    category: Category | None
    policy: Policy | None
    files: int = 0
    hires: int = 0
    currency: str = ""  # of what people read, and propose in: it stays; "" before anybody does
    is_public: bool = False  # others saw it: it does not become one by invitation


def post_policies():
    """The rulebooks that a post may be opened under."""
    return Policy.objects.offered().filter(origins__contains=[Origin.JOB_POST])


def ground_of(post, terms: PostTerms) -> Ground:
    """What `problems` judges these terms of this post on."""
    return Ground(
        category=Category.objects.of_work().filter(pk=terms.category).first(),
        policy=post_policies().filter(pk=terms.policy).first(),
        files=post.files.filter(pk__in=terms.files).count(),
        hires=post.hires,
        currency=post.currency if post.version_id is not None else "",
        is_public=post.version_id is not None and post.is_public,
    )


def problems(terms: PostTerms, ground: Ground) -> list[PostProblem]:
    """All that stands against opening a post with these terms, in the order of its form; empty when it is fine."""
    return [
        *_work(terms, ground),
        *_rules(terms, ground),
        *_budget(terms, ground),
        *_rows(terms),
        *_open(terms, ground),
    ]


def _work(terms: PostTerms, ground: Ground) -> Iterator[PostProblem]:
    if not terms.title.strip():
        yield PostProblem("title", "Say in a few words what should be done.")
    if ground.category is None:
        yield PostProblem("category", "Choose the kind of work that it is.")
    if len(terms.text.strip()) < LEAST_TEXT:
        yield PostProblem("text", f"Describe the work in at least {LEAST_TEXT} letters: what is there, what is wanted.")
    if len(terms.skills) > MOST_SKILLS or any(len(one) > SKILL for one in terms.skills):
        yield PostProblem("skills", f"Name up to {MOST_SKILLS} skills, each of up to {SKILL} letters.")
    if ground.files != len(terms.files) or ground.files > MOST_FILES:
        yield PostProblem("files", f"A job post has up to {MOST_FILES} files.")


def _rules(terms: PostTerms, ground: Ground) -> Iterator[PostProblem]:
    policy, category = ground.policy, ground.category
    if policy is None:
        yield PostProblem("policy", "Choose one of the rulebooks that are on offer for job posts.")
        return
    if terms.currency not in policy.currencies:
        yield PostProblem("currency", f"The rulebook “{policy.name}” can’t be used with {terms.currency}.")
    only_steps = policy.eligible_category and not policy.takes(OrderType.SINGLE)
    if only_steps and category and not category.milestone_eligible:
        yield PostProblem("policy", f"Work of the kind “{category}” is not sold in steps under “{policy.name}”.")


def _budget(terms: PostTerms, ground: Ground) -> Iterator[PostProblem]:
    if ground.currency and terms.currency != ground.currency:
        kept = f"People propose in {ground.currency}, so it can’t be changed. Post the job anew for another one."
        yield PostProblem("currency", kept)
    if terms.budget_min > terms.budget_max:
        yield PostProblem("budget_max", "The most that you pay is not less than the least.")
    if wrong := payable.not_taken(terms.currency):
        yield PostProblem("currency", wrong)
    if amounts.too_large(terms.budget_max, terms.currency):
        yield PostProblem("budget_max", amounts.TOO_LARGE)


def _rows(terms: PostTerms) -> Iterator[PostProblem]:
    if len(terms.questions) > MOST_QUESTIONS:
        yield PostProblem("questions", f"Ask up to {counted(MOST_QUESTIONS, 'question', 'questions')}.")
    for index, one in enumerate(terms.plan):
        if not one.name.strip():
            yield PostProblem("plan", "Every suggested step has a name.", index)
    if len(terms.plan) > MOST_MILESTONES:
        yield PostProblem("plan", TOO_MANY)


def _open(terms: PostTerms, ground: Ground) -> Iterator[PostProblem]:
    if not LEAST_DAYS <= terms.days <= MOST_DAYS:
        yield PostProblem("days", f"A job post is open for {LEAST_DAYS} to {MOST_DAYS} days.")
    if not 1 <= terms.hires_wanted <= MOST_HIRES:
        yield PostProblem("hires_wanted", f"Up to {MOST_HIRES} people can be hired by one job post.")
    elif terms.hires_wanted <= ground.hires:
        hired = counted(ground.hires, "person is", "people are")
        yield PostProblem("hires_wanted", f"{hired} hired already: say how many you want in all.")
    if ground.is_public and terms.visibility != Visibility.PUBLIC:
        yield PostProblem("visibility", "Everybody could see it, so it can’t become one by invitation.")
