"""Refused → a page or a partial with status 409."""

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.errors import Refused


def refusal(request, template: str, message: str, *, status: int):
    """A "no" as a page or, to htmx, as the template's partial for the notice at the top of the page."""
    if request.headers.get("HX-Request"):
        return notice(request, template, {"message": message}, status=status)
    return render(request, template, {"message": message, "back": back_of(request)}, status=status)


def notice(request, template: str, words: dict, *, status: int):
    """A template's partial for the notice at the top of the page: htmx leaves the rest as it is."""
    response = render(request, f"{template}#refusal", words, status=status)
    response.headers["HX-Retarget"] = "#refusal"
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Reselect"] = ".notices"  # whatever part of a page the request wanted to pick
    return response


def back_of(request) -> str:
    """The page that the person came from, when it is one of ours."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours else ""


class PrivateMiddleware:
    """Keep the pages of who is signed in out of shared caches; have browsers ask again before they show one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code >= 500:  # perhaps the database is away, and with it who is signed in
            return response
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


class RefusedMiddleware:
    """Show a "no" from the domain as a page (or, to htmx, as a partial) with status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return refusal(request, "409.html", exception.message, status=409)
        return None
