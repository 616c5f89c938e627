"""Writing to each other: the first message, the next ones, and who may not."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from marketplace.errors import Refused
from marketplace.inbox.acquaintance import may_begin
from marketplace.inbox.actions import writing
from marketplace.inbox.models import Block, Conversation, Message, MessageFile
from milestones import uploads
from tests.conftest import person
from tests.gigs import workshop as gigs
from tests.inbox.conftest import begin, part, say, texts

pytestmark = pytest.mark.django_db


def test_the_first_message_begins_a_conversation_and_the_answer_goes_on_in_it(as_, ada, sells):
    asked = as_(ada).do("write", sells.pk, text="Are you free in May?")
    talk = Conversation.objects.get()

    assert asked.url == talk.get_absolute_url()
    assert (talk.started_by, talk.low, talk.high) == (ada, ada, sells)
    assert (part(talk, ada).unread, part(talk, sells).unread) == (0, 1)

    answered = as_(sells).do("send", talk.pk, text="From the fifth on.")

    assert answered.url == talk.get_absolute_url()
    assert texts(talk) == ["Are you free in May?", "From the fifth on."]
    assert as_(ada).open("write", sells.pk).url == talk.get_absolute_url()


def test_nobody_else_sees_it_or_writes_in_it(as_, talk, mallory, sam):
    for stranger in (mallory, sam):
        assert as_(stranger).open("conversation", talk.pk).status_code == 404
        assert as_(stranger).do("send", talk.pk, text="Me, too.").status_code == 404
        with pytest.raises(PermissionDenied):
            say(talk, stranger)
    assert texts(talk) == ["Are you free in May?"]


def test_the_same_form_twice_is_one_message(as_, ada, sells, talk):
    form = {"text": "Once.", "key": str(uuid4())}
    for _ in range(2):
        assert as_(ada).do("send", talk.pk, **form).status_code == 302
    first = {"text": "Hello?", "key": str(uuid4())}
    for _ in range(2):
        assert as_(sells).do("write", ada.pk, **first).status_code == 302

    assert texts(talk) == ["Are you free in May?", "Once.", "Hello?"]
    assert part(talk, sells).unread == 2


def test_a_form_that_was_sent_says_something_else_as_a_message_of_its_own(as_, ada, sells, talk, order):
    """The browser's Back shows the old form with its old key."""
    other = begin(ada, other_seller(1)).conversation
    browser, form, placed = as_(ada), {"text": "Once.", "key": str(uuid4())}, order("fair")
    browser.do("send", talk.pk, **form)
    for changed in (
        {"text": "And once more."},
        {"about": placed.thread},
        {"files": SimpleUploadedFile("sketch.txt", b"A sketch.")},
        {"files": SimpleUploadedFile("sketch.txt", b"Another.")},
    ):
        assert browser.do("send", talk.pk, **form | changed).url == talk.get_absolute_url()
    assert browser.do("send", other.pk, **form).url == other.get_absolute_url()
    assert browser.do("write", sells.pk, **form).url == talk.get_absolute_url()
    browser.do("send", talk.pk, **form | {"text": "And once more."})

    assert texts(talk)[1:] == ["Once.", "And once more.", "Once.", "Once.", "Once."]
    assert texts(other) == ["Hello.", "Once."]


def test_bad_input_says_what_is_wrong_and_keeps_the_text(as_, ada, talk):
    nothing = as_(ada).do("send", talk.pk, text=" ")
    long = as_(ada).do("send", talk.pk, text="x" * 5001)
    foreign = as_(ada).do("send", talk.pk, text="About that.", about="order:77")

    assert [one.status_code for one in (nothing, long, foreign)] == [422] * 3
    assert "Write something, or attach a file." in nothing.text
    assert "x" * 5001 in long.text
    assert "About that." in foreign.text
    Block.objects.create(by=ada, who=talk.other(ada))
    blocked = as_(ada).do("send", talk.pk, text="y" * 5001)
    assert (blocked.status_code, "y" * 5001 in blocked.text, "You have blocked" in blocked.text) == (422, True, True)
    assert texts(talk) == ["Are you free in May?"]


