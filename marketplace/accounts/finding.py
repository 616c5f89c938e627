"""Finding people by their names, headlines and skills."""

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet

from marketplace.accounts.models import PersonWords, User
from marketplace.postgresql.full_text import Words

CANDIDATES = 500
NAME, SAID, ABOUT = 1.0, 0.4, 0.1
NAMES = "A"  # the weight that names have
WEIGHTS = [ABOUT, ABOUT, SAID, NAME]  # ts_rank wants them from D to A


def found_by(words: Words) -> QuerySet[User]:
    """Those who are confirmed and not suspended or closed, best first, at most CANDIDATES. No address is searched.

    Without words nobody is looked for.
    """
    if not words:
        return User.objects.none()
    matching = PersonWords.objects.filter(words=words.literal, person__in=User.objects.confirmed().in_trade())
    best = matching.order_by("-pk").values("pk")[:CANDIDATES]
    ranked = User.objects.filter(pk__in=best).annotate(
        rank=SearchRank(F("words__words"), words.literal, weights=WEIGHTS)
    )
    return ranked.order_by("-rank", "display_name", "pk")
