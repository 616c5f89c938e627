"""The kinds of timers that there are: each app registers those that it starts, where its AppConfig is ready.

What a kind does when it is due stands in `sweep.fires` or under the lock of a sweep; what must be true of its rows
beyond what is true of every timer is held by a constraint in a migration of the same app.
"""

from dataclasses import dataclass

from marketplace.registry import Registry


@dataclass(frozen=True)
class TimerKind:
    """`label` says what the timer brings; `passed` what has happened when it fired, of one and of many.

    A reminder only announces another timer, which people see in its place.
    """

    label: str
    passed: tuple[str, str]
    is_reminder: bool = False


kinds: Registry[TimerKind] = Registry("kind of timer")


def choices() -> list[tuple[str, str]]:
    """For the model's field: a new kind is no migration."""
    return [(key, kind.label) for key, kind in kinds.items()]


def reminders() -> list[str]:
    return [key for key, kind in kinds.items() if kind.is_reminder]
