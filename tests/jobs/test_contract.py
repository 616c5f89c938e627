"""Where a rulebook has a contract, it can be read, filled in, before anything is proposed."""

import pytest

from marketplace.jobs.models import Proposal
from tests.jobs.test_pages import BID
from tests.jobs.workshop import opened, terms

pytestmark = pytest.mark.django_db


def test_the_contract_is_read_before_it_is_proposed(client, ada, grace):
    post = opened(ada, terms("contract14"))
    client.force_login(grace)
    url = f"/jobs/{post.pk}/propose/"
    assert 'value="read"' in client.get(url).content.decode()

    page = client.post(url, BID | {"op": "read", "scope": "All of it, in words"})

    said = page.content.decode()
    assert page.status_code == 200
    assert "<mark>All of it</mark>" in said
    assert "<mark>Grace</mark>" in said
    assert "All of it, in words" in said
    assert not Proposal.objects.exists()
    wrong = client.post(url, BID | {"op": "read", "milestones-0-amount": "much"})
    assert "<mark>" not in wrong.content.decode()
    assert wrong.context["editor"].errors


def test_there_is_none_to_read_where_the_rulebook_has_none(client, ada, grace):
    post = opened(ada, terms("fair"))
    client.force_login(grace)

    assert 'value="read"' not in client.get(f"/jobs/{post.pk}/propose/").content.decode()
