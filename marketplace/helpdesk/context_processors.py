from django.conf import settings


def support_email(request) -> dict:
    """Where people write who can't sign in, for the footer."""
    return {"support_email": settings.SUPPORT_EMAIL}
