"""All payments of a person in one place, to look through and to hand to an accountant."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from escrow import payments
from escrow.gateways.base import Outcome, Status
from escrow.models import Payment
from marketplace import clock
from tests.conftest import card
from tests.escrow.conftest import intend
from tests.escrow.test_refund import send_back

pytestmark = pytest.mark.django_db


def paid(user, source, amount=1000, description="Website: Part 1") -> Payment:
    with transaction.atomic():
        cause = payments.Cause("wallet.top_up", f"user:{user.pk}:{amount}", data={"description": description})
        payment = payments.intend(cause, user=user, source=source, amount=amount, currency="USD")
    return payments.attempt(payment)


@pytest.fixture
def see(client, ada):
    client.force_login(ada)
    return lambda **asked: client.get("/payments/", asked).content.decode()


def test_each_names_its_card_and_what_it_was_for(see, ada, visa):
    payment = paid(ada, visa)

    page = see()

    assert f'href="/payments/{payment.pk}/"' in page
    assert "Visa ending in 4242" in page
    assert "Website: Part 1" in page
    assert "$10.00" in page


def test_nobody_sees_anothers(client, mallory, ada, visa):
    paid(ada, visa)
    client.force_login(mallory)

    assert "No payments yet" in client.get("/payments/").content.decode()
    assert "4242" not in client.get("/payments.csv").content.decode()
    assert "not one of the available choices" in client.get("/payments/", {"source": visa.pk}).content.decode()


@pytest.mark.parametrize("url", ["/payments/", "/payments.csv", "/wallet.csv"])
def test_strangers_sign_in(client, url):
    assert client.get(url).url.startswith("/accounts/login/")


class TestFilter:
    def test_by_card_even_one_that_was_removed(self, see, ada, visa):
        other = card(ada)
        first, second = paid(ada, visa, 1000), paid(ada, other, 2000)
        other.removed_at = clock.now()
        other.save(update_fields=["removed_at"])

        page = see(source=other.pk)

        assert f"/payments/{second.pk}/" in page
        assert f"/payments/{first.pk}/" not in page

    def test_by_what_it_was_for(self, see, ada, visa):
        first, second = paid(ada, visa, 1000, "A logo"), paid(ada, visa, 2000, "A website")

        page = see(q="LOGO")

        assert f"/payments/{first.pk}/" in page
        assert f"/payments/{second.pk}/" not in page

    def test_days_are_the_viewers(self, see, ada, visa):
        """23:30 in UTC is the next day in Auckland."""
        ada.time_zone = "Pacific/Auckland"
        ada.save(update_fields=["time_zone"])
        payment = paid(ada, visa)
        Payment.objects.filter(pk=payment.pk).update(created_at="2026-11-20T23:30:00Z")

        assert f"/payments/{payment.pk}/" in see(since="2026-11-21", until="2026-11-21")
        assert "Nothing like that" in see(since="2026-11-20", until="2026-11-20")

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"since": "soon"}, "Enter a valid date"),
            ({"since": "0001-01-01"}, "a day of this century"),
            ({"until": "9999-12-31"}, "a day of this century"),
            ({"since": "2026-11-02", "until": "2026-11-01"}, "This is before the first day."),
            ({"source": "9" * 30}, "not one of the available choices"),
            ({"q": "x" * 81}, "at most 80 characters"),
            ({"kind": "gift"}, "not one of the available choices"),
        ],
    )
    def test_what_cannot_be_read_is_said_and_kept(self, see, ada, visa, asked, said):
        paid(ada, visa)

        page = see(**asked)

        assert said in page
        assert "Website: Part 1" not in page
        assert str(asked.get("q", "")) in page


def test_the_file_has_the_same_rows(client, ada, visa):
    paid(ada, visa, 1000, "=cmd()")
    paid(ada, visa, 2000, "Inês")
    client.force_login(ada)

    file = client.get("/payments.csv", {"q": "Inês"})
    whole = client.get("/payments.csv").content.decode("utf-8-sig").splitlines()

    assert file.content.startswith(b"\xef\xbb\xbf")  # so that Excel reads it as UTF-8
    assert len(file.content.decode().splitlines()) == 2
    assert "Inês,Visa ending in 4242,USD,20.00,Done" in file.content.decode()
    assert "'=cmd()" in whole[2]


def test_what_cannot_be_read_makes_no_file_that_looks_complete(client, ada, visa):
    paid(ada, visa)
    client.force_login(ada)

    response = client.get("/payments.csv", {"since": "soon", "q": "Logo"})

    assert (response.status_code, response.url) == (302, "/payments/?since=soon&q=Logo")


def test_it_costs_the_same_however_many(see, ada, visa, django_assert_max_num_queries):
    for number in range(30):
        paid(ada, visa, 1000 + number)

    with django_assert_max_num_queries(8):
        assert "1–25 of 30 payments" in " ".join(see().split())


def test_a_refund_is_for_what_its_charge_was_for(see, ada, visa):
    send_back(ada, paid(ada, visa, 1000), 400)

    assert see(kind="refund").count("Website: Part 1") == 1


def test_a_refused_card_leads_to_another_try(client, ada, visa):
    payment = intend(ada, visa)
    Payment.objects.filter(pk=payment.pk).update(data={"again": "/milestones/1/fund/", "back": "/orders/1/"})
    payment = Payment.objects.get(pk=payment.pk)
    payments.record(payment, Outcome(Status.DECLINED, code="no", text="No."))
    client.force_login(ada)

    page = client.get(payment.get_absolute_url()).content.decode()

    assert '<a class="button" href="/milestones/1/fund/">' in page
    assert "Try another card" in page


def test_todays_are_found_by_today(see, ada, visa):
    payment = paid(ada, visa)
    today = clock.now().date()

    assert f"/payments/{payment.pk}/" in see(since=today - timedelta(days=1), until=today + timedelta(days=1))
    assert "Nothing like that" in see(until=date(2020, 1, 1))
