"""The one error that people read."""


class Refused(Exception):
    """A "no" whose text is written for the person who asked.

    The middleware turns it into a page (or an htmx partial) with status 409. A form may show it next to `field`, of
    `row` (an index) where it has rows.
    """

    def __init__(self, message: str, *, field: str | None = None, row: int | None = None):
        super().__init__(message)
        self.message = message
        self.field, self.row = field, row
