"""What every page of the demo needs for the clock in its footer."""

from django.conf import settings

from marketplace import clock

JUMPS = (1, 5, 8, 14)


def demo(request) -> dict:
    """`demo` for templates: the demo's time, how far it was moved, and the jumps. Nothing outside of the demo."""
    if not settings.DEMO:
        return {}
    return {"demo": {"now": clock.now(), "days": clock.offset().days, "jumps": JUMPS}}
