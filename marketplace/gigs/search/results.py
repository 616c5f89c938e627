"""What a page of results shows: at most six short statements, however many gigs there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from marketplace.gigs.models import Category, Gig, Saved
from marketplace.gigs.search import dictionary
from marketplace.gigs.search.facets import Facets, facets
from marketplace.gigs.search.filters import Filters, page_of
from marketplace.gigs.search.matching import MOST_COUNTED, counted, matching, on_sale
from marketplace.gigs.search.ranking import CANDIDATES, PAGE, Ranked, ranked, shared_out
from marketplace.gigs.search.sorting import BEST, COLUMNS
from marketplace.postgresql.full_text import NO_WORDS, Words, words_of
from marketplace.postgresql.prepared import prepared_querysets

FEW_PAGES = 3


@dataclass(frozen=True)
class Page:
    """Some of the results, in order. `first` is the place of the first one, 0 where nobody counted so far.

    `next` and `previous` are what the address of the page after and before it says.
    """

    gigs: list[Gig] = field(default_factory=list)
    first: int = 0
    next: Mapping[str, str] | None = None
    previous: Mapping[str, str] | None = None
    is_end_of_candidates: bool = False

    @property
    def last(self) -> int:
        """How many there are at least, as far as this page knows."""
        return max(self.first - 1, 0) + len(self.gigs) + (self.next is not None)


@dataclass(frozen=True)
class Results:
    """What was found of what was looked for. `total` is one more than MOST_COUNTED where there are more; with
    `is_least` there may be more than that, which nobody counted.

    `shorter` are the words that did find something, where all of them found nothing; `meant` is how they may have been
    meant.
    """

    page: Page
    total: int
    facets: Facets
    words: Words = NO_WORDS
    shorter: str = ""
    meant: str = ""
    is_least: bool = False

    @property
    def is_more(self) -> bool:
        return self.is_least or self.total > MOST_COUNTED


def find(filters: Filters, asked: QueryDict, fields: Iterable[Category], reader) -> Results:
    """Look for it; where the words find nothing, for one word less and for what may have been meant."""
    if not filters.words:
        with prepared_querysets():
            return _find(filters, NO_WORDS, asked, fields, reader)
    words = words_of(filters.words, filters.languages or ("en",))
    found = _find(filters, words, asked, fields, reader)
    if found.page.gigs or len(words.terms) == 0 or page_of(asked) > 1:
        return found
    found = replace(found, meant=dictionary.put_right(words.terms))
    if not words.shorter:
        return found
    page, total = _by_rank(matching(filters, words.shorter), words.shorter, 1, reader)
    if not page.gigs:
        return found
    page = replace(page, next=None, is_end_of_candidates=False)
    return replace(found, page=page, total=total or CANDIDATES, shorter=" ".join(words.shorter.terms))


def _find(filters: Filters, words: Words, asked: QueryDict, fields: Iterable[Category], reader) -> Results:
    found = matching(filters, words)
    if filters.sort == BEST:
        page, total = _by_rank(found, words, page_of(asked), reader)
    else:
        page, total = _by_column(found, filters.sort, asked.get("after", ""), reader)
    if not page.gigs:
        return Results(page, 0, Facets(), words)
    counts = facets(filters, words, fields)
    if total is None:
        total = counts.matching
        if counts.is_about and total <= MOST_COUNTED:
            # Those with words would all have to be read for it.
            if words:
                return Results(page, max(total, page.last), counts, words, is_least=True)
            total = counted(found)
    return Results(page, total, counts, words)


def _by_rank(found: QuerySet[Gig], words: Words, number: int, reader) -> tuple[Page, int | None]:
    best, is_all = _best(found, words, number)
    pages = shared_out(best)
    if not pages:
        return Page(), 0
    number = min(number, len(pages))
    chosen = [one.pk for one in pages[number - 1]]
    page = Page(
        gigs=_in_order(chosen, reader),
        first=1 + sum(len(one) for one in pages[: number - 1]),
        next={"page": str(number + 1)} if number < len(pages) else None,
        previous={"page": str(number - 1)} if number > 1 else None,
        is_end_of_candidates=number == len(pages) and len(best) == CANDIDATES,
    )
    return page, len(best) if is_all and len(best) < CANDIDATES else None


def _best(found: QuerySet[Gig], words: Words, number: int) -> tuple[list[Ranked], bool]:
    """The candidates, and whether they are all. Without words their order is known, so some more than a few pages of
    them are enough, unless few people have all of them.
    """
    some = FEW_PAGES * PAGE * number
    if not words and some < CANDIDATES:
        best = ranked(found, words, some)
        if len(best) < some:
            return best, True
        if [len(page) for page in shared_out(best)[: number + 1]] == [PAGE] * (number + 1):
            return best, False
    return ranked(found, words, CANDIDATES), True


def _by_column(found: QuerySet[Gig], sort: str, after: str, reader) -> tuple[Page, int | None]:
    column = COLUMNS[sort]
    rows = column.ordered(found.filter(column.after(after))).values_list("pk", flat=True)[: PAGE + 1]
    keys = list(rows)
    gigs = _in_order(keys[:PAGE], reader) if keys else []
    is_all = not after and len(keys) <= PAGE
    page = Page(
        gigs=gigs,
        first=0 if after else 1,
        next={"after": column.mark(gigs[-1])} if gigs and len(keys) > PAGE else None,
        previous={} if after else None,
    )
    return page, len(gigs) if is_all else None


def _in_order(keys: list[int], reader) -> list[Gig]:
    by_key = {gig.pk: gig for gig in for_cards(Gig.objects.filter(pk__in=keys), reader)}
    return [by_key[key] for key in keys if key in by_key]


def for_cards(gigs: QuerySet[Gig], reader) -> QuerySet[Gig]:
    """With what a card shows: its owner, its picture, and whether the reader saved it."""
    saved = Saved.objects.filter(user=reader.pk, gig=OuterRef("pk")) if reader.pk else Saved.objects.none()
    shown = gigs.select_related("owner__reputation", "cover").defer("words", "text", "owner__about", "owner__skills")
    return shown.annotate(is_saved=Exists(saved))


def sold_in_steps(number: int, reader) -> list[Gig]:
    """The best by standing that are sold in steps, nobody twice: for the front page."""
    best = on_sale(Gig.objects.filter(state="published", steps__gt=0)).order_by("-standing", "-pk")
    keys: dict[int, int] = {}
    for pk, owner in best.values_list("pk", "owner_id")[: 10 * number]:
        keys.setdefault(owner, pk)
    return _in_order(list(keys.values())[:number], reader)
