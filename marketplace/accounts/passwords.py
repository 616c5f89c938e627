"""How long a password may be. Beyond that it protects nothing more, and costs only us the time to hash it."""

from django.core.exceptions import ValidationError

LONGEST = 4096  # characters


class MaximumLengthValidator:
    """Refuses passwords of more than `max_length` characters."""

    def __init__(self, max_length=LONGEST):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(
                f"This password is too long. Use at most {self.max_length} characters.", code="password_too_long"
            )

    def get_help_text(self):
        return f"Your password can have up to {self.max_length} characters."
