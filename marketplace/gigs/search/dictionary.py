""" "Did you mean …?": the words of titles and tags, refilled every night, and how they may be misspelt (SymSpell)."""

from collections.abc import Iterator

from django.db import connection, transaction

from marketplace.gigs.models import Deletion, Word

SHORTEST, LONGEST = 4, 30  # letters of a word that is put right
MOST_WORDS = 50_000  # the most frequent ones

# ts_stat takes its query as text, and so this is one: what is in it is ours.
FILL_WORDS = r"""
INSERT INTO gigs_word (word, gigs)
SELECT word, ndoc FROM ts_stat('SELECT words FROM gigs_gig WHERE state = ''published''', 'ab')
WHERE length(word) BETWEEN %s AND %s AND word !~ '\d'
ORDER BY ndoc DESC, word LIMIT %s
"""
# Of letters that come twice in a row both leave the same word, which is kept once.
FILL_DELETIONS = """
INSERT INTO gigs_deletion ("left", word_id)
SELECT DISTINCT overlay(word PLACING '' FROM place FOR 1), word
FROM gigs_word, generate_series(1, length(word)) AS place
"""
CLOSEST = """
SELECT typed.word, near.word FROM unnest(%s::text[], %s::text[]) AS typed (word, "left"),
LATERAL (
    SELECT word, gigs FROM gigs_word WHERE word = typed."left"
    UNION ALL
    SELECT w.word, w.gigs FROM gigs_deletion d JOIN gigs_word w ON w.word = d.word_id WHERE d."left" = typed."left"
) AS near ORDER BY near.gigs DESC, near.word
"""


def refill() -> int:
    """Make the dictionary of what is on sale now, in the place of the one of yesterday. Returns how many words."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        Deletion.objects.all().delete()
        Word.objects.all().delete()
        cursor.execute(FILL_WORDS, [SHORTEST, LONGEST, MOST_WORDS])
        words = cursor.rowcount
        cursor.execute(FILL_DELETIONS)
    return words


def put_right(terms: tuple[str, ...]) -> str:
    """The terms with those that nobody uses replaced by the nearest that somebody does; "" where none is near."""
    folded = {term: fold(term) for term in terms if " " not in term and SHORTEST <= len(term) <= LONGEST}
    pairs = [(term, left) for term, word in folded.items() for left in _near(word)]
    if not pairs:
        return ""
    nearest = _nearest(pairs)
    found = [term if nearest.get(term, folded.get(term)) == folded.get(term) else nearest[term] for term in terms]
    return " ".join(found) if found != list(terms) else ""


def _nearest(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """For each term itself, if it is a word, else the most frequent word that is a letter away."""
    terms, lefts = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(CLOSEST, [list(terms), list(lefts)])
        found: dict[str, str] = {}
        for term, word in cursor.fetchall():
            if word == fold(term) or term not in found:
                found[term] = word
    return found


def _near(word: str) -> Iterator[str]:
    """The word, and what it is without each of its letters."""
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}


def fold(term: str) -> str:
    """As `fold` of the database has it, near enough to find a word by: terms have come apart from their accents."""
    return "".join(letter for letter in term.lower() if not "\u0300" <= letter <= "\u036f")
