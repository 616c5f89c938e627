"""Where a page leads on to: addresses that a request brings along, which may be anybody's."""

from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def is_ours(request, url: str) -> bool:
    """Whether this is an address of this site, so that a page may lead there."""
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


def leading_back(url: str, back: str) -> str:
    """This address with `?back=`, which leads to where somebody came from, once they are done; as it is without one."""
    return f"{url}?{urlencode({'back': back})}" if back else url
