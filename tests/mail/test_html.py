"""Every mail leaves as text and as a page that says the same, leads to the same places, and holds nobody's markup."""

import email
import email.policy
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template import Context, loader
from django.template.loader import render_to_string
from djmoney.money import Money

from marketplace.mail import html, outbox
from marketplace.mail.sending import QUEUE
from marketplace.notifications.recipients import TOLD
from marketplace.notifications.tasks import dispatch
from tests.workshop import hand_in

AT = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
SITE = "http://testserver"
HOSTILE = '<img src=x onerror=alert(1)> & "Ada" {{ 7 }} \u05d0 https://evil.example/'
WORDS = f"{HOSTILE}\n\n{SITE}/accounts/logout/\n* {SITE}/settings/\n-- \n<script>alert(2)</script>"
URL = f"{SITE}/orders/7/"


TEMPLATES = Path(settings.BASE_DIR) / "templates"
# What the mails show as an amount in minor units, or count.
NUMBERS = {"days", "left", "position", "clears"} | {
    name for path in TEMPLATES.glob("mail/**/*.txt") for name in re.findall(r"(\w+)\|minor", path.read_text())
}


class Anything(str):
    """Whatever a template of a mail asks for: hostile texts, instants, amounts."""

    def __getitem__(self, name):
        if not isinstance(name, str):
            return super().__getitem__(name)
        if name.endswith(("_at", "_until")) or name in ("at", "until"):
            return AT
        if name in NUMBERS:
            return 1200
        if name in ("money", "held_money"):
            return Money(12, "USD")
        if name == "currency":
            return "USD"
        return Anything(WORDS if name in ("message", "reason", "answer", "text", "revision_reason") else HOSTILE)


