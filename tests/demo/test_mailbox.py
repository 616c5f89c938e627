"""The demo's post: what the site writes can be read, and nothing else can."""

import pytest
from django.core import mail
from django.urls import reverse

from marketplace.demo import clock_offset, mailbox
from marketplace.demo.templatetags.letters import with_links
from marketplace.mail import outbox
from marketplace.mail.sending import QUEUE


def write(subject="Hello", body="Text", to="Ada <ada@cairn.example>"):
    mail.EmailMessage(subject, body, to=[to]).send()
    return mailbox.names()[0]


def letter(client, name):
    return client.get(reverse("demo:letter", args=[name]))


def test_mails_are_listed_the_newest_first(client, demo):
    write("First")
    write("Second")

    page = client.get(reverse("demo:mail")).content.decode()

    assert page.index("Second") < page.index("First")


def test_a_mail_is_shown_with_links_that_stay_here(client, demo):
    name = write(body="Confirm:\n\nhttp://testserver/accounts/confirm-email/abc/\n")

    page = letter(client, name).content.decode()

    assert '<a href="/accounts/confirm-email/abc/"' in page


def test_it_is_dated_by_the_demos_clock(demo):
    from datetime import timedelta

    from marketplace import clock

    clock_offset.move(timedelta(days=8))
    name = write()

    assert abs(mailbox.head(name).at - clock.now()) < timedelta(seconds=5)


def test_what_a_mail_says_is_not_markup():
    html = with_links('<script>alert(1)</script> javascript:alert(1) <a href="x" onclick="y">z</a>')

    assert "<script" not in html
    assert "<a " not in html


@pytest.mark.parametrize(
    "name",
    [
        "../demo.lock",
        "..%2F..%2Fsecret_key",
        "00000000000000000001-00000000.eml",
        "00000000000000000001-00000000.eml/../../secret_key",
        ".00000000000000000001-00000000.eml",
        "secret_key",
        "00000000000000000001-00000000.eml\n",
    ],
)
def test_there_is_no_way_out_of_the_folder(client, demo, name):
    demo.MAIL_DIR.mkdir()
    (demo.MAIL_DIR.parent / "secret_key").write_text("To: you\nSubject: secret\n\nsecret")
    (demo.MAIL_DIR / "secret_key").write_text("To: you\nSubject: secret\n\nsecret")

    assert client.get(f"/demo/mail/{name}/").status_code == 404
    with pytest.raises(FileNotFoundError):
        mailbox.read(name)


def test_it_can_be_read_for_one_person(client, demo):
    write("For Ada")
    write("For Grace", to="grace@cairn.example")

    page = client.get(reverse("demo:mail"), {"to": "grace@cairn.example"}).content.decode()

    assert "For Grace" in page
    assert "For Ada" not in page


def test_it_has_pages(client, demo):
    for number in range(26):
        write(f"Mail number {number}.")

    assert "Mail number 0." not in client.get(reverse("demo:mail")).content.decode()
    assert "Mail number 0." in client.get(reverse("demo:mail"), {"page": 2}).content.decode()


def test_empty_it_says_what_to_do(client, demo):
    assert "No mail yet" in client.get(reverse("demo:mail")).content.decode()


def test_a_mail_that_is_being_written_is_not_read(demo):
    demo.MAIL_DIR.mkdir()
    (demo.MAIL_DIR / ".00000000000000000001-00000000.eml").write_text("half")

    assert mailbox.names() == []


def test_who_signed_up_or_was_invited_can_be_chosen(client, demo):
    outbox.post(kind="test", to="nell@example.net", subject="Welcome", body="Text")
    outbox.post(kind="test", to="ada@cairn.example", subject="Hello", body="Text")

    page = client.get(reverse("demo:mail"), {"to": "nell@example.net"}).content.decode()

    assert '<option value="nell@example.net" selected>' in page
    assert page.count('value="ada@cairn.example"') == 1


def test_an_address_that_was_typed_stays_chosen(client, demo):
    page = client.get(reverse("demo:mail"), {"to": "somebody@example.net"}).content.decode()

    assert '<option value="somebody@example.net" selected>' in page


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_shown_as_mail_programs_do(client, demo):
    outbox.post(kind="x", to="ada@cairn.example", subject="Hello", body="Hello,\n\n<b>http://testserver/orders/1/\n")
    QUEUE.send()
    name = mailbox.names()[0]

    response = client.get(reverse("demo:letter_page", args=[name]))

    assert "&lt;b&gt;" in response.text
    assert "style=" in response.text
    assert response["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert reverse("demo:letter_page", args=[name]) in letter(client, name).text


def test_a_mail_of_text_alone_has_no_such_page(client, demo):
    name = write()

    assert client.get(reverse("demo:letter_page", args=[name])).status_code == 404
    assert "As mail programs show it" not in letter(client, name).text
