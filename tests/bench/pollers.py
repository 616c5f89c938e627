"""Open conversations: each asks every few seconds whether something is new, as static/js/inbox.js does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import Trouble
from tests.bench.crowd import request_of
from tests.bench.loading import Line

EVERY = 3.0  # seconds: LIVELY in static/js/inbox.js
NOTHING_NEW = 204


class Pollers:
    """Browsers, as tests.bench.plays.talks describes them. They begin spread over the first pause."""

    def __init__(self, path: Path, talks: list[dict]):
        self.path, self.talks = path, talks
        self.asked, self.errors = 0, []
        self.lock = threading.Lock()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """As long as the block runs."""
        over = threading.Event()
        threads = [
            threading.Thread(target=self._ask, args=[number, talk, over]) for number, talk in enumerate(self.talks)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _ask(self, number: int, talk: dict, over: threading.Event) -> None:
        line, request = Line(self.path), request_of(talk["poll"], talk["cookie"])
        pause = EVERY * number / len(self.talks)
        while not over.wait(pause):
            try:
                line.ask(request, also=(NOTHING_NEW,))
                with self.lock:
                    self.asked += 1
            except (Trouble, OSError) as error:
                line.close()
                with self.lock:
                    self.errors.append(str(error))
            pause = EVERY