def test_who_may_write_first(ada, grace, mallory, order):
    assert not may_begin(ada, grace)
    with pytest.raises(Refused, match="is the one who writes first"):
        begin(mallory, ada)
    gigs.published(grace)
    assert may_begin(ada, grace)
    assert not may_begin(grace, ada)
    order("fair")
    assert may_begin(grace, ada)
    begin(grace, ada, "Thank you for the order.")


def test_to_oneself_nobody_writes(as_, ada, sells):
    assert as_(sells).open("write", sells.pk).status_code == 404
    assert as_(sells).do("write", sells.pk, text="Hello.").status_code == 404
    with pytest.raises(Refused):
        begin(sells, sells)


def test_limits(ada, sells, talk, monkeypatch, move):
    monkeypatch.setattr(writing, "MOST_A_MINUTE", 2)
    say(talk, ada)
    with pytest.raises(Refused, match="for one minute"):
        say(talk, ada)
    move(minutes=2)
    say(talk, ada)
    monkeypatch.setattr(writing, "MOST_BEGUN", 1)
    with pytest.raises(Refused, match="conversations a day"):
        begin(ada, other_seller(3))
    move(days=1)
    begin(ada, other_seller(4))


def other_seller(number: int):
    return person(f"Seller{number}", skills=["Logos"])


def test_whose_account_is_closed_writes_nothing_and_is_not_written_to(ada, sells, talk):
    sells.is_active = False
    sells.save(update_fields=["is_active"])
    with pytest.raises(PermissionDenied):
        say(talk, sells)
    with pytest.raises(Refused, match="closed"):
        say(talk, ada)


def test_files_come_with_it_for_the_two_alone(as_, ada, sells, talk, mallory):
    sketch = SimpleUploadedFile("sketch.txt", b"A sketch.")
    assert as_(ada).do("send", talk.pk, text="", files=sketch).status_code == 302
    kept = MessageFile.objects.get()

    assert b"".join(as_(sells).open("file", kept.pk).streaming_content) == b"A sketch."
    assert as_(sells).open("file", kept.pk)["Content-Disposition"].startswith("attachment")
    assert as_(mallory).open("file", kept.pk).status_code == 404

    program = SimpleUploadedFile("setup.exe", b"MZ\0")
    refused = as_(ada).do("send", talk.pk, text="Try this.", files=program)
    assert (refused.status_code, "is a program" in refused.text, "Try this." in refused.text) == (422, True, True)
    assert MessageFile.objects.count() == 1


def test_files_have_a_ceiling_of_a_day(ada, talk, settings):
    settings.UPLOAD_DAY_MAX_BYTES = 10
    say(talk, ada, files=[uploads.check(SimpleUploadedFile("one.txt", b"12345678"))])
    with pytest.raises(Refused, match="within a day"):
        say(talk, ada, files=[uploads.check(SimpleUploadedFile("two.txt", b"12345678"))])
    assert MessageFile.objects.count() == 1


def test_nobody_changes_what_was_written(talk):
    for change in (
        lambda: Message.objects.update(text="Never said."),
        lambda: Message.objects.all().delete(),
        lambda: Message.objects.update(removed_at=None, about="order:1"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert texts(talk) == ["Are you free in May?"]


def test_a_message_is_about_what_the_two_share(as_, ada, sells, talk, order):
    placed = order("fair")
    sent = as_(ada).do("send", talk.pk, text="One more thing.", about=placed.thread)

    assert sent.status_code == 302
    page = as_(sells).open("conversation", talk.pk, only=placed.thread)
    assert "One more thing." in page.text
    assert "Are you free in May?" not in page.text.partition('id="talk"')[2]


def test_web_addresses_are_links_and_nothing_else_is_markup(as_, ada, talk):
    say(talk, ada, "See https://example.org/a?b=1&c=2 and <b>that</b>, or javascript:alert(1)")
    page = as_(ada).open("conversation", talk.pk).text

    link = (
        '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener ugc">https://example.org/a?b=1&amp;c=2</a>'
    )
    assert link in page
    assert "&lt;b&gt;that&lt;/b&gt;" in page
    assert 'href="javascript' not in page
