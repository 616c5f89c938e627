"""What the double answers instead of an object."""


class Refused(Exception):
    """An error as Stripe words it: HTTP status, type, message, and code, param, decline_code … where it has them."""

    def __init__(self, message: str, *, status: int = 400, type: str = "invalid_request_error", **more):
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": type, "message": message, **more}}


class DoubleIsWrong(AssertionError):
    """The double made something that is not of Stripe's shape: its own fault, not the caller's."""
