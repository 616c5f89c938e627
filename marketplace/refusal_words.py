"""What Django's own validators say to people: in as few words as ours, and none about “this value”."""

from django.core import validators

SAID = {
    validators.MinValueValidator: "At least %(limit_value)s.",
    validators.MaxValueValidator: "At most %(limit_value)s.",
    validators.MaxLengthValidator: "This can have at most %(limit_value)s characters; it has %(show_value)s.",
}


def use() -> None:
    """Have every form say it so, allauth’s and the desk’s, too."""
    for validator, words in SAID.items():
        validator.message = words
