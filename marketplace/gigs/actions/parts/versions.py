"""Making terms the newest version of a gig, and its columns what they say."""

import hashlib
import json
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from escrow.money import exponent
from marketplace import clock
from marketplace.gigs.limits import Ground
from marketplace.gigs.models import Category, Gig, GigDraft, GigVersion
from marketplace.gigs.terms import GigTerms
from marketplace.policies.models import Policy

REPEATED = [
    "category", "version", "cover", "title", "tags_text", "text", "language", "country", "currency", "price_from",
    "price_usd", "days_from", "steps", "changed_at",
]  # fmt: skip


def current(gig: Gig) -> GigTerms:
    """What its owner is writing, or else what is published."""
    draft = GigDraft.objects.filter(gig=gig).first()
    if draft:
        return draft.said
    return gig.version.said if gig.version else GigTerms()


def keep(gig: Gig, terms: GigTerms) -> None:
    """Save the draft; a gig that nobody has seen yet is listed by what it says. The gig is locked."""
    now = clock.now()
    said = {"terms": terms.as_data(), "saved_at": now}
    GigDraft.objects.update_or_create(gig=gig, defaults=said, create_defaults={"base": gig.number, **said})
    if gig.version is None:
        gig.title, gig.category_id, gig.currency = terms.title.strip(), terms.category, terms.currency
        gig.changed_at = now
        gig.save(update_fields=["title", "category", "currency", "changed_at"])


def write(gig: Gig, terms: GigTerms, ground: Ground, *, at: datetime) -> GigVersion:
    """The next version of a gig, which says this from now on. The caller saves the gig's columns (REPEATED)."""
    return _write(gig, terms, ground.category, ground.policy, at=at)


def refile(gig: Gig, terms: GigTerms, category: Category, *, at: datetime) -> GigVersion:
    """The same under another kind of work and the rulebook that it has, whether or not that is still on offer."""
    return _write(gig, terms, category, gig.version.policy, at=at)


def _write(gig: Gig, terms: GigTerms, category, policy, *, at: datetime) -> GigVersion:
    number = gig.number + 1
    version = GigVersion.objects.create(
        gig=gig,
        number=number,
        category=category,
        policy=policy,
        terms=terms.as_data(),
        digest=digest(gig, number, terms),
        at=at,
    )
    repeat(gig, version, policy, at=at)
    return version


def digest(gig: Gig, number: int, terms: GigTerms) -> str:
    """The SHA-256 of all that somebody agrees to who orders from this version."""
    said = json.dumps([gig.pk, number, terms.as_data()], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def repeat(gig: Gig, version: GigVersion, policy: Policy, *, at: datetime) -> None:
    """Make the columns of a gig say what this version says."""
    terms = version.said
    first = terms.packages[0]
    gig.version, gig.category, gig.changed_at = version, version.category, at
    gig.title, gig.language, gig.currency = terms.title.strip(), terms.language, terms.currency
    gig.tags_text, gig.country = " ".join(terms.tags), gig.owner.country
    gig.text = "\n".join([terms.description, *(line for one in terms.packages for line in (one.name, one.text))])
    gig.price_from, gig.days_from = first.price, terms.days_of(first.key)
    gig.price_usd = in_us_cents(policy, first.price, terms.currency)
    gig.steps = max(len(terms.stages_in(key)) if terms.is_paid_in_steps(key) else 0 for key in terms.keys)
    gig.cover_id = terms.pictures[0].picture if terms.pictures else None


def in_us_cents(policy: Policy, amount: int, currency: str) -> int:
    """An amount in minor units as US cents, by the rulebook's reference rate: for comparing, never for paying."""
    units = Decimal(amount).scaleb(-exponent(currency)) / Decimal(policy.reference_rates[currency])
    return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))
