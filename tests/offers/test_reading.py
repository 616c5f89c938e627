"""Before one sends, signs or accepts, one reads it all; and what was agreed is found again."""

import pytest

from marketplace.offers import actions
from marketplace.offers.changes import difference
from tests.offers import conftest as do


@pytest.fixture
def page(client):
    def see(person, path):
        client.force_login(person)
        return client.get(path, follow=True).content.decode()

    return see


def test_sending_shows_all_that_is_sent(page, ada, grace, db):
    offer = do.write(grace, ada, "fair", role="freelancer")

    seen = page(grace, f"/offers/{offer.pk}/send/")

    for said in ("All of it.", "Part 1", "10 days from when it is paid", "2 revisions", "Files", "Who pays what"):
        assert said in seen


def test_accepting_shows_all_that_is_accepted(page, ada, proposed):
    seen = page(ada, f"/offers/{proposed().pk}/accept/")

    for said in ("All of it.", "Part 3", "10 days from when it is paid", "Files"):
        assert said in seen


class TestACounterOffer:
    @pytest.fixture
    def countered(self, ada, visa, proposed):
        offer = proposed()
        actions.save_draft(offer, by=ada, terms=do.terms("fair", 1000, 400, 1000, scope="Half of it."))
        return offer

    CHANGED = ("Total: $3,000.00 → $2,400.00", "Step 2: $1,000.00 → $400.00", "The scope was rewritten")

    def test_its_author_reads_what_it_changes(self, page, ada, countered):
        seen = page(ada, f"/offers/{countered.pk}/send/")

        assert [said in seen for said in self.CHANGED] == [True] * 3
        assert seen.count(">changed<") == 2  # the step and the scope
        assert "All of it." in seen

    def test_the_other_side_reads_it_on_the_offer_and_before_accepting(self, page, ada, grace, visa, countered):
        actions.counter(do.again(countered), by=ada, source=visa)

        for path in ("", "accept/"):
            seen = page(grace, f"/offers/{countered.pk}/{path}")
            assert [said in seen for said in self.CHANGED] == [True] * 3
            assert seen.count(">changed<") == 2

    def test_the_same_again_changes_nothing(self, page, ada, grace, proposed):
        offer = proposed()
        actions.save_draft(offer, by=grace, terms=offer.version.terms)

        assert "Nothing but the time to answer." in page(grace, f"/offers/{offer.pk}/send/")


def test_milestones_are_marked_by_their_number_in_the_later_plan(db):
    before, after = do.terms("fair", 100, 200), do.terms("fair", 100, 200, 300)
    taken_out = do.terms("fair", 100, 200, 300)

    assert difference(before, after, "USD").milestones == {3}
    assert difference(taken_out, before, "USD").milestones == set()
    assert not difference(before, before, "USD")


def test_what_was_asked_for_stands_at_the_top(page, ada, grace, proposed):
    offer = proposed("steps8")
    actions.ask_changes(offer, by=ada, message="A smaller logo, please.")

    for person in (ada, grace):
        seen = page(person, offer.get_absolute_url())
        assert seen.index("A smaller logo, please.") < seen.index('id="plan"')

    actions.save_draft(do.again(offer), by=grace, terms=do.terms("steps8", 900, 900))
    actions.counter(do.again(offer), by=grace)
    seen = page(ada, offer.get_absolute_url())
    assert seen.index("A smaller logo, please.") > seen.index('id="plan"')


def test_an_order_leads_to_what_was_agreed(page, client, ada, mallory, proposed, visa):
    order = do.accept(proposed(), by=ada, source=visa).order
    link = f"/offers/of-order/{order.pk}/"

    assert f'href="{link}"' in page(ada, order.get_absolute_url())
    assert "Accepted by Ada" in page(ada, client.get(link).url)
    client.force_login(mallory)
    assert client.get(link).status_code == 404
