"""A page that is looked at or posted to takes no other method."""

import pytest
from django.urls import URLPattern, get_resolver

OURS = ("marketplace", "milestones", "escrow")


def addresses(patterns=None, before=""):
    """Every address of our own views, with 1 for each key and a word for each text."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(one, URLPattern):
            words = {name: "1" if "Int" in type(way).__name__ else "x" for name, way in one.pattern.converters.items()}
            path = str(one.pattern)
            for name, word in words.items():
                path = (
                    "".join(path.partition(f":{name}>")[0].rpartition("<")[::2][:1])
                    + word
                    + path.partition(f":{name}>")[2]
                )
            if one.callback.__module__.startswith(OURS):
                yield "/" + before + path
        else:
            yield from addresses(one.url_patterns, before + str(one.pattern).removeprefix("^"))


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_what_is_no_look_and_no_post_is_refused(client, ada, method):
    client.force_login(ada)
    found = {path for path in addresses() if "<" not in path and "(" not in path}
    found = {path for path in found if not path.startswith(("/admin/", "/demo/"))}  # the demo is not here

    answers = {path: getattr(client, method)(path).status_code for path in found}

    assert len(answers) > 50
    assert {path: status for path, status in answers.items() if status != 405} == {}
