"""Making terms the newest version of a post, and its columns what they say."""

from datetime import datetime

from marketplace import clock
from marketplace.gigs.actions.parts.versions import in_us_cents
from marketplace.jobs.limits import Ground
from marketplace.jobs.models import Post, PostDraft, PostVersion
from marketplace.jobs.terms import PostTerms

REPEATED = [
    "version", "policy", "category", "title", "skills", "skills_text", "text", "language", "country", "currency",
    "budget_min", "budget_max", "least_usd", "most_usd", "visibility", "hires_wanted", "changed_at",
]  # fmt: skip


def current(post: Post) -> PostTerms:
    """What its client is writing, or else what people see."""
    draft = PostDraft.objects.filter(post=post).first()
    if draft:
        return draft.said
    return post.version.said if post.version else PostTerms()


def keep(post: Post, terms: PostTerms) -> None:
    """Save the draft; a post that nobody has seen yet is listed by what it says. The post is locked."""
    now = clock.now()
    said = {"terms": terms.as_data(), "saved_at": now}
    PostDraft.objects.update_or_create(post=post, defaults=said, create_defaults={"base": post.number, **said})
    if post.version is None:
        post.title, post.category_id, post.currency = terms.title.strip(), terms.category, terms.currency
        post.changed_at = now
        post.save(update_fields=["title", "category", "currency", "changed_at"])


def write(post: Post, terms: PostTerms, ground: Ground, *, at: datetime) -> PostVersion:
    """The next version of a post, which says this from now on. The caller saves the post's columns (REPEATED)."""
    version = PostVersion.objects.create(
        post=post,
        number=post.number + 1,
        category=ground.category,
        policy=ground.policy,
        terms=terms.as_data(),
        at=at,
    )
    _repeat(post, version, at=at)
    PostDraft.objects.filter(post=post).delete()
    return version


def _repeat(post: Post, version: PostVersion, *, at: datetime) -> None:
    """Make the columns of a post say what this version says."""
    terms, policy = version.said, version.policy
    post.version, post.policy, post.category, post.changed_at = version, policy, version.category, at
    post.title, post.text, post.language, post.currency = (
        terms.title.strip(),
        terms.text,
        terms.language,
        terms.currency,
    )
    post.skills, post.skills_text, post.country = terms.skills, " ".join(terms.skills), post.client.country
    post.budget_min, post.budget_max = terms.budget_min or None, terms.budget_max or None
    post.least_usd, post.most_usd = (
        in_us_cents(policy, amount, terms.currency) for amount in (terms.budget_min, terms.budget_max)
    )
    post.visibility, post.hires_wanted = terms.visibility, terms.hires_wanted
