"""What apps above give to one below that must not know them: one spelling for all of it.

probes = Registry("probe")                      in the app below, which reads it like a dictionary

@probes.register("disks")                       in the app above, imported by its AppConfig.ready
def disks(): …

uses.register("orders")(next_charge.uses_of)    where the thing stands elsewhere
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


class Unknown(KeyError):
    """Nothing is registered under this key; the message says what is."""

    def __str__(self):
        return self.args[0]


class Taken(ValueError):
    """Something else is registered under this key: one of the two would never be heard of again."""


class Registry[Thing](Mapping[str, Thing]):
    """Things by their keys, in the order in which they came.

    `of` is what one of them is called in messages; `things` are those of the app itself, where a table reads better.
    """

    def __init__(self, of: str, things: Mapping[str, Thing] | None = None):
        self.of = of
        self._things: dict[str, Thing] = dict(things or {})

    def register(self, *keys: str) -> Callable[[Thing], Thing]:
        """Register what follows under these keys; without any, a function or class under its name. Raises Taken."""

        def add(thing: Thing) -> Thing:
            for key in keys or (str(getattr(thing, "__name__", thing)),):
                if key in self._things:
                    raise Taken(f"There is a {self.of} {key!r} already: {self._things[key]!r}.")
                self._things[key] = thing
            return thing

        return add

    def __getitem__(self, key: str) -> Thing:
        """The thing of this key. Raises Unknown, which is a KeyError."""
        try:
            return self._things[key]
        except KeyError:
            raise Unknown(f"There is no {self.of} {key!r}. There is: {', '.join(self._things) or 'none'}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __repr__(self):
        return f"Registry({self.of!r}: {', '.join(self._things)})"

    @contextmanager
    def instead(self, things: Mapping[str, Thing]) -> Iterator[None]:
        """For tests: nothing but these, as long as the block runs."""
        kept, self._things = self._things, dict(things)
        try:
            yield
        finally:
            self._things = kept
