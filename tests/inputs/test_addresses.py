"""Odd values in what an address asks for are answered with the page, never with an error page."""

import pytest

ODD = ["", "0", "-1", "9" * 30, "9" * 5000, "²", "1e999999999", "x", "0001-01-01", "9999-12-31", "\u0660", "%", "١٢"]
ASKED = {
    "/orders/": ["page", "tab", "as"],
    "/offers/": ["page", "tab"],
    "/offers/new/": ["to", "role"],
    "/wallet/": ["before", "currency"],
    "/wallet/payments/": ["page", "since", "until", "currency", "order", "kind", "state"],
    "/notifications/": ["page"],
    "/policies/": ["with", "currency"],
    "/support/": ["page", "about", "order"],
}


@pytest.mark.parametrize("path", ASKED)
def test_odd_values_are_answered(as_, ada, path):
    visitor = as_(ada)

    answers = {(name, odd[:20]): visitor.get(path, {name: odd}).status_code for name in ASKED[path] for odd in ODD}

    assert {status for status in answers.values()} <= {200, 302, 404, 422}, answers
