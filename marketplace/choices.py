"""Choices that sentences name: lower-casing a label would be grammar that no other language has."""

from django.db import models


class WordedChoices(models.TextChoices):
    """Each with `words` for the middle of a sentence beside its label: `DRAFT = "draft", "a draft", "Draft"`."""

    words: str

    def __new__(cls, value: str, words: str = ""):  # looking one up by its value gives no words
        member = str.__new__(cls, value)
        member._value_, member.words = value, words
        return member
