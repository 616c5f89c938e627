"""The words that gigs are found by, and how they might be misspelt: what "Did you mean …?" is asked from."""

from django.db import models


class Word(models.Model):
    """A word of titles and tags, folded, and in how many published gigs it stands. Refilled every night."""

    word = models.CharField(max_length=30, primary_key=True)
    gigs = models.PositiveIntegerField()

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word


class Deletion(models.Model):
    """A word of the dictionary with one letter left out.

    Two words that differ by a letter more, a letter less, another letter or two that changed places have one of these
    in common: a misspelling is found by a few keys, however large the dictionary is (SymSpell).
    """

    left = models.CharField(max_length=30)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="deletions")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["left", "word"], name="deletion_once")]

    def __str__(self):
        return f"{self.left} of {self.word_id}"