class Reading(HTMLParser):
    """The words of a page, and where it leads; without what is hidden, the brand and what the button says."""

    def __init__(self, page):
        super().__init__()
        self.words, self.links, self.buttons, self.tags, self.skipping = [], set(), [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.tags.add(tag)
        if self.skipping and tag not in ("meta", "br"):
            self.skipping.append(tag)
        elif tag in ("head", "style") or about.keys() & {"data-preheader", "data-brand", "data-button"}:
            self.skipping = [tag]
        if "data-button" in about:
            self.buttons.append(about["href"])
        if "href" in about and "data-brand" not in about:
            self.links.add(about["href"])
        assert not [name for name in about if name.startswith("on")]

    def handle_endtag(self, tag):
        if self.skipping:
            self.skipping.pop()

    def handle_data(self, data):
        if not self.skipping:
            self.words += data.split()


def words_of(body: str) -> list[str]:
    """The words of the text, without its marks and the addresses that the page hides behind words."""
    said = [line for line in body.splitlines() if line.rstrip() != "--" and not line.strip().startswith(f"{SITE}/")]
    return [word for line in said for word in line.removeprefix(">").removeprefix("* ").split()]


def without_colons(words: list[str]) -> list[str]:
    """A line that led to an address is the link itself on the page."""
    return [word.removesuffix(":") for word in words]


def links_of(body: str) -> set[str]:
    return {line.strip() for line in body.splitlines() if line.strip().startswith(f"{SITE}/") and line[0] != ">"}


def says_the_same(body: str, page: str) -> Reading:
    read = Reading(page)
    assert without_colons(read.words) == without_colons(words_of(body))
    assert read.links == links_of(body)
    assert f"{SITE}/accounts/logout/" not in read.links
    assert len(read.buttons) <= 1
    assert not read.tags & {"img", "script", "link", "iframe", "form"}
    assert "url(" not in page
    assert "src=" not in page.replace("&lt;img src=", "")
    return read


def filled(template, **about) -> str:
    return loader.get_template(template).template.render(Context(about, autoescape=False))


def told(kind, folder, **flags) -> str:
    """The text of a mail about this kind of event, in its frame."""
    names = "matter actor client freelancer data order offer milestone case ticket payment post proposal review"
    about = {name: Anything(HOSTILE) for name in names.split()}
    paragraph = filled(f"{folder}/{kind}.txt#text", **(about | flags))
    feet = {
        "group": "work",
        "off_url": f"{SITE}/notifications/off/x/",
        "settings_url": f"{SITE}/settings/notifications/",
    }
    frame = {
        "reader": Anything(HOSTILE),
        "paragraphs": [paragraph, paragraph],
        "outlook": [HOSTILE, HOSTILE],
        "about": HOSTILE,
        "url": URL,
    }
    return filled("mail/frame.txt", **frame, **feet, site_name="Cairn", site_url=SITE)


KINDS = sorted({(kind, rule.folder) for kind, preset in TOLD.items() for rule in preset})
FLAGS = [{"is_client": True, "by_clock": True}, {"is_freelancer": True, "by_support": True}]


@pytest.mark.parametrize("flags", FLAGS, ids=["client", "freelancer"])
@pytest.mark.parametrize(("kind", "folder"), KINDS)
def test_every_kind_that_is_told(kind, folder, flags):
    body = told(kind, folder, **flags)

    read = says_the_same(body, html.page(body, subject=HOSTILE, url=URL))

    assert read.buttons == [URL]


@pytest.mark.parametrize("template", ["mail/digest.txt", "mail/desk/digest.txt"])
def test_a_mail_that_gathers_many(template):
    lines = [(HOSTILE, f"{SITE}/orders/{number}/") for number in range(3)]
    body = filled(
        template,
        reader=Anything("Ada"),
        sender=HOSTILE,
        lines=lines,
        more=4,
        all_url=f"{SITE}/notifications/",
        site_name="Cairn",
        site_url=SITE,
        settings_url=f"{SITE}/settings/notifications/",
    )

    read = says_the_same(body, html.page(body, subject="x", url=f"{SITE}/notifications/"))

    assert read.buttons == [f"{SITE}/notifications/"]


ACCOUNT = sorted(path.stem for path in (TEMPLATES / "account/email").glob("*_message.txt"))
ADDRESSES = {
    "activate_url": f"{SITE}/accounts/confirm-email/x/",
    "password_reset_url": f"{SITE}/accounts/password/reset/key/x/",
    "signup_url": f"{SITE}/accounts/signup/",
    "back_url": f"{SITE}/settings/take-back/x/",
}


@pytest.mark.parametrize("name", [name for name in ACCOUNT if not name.startswith("base_")])
def test_every_mail_about_an_account(name):
    about = {
        "user": Anything(HOSTILE),
        "email": HOSTILE,
        "user_agent": HOSTILE,
        "ip": "::1",
        "timestamp": AT,
        "site_url": SITE,
    }
    body = render_to_string(f"account/email/{name}.txt", about | ADDRESSES)

    read = says_the_same(body, html.page(body, subject="x"))

    assert len(read.buttons) == (name != "suspended_message")


def test_an_invitation():
    body = render_to_string(
        "offers/mail/invitation.txt",
        {"author": HOSTILE, "site": "Cairn", "link": f"{SITE}/offers/invitation/x/", "offer": Anything(HOSTILE)},
    )

    read = says_the_same(body, html.page(body, subject="x"))

    assert read.buttons == [f"{SITE}/offers/invitation/x/"]


def test_words_of_others_never_become_links():
    body = f"Hello,\n\n> {SITE}/accounts/logout/\n> https://evil.example/\n\n{URL}\n"

    assert Reading(html.page(body, subject="x", url=URL)).links == {URL}


def test_the_start_of_another_host_is_not_ours():
    body = f"Hello,\n\n{SITE}.evil.example/\n"

    assert Reading(html.page(body, subject="x")).links == set()


def test_what_mail_programs_show_beside_the_subject():
    page = html.page(f"Hello Ada,\n\nGrace delivered step 1.\n\n{URL}\n", subject="x")

    assert "data-preheader>Grace delivered step 1." in page


@pytest.mark.django_db(transaction=True)
def test_both_parts_leave():
    outbox.post(kind="x", to="ada@example.org", subject="Ä " * 90, body=f"Hello,\n\nä:\n\n{URL}\n")
    QUEUE.send()

    sent = email.message_from_bytes(
        mail.outbox[-1].message(policy=email.policy.SMTP).as_bytes(), policy=email.policy.default
    )
    text, page = sent.iter_parts()
    assert sent.get_content_type() == "multipart/alternative"
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert sent["Subject"] == ("Ä " * 90).strip()
    assert Reading(page.get_content()).buttons == [URL]


@pytest.mark.django_db(transaction=True)
def test_an_alarm_stays_lines_of_a_log(settings):
    settings.ADMINS = ["root@example.org"]
    outbox.post_to_admins("Books", "  one\n  two\n")
    QUEUE.send()

    assert mail.outbox[-1].message().get_content_type() == "text/plain"


@pytest.mark.django_db(transaction=True)
def test_news_leave_as_both(order, ada):
    made = order("steps8")
    hand_in(made, 1)
    dispatch()

    letter = next(one for one in mail.outbox if ada.email in one.to[0])
    read = says_the_same(letter.body, letter.alternatives[0].content)
    (button,) = read.buttons
    assert button.startswith(SITE + made.get_absolute_url())
    assert "List-Unsubscribe" in letter.message()
