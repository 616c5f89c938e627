"""Refused → a page or a partial with status 409."""

from django.shortcuts import render

from marketplace.errors import Refused


class RefusedMiddleware:
    """Show a "no" from the domain as a page (or, to htmx, as a partial) with status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        template = "409.html#refusal" if request.headers.get("HX-Request") else "409.html"
        return render(request, template, {"message": exception.message, "back": request.headers.get("Referer")}, status=409)
